// Drive a published site in Chromium, and print what was seen as JSON.
// Arguments: the folder of the node packages, the browser, the address of the site, and the pages to look at.
import { started } from "./chromium.mjs";

const [, , packages, executablePath, site, ...paths] = process.argv;
const { seen, open, judged, sideways, look, end } = await started(packages, executablePath, site);
await look(paths);

const rows = (page) =>
  page.$$eval("tr[data-status]", (found) => found.filter((row) => row.checkVisibility()).map((row) => row.dataset.words));

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

await end();
