/** A steward says which letters are sent and asks for the report of failures; anybody says which they want. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "steward1", "/organisations?name=mary");
  await page.locator(".rows > li > a").first().press("Enter");
  await waitForPage(page, "Saint Mary Hospital");
  const section = page.locator("section").filter({
    has: page.getByRole("heading", { name: "Letters and messages" }),
  });
  const report = section.getByLabel("Write to me each day about messages that failed");
  const roles = section.getByLabel("A role given or taken: to whoever has it");
  const kinds = section.getByLabel("Kinds of messages that this report leaves out");
  await report.press("Space");
  await roles.press("Space");
  await kinds.fill("webhook.death.*\nNot a kind");
  await section.getByRole("button", { name: "Save" }).press("Enter");
  await section.getByText("Use the letters a to z, digits, _, . and * alone.").first().waitFor();
  await kinds.fill("webhook.death.*");
  await section.getByRole("button", { name: "Save" }).press("Enter");
  await section.getByText("Saved.").waitFor();
  await audit(page, "the letters of an organisation");
  await picture(page, "muting");

  await page.reload();
  await waitForPage(page, "Saint Mary Hospital");
  await report.waitFor();
  assert.equal(await report.isChecked(), true);
  assert.equal(await roles.isChecked(), false);
  assert.equal(await kinds.inputValue(), "webhook.death.*");

  await page.goto(`${base}/account`);
  await waitForPage(page, "Your account");
  const mine = page.getByLabel("A consent that waits: to the stewards");
  const answered = page.waitForResponse((it) => it.url().endsWith("/graphql") && it.ok());
  await mine.press("Space");
  await answered;
  await audit(page, "one's own letters");
  await page.reload();
  await waitForPage(page, "Your account");
  await mine.waitFor();
  assert.equal(await mine.isChecked(), false);
});
