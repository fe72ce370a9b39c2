/** A corrected death is asked what a registrar should look into, and a form that is older than its record says so. */
import assert from "node:assert/strict";
import { base, runStory, signIn, waitForPage } from "./browser.mjs";
import { register, seen } from "./counter.mjs";

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
  await first.getByRole("heading", { name: "What was, and what will be" }).waitFor();
  assert.equal(await first.getByRole("alert").count(), 0);
  const changed = first.locator("tr.changed");
  assert.deepEqual(await changed.locator("th").allInnerTexts(), [
    "Place of death\n(changed)",
    "Cause of death\n(changed)",
  ]);
});
