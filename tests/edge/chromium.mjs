// A published site in Chromium: pages are opened and judged, and everything that they complain of is kept.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Arguments: the folder of the node packages, the browser, and the address of the site.
export const started = async (packages, executablePath, site) => {
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

  // Each page in light and dark, and on a narrow phone.
  const look = async (paths) => {
    for (const path of paths) {
      const found = {};
      const page = await open(path);
      for (const theme of ["light", "dark"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        found[theme] = await judged(page);
        found[`${theme}-paper`] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      }
      await page.close();
      const phone = await open(path, { width: 320 });
      found.sideways = await sideways(phone);
      await phone.close();
      seen.pages[path] = found;
    }
  };

  const end = async () => {
    await browser.close();
    process.stdout.write(JSON.stringify(seen));
  };
  return { seen, open, judged, sideways, look, end };
};
