// Drive a published site in Chromium, and print what was seen as JSON.
// Arguments: the folder of the node packages, the browser, and the address of the site.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , packages, executablePath, site] = process.argv;
const require = createRequire(join(packages, "package.json"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// --no-sandbox: the tests may run as root, and open nothing but our own pages.
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
  page.on("response", (response) => {
    if (response.status() >= 400) seen.complaints.push(`${path}: ${response.status()} for ${response.url()}`);
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await page.setJavaScriptEnabled(script);
  await page.goto(site + path, { waitUntil: "load" });
  return page;
};

// What a page does wrong, however slight, as "rule: element".
const judged = async (page) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} (${rule.help})`));
};

const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const rows = (page) =>
  page.$$eval("tr[data-status]", (found) => found.filter((row) => row.checkVisibility()).map((row) => row.dataset.words));

const KINDS = process.argv.slice(5);
for (const path of KINDS) {
  const found = {};
  for (const theme of ["light", "dark"]) {
    const page = await open(path, { theme });
    found[theme] = await judged(page);
    found[`${theme}-paper`] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.close();
  }
  const phone = await open(path, { width: 320 });
  found.sideways = await sideways(phone);
  await phone.close();
  seen.pages[path] = found;
}

// Search and filters.
const page = await open("index.html");
const count = () => page.$eval("#count", (element) => element.textContent);
const fitting = (page) =>
  page.$$eval("tr[data-status]:not([hidden])", (found) => found.map((row) => ({ ...row.dataset, text: row.textContent })));
const address = (page) => page.url().slice(site.length);
const clear = async () => {
  await page.click(".filters button[type=reset]");
  await page.waitForFunction((all) => document.querySelectorAll("tr[data-status]:not([hidden])").length === all, {}, seen.all);
};
seen.all = (await fitting(page)).length;
seen.short = (await rows(page)).length;
await page.click("tr.all:not([hidden]) button");
seen.whole = (await rows(page)).length;
await page.type("#words", "hartlepool floating");
seen.search = { rows: (await rows(page)).length, said: await count(), address: address(page) };
await clear();
await page.type("#words", "home care");
seen.together = (await fitting(page)).map((row) => row.text + row.words);
await clear();
await page.click("#more summary");
for (const [name, value] of [["service", "home-care"], ["service", "extra-care"], ["council", "durham"]]) {
  await page.click(`input[name="${name}"][value="${value}"]`);
}
seen.filter = { rows: await fitting(page), address: address(page) };
await page.goBack();
seen.back = { rows: (await fitting(page)).length, address: address(page) };
await page.goForward();
await page.type("#words", "zzzz");
seen.none = { rows: (await rows(page)).length, told: await page.$eval("#none", (element) => element.checkVisibility()) };
await clear();

// Open a contract from the list, and come back to the list as it was.
await page.type("#words", "hartlepool floating");
await Promise.all([page.waitForNavigation(), page.click("tr[data-status]:not([hidden]) a")]);
seen.contract = { path: address(page), title: await page.$eval("h1", (element) => element.textContent.trim()) };
await Promise.all([page.waitForNavigation(), page.click(".back a")]);
seen.contract.back = { rows: (await fitting(page)).length, words: await page.$eval("#words", (field) => field.value) };
await page.close();

// A provider asks for home care in the North East with a tender before May 2028: who holds it, on which website?
seen.provider = {};
for (const width of [390, 1280]) {
  for (const theme of ["light", "dark"]) {
    const asked = await open("index.html", { width, theme });
    // Two steps.
    await asked.type("#words", "home care, North East");
    await asked.select("#to", "2028-04");
    const answer = {
      rows: await fitting(asked),
      address: address(asked),
      held: await asked.$$eval("tr[data-status]", (found) =>
        found.filter((row) => row.checkVisibility()).map((row) => [row.cells[0], row.cells[3], row.cells[4]].map((cell) => cell.innerText))),
      card: await asked.$eval("tr[data-status]:not([hidden])", (row) => getComputedStyle(row).display),
      sideways: await sideways(asked),
      judged: await judged(asked),
    };
    await asked.emulateMediaType("print");
    answer.printed = (await rows(asked)).length;
    await asked.close();
    const again = await open(answer.address, { width, theme });
    answer.again = (await fitting(again)).length;
    await again.close();
    seen.provider[`${width} ${theme}`] = answer;
  }
}

// A question answered in place: the link opens what it leads to.
const asked = await open("contracts/staffordshire-supported-living-dps.html");
await asked.click("a[href^='#why']");
// The page opens it when it hears of the new address, which can be after the click has come back.
seen.why = await asked
  .waitForFunction(() => document.getElementById(location.hash.slice(1))?.open === true)
  .then(() => true);
await asked.close();

// By keyboard alone: the first stop skips to the content, and the next lies within it.
const keys = await open("index.html");
await keys.keyboard.press("Tab");
const skip = await keys.evaluate(() => document.activeElement.textContent.trim());
const outline = await keys.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
await keys.keyboard.press("Enter");
await keys.keyboard.press("Tab");
seen.keyboard = {
  skip,
  outline,
  next: await keys.evaluate(() => Boolean(document.activeElement.closest("main"))),
};
await keys.focus("#words");
await keys.keyboard.type("hartlepool floating");
for (let stop = 0; stop < 16 && !(await keys.evaluate(() => document.activeElement.closest("tr"))); stop++) {
  await keys.keyboard.press("Tab");
}
await Promise.all([keys.waitForNavigation(), keys.keyboard.press("Enter")]);
seen.keyboard.arrived = keys.url().slice(site.length);
await keys.close();

// Without JavaScript everything is there, and no control that would do nothing.
const plain = await open("index.html", { script: false });
seen.plain = {
  rows: await plain.$$eval("tr[data-status]", (found) => found.filter((row) => row.offsetHeight > 0).length).catch(() => -1),
  form: await plain.$eval("form.filters", (one) => one.offsetHeight).catch(() => -1),
};
await plain.close();

const subscribe = await open("subscribe.html");
seen.subscribe = await subscribe.$$eval("a[href^='webcal:']", (found) => found.map((link) => link.href));
seen.google = await subscribe.$$eval("a[href*='calendar.google.com']", (found) => found.map((link) => link.href));
await subscribe.type("#find", "home care");
seen.found = await subscribe.$$eval(".shelves li[data-key]", (found) =>
  found.filter((item) => item.checkVisibility()).map((item) => item.dataset.key));
await subscribe.emulateMediaType("print");
seen.printed = await subscribe.$$eval(".shelves code", (found) =>
  found.filter((code) => code.checkVisibility({ contentVisibilityAuto: true })).map((code) => code.textContent));
await subscribe.close();

// One's own calendar: what is ready is named, the rest is made with a command.
seen.built = {};
for (const search of ["service=home-care", "service=home-care&service=extra-care", "service=home-care&region=north-east", "council=durham&council=hartlepool"]) {
  const builder = await open(`subscribe.html?${search}#own`);
  seen.built[search] = {
    addresses: await builder.$$eval("#built code", (found) => found.map((code) => code.textContent)),
    commands: await builder.$$eval("#built pre", (found) => found.map((code) => code.textContent)),
    judged: await judged(builder),
  };
  await builder.close();
}

await browser.close();
process.stdout.write(JSON.stringify(seen));
