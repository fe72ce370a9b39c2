/** A pair on small screens and zoomed: the records side by side, and the decision always in reach. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

const pictures = process.env.PICTURES;
const screens = [
  { name: "1280", width: 1280, height: 860 },
  // 1280 pixels at 200 %.
  { name: "zoomed", width: 640, height: 430 },
  { name: "560", width: 560, height: 740 },
  { name: "559", width: 559, height: 740, isStacked: true },
  { name: "360", width: 360, height: 740, isStacked: true },
];

await runStory(async (open) => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  for (const locale of ["en-GB", "uk-UA"]) {
    const page = await open({ locale, reducedMotion: "reduce" });
    await signIn(page, "reviewer1", "/review");
    await waitForPage(page, /./);
    if ((await page.getByRole("table").count()) === 0) await page.keyboard.press("n");
    const pair = page.getByRole("table").first();
    await pair.waitFor();
    if (locale === "en-GB") await seeMeanings(page);
    for (const { name, isStacked = false, ...size } of screens) {
      await page.setViewportSize(size);
      const where = `${name} ${locale}`;
      await seeRecords(page, isStacked, where);
      await seeDecision(page, size, where);
      await audit(page, where);
      if (pictures) await page.screenshot({ path: join(pictures, `pair-${where}.png`) });
    }
    await page.context().close();
  }
});

/** See each decision with what it means, in its name too. */
async function seeMeanings(page) {
  const names = await page.locator(".decision-bar .actions .button:has(small)").allInnerTexts();
  const meanings = ["one person", "two people", "decide later", "cannot be judged"];
  const possible = meanings.filter((it) => it !== "decide later" || names.length === 4);
  assert.equal(names.length, possible.length);
  for (const meaning of possible) {
    await page.getByRole("button", { name: new RegExp(`^\\w+ ${meaning}$`) }).waitFor();
  }
}

/** See that the two values of each field are side by side, or below each other. */
async function seeRecords(page, isStacked, where) {
  const rows = page.getByRole("table").first().locator("tbody tr");
  for (const row of await rows.all()) {
    const [left, right] = await boxes(row.locator("td[data-side]"));
    const isBeside = left.y === right.y && left.x + left.width <= right.x + 1;
    assert.equal(isBeside, !isStacked, `${where}: ${await row.innerText()}`);
    assert.ok(Math.min(left.width, right.width) >= 150, `${where}: room for a value`);
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= page.viewportSize().width, `${where}: nothing sticks out sideways`);
}

/** See every decision on the screen, however far the page is scrolled, and most of the page beside it. */
async function seeDecision(page, { width, height }, where) {
  const bar = page.locator(".decision-bar");
  for (const share of [0, 0.5, 1]) {
    await page.evaluate((part) => scrollTo(0, part * document.body.scrollHeight), share);
    for (const { x, y, ...size } of await boxes(
      bar.locator(".actions .button:visible, textarea"),
    )) {
      const isInside = x >= 0 && y >= 0 && x + size.width <= width && y + size.height <= height;
      assert.ok(isInside, `${where}: the decision is in reach at ${share}`);
    }
  }
  const { height: taken } = await bar.boundingBox();
  assert.ok(taken <= 0.4 * height, `${where}: the bar takes ${taken} of ${height}`);
  await page.evaluate(() => scrollTo(0, 0));
}

async function boxes(elements) {
  return Promise.all((await elements.all()).map((element) => element.boundingBox()));
}
