/** A steward says which letters are sent and asks for the report of failures; anybody says which they want. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, seenSaid, signIn, waitForPage } from "./browser.mjs";

const role = "You are given a role, or one is taken from you";
const joined = "An organisation of yours has become part of another";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "steward1", "/organisations?name=mary");
  await page.locator(".rows > li > a").first().press("Enter");
  await waitForPage(page, "Saint Mary Hospital");
  const section = page.locator("#letters");
  const unfold = () => page.getByRole("heading", { name: "Letters and messages" }).click();
  await unfold();
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
  await seenSaid(page, "Saved.");
  await audit(page, "the letters of an organisation");
  await picture(page, "muting");

  await page.reload();
  await waitForPage(page, "Saint Mary Hospital");
  await unfold();
  await report.waitFor();
  assert.equal(await report.isChecked(), true);
  assert.equal(await roles.isChecked(), false);
  assert.equal(await kinds.inputValue(), "webhook.death.*");

  await page.goto(`${base}/account`);
  await waitForPage(page, "Your account");
  const mine = page.getByLabel("Somebody offers a consent that you answer as a steward");
  const answered = page.waitForResponse(
    (it) => it.request().postDataJSON?.()?.operationName === "ownLettersMutation",
  );
  await mine.press("Space");
  assert.ok((await answered).ok());
  await audit(page, "one's own letters");
  await page.reload();
  await waitForPage(page, "Your account");
  await mine.waitFor();
  assert.equal(await mine.isChecked(), false);
  assert.deepEqual(await letters(page), [
    "An organisation is made whose steward you are",
    "Persons have moved to an organisation that you look after, or from one that you work for",
    "Somebody offers a consent that you answer as a steward",
    role,
    joined,
    "Messages have failed of an organisation whose report you asked for",
  ]);

  // Each is offered the letters that somebody like them gets, and no steward's.
  const others = {
    person1: ["You have moved to another organisation", role, joined],
    registrar1: [
      "Persons have moved to an organisation that you look after, or from one that you work for",
      role,
      joined,
      "An explanation that you owe as a registrar is due soon",
    ],
    reviewer1: [role],
  };
  for (const [name, expected] of Object.entries(others)) {
    const theirs = await open();
    await signIn(theirs, name, "/account");
    await waitForPage(theirs, "Your account");
    assert.deepEqual(await letters(theirs), expected, name);
    await theirs.getByText("No address of yours is known, so nothing is sent yet").waitFor();
    // Who notes an address is said where it is lacked.
    await theirs.getByRole("link", { name: "Who notes your address" }).click();
    await theirs.locator("h2:focus", { hasText: "Where the registry writes to you" }).waitFor();
  }
});

/** Return the kinds of letters that an account offers. */
async function letters(page) {
  const offered = page.getByRole("group", { name: "Letters to you" }).locator("label");
  await offered.first().waitFor();
  return offered.allInnerTexts();
}
