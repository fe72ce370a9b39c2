/** A list of thousands scrolls with few rows in the page, and keeps the row that somebody works in. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const total = Number(process.env.ROWS);

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  const rows = page.locator("#list > li:not(.gap)");
  const row = (index) => page.locator(`#list > li[data-index="${index}"]`);
  await signIn(page, "registrar2", "/persons?name=endless");
  await waitForPage(page, "Persons");
  await row(0).waitFor();
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        globalThis.longest = Math.max(globalThis.longest, duration);
      }
    }).observe({ type: "longtask" });
  });
  while ((await row(total - 1).count()) === 0) await page.mouse.wheel(0, 4000);
  await page.getByText("That is all.").waitFor();
  console.log(`longest task: ${await page.evaluate(() => globalThis.longest)} ms`);
  const inPage = await rows.count();
  assert.ok(inPage < 150, `${inPage} rows are in the page`);
  const last = row(total - 1);
  assert.equal(await last.getAttribute("aria-posinset"), String(total));
  assert.equal(await last.getAttribute("aria-setsize"), String(total));
  await audit(page, "the end of a long list");

  // A row in the middle is where it should be, in the order of the list.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.evaluate((half) => scrollTo(0, half), height / 2);
  await page.waitForFunction((most) => {
    const first = document.querySelector("#list > li:not(.gap)");
    return Number(first?.dataset.index) < most;
  }, total * 0.6);
  const indexes = await rows.evaluateAll((all) => all.map(({ dataset }) => Number(dataset.index)));
  assert.deepEqual(
    indexes,
    [...indexes].sort((one, other) => one - other),
  );
  assert.ok(indexes[0] > total * 0.4, `the middle begins with ${indexes[0]}`);

  // The row that has the focus stays, however far the window goes, and J and K go on from it.
  const middle = rows.nth(30);
  const index = Number(await middle.getAttribute("data-index"));
  const focused = () =>
    page.evaluate(() => Number(document.activeElement?.closest("li")?.dataset.index));
  await middle.getByRole("link").focus();
  for (const [key, next] of [
    ["j", index + 1],
    ["k", index],
  ]) {
    const now = await focused();
    await page.evaluate(() => scrollTo(0, 0));
    await row(0).waitFor();
    assert.equal(await focused(), now, "it has the focus still");
    await page.keyboard.press(key);
    assert.equal(await focused(), next, `${key} goes on from it`);
    assert.ok(await row(next).evaluate(isInSight), `row ${next} is in sight`);
  }

  // A page of what is found is all in the page, for the browser's own search.
  await page.goto(`${base}/persons?name=Long0001`);
  await row(9).waitFor();
  assert.equal(await rows.count(), 10);
  assert.equal(await rows.first().getAttribute("aria-posinset"), null);
});

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
