/** A person offers, widens, narrows and withdraws; a steward answers: each sees the other's act unasked. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { audit, hold, picture, runStory, seenSaid, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const [person, steward] = [await open(), await open()];
  await signIn(person, "person1");
  await waitForPage(person, "My data");
  await audit(person, "my data");
  await picture(person, "my-data");
  await signIn(steward, "steward1", "/organisations?name=maternity");
  await waitForPage(steward, "Organisations");
  await steward.getByRole("link", { name: "Maternity Ward" }).press("Enter");
  await waitForPage(steward, "Maternity Ward");
  await steward.getByText("Nothing waits for an answer.").waitFor();

  // The steward's link opens the offer; the one that its name finds is chosen already.
  await steward
    .getByRole("button", { name: "Make a link by which somebody lets you see their record" })
    .press("Enter");
  const link = await steward.getByRole("dialog").locator("code").innerText();
  await audit(steward, "the link for a new member");
  await steward.keyboard.press("Escape");
  await person.goto(link);
  const dialog = person.getByRole("dialog");
  await dialog.getByRole("searchbox").waitFor();
  await dialog.getByRole("radio").first().waitFor();
  await dialog.getByText("the organisation below asks for your consent").waitFor();
  await audit(person, "the dialog that offers a consent");
  await picture(person, "offer");
  await dialog.getByRole("radio", { checked: true }).waitFor();
  await person.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  const own = person.getByRole("listitem").filter({ hasText: "Maternity Ward" }).first();
  await own.getByText("Waits until the organisation accepts").waitFor();
  // Who offers it is taken to where it stands, which is far below the button.
  await person.waitForFunction(() => document.activeElement?.id.startsWith("consent-"));
  assert.ok(await own.evaluate((row) => row.getBoundingClientRect().bottom <= innerHeight));

  // The steward sees it without a reload, and answers it too late: the person has changed it meanwhile.
  const theirs = steward.getByRole("listitem").filter({ hasText: "Zielińska" }).first();
  const accept = steward.getByRole("button", { name: /^Accept: .*Zielińska/ });
  await accept.waitFor();
  await audit(steward, "an organisation with a consent to answer");
  await picture(steward, "organisation-waiting");
  const late = await hold(steward, "consentRowAcceptMutation");
  await accept.press("Enter");
  await late.requested;
  await change(person, own, true);
  await late.release();
  await steward.getByText("It was changed meanwhile.", { exact: false }).waitFor();
  await theirs.getByText("contribute to it").waitFor();
  await steward.evaluate(() => scrollTo(0, 0)); // the links to parts lie over what is scrolled under them
  await audit(steward, "a consent that was changed meanwhile");
  await picture(steward, "organisation-conflict");
  await accept.press("Enter");
  await own.getByText("In force").waitFor();
  await steward.getByText("Nothing waits for an answer.").waitFor();
  // Whoever was accepted stands among the members at once.
  const members = steward.locator("section").filter({ hasText: "Who belongs here" });
  await members.getByRole("link", { name: /Zielińska/ }).waitFor();

  // The person sees which office opened the record, and not who (rule D7).
  await steward
    .getByRole("link", { name: /Zielińska/ })
    .first()
    .press("Enter");
  await steward.waitForURL(/\/persons\//);
  await steward.getByRole("heading", { level: 1, name: /Zielińska/ }).waitFor();
  await steward.goBack();
  // The search for anything finds whoever is in reach.
  await steward.keyboard.press("Control+k");
  await steward.getByRole("searchbox", { name: "A page, a name or a number" }).fill("zieli");
  await steward
    .getByRole("option", { name: /Zielińska.* person/ })
    .first()
    .click();
  await steward.waitForURL(/\/persons\//);
  await steward.goBack();
  await person.locator("summary", { hasText: "Show who, when and how" }).press("Enter");
  const seen = person.getByRole("list", { name: "Who has seen your record" });
  await seen.getByText("Steward").first().waitFor();
  assert.match(await seen.innerText(), /North/);
  assert.doesNotMatch(await seen.innerText(), /console|Tkachenko/);
  await audit(person, "who has seen one's own record");
  // Whoever looks for a way to a correction is led to what the registry can say of it.
  await person.keyboard.press("Control+k");
  await person.getByRole("searchbox", { name: "A page, a name or a number" }).fill("wrong");
  await person.getByRole("option", { name: "A mistake in my record" }).waitFor();
  await person.keyboard.press("Enter");
  await person.locator("h3:focus", { hasText: "A mistake in it?" }).waitFor();
  await person.getByText("an administrator of the registry can look it up").waitFor();
  for (const [typed, option, heading] of [
    [
      "phone",
      "Another telephone number or address of mine",
      "Another telephone number or address?",
    ],
    ["certificate", "A paper that proves my birth or marriage", "A paper that proves your birth"],
    ["e-mail", "Where the registry writes to me", "Where the registry writes to you"],
    ["signed", "Where I am signed in", "Where you are signed in"],
  ]) {
    await person.keyboard.press("Control+k");
    await person.getByRole("searchbox", { name: "A page, a name or a number" }).fill(typed);
    await person.getByRole("option", { name: option }).click();
    await person.locator(":is(h2, h3):focus", { hasText: heading }).waitFor();
  }
  await audit(person, "one's own account, reached by words");
  await person.getByRole("link", { name: "My data" }).first().press("Enter");
  await waitForPage(person, "My data");
  const file = JSON.parse(await savedOwnData(person, "For a program"));
  assert.match(file.lastName, /Zielińska/);
  assert.ok(file.consents.some(({ organisation }) => /North/.test(organisation.name)));
  assert.ok(file.seenBy.some(({ roles }) => roles.includes("STEWARD")));
  await seeAllOfItPrinted(await open(), await savedOwnData(person, "To read or print"), file);

  // Less holds at once; more waits beside what is held, and is declined by itself.
  await change(person, own, false);
  await own.getByText("In force").waitFor();
  assert.equal(await own.getByText("contribute to it").count(), 0);
  await change(person, own, true);
  await own
    .getByText("You have offered more, which the organisation has not accepted yet")
    .waitFor();
  await picture(person, "my-data-widened");
  await steward
    .getByRole("button", { name: /^Decline what is offered besides: .*Zielińska/ })
    .press("Enter");
  await own.getByText("You have offered more").waitFor({ state: "detached" });

  // Withdrawn, it is gone for the steward.
  await own.getByRole("button", { name: /^Withdraw/ }).press("Enter");
  await audit(person, "the question whether to withdraw");
  await picture(person, "withdraw");
  await person.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).press("Enter");
  await own.getByText("In force").waitFor({ state: "detached" });
  await seenSaid(person, "Consent: withdrawn");
  await picture(person, "withdrawn");
  await steward.getByText("No consent is in force here.").waitFor();
  await audit(person, "my data after all of it");

  for (const [code, title] of [
    ["uk-UA", "Мої дані"],
    ["ar", "بياناتي"],
  ]) {
    const page = await open({ locale: code, viewport: { width: 360, height: 740 } });
    await signIn(page, "person1");
    await waitForPage(page, title);
    await audit(page, `my data, ${code}`);
    await picture(page, `my-data-${code}`);
    await page.context().close();
  }
});

/** Let the person say anew whether the organisation may contribute. */
async function change(person, own, contributes) {
  await own.getByRole("button", { name: /^Change/ }).press("Enter");
  const dialog = person.getByRole("dialog");
  const box = dialog.getByRole("checkbox");
  if ((await box.isChecked()) !== contributes) await box.press("Space");
  await audit(person, "the dialog that changes a consent");
  await picture(person, `change-${contributes}`);
  await dialog.getByRole("button", { name: "Change it" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
}

/** What is saved of one's own data, for whom the button says. */
async function savedOwnData(person, name) {
  await person.getByRole("button", { name: "Save all of it as a file" }).press("Enter");
  const button = person.getByRole("dialog").getByRole("button", { name });
  await button.waitFor();
  await audit(person, "how one's own data are saved");
  const saving = person.waitForEvent("download");
  await button.press("Enter");
  const saved = await (await saving).path();
  await person.getByRole("dialog").waitFor({ state: "detached" });
  return readFile(saved, "utf8");
}

/** The page to read says what the file for programs says. */
async function seeAllOfItPrinted(page, html, file) {
  await page.setContent(html);
  await audit(page, "one's own data as a page");
  await picture(page, "my-data-printed");
  const words = await page.locator("body").innerText();
  const { databaseId, lastName, nationalId, consents, memberships, seenBy } = file;
  for (const value of [databaseId, lastName, nationalId]) assert.ok(words.includes(value), value);
  const rowsOf = (name) =>
    page.locator("section").filter({ hasText: name }).locator("tbody tr").count();
  const live = consents.filter(({ status }) => status === "ACCEPTED" || status === "OFFERED");
  assert.equal(await rowsOf("What organisations may do with your data"), live.length);
  assert.equal(await rowsOf("Consents that have ended"), consents.length - live.length);
  assert.ok(words.includes("Not in this list: the names of people"));
  assert.equal(await rowsOf("Where you belong"), memberships.length);
  assert.equal(await rowsOf("Who has seen your record"), seenBy.length);
}
