/** A reviewer whose pairs change, are taken back, and go to others, all without losing what was typed. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";
import { seenByAll } from "./counter.mjs";

/** Have something done to the records behind the reviewers' backs. */
const behind = async (what, name) => {
  const { status } = await fetch(`${process.env.BEHIND}/${what}/${name}`);
  assert.equal(status, 204, what);
};

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await page.clock.install();
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  const dialog = page.getByRole("alertdialog");
  const chip = (name) => dialog.getByRole("button", { name });
  const inputs = [];
  page.on("request", (request) => {
    if (!request.url().endsWith("/graphql")) return;
    const { operationName, variables } = request.postDataJSON();
    if (operationName === "decidingMutation") inputs.push(variables.input);
  });

  // Reasons by keys; what is seen goes with the decision.
  await page.keyboard.press("n");
  await shown("Alpha");
  await page.keyboard.press("m");
  await dialog.waitFor();
  await page.keyboard.press("1");
  await page.keyboard.press("3");
  await page.keyboard.press("1");
  assert.equal(await chip("Same number").getAttribute("aria-pressed"), "false");
  assert.equal(await chip("Spelling").getAttribute("aria-pressed"), "true");
  await seenByAll(page, "reasons");
  await chip("Another reason").click();
  await dialog.getByLabel("Comment: the other reason").fill("The same hand");
  await audit(page, "another reason");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await shown("Bravo");
  assert.deepEqual(inputs[0].reasons, ["SPELLING", "OTHER"]);
  assert.deepEqual(inputs[0].seen, { person: 1, masterPerson: 1 });
  assert.equal(inputs[0].comment, "The same hand");

  // Second thoughts, without a question.
  const takeBack = page.getByRole("button", { name: "Take back" });
  // They stay for as long as it takes to look at them: somebody is about to press.
  await takeBack.focus();
  await seenByAll(page, "second-thoughts");
  await page.keyboard.press("z");
  await page.getByText("You took it back: the pair is among your postponed ones.").waitFor();
  assert.equal(await page.getByText(/^Said: /).count(), 0, "what was taken back is said no more");
  await page.getByText("Postponed: 1 of at most 5.").waitFor();
  await shown("Bravo");
  await audit(page, "taken back");

  // They are offered for ten seconds, and for as long as somebody is about to press.
  await decide("s");
  await shown("Charlie");
  await takeBack.focus();
  await page.clock.fastForward(11_000);
  assert.equal(await takeBack.count(), 1);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.clock.fastForward(11_000);
  await takeBack.waitFor({ state: "detached" });
  const there = page.getByRole("link", { name: "See the pair, to take it back" });
  assert.match(await there.getAttribute("href"), /\/requests\/[^?]+$/);

  // The record changes under the reviewer's eyes.
  await page.getByLabel("Comment (optional)").fill("One and the same");
  await page.getByLabel("Comment (optional)").press("Escape");
  await behind("change", "Charlie");
  await page.keyboard.press("m");
  await dialog.waitFor();
  await page.keyboard.press("3");
  await page.keyboard.press("Enter");
  await page.getByText("The records have changed since you looked").waitFor();
  await dialog.waitFor({ state: "detached" });
  const changed = page.locator("tr[data-changed]");
  assert.match(await changed.innerText(), /Last name[\s\S]*Zorenko[\s\S]*changed since you looked/);
  await page.waitForFunction(() => document.activeElement?.matches("tr[data-changed]"));
  assert.equal(await page.getByLabel("Comment (optional)").inputValue(), "One and the same");
  await seenByAll(page, "changed-since-looked");
  await page.keyboard.press("m");
  await dialog.waitFor();
  assert.equal(await chip("Spelling").getAttribute("aria-pressed"), "true");
  assert.equal(inputs.length, 3, "no second confirmation is skipped");
  await page.keyboard.press("Enter");
  await shown("Delta");
  assert.deepEqual(inputs.at(-1).seen, { person: 2, masterPerson: 1 });

  // The reviewer turns out to know one of the two: others decide, and the next pair comes.
  await behind("recuse", "Delta");
  await decide("m");
  await page.getByText("Other reviewers decide about that pair now.").waitFor();
  await shown("Echo");
  assert.equal(await page.getByRole("alert").count(), 0, "nobody is blamed");
  await audit(page, "a pair that went to others");

  // What was decided is looked at again when others agree: it does not count, and says why.
  await behind("change", "Bravo");
  const other = await open();
  await signIn(other, "reviewer2");
  await waitForPage(other, "Review");
  await other.keyboard.press("n");
  for (const name of ["Alpha", "Bravo"]) {
    await other.getByRole("cell", { name }).first().waitFor();
    await other.keyboard.press("s");
    await other.getByRole("alertdialog").waitFor();
    await other.keyboard.press("Enter");
    await other.getByRole("cell", { name }).first().waitFor({ state: "detached" });
    await other.getByRole("alertdialog").waitFor({ state: "detached" });
  }
  await page.goto(`${base}/requests?show=postponed`);
  await waitForPage(page, "My requests");
  const rows = page.locator(".rows > li");
  assert.match(
    await rows.first().innerText(),
    /Bravo[\s\S]*changed since you decided or postponed this pair: Last name/,
  );
  assert.match(await rows.nth(1).innerText(), /Alpha/);
  assert.match(await rows.nth(1).innerText(), /since [\w ,]+ \d{4}/, "whose day it is");
  await seenByAll(page, "outdated");
  await rows.first().getByRole("link").click();
  await waitForPage(page, "Pair");
  await page.getByText("changed since then", { exact: true }).waitFor();
  await audit(page, "an outdated decision");

  // In the list a decision can be taken back until the pair is settled.
  await page.goto(`${base}/requests?show=decided`);
  await waitForPage(page, "My requests");
  const decided = rows.filter({ hasText: "Charlie" });
  await counted("Decided", 1);
  await decided.getByRole("button", { name: "Take back" }).click();
  await decided.getByText("Postponed", { exact: true }).waitFor();
  // The row stays, though none is counted: it says why, and whose doing it was.
  await decided.getByText("You took it back: the pair is among your postponed ones.").waitFor();
  await decided.getByText(/^you took it back/).waitFor();
  await counted("Decided", 0);

  async function counted(tab, count) {
    await page
      .getByRole("navigation")
      .getByRole("link", { name: `${tab} ${count}` })
      .waitFor();
  }

  async function shown(name) {
    await page.getByRole("cell", { name }).first().waitFor();
    await dialog.waitFor({ state: "detached" });
  }

  async function decide(key) {
    await page.keyboard.press(key);
    await dialog.waitFor();
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
  }
});
