// Look at the pages of a site of many contracts in Chromium, and print what was seen as JSON.
// Arguments: the folder of the node packages, the browser, the address of the site, a contract's row, a word, and pages.
import { started } from "./chromium.mjs";

const [, , packages, executablePath, site, row, word, ...paths] = process.argv;
const { seen, open, judged, look, end } = await started(packages, executablePath, site);
await look(paths);

// A contract drawn from its council's data, and back to its row.
const council = await open(row);
await council.waitForSelector("#view:not([hidden]) h2");
seen.view = await council.$eval("#view", (element) => element.textContent);
seen.judged = await judged(council);
await council.click("#view button");
seen.back = await council.evaluate(() => document.activeElement.closest("tr")?.id ?? document.activeElement.id);
await council.type("#words", word);
seen.filtered = await council.$$eval("table.listed tr[id]:not([hidden])", (rows) => rows.map((item) => item.textContent));
await council.close();

// Search over all councils.
const start = await open(`index.html?q=${encodeURIComponent(word)}`);
await start.waitForFunction(() => /fits?\b/.test(document.getElementById("found").textContent));
seen.found = await start.$$eval("#results tbody th", (cells) => cells.map((cell) => cell.textContent));
seen.search = await judged(start);
await start.close();

// Without script the table is there, and no control that would do nothing.
const plain = await open(row, { script: false });
seen.plain = await plain.$$eval("table.listed tr[id]", (rows) => rows.length);
seen.controls = await plain.$$eval("form, #view", (items) => items.filter((item) => item.checkVisibility()).length);
await end();
