/** A first-time visitor settles a pair, registers a birth and finds both in the trail. */
import assert from "node:assert/strict";
import { audit, base, runStory, signOut, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const began = Date.now();
  const page = await open();
  await page.goto(base);
  await page.getByText("This is a demo").waitFor();
  await audit(page, "the sign-in page of a demo");
  const signInAs = (role) => page.getByRole("button", { name: role, exact: true }).click();

  await signInAs("Reviewer");
  await page.getByRole("button", { name: "Get the next pair" }).click();
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Merge" }).click();
  await page.getByText("Said: one person.").waitFor();
  await signOut(page);

  await signInAs("Registrar");
  await page.getByRole("link", { name: "Declare", exact: true }).first().click();
  await page.getByRole("link", { name: "Declare a birth" }).click();
  await waitForPage(page, "Declare a birth");
  const field = (label, number = 0) => page.getByLabel(label, { exact: true }).nth(number);
  await field("First name").fill("Wanda");
  await field("Last name").fill("Visitor");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("FEMALE");
  await field("Place of birth").fill("Kraków");
  await field("Relationship").fill("mother");
  await page.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(page, "Birth: Wanda Visitor");
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  await page.getByText(/B-\d{4}-\d+/).waitFor();
  await signOut(page);

  await signInAs("Administrator");
  const menu = page.getByRole("navigation");
  await menu.getByRole("link", { name: "Audit trail" }).click();
  await waitForPage(page, "Audit trail");
  const entries = page.getByRole("main").getByRole("group");
  await entries.filter({ hasText: "Birth: registered" }).first().waitFor();
  await entries.filter({ hasText: "Vote: one person" }).first().waitFor();
  await page.reload();
  await entries.first().waitFor();
  assert.equal(await entries.filter({ hasText: "session.renewed" }).count(), 0);
  await page.getByLabel("Show renewals of sessions too").check();
  await entries.filter({ hasText: "session.renewed" }).first().waitFor();
  await page.waitForURL(/renewals=shown/);
  await page.goBack();
  await entries.filter({ hasText: "session.renewed" }).first().waitFor({ state: "detached" });
  await page.goto(`${base}/trail?action=session.renewed`);
  await entries.filter({ hasText: "session.renewed" }).first().waitFor();
  assert.ok(Date.now() - began < 300_000, "within five minutes");
});
