// Look at the pages of a site of many contracts in Chromium, and print what was seen as JSON.
// Arguments: the folder of the node packages, the browser, the address of the site, a contract's row, a word, and pages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , packages, executablePath, site, row, word, ...paths] = process.argv;
const require = createRequire(join(packages, "package.json"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const seen = { pages: {}, complaints: [], elsewhere: [] };

const open = async (path, { width = 1100, theme = "light", script = true } = {}) => {
  const page = await browser.newPage();
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) seen.complaints.push(`${path}: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.complaints.push(`${path}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(site)) seen.elsewhere.push(request.url());
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await page.setJavaScriptEnabled(script);
  await page.goto(site + path, { waitUntil: "load" });
  return page;
};
const judged = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} (${rule.help})`));
};

for (const path of paths) {
  const found = {};
  for (const theme of ["light", "dark"]) {
    const page = await open(path, { theme });
    found[theme] = await judged(page);
    await page.close();
  }
  const phone = await open(path, { width: 320 });
  found.sideways = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await phone.close();
  seen.pages[path] = found;
}

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
await browser.close();
console.log(JSON.stringify(seen));
