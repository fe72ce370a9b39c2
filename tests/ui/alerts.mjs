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
    assert.equal(await page.getByText("Person on record:").count(), 0, "it marks nobody yet");
  }

  // Somebody with the number and the names is on record: the death marks her.
  await declareDeath("Dora", "Falk", "8400000001");
  await page.getByRole("button", { name: "Register" }).click();
  assert.ok(await dialog.getByLabel("The person on record with this national id").isChecked());
  await dialog.getByText(/Dora Falk, .*1950, 8400000001$/).waitFor();
  assert.equal(await dialog.getByRole("checkbox").count(), 0);
  await audit(page, "whom a death marks");
  await register();
  await page.getByRole("link", { name: "Dora Falk" }).waitFor();

  // A stranger with a number that somebody else has: both alerts are answered.
  await declareDeath("Ugo", "Altro", "8400000002");
  await page.getByRole("heading", { name: "Before it is registered" }).waitFor();
  await page.getByText(/nobody’s record will be marked as dead\. Whoever registers it/).waitFor();
  assert.equal(await page.getByText("The death is registered").count(), 0, "it is not yet");
  await page.getByRole("button", { name: "Register" }).click();
  const sent = [];
  page.on("request", (request) => sent.push(request.postDataJSON()?.operationName));
  await register();
  const faults = dialog.locator(".violations li");
  const whom = "Who on record has died? Choose who it was, or that nobody on record matches.";
  const ticks = "Before it is registered: Tick each of these that you have looked into.";
  await faults.getByText("Choose who it was").waitFor();
  assert.deepEqual(await faults.allInnerTexts(), [whom, ticks], "each question by its own name");
  assert.ok(!sent.includes("registerFormMutation"), "nothing is sent without an answer");
  assert.equal(await dialog.locator("legend[data-required]").count(), 2, "both are marked");
  const unticked = dialog.getByLabel("No person on record matches:");
  assert.ok(await unticked.evaluate((box) => box === document.activeElement), "it has the focus");
  assert.equal(await dialog.locator("[data-missing]").count(), 1, "it is marked as open");
  assert.equal(await dialog.getByText("Reference:").count(), 0, "nobody has to look it up");
  await audit(page, "alerts without an answer");
  const find = dialog.getByLabel("Find the person");
  await find.pressSequentially(" x");
  assert.ok(await find.evaluate((box) => box === document.activeElement), "who types goes on");
  await dialog.getByLabel("No person on record matches:").check();
  await faults.getByText("Choose who it was").waitFor({ state: "detached" });
  assert.deepEqual(await faults.allInnerTexts(), [ticks], "what is answered is said no more");
  assert.equal(await dialog.getByRole("checkbox").count(), 1, "who has died is asked once");
  await dialog.getByLabel("Somebody with another name has this national id.").check();
  await register();
  await page.getByRole("heading", { name: "Accepted when it was registered" }).waitFor();
  assert.equal(await page.getByRole("listitem").getByText("No person on record").count(), 1);

  // The registrar knows whom it is about: a person is found by name, who is dead already.
  await declareDeath("Theodora", "Valk", "8400000003");
  await page.getByRole("button", { name: "Register" }).click();
  await find.fill("8400000009");
  await seeNumberAfterName(dialog.getByRole("listitem"));
  const [people, more] = [dialog.getByRole("listitem"), dialog.getByText("Show more")];
  await find.fill("doppel ivo");
  await more.waitFor();
  assert.equal(await people.count(), 10);
  await more.click();
  await more.waitFor({ state: "detached" });
  assert.equal(await people.count(), 12, "all who have that name");
  await people.last().getByRole("radio").check();
  const chosen = await people.last().innerText();
  await find.fill("nobody at all");
  await dialog.getByText("Nobody fits.").waitFor();
  assert.equal(await people.innerText(), chosen, "the choice stays in sight");
  assert.ok(await people.getByRole("radio").isChecked());
  sent.length = 0;
  await find.press("Enter");
  await find.press("Escape");
  const closing = page.getByRole("alertdialog", { name: "Close this form?" });
  await closing.getByRole("button", { name: "Stay" }).click();
  assert.ok(!sent.includes("registerFormMutation"), "who searches registers nothing");
  await find.fill("falk dora");
  await dialog.getByLabel(/^Dora Falk/).check();
  assert.equal(await dialog.getByLabel("No person on record matches:").isChecked(), false);
  await dialog.getByLabel("The person is dead already.").check();
  await audit(page, "a person who was picked");
  await register();
  await page.getByRole("link", { name: "Dora Falk" }).click();
  await waitForPage(page, "Dora Falk");

  /** A name from right to left moves neither the date nor the number beside it. */
  async function seeNumberAfterName(person) {
    const [name, number] = await person.evaluate((item) => {
      const leftOf = (text) => {
        const walk = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
          const start = node.data.indexOf(text);
          if (start < 0) continue;
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, start + text.length);
          return range.getBoundingClientRect().left;
        }
        return null;
      };
      return [leftOf("\u0639\u0644\u064a"), leftOf("8400000009")];
    });
    assert.ok(name !== null && name < number, `${name} < ${number}`);
  }
});
