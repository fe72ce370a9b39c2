/** Two registrars correct a registered birth, and annul another. */
import assert from "node:assert/strict";
import { base, hold, runStory, seenSaid, signIn, waitForPage } from "./browser.mjs";
import { declareBirth, register, seen, seenByAll, seenInOneRow } from "./counter.mjs";

await runStory(async (open) => {
  const [first, second] = [await open(), await open()];
  await signIn(first, "registrar1");
  await signIn(second, "registrar2");
  const address = await declareBirth(first, "Typa", "Eror");
  await register(first);

  // The form says what the record says, and what is the same is not sent.
  await first.getByRole("link", { name: "Correct", exact: true }).click();
  await waitForPage(first, "Correct this record");
  const field = (label) => first.getByLabel(label, { exact: true }).first();
  const look = () => first.getByRole("button", { name: "See what changes" }).click();
  const send = first.getByRole("button", { name: "Send it to another registrar" });
  assert.equal(await field("First name").inputValue(), "Typa");
  assert.equal(await field("Place of birth").inputValue(), "Lviv");
  await look();
  await first.getByText("Something is not right yet").waitFor();
  assert.equal(await send.count(), 0, "a reason is needed first");
  await field("Why it is corrected").fill("The letter");
  await look();
  await first.getByText("Nothing is different yet.").waitFor();
  assert.equal(await send.count(), 0, "and so is a difference");
  await field("Why it is corrected").fill("");

  // A day that is none, and a reason that is missing, come back to their fields.
  await field("First name").fill("Typo");
  await look();
  await first.getByText("Something is not right yet").waitFor();
  await first.getByRole("button", { name: "Why it is corrected" }).click();
  await first.keyboard.type("The letter was misread");
  await field("Born").fill("");
  await look();
  const summary = first.locator(".form-errors");
  await summary.getByRole("button", { name: "Child: Born" }).waitFor();
  assert.equal(await summary.getByRole("listitem").count(), 1, "the reason is mended");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Last name").fill("Error");

  // What was typed outlives a reload, and an answer that was lost makes no second correction.
  first.on("dialog", (dialog) => dialog.accept());
  await first.reload();
  await waitForPage(first, "Correct this record");
  await first.getByText("What you typed here was not sent yet.").waitFor();
  await look();
  await first.getByRole("heading", { name: "What was, and what will be" }).waitFor();
  const marked = first.locator("tr.changed");
  assert.deepEqual(await texts(marked.locator("td")), ["Typa", "Typo", "Eror", "Error"]);
  const folded = first.getByRole("button", { name: /lines stay the same$/ });
  assert.equal(await first.getByRole("cell", { name: "Lviv" }).count(), 0, "it is folded");
  await folded.press("Enter");
  await first.getByRole("cell", { name: "Lviv" }).first().waitFor();
  await folded.press("Enter");
  await first.getByRole("cell", { name: "Lviv" }).waitFor({ state: "detached" });
  await first.getByText("The record will then say the new values.", { exact: true }).waitFor();
  await seenByAll(first, "correction-preview");
  const sending = await hold(first, "correctionMutationsBirthMutation");
  await send.click();
  await sending.lose();
  await first.getByText("The server does not answer.").waitFor();
  await send.click();
  await waitForPage(first, "Birth: Typa Eror");

  // The answer is at the top, and who asked is taken to it.
  const answer = first.getByRole("heading", { name: "Sent to another registrar" });
  await answer.waitFor();
  await first.waitForFunction(() => document.activeElement?.matches(".open-correction h2"));
  assert.equal(await first.evaluate(() => window.scrollY), 0);

  // Who asked sees why they may not approve, and may take it back.
  await first.getByText("You asked for this yourself").waitFor();
  assert.equal(await first.getByRole("button", { name: "Approve" }).count(), 0);
  await first.getByRole("button", { name: "Take it back" }).waitFor();
  assert.equal(await first.getByRole("button", { name: "Certify" }).count(), 0);
  await first.getByText(/^What waits above comes first: .* no certificate/).waitFor();
  assert.equal(await first.getByRole("link", { name: "Correct", exact: true }).count(), 0);
  await first.getByRole("link", { name: "Corrections" }).click();
  await waitForPage(first, "Corrections");
  await first.getByText("Nothing waits for you.").waitFor();
  const tabs = first.getByRole("navigation", { name: /^Corrections, by whom/ });
  const before = await countOf("What became of mine");
  const asked = await countOf("I asked for");
  assert.ok(asked > 0);
  await tabs.getByRole("link", { name: "I asked for" }).click();
  await first.getByRole("link", { name: "Typa Eror" }).waitFor();

  // It had no certificate that could be made anew.
  await first.getByRole("link", { name: "Records", exact: true }).click();
  await first.getByRole("link", { name: /^Birth, registered.*: With a correction/ }).waitFor();

  // The other finds what waits, sees both sides, and approves.
  await second.getByRole("link", { name: "Corrections" }).click();
  await waitForPage(second, "Corrections");
  await second.getByText("The letter was misread").waitFor();
  await seenByAll(second, "corrections");
  await second.getByRole("link", { name: "Typa Eror" }).click();
  await waitForPage(second, "Birth: Typa Eror");
  await second.locator(".open-correction").getByText("The letter was misread").waitFor();
  await second.getByRole("cell", { name: "Error", exact: true }).waitFor();
  await seenByAll(second, "correction-open");
  await pressed(second, "Approve");
  await second.getByRole("alertdialog", { name: "Approve this correction?" }).waitFor();
  const meaning = second.getByRole("alertdialog").getByText("The record will then say");
  assert.equal(await meaning.innerText(), "The record will then say the new values.");
  await seen(second, "correction-approval");
  await second.keyboard.press("Enter");
  await waitForPage(second, "Birth: Typo Error");
  await seenSaid(second, "Correction: Approved");
  await second.getByRole("button", { name: "Certify" }).waitFor();
  assert.equal(await second.getByRole("button", { name: "Approve" }).count(), 0);

  // Whoever is late sees what became of it.
  await first.goto(base + address);
  await waitForPage(first, "Birth: Typo Error");
  await askForAnnulment(first);
  await first.getByText("An annulment waits").waitFor();
  await second.reload();
  await second.getByText("An annulment waits").waitFor();
  await pressed(first, "Take it back");
  await first.getByRole("alertdialog").getByRole("button", { name: "Take it back" }).click();
  await first.getByRole("button", { name: "Annul" }).waitFor();
  await pressed(second, "Reject");
  await second.getByRole("dialog").getByLabel("Reason").fill("It is right");
  await second.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await second.getByText("This correction has been settled already.").waitFor();
  await second.getByText("An annulment waits").waitFor({ state: "detached" });

  // Rejected with a reason, asked again, and approved: the record is void.
  await askForAnnulment(second);
  await first.reload();
  await pressed(first, "Reject");
  await first.getByRole("dialog").getByLabel("Reason").fill("It is right");
  await first.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await first.getByText("An annulment waits").waitFor({ state: "detached" });
  await askForAnnulment(first);
  await second.reload();
  await pressed(second, "Approve");
  await second.getByText("The record is void then").waitFor();
  await second.keyboard.press("Enter");
  await second.locator(".status", { hasText: "Annulled" }).waitFor();
  assert.equal(await second.getByRole("button", { name: "Annul" }).count(), 0);
  const timeline = second.locator(".timeline");
  await timeline.getByText("annulment withdrawn").waitFor();
  await timeline.getByText("annulment rejected").waitFor();
  assert.equal(await timeline.getByText(/correction (withdrawn|rejected)/).count(), 0);
  await second.goto(`${base}/corrections?show=settled`);
  await waitForPage(second, "Corrections");
  await second.getByText("Taken back").first().waitFor();
  await second.getByText(/^Rejected, .+: “?It is right/).waitFor();
  await second
    .getByText(/^Rejected, \p{L}+ \p{L}+, .*\d/u)
    .first()
    .waitFor();
  const settled = second.getByRole("main").getByRole("listitem").filter({ hasText: "Typo Error" });
  assert.equal(await settled.count(), 4);
  // Of these each finds what became of their own.
  await first.goto(`${base}/corrections?show=answered`);
  await tabs.getByRole("link", { name: `I asked for ${asked - 1}` }).waitFor();
  assert.equal(await countOf("What became of mine"), before + 3);
  await first.getByText("Taken back").first().waitFor();
  const own = first.getByRole("main").getByRole("listitem").filter({ hasText: "Typo Error" });
  assert.equal(await own.count(), 3);
  await seenInOneRow(first, tabs);

  // Who declared a birth as its mother is preset as her, and is not copied into what is corrected.
  await first.goto(`${base}/declare/birth`);
  await waitForPage(first, "Declare a birth");
  const of = (group) => first.getByRole("group", { name: group, exact: true });
  await of("Child").getByLabel("First name").fill("Preset");
  await of("Child").getByLabel("Born").fill(new Date().toISOString().slice(0, 10));
  await of("Child").getByLabel("Gender").selectOption("FEMALE");
  await of("Mother").getByLabel("First name").fill("Declaring");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("Mother");
  await first.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(first, "Birth: Preset");
  await register(first);
  await first.getByRole("link", { name: "Correct", exact: true }).click();
  await waitForPage(first, "Correct this record");
  assert.equal(await field("The informant is").inputValue(), "mother");
  await field("Place of birth").fill("Another hospital");
  await field("Why it is corrected").fill("It was misread");
  await look();
  await first.getByRole("heading", { name: "What was, and what will be" }).waitFor();
  assert.equal(await marked.locator("td").last().innerText(), "Another hospital");
  assert.equal(await marked.count(), 1, "nothing else changes");

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "registrar2", "/corrections?show=settled");
  await ukrainian.getByText("Анулювання").first().waitFor();
  await ukrainian.getByText(/^Відмовлено, .+It is right/).waitFor();
  await seen(ukrainian, "corrections-ukrainian");

  async function askForAnnulment(page) {
    await pressed(page, "Annul");
    await page.getByRole("dialog").getByLabel("Reason").fill("Registered twice");
    await page.getByRole("dialog").getByRole("button", { name: "Annul" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }

  async function countOf(list) {
    const link = tabs.getByRole("link", { name: new RegExp(`^${list} [0-9]+$`) });
    return Number((await link.innerText()).match(/\d+$/)[0]);
  }
});

/** Press a button by keyboard. */
async function pressed(page, name) {
  const button = page.getByRole("button", { name, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
}

async function texts(elements) {
  return (await elements.allInnerTexts()).map((text) => text.trim());
}
