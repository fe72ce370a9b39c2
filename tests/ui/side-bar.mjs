/** The side bar: what waits, the user's menu, a drawer on a narrow screen, and few presses of Tab to the first record. */
import assert from "node:assert/strict";
import { audit, base, openAccount, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1");
  await waitForPage(page, "Records");
  const menu = page.getByRole("navigation", { name: "Pages" });
  const records = menu.getByRole("link", { name: "Records", exact: true });
  await menu.locator(".count").first().waitFor();
  assert.match(await menu.locator(".count").first().innerText(), /^waiting:\s\d+$/);
  assert.equal(await records.getAttribute("aria-current"), "page");
  assert.equal(await menu.getByRole("link", { name: "Users" }).count(), 0);
  await audit(page, "the side bar");

  // The title has the focus on a page that was come to: the next Tab offers the list, and the one after is in it.
  await press(page, "Tab", "Enter", "Tab");
  const first = page.locator("#list a").first();
  assert.ok(await first.evaluate((link) => link === document.activeElement), "the first record");

  await page.goto(`${base}/persons`);
  await waitForPage(page, "Persons");
  await records.focus();
  await press(page, "Shift+Tab");
  const find = page.getByRole("button", { name: "Find" });
  assert.ok(await find.evaluate((button) => button === document.activeElement));
  await press(page, "Shift+Tab", "Shift+Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  assert.ok(await skip.evaluate((link) => link === document.activeElement), "before all else");
  const { x, y } = await skip.boundingBox();
  assert.ok(x >= 0 && y >= 0, "seen while it has the focus");
  await press(page, "Enter");
  assert.ok(await page.evaluate(() => document.activeElement.id === "content"));

  // What is chosen is kept; Escape closes the menu, and its button has the focus again.
  await openAccount(page);
  await audit(page, "the user's menu");
  const row = () => page.evaluate(() => getComputedStyle(document.body).fontSize);
  const compact = await row();
  await page.getByLabel("Density").selectOption("comfortable");
  await press(page, "Escape");
  await page.getByLabel("Density").waitFor({ state: "hidden" });
  const comfortable = await row();
  assert.notEqual(comfortable, compact);
  await page.reload();
  await waitForPage(page, "Persons");
  assert.equal(await row(), comfortable, "the choice is remembered");

  await page.setViewportSize({ width: 360, height: 740 });
  await menu.waitFor({ state: "hidden" });
  const opener = page.getByRole("button", { name: "Pages" });
  await opener.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Pages" });
  // The browser hides its dialog at once, and says later that it has closed it.
  const closed = () => page.locator(".drawer").waitFor({ state: "detached" });
  await drawer.getByRole("link", { name: "Corrections" }).waitFor();
  await audit(page, "the drawer");
  assert.ok(await drawer.evaluate((dialog) => dialog.contains(document.activeElement)));
  await press(page, "Escape");
  await closed();
  assert.ok(await opener.evaluate((button) => button === document.activeElement));
  await opener.press("Enter");
  await drawer.getByRole("link", { name: "Corrections" }).press("Enter");
  await waitForPage(page, "Corrections");
  await closed();
  await opener.press("Enter");
  await openAccount(page);
  await page.getByRole("link", { name: "Your account" }).press("Enter");
  await waitForPage(page, "Your account");
  await closed();

  const administrator = await open();
  await signIn(administrator, "admin");
  await waitForPage(administrator, "Dashboard");
  const messages = administrator.getByRole("listitem").filter({ hasText: /^Messages/ });
  await messages.locator(".count").waitFor();
  assert.match(await messages.locator(".count").innerText(), /^waiting:\s3$/);
});

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}
