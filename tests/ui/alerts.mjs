/** A registrar answers alerts, and sees or says whom a death marks. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1");
  await waitForPage(page, "Records");
  const field = (label) => page.getByLabel(label, { exact: true }).first();
  const dialog = page.getByRole("alertdialog");
  const register = () => dialog.getByRole("button", { name: "Register" }).click();

  async function declareDeath(first, last, number) {
    await page.goto(`${base}/declare/death`);
    await waitForPage(page, "Declare a death");
    await field("First name").fill(first);
    await field("Last name").fill(last);
    await field("Born").fill("1950-05-05");
    await field("National id").fill(number);
    await field("Date of death").fill(new Date().toISOString().slice(0, 10));
    await field("Place of death").fill("Ward 3");
    await field("Relationship").fill("son");
    await page.getByRole("button", { name: "Declare", exact: true }).click();
    await waitForPage(page, `Death: ${first} ${last}`);
    assert.equal(await page.getByRole("link", { name: "Dora Falk" }).count(), 0);
  }

  // Somebody with the number and the names is on record: the death marks her.
  await declareDeath("Dora", "Falk", "8400000001");
  await page.getByRole("button", { name: "Register" }).click();
  assert.ok(await dialog.getByLabel("The one person with this national id").isChecked());
  await dialog.getByText(/Dora Falk, .*1950, 8400000001$/).waitFor();
  assert.equal(await dialog.getByRole("checkbox").count(), 0);
  await audit(page, "whom a death marks");
  await register();
  await page.getByRole("link", { name: "Dora Falk" }).waitFor();

  // A stranger with a number that somebody else has: both alerts are answered.
  await declareDeath("Ugo", "Altro", "8400000002");
  await page.getByRole("heading", { name: "Before it is registered" }).waitFor();
  await page.getByRole("button", { name: "Register" }).click();
  await register();
  await dialog.getByText("Answer first what should be looked into.").waitFor();
  await audit(page, "alerts without an answer");
  await dialog.getByLabel("Nobody on record is surely the deceased:").check();
  await dialog.getByLabel("Somebody with another name has this national id.").check();
  await register();
  await page.getByRole("heading", { name: "Accepted when it was registered" }).waitFor();
  assert.equal(await page.getByRole("listitem").getByText("Nobody on record").count(), 1);

  // The registrar knows whom it is about: a person is found by name, who is dead already.
  await declareDeath("Theodora", "Valk", "8400000003");
  await page.getByRole("button", { name: "Register" }).click();
  await dialog.getByLabel("Find the person").fill("falk dora");
  await dialog.getByLabel(/^Dora Falk/).check();
  assert.equal(await dialog.getByLabel("Nobody on record is surely").count(), 0);
  await dialog.getByLabel("The person is dead already.").check();
  await audit(page, "a person who was picked");
  await register();
  await page.getByRole("link", { name: "Dora Falk" }).click();
  await waitForPage(page, "Dora Falk");
});
