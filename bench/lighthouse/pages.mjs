/** Audits pages of the console behind the sign-in, each from an empty cache, as Lighthouse's slow phone has them. */
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const [base, pages] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH,
  args: ["--no-sandbox"],
});
const reports = {};
for (const [name, paths] of Object.entries(JSON.parse(pages))) {
  const page = await browser.newPage();
  await page.goto(base);
  await page.waitForSelector("input[type=password]");
  await page.type("input", name);
  await page.type("input[type=password]", name);
  await page.keyboard.press("Enter");
  await page.waitForSelector("main h1");
  await page.waitForNetworkIdle();
  for (const path of paths) {
    const { lhr } = await lighthouse(
      base + path,
      { onlyCategories: ["performance"] },
      undefined,
      page,
    );
    const { audits, categories } = lhr;
    reports[path] = {
      score: categories.performance.score,
      contentful: audits["first-contentful-paint"].numericValue,
      largest: audits["largest-contentful-paint"].numericValue,
      interactive: audits.interactive.numericValue,
      blocking: audits["total-blocking-time"].numericValue,
    };
    console.error(path);
  }
  await page.evaluate(() =>
    fetch("/auth/sign-out", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    }),
  );
  await page.evaluate(() => localStorage.clear());
  await page.close();
}
await browser.close();
console.log(JSON.stringify(reports));
