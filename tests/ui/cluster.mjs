/** A pair with the records that it hangs together with, what merging would do, and a note about kin. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";
import { seenByAll } from "./counter.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  const pair = page.getByRole("table").first();
  await page.keyboard.press("n");
  await pair.waitFor();

  // Twins: a note above the table, and no line about other records, since there are none.
  await page.getByText("Anna").first().waitFor();
  await page.getByText("May be kin:").waitFor();
  assert.equal(await page.getByText("records that may be one").count(), 0);
  await seenByAll(page, "twins");
  const merging = page.getByText("What merging does");
  const asked = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql")) asked.push(request.postDataJSON().operationName);
  });
  await merging.press("Enter");
  await page.getByText("Vital events that will be told under the main record: 0").waitFor();
  await page.getByText("Other pairs with the duplicate that will be closed: 0").waitFor();
  assert.deepEqual(asked, ["mergePreviewQuery"], "what is folded is asked for when it is opened");
  await audit(page, "what merging does");

  // One reviewer is enough here: 2 and 1 are two people, and 3 hangs together with both.
  await decide("s");
  await page.getByText("Bohdan").first().waitFor();
  await decide("s");
  const line = page.getByText("6 records that may be one");
  await line.waitFor();
  await line.press("Enter");
  const cluster = page.getByRole("region", { name: "Records that may be one" });
  const records = cluster.getByRole("table");
  await records.waitFor();
  assert.equal(await records.getByRole("columnheader").count(), 7, "a column a record");
  const names = await records.getByRole("columnheader").allInnerTexts();
  assert.deepEqual(
    names.map((name) => /of this pair/.test(name)),
    [false, true, true, false, false, false, false],
    "the pair first",
  );
  const links = await page.locator(".cluster-links > ul > li > strong").allInnerTexts();
  assert.deepEqual(links.toSorted(), [
    ...Array.from({ length: 5 }, () => "not settled yet"),
    "two people",
  ]);
  await page.getByRole("img", { name: /The same pairs as in the list/ }).waitFor();
  const [width, scrolled] = await cluster.evaluate((it) => [it.clientWidth, it.scrollWidth]);
  assert.ok(scrolled > width, "what has no room is scrolled");
  await seenByAll(page, "cluster");
  assert.ok(
    !/weight|band|vote|score/i.test(await page.locator("main").innerText()),
    "nothing tells how votes stand",
  );
  await page.setViewportSize({ width: 640, height: 430 });
  await audit(page, "a cluster at 200 %");

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "reviewer1", "/review");
  await ukrainian.getByText("Записів, що можуть бути про одну людину: 6").click();
  await ukrainian.getByText("дві людини").waitFor();
  await ukrainian.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await audit(ukrainian, "a cluster from right to left");
  const tooWide = await ukrainian.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `it sticks out by ${tooWide} pixels`);
  assert.ok(page.url().startsWith(base));

  async function decide(key) {
    const earlier = await pair.innerText();
    await page.keyboard.press(key);
    await page.getByRole("alertdialog").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction((text) => {
      const table = document.querySelector("table");
      return table !== null && table.innerText !== text;
    }, earlier);
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
  }
});
