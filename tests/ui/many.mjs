/** Users, clients and messages beyond the first hundred are found. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  const rows = page.getByRole("main").locator(".rows > li");
  const find = page.getByLabel("Find by name or id");
  await signIn(page, "admin", "/users");
  await waitForPage(page, "Users");
  await find.fill("nadia NEEDLE");
  await page.getByText("N\u00e1dia Needle").waitFor();
  await page.getByText("That is all.").waitFor();
  assert.equal(await rows.count(), 1);
  await audit(page, "a user that was found");
  // The menu comes as somebody comes to its button, and opens for a key that was there before it.
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let isAsked = false;
  await page.route(/opened-acts/, async (route) => {
    isAsked = true;
    await released;
    await route.continue();
  });
  const more = rows.getByRole("button", { name: "More acts on N\u00e1dia Needle" });
  await more.focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.getByRole("menu").count(), 0);
  release();
  await page.getByRole("menuitem", { name: "Delete" }).waitFor();
  assert.ok(isAsked, "the menu is no part of the page");
  await page.waitForFunction(() => document.activeElement?.textContent === "Delete");
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.waitForFunction((it) => it === document.activeElement, await more.elementHandle());
  await rows.getByRole("button", { name: /^Grant a role/ }).click();
  const granting = page.getByRole("dialog");
  await granting.getByLabel("Role", { exact: true }).selectOption("REGISTRAR");
  await granting.getByLabel("Client").selectOption("zz last interface");
  await granting.getByRole("button", { name: "Grant a role" }).click();
  await rows.getByText("zz last interface").first().waitFor();
  await page.reload();
  await page.getByText("N\u00e1dia Needle").waitFor();
  assert.equal(await find.inputValue(), "nadia NEEDLE", "the address has what was looked for");
  await find.fill("nobody at all");
  await page.getByText("Nothing to show.").waitFor();
  await find.fill("");
  await rows.nth(40).waitFor();
  await toTheEnd();
  const setSize = await rows.filter({ hasText: /./ }).last().getAttribute("aria-setsize");
  assert.ok(Number(setSize) > 200, "all are loaded, and few of them in the page");
  // Ctrl-K finds who comes after the first hundred, by a name and by the id that the trail has.
  const finding = page.getByRole("searchbox", { name: "A page, a name or a number" });
  await page.keyboard.press("Control+k");
  await finding.fill("nadia");
  await page.getByRole("option", { name: /user needle/ }).click();
  await page.waitForURL(`${base}/users?find=needle`);
  await page.getByText("N\u00e1dia Needle").waitFor();
  await page.getByRole("button", { name: /^More acts/ }).press("Enter");
  await page.getByRole("menuitem", { name: "What was done to this account" }).press("Enter");
  await page.waitForURL(/\/trail\?user=/);
  const needle = new URL(page.url()).searchParams.get("user");
  await page.keyboard.press("Control+k");
  await finding.fill(needle);
  await page.getByRole("option", { name: /user needle/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.goto(`${base}/users?find=${needle}`);
  await page.getByText("N\u00e1dia Needle").waitFor();
  assert.equal(await rows.count(), 1);

  await page.goto(`${base}/clients`);
  await waitForPage(page, "Clients");
  await find.fill("zz last");
  await rows.filter({ hasText: "zz last interface" }).waitFor();
  assert.equal(await rows.count(), 1);

  // The trail offers every actor, not the first hundred.
  await page.goto(`${base}/trail`);
  await waitForPage(page, "Audit trail");
  const actor = page.getByRole("combobox", { name: "Actor", exact: true });
  await actor.fill("needle");
  await page.getByRole("option", { name: /^Nádia Needle/ }).waitFor();
  await actor.press("Enter");
  assert.match(await actor.inputValue(), /^Nádia Needle/);
  await page.locator("summary", { hasText: "More filters" }).click();
  await page.getByLabel("Client", { exact: true }).selectOption("zz last interface");

  await page.goto(`${base}/messages`);
  await waitForPage(page, "Messages");
  const oldest = rows.filter({ hasText: "webhook.marriage.issued" });
  await toTheEnd();
  await oldest.waitFor();
  const place = await rows.filter({ hasText: /./ }).last().getAttribute("data-index");
  assert.ok(Number(place) >= 150, `the last one is ${place}`);
  await page.getByLabel("Kind").fill("webhook.marriage.issued");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/kind=webhook\.marriage\.issued/);
  await rows.filter({ hasText: "webhook.birth.declared" }).first().waitFor({ state: "detached" });
  assert.equal(await rows.count(), 1);

  async function toTheEnd() {
    const end = page.getByText("That is all.");
    while (!(await end.isVisible())) await page.mouse.wheel(0, 3000);
  }
});
