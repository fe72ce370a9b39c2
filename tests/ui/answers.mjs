/** A corrected death is asked what a registrar should look into, and a form that is older than its record says so. */
import assert from "node:assert/strict";
import { base, chooseLanguage, runStory, signIn, waitForPage } from "./browser.mjs";
import { declareBirth, register, seen, seenByAll } from "./counter.mjs";

await runStory(async (open) => {
  const [first, second] = [await open(), await open()];
  await signIn(first, "registrar1", "/declare/death");
  await signIn(second, "registrar2");
  await waitForPage(first, "Declare a death");
  const field = (label) => first.getByLabel(label, { exact: true }).first();
  await field("First name").fill("Dora");
  await field("Last name").fill("Falk");
  await field("Born").fill("1950-05-05");
  await field("National id").fill("8400000001");
  await field("Date of death").fill(new Date().toISOString().slice(0, 10));
  await field("Place of death").fill("Ward 3");
  await field("Relationship").fill("son");
  await first.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(first, "Death: Dora Falk");
  await register(first, /D-\d{4}-\d+/);
  const address = new URL(first.url()).pathname;
  const look = (page) => page.getByRole("button", { name: "See what changes" }).click();
  const send = (page) => page.getByRole("button", { name: "Send it to another registrar" }).click();

  // The number of somebody else is asked about; what has changed since is asked anew.
  await first.goto(`${base}${address}/correct`);
  await waitForPage(first, "Correct this record");
  await field("National id").fill("8400000002");
  await field("Why it is corrected").fill("A digit was misread");
  await look(first);
  await send(first);
  const tick = first.getByLabel("Somebody with another name has this national id.");
  await tick.check();
  await seen(first, "correction-alerts");
  await first.getByRole("button", { name: "Back to the form" }).click();
  await field("Place of death").fill("Ward 4");
  await look(first);
  assert.equal(await tick.count(), 0);
  await send(first);
  assert.ok(!(await tick.isChecked()), "what is sent now was not looked into");
  for (const box of await first.getByRole("checkbox").all()) await box.check();
  await send(first);
  await first.getByText("You asked for this yourself").waitFor();
  await second.goto(base + address);
  const waiting = second.locator(".open-correction");
  await waiting.getByText("Whoever approves accepts this").waitFor();
  await waiting.getByText("Somebody with another name has this national id.").waitFor();

  // While one registrar types, the record is corrected by others.
  await second.getByRole("button", { name: "Reject" }).click();
  await second.getByRole("dialog").getByLabel("Reason").fill("Both digits are right");
  await second.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await waiting.waitFor({ state: "detached" });
  await first.goto(`${base}${address}/correct`);
  await waitForPage(first, "Correct this record");
  await field("Place of death").fill("Ward 5");
  await field("Why it is corrected").fill("The ward was another");
  await second.goto(`${base}${address}/correct`);
  await waitForPage(second, "Correct this record");
  await second.getByLabel("Cause of death").fill("Age");
  await second.getByLabel("Place of death").fill("Ward 6");
  await second.getByLabel("Last name", { exact: true }).first().fill("Falke");
  await second.getByLabel("Why it is corrected").fill("It was left out");
  await look(second);
  await send(second);
  await second.getByText("You asked for this yourself").waitFor();
  const other = await first.context().newPage();
  await other.goto(base + address);
  await other.getByRole("button", { name: "Approve" }).click();
  await other.getByRole("alertdialog").getByRole("button", { name: "Approve" }).click();
  await other.getByText("Version 2: What changed").waitFor();
  await look(first);
  await send(first);
  await first.getByText("The record has changed since you typed this.").waitFor();
  await seen(first, "correction-stale");
  await first.getByRole("button", { name: "Go on with what I typed" }).click();

  // Only what was typed is carried over; what the other has changed too says so, in both languages.
  await first.getByRole("heading", { name: "Changed meanwhile" }).waitFor();
  assert.equal(await first.getByRole("alert").count(), 0, "nothing is refused any more");
  assert.equal(await field("Place of death").inputValue(), "Ward 5");
  assert.equal(await field("Last name").inputValue(), "Falke");
  assert.equal(await first.getByLabel("Cause of death").inputValue(), "Age");
  await first.getByText("Changed meanwhile: the record says “Ward 6” now.").waitFor();
  assert.equal(await first.getByText("Changed meanwhile: ").count(), 1);
  await seenByAll(first, "correction-changed-meanwhile");
  await chooseLanguage(first, "uk");
  await first.getByText("Тим часом змінилося: у записі тепер «Ward 6».").waitFor();
  await seen(first, "correction-changed-meanwhile-ukrainian");
  await chooseLanguage(first, "en");
  await look(first);
  await first.getByRole("heading", { name: "What was, and what will be" }).waitFor();
  const preview = first.getByRole("region", { name: "What was, and what will be" });
  const changed = preview.locator("tr.changed");
  assert.deepEqual(await changed.locator("th, td").allInnerTexts(), [
    "Place of death\n(changed)",
    "Ward 6",
    "Ward 5",
  ]);
  await second.goto(`${base}${address}/correct`);
  await waitForPage(second, "Correct this record");
  await second.getByLabel("Cause of death").fill("Old age");
  await second.getByLabel("Why it is corrected").fill("It is called so");
  await look(second);
  await send(first);
  await first.getByText("You asked for this yourself").waitFor();

  // Who comes late with another correction reads that what was typed is kept.
  await send(second);
  await second.getByText("This record cannot be corrected now. What you typed is kept").waitFor();
  await seen(second, "correction-late");
  await chooseLanguage(second, "uk");
  await second.getByText("Написане збережено в цій вкладці").waitFor();
  await chooseLanguage(second, "en");

  // So it is with an amendment of what others have amended, and rejected, since.
  const declared = await declareBirth(
    first,
    "Ada",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren",
  );
  await first.setViewportSize({ width: 320, height: 740 });
  await seen(first, "record-long-name");
  await first.setViewportSize({ width: 1280, height: 720 });
  await giveReason(first, "Reject");
  await first.getByRole("link", { name: "Amend" }).click();
  await waitForPage(first, "Amend the declaration");
  await field("Place of birth").fill("Kyiv");
  await second.goto(base + declared);
  await second.getByRole("link", { name: "Amend" }).click();
  await waitForPage(second, "Amend the declaration");
  await second.getByLabel("Last name", { exact: true }).first().fill("Mended");
  await second.getByRole("button", { name: "Amend" }).click();
  await waitForPage(second, "Birth: Ada Mended");
  await giveReason(second, "Reject");
  first.on("dialog", (dialog) => dialog.accept());
  await first.reload();
  await first.getByRole("button", { name: "Go on with what I typed" }).click();
  await first.getByRole("heading", { name: "Changed meanwhile" }).waitFor();
  assert.equal(await field("Last name").inputValue(), "Mended");
  assert.equal(await field("Place of birth").inputValue(), "Kyiv");
  await first.getByRole("button", { name: "Amend" }).click();
  await waitForPage(first, "Birth: Ada Mended");
  await first.getByText("Kyiv").first().waitFor();

  async function giveReason(page, action) {
    await page.getByRole("button", { name: action }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("For a reason");
    await page.getByRole("dialog").getByRole("button", { name: action }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});
