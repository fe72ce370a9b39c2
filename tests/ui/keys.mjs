/** The keys of every page: rows, search, pages and their own list, in any alphabet. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  const { keyboard } = page;
  const keys = page.getByRole("dialog", { name: "Keys" });
  await signIn(page, "registrar2", "/records");
  await waitForPage(page, "Records");
  const rows = page.locator(".rows > li");
  await rows.nth(1).waitFor();

  await keyboard.press("j");
  await onRow(0);
  await keyboard.press("j");
  await onRow(1);
  await keyboard.press("k");
  await keyboard.press("k");
  await onRow(0);
  await keyboard.press("j");
  const opened = await rows.nth(1).getByRole("link").getAttribute("href");
  await keyboard.press("o");
  await page.waitForURL(base + opened);
  await page.goBack();
  await waitForPage(page, "Records");
  await rows.nth(1).waitFor();
  await keyboard.press("/");
  const name = page.getByRole("main").getByLabel("Name");
  await focused(name);
  await keyboard.type("jog?");
  assert.equal(await name.inputValue(), "jog?", "no key acts while something is typed");
  await name.blur();

  await keyboard.press("?");
  await keys.waitFor();
  const listed = (await keys.locator("dl > div").allInnerTexts()).map((it) => it.split(/\s+/));
  assert.ok(listed.some(([key]) => key === "J"));
  assert.ok(!listed.some(([key]) => key === "M"), "the reviewer's keys are not of this page");
  await audit(page, "the keys of a list");
  await keyboard.press("g");
  await keyboard.press("p");
  await keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  assert.equal(new URL(page.url()).pathname, "/records", "no key acts below a dialog");

  await keyboard.press("g");
  await keyboard.press("p");
  await waitForPage(page, "Persons");
  await byPlace(page, "KeyG", "п");
  await byPlace(page, "KeyR", "к");
  await waitForPage(page, "Records");

  await keyboard.press("?");
  await keys.getByRole("checkbox").press("Space");
  await keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  await rows.first().waitFor();
  await keyboard.press("g");
  await keyboard.press("p");
  await keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement?.closest(".rows")), null);
  assert.equal(new URL(page.url()).pathname, "/records", "single letters are off");
  await page.reload();
  await waitForPage(page, "Records");
  await rows.first().waitFor();
  await keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement?.closest(".rows")), null);

  async function onRow(index) {
    await focused(rows.nth(index).getByRole("link"));
  }
});

async function focused(element) {
  const isFocused = await element.evaluate((it) => it === document.activeElement);
  assert.ok(isFocused, `${await element.evaluate((it) => it.outerHTML)} has the focus`);
}

/** Press a key that bears another letter there. */
async function byPlace(page, code, key) {
  await page.evaluate(
    (init) => document.body.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true })),
    { code, key },
  );
}
