/** Two who do the same at once: whoever is late sees what became of it, without a reload. */
import assert from "node:assert/strict";
import { audit, base, chooseLanguage, hold, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const [first, second] = [await open(), await open()];
  await signIn(first, "registrar1", "/declare/birth");
  await waitForPage(first, "Declare a birth");
  const field = (label, number = 0) => first.getByLabel(label, { exact: true }).nth(number);
  await field("First name").fill("Raced");
  await field("Last name").fill("Over");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("MALE");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("mother");
  await first.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(first, "Birth: Raced Over");
  const address = new URL(first.url()).pathname;

  // A second click on what is under way would only be refused.
  await first.getByRole("button", { name: "Archive" }).click();
  await first.getByRole("dialog").getByLabel("Reason").fill("For a moment");
  await first.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  const reinstate = first.getByRole("button", { name: "Reinstate" });
  const reinstating = await hold(first, "recordActionsReinstateMutation");
  await reinstate.click();
  await reinstating.requested;
  assert.ok(await reinstate.isDisabled());
  await reinstating.release();
  await reinstate.waitFor({ state: "detached" });

  await signIn(second, "registrar2", address);
  await waitForPage(second, "Birth: Raced Over");

  // Another takes it while the dialog that registers it is open: who and when is said, and it closes.
  await second.getByRole("button", { name: "Register" }).click();
  await first.getByRole("button", { name: /^Take it:/ }).click();
  await first.getByRole("button", { name: "Give back" }).waitFor();
  await second.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  const taken = second.getByRole("alert");
  await taken.getByText("Another registrar has taken this record.").waitFor();
  assert.match(await taken.innerText(), /taken \(.+, .+\)\. What you asked for was not done/);
  assert.equal(await second.getByRole("alertdialog").count(), 0);
  assert.equal(await second.getByRole("button", { name: "Register" }).count(), 0);
  await second.getByText("or until it is given back, only they act on it.").waitFor();
  await chooseLanguage(second, "uk");
  await taken.getByText("Те, що ви хотіли, не зроблено").waitFor();
  await chooseLanguage(second, "en");
  await first.getByRole("button", { name: "Give back" }).click();
  await first.getByRole("button", { name: /^Take it:/ }).waitFor();
  await second.reload();

  // The second wants to reject what the first registers meanwhile.
  await second.getByRole("button", { name: "Reject" }).click();
  await second.getByRole("dialog").getByLabel("Reason").fill("Not ours");
  await first.getByRole("button", { name: "Register" }).click();
  await first.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  await first.getByText(/B-\d{4}-\d+/).waitFor();
  await second.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  const said = second.getByRole("alert");
  await said.getByText("The record has moved on").waitFor();
  assert.match(await said.innerText(), /registered \(.+\)\. What you asked for was not done/);
  await second.getByText(/B-\d{4}-\d+/).waitFor();
  assert.equal(await second.getByRole("dialog").count(), 0, "what cannot be done is closed");
  assert.equal(await second.getByRole("button", { name: "Reject" }).count(), 0);
  await second.getByRole("button", { name: "Certify" }).waitFor();
  await audit(second, "a record that has moved on");

  // A declaration that is being amended was archived meanwhile: what was typed stays, with a link.
  await first.goto(`${base}/declare/birth`);
  await waitForPage(first, "Declare a birth");
  await field("First name").fill("Amended");
  await field("Last name").fill("Late");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("MALE");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("mother");
  await first.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(first, "Birth: Amended Late");
  await second.goto(first.url());
  await waitForPage(second, "Birth: Amended Late");
  await giveReason(first, "Reject");
  await first.getByRole("link", { name: "Amend" }).click();
  await waitForPage(first, "Amend the declaration");
  await field("First name").fill("Mended");
  await second.reload();
  await waitForPage(second, "Birth: Amended Late");
  await giveReason(second, "Archive");
  await first.getByRole("button", { name: "Amend" }).click();
  const late = first.getByRole("alert");
  await late.getByText("The record has moved on").waitFor();
  assert.match(await late.innerText(), /archived \(.+\)\. What you asked for was not done/);
  assert.equal(await field("First name").inputValue(), "Mended");
  await audit(first, "an amendment that came late");
  await late.getByRole("link", { name: "See the record as it is now" }).click();
  await first.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await waitForPage(first, "Birth: Amended Late");
  await first.getByRole("button", { name: "Reinstate" }).waitFor();

  // A reviewer decides in one window what another window shows as open.
  const [here, there] = [await open(), await open()];
  await signIn(here, "reviewer1", "/review");
  await waitForPage(here, "Review");
  await here.keyboard.press("n");
  await here.getByRole("table").waitFor();
  await signIn(there, "reviewer1", "/review");
  await there.getByRole("table").waitFor();
  await decide(here, "p");
  await here.getByText("Postponed: 1 of at most 5.").waitFor();
  await here.getByRole("table").waitFor();
  await decide(there, "p");
  await there.getByText("Meanwhile this has moved on: what you asked for was not done.").waitFor();
  await there.getByRole("button", { name: "Postpone" }).waitFor({ state: "detached" });
  await there.getByText("Postponed: 1 of at most 5.").waitFor();
  await there.getByRole("button", { name: "Merge" }).waitFor();

  // At the limit: a sentence and the five, and no button that can only be refused.
  for (let count = 2; count <= 5; count++) {
    await here.getByRole("table").waitFor();
    await decide(here, "p");
    await here.getByText(`Postponed: ${count} of at most 5.`).waitFor();
  }
  await here.getByText("decide one of these before you get the next").waitFor();
  const postponed = here.getByRole("main").getByRole("listitem");
  assert.equal(await postponed.count(), 5);
  assert.equal(await here.getByRole("button", { name: "Get the next pair" }).count(), 0);
  assert.equal(await here.getByRole("alert").count(), 0, "nothing was refused");
  await audit(here, "the limit");
  await decide(there, "m");
  await there.getByText("Said: one person.").waitFor();
  await here.reload();
  await here.getByRole("table").waitFor();

  // What was typed about a pair that is decided already can still be read, and is in nobody's way.
  await there.reload();
  await there.getByRole("table").waitFor();
  await here.getByLabel("Comment (optional)").fill("Half a thought");
  await here.getByLabel("Comment (optional)").press("Escape");
  await decide(there, "s");
  await there.getByText("Said: two people.").waitFor();
  await decide(here, "m");
  await here.getByText("Your comment was not sent:").waitFor();
  await here.getByText("Half a thought").waitFor();
  await audit(here, "a comment that was not sent");
  await here.getByRole("link", { name: "My requests" }).click();
  await waitForPage(here, "My requests");
  await here.goBack();
  await waitForPage(here, "Review");

  await here.goto(`${base}/requests?show=postponed`);
  await waitForPage(here, "My requests");
  assert.equal(await here.locator(".rows > li").count(), 4);

  async function giveReason(page, action) {
    await page.getByRole("button", { name: action }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("For a reason");
    await page.getByRole("dialog").getByRole("button", { name: action }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }

  async function decide(page, key) {
    await page.keyboard.press(key);
    await page.getByRole("alertdialog").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
  }
});
