/** A reviewer's own day: what they did, and of settled pairs alone what others said. */
import assert from "node:assert/strict";
import { audit, base, chooseLanguage, runStory, signIn, waitForPage } from "./browser.mjs";
import { seenByAll, seenInOneRow } from "./counter.mjs";

await runStory(async (open) => {
  const first = await open();
  await signIn(first, "reviewer1");
  await waits("6 more pairs wait that you have not been given yet");
  await first.goto(`${base}/day`);
  await first.getByText("No pair of yours waits.").waitFor();
  await first.getByRole("main").getByRole("link", { name: "Get the next pair" }).waitFor();
  await first.goto(base);
  await decideAll(first, { Alpha: "s", Bravo: "p", Charlie: "m", Delta: "s" });
  await see(first, "Decided today", "3");
  await see(first, "Decided since Monday", "3");
  await see(first, "Decided in the last 30 days", "3");
  await see(first, "Settled by others before you decided", "0");
  // Of the pair that was put off and the one that came next, the one that was found first.
  await first.getByText("Of the 2 pairs that you have to decide, this one has waited").waitFor();
  await first.getByText(/^waits since .*, 0 days; it was found then\.$/).waitFor();
  const ofMain = first.getByRole("main").getByRole("link");
  const own = await ofMain.filter({ hasNotText: /^\d+$/ }).allInnerTexts();
  assert.equal(own.length, 2, `nothing is settled yet: ${own}`);
  assert.match(own[0], /^(Bravo|Echo|Foxtrot)/);
  assert.equal(own[1], "My requests");
  await ofMain.filter({ hasText: own[0] }).first().click();
  await waitForPage(first, "Pair");
  await first.getByText(/^waits since/).waitFor();
  await first.goto(`${base}/requests?show=postponed`);
  await first.getByRole("listitem").filter({ hasText: "waits since" }).waitFor();

  await waits("1 more pair waits that you have not been given yet");

  const second = await open();
  await signIn(second, "reviewer2");
  await decideAll(second, { Alpha: "m", Bravo: "m", Charlie: "m" });
  await see(first, "Settled by others before you decided", "0");
  assert.equal(await first.getByRole("link", { name: /Alpha/ }).count(), 0, "the review is blind");

  const third = await open();
  await signIn(third, "reviewer3");
  await decideAll(third, { Alpha: "m", Bravo: "m" });
  await see(first, "Settled by others before you decided", "1");
  const links = await ofMain.filter({ hasNotText: /^\d+$/ }).allInnerTexts();
  assert.deepEqual(
    links.map((name) => name.split(" ")[0]).slice(1),
    ["Alpha", "See", "Bravo"],
    "where others decided otherwise, and what they settled; not where they agreed, nor what is open",
  );
  // The page of a pair says what came of it, and before it is settled nothing of what others said.
  await outcome("Alpha", "Settled: one person. The possible duplicate leads to the main record.");
  await first.getByText("An administrator can see it, in the audit trail.").waitFor();
  // Who finds it wrong reads who takes it back; so they do by Ctrl-K.
  await first.getByText("Two people take a wrong merge back").waitFor();
  await first.getByRole("button", { name: "Ask for it to be taken back" }).click();
  const asking = first.getByRole("dialog", { name: "Ask for it to be taken back" });
  await asking
    .getByText("Nobody takes merges back as yet")
    .or(asking.getByText("can take it back"))
    .waitFor();
  await audit(first, "what is asked of a merge");
  await asking.getByRole("button", { name: "Cancel" }).click();
  await first
    .getByRole("link", { name: /^Alpha/ })
    .first()
    .click();
  await waitForPage(first, "Alpha");
  await first.getByText("Two people take a wrong merge back").waitFor();
  for (const typed of ["take back", "undo"]) {
    await first.keyboard.press("Control+k");
    await first.getByRole("searchbox", { name: "A page, or a name in your pairs" }).fill(typed);
    await first.getByRole("option", { name: "Who takes a merge back" }).waitFor();
    await first.keyboard.press("Escape");
  }
  await first.goto(`${base}/requests?show=merged`);
  await first.getByText("Open the pair to ask for it.").waitFor();
  // So does the list, beside what the reviewer said.
  await first.goto(`${base}/day`);
  await first.getByRole("link", { name: "See it in My requests" }).click();
  await waitForPage(first, "My requests");
  const tabs = first.getByRole("navigation", { name: "Your requests, by where they stand" });
  await tabs.getByRole("link", { name: "Decided 3" }).waitFor();
  await tabs.getByRole("link", { name: "Open 1" }).waitFor();
  await tabs.getByRole("link", { name: "Postponed 0" }).waitFor();
  const otherwise = tabs.getByRole("link", { name: "Decided otherwise 1" });
  assert.equal(await otherwise.getAttribute("aria-current"), "page");
  const alpha = first.getByRole("listitem").filter({ hasText: "Alpha" });
  await alpha.getByText("You said: two people").waitFor();
  assert.equal(await first.locator(".rows > li").count(), 1);
  await seenByAll(first, "decided-otherwise");
  await seenInOneRow(first, tabs);
  await alpha.getByText("Settled: one person", { exact: true }).waitFor();
  await outcome("Delta", "Not settled yet: other reviewers decide about it too.");
  // The figures lead to what they count, and a tick stands only where a pair was settled so.
  await first.goto(`${base}/day`);
  await first
    .locator("dl > div", { hasText: "Decided in the last 30 days" })
    .getByRole("link")
    .click();
  await first.getByText(/^Decided since \d/).waitFor();
  await first.locator(".rows > li").nth(2).waitFor();
  assert.equal(await first.locator(".rows > li").count(), 3);
  assert.equal(await first.locator(".rows > li:has(.status.good)").count(), 1, "Charlie alone");
  await first.goto(`${base}/day`);
  await first.getByText("Agreement is shown from 20 settled pairs on.").waitFor();
  await seenByAll(first, "my-day");
  await chooseLanguage(first, "uk");
  await first.getByRole("heading", { name: "Де інші вирішили інакше" }).waitFor();
  await first.setViewportSize({ width: 360, height: 740 });
  await seenByAll(first, "my-day-ukrainian");

  /** The number is of pairs that the reviewer never had, so that others' decisions do not show in it. */
  async function waits(text) {
    await first.goto(`${base}/day`);
    await first.getByText(text).waitFor();
    await first.goto(base);
  }

  async function outcome(name, text) {
    await first.goto(`${base}/requests?show=decided`);
    await first
      .getByRole("link", { name: new RegExp(name) })
      .first()
      .click();
    await waitForPage(first, "Pair");
    await first.getByText(text).waitFor();
  }

  async function see(page, name, value) {
    await page.goto(`${base}/day`);
    await waitForPage(page, "My day");
    const fact = page.locator("dl > div").filter({ hasText: name });
    assert.equal(await fact.locator("dd").innerText(), value, name);
  }
});

/** Decide pairs, whatever the order in which they come, until these are done. */
async function decideAll(page, keys) {
  await waitForPage(page, "Review");
  await page.keyboard.press("n");
  for (let done = 0; done < Object.keys(keys).length; done++) {
    const cell = page.locator(".comparison tbody td").first();
    await cell.waitFor();
    const name = (await page.getByRole("row", { name: /^First name/ }).innerText()).split(/\s+/)[2];
    assert.ok(name in keys, `${name} was not expected`);
    await page.keyboard.press(keys[name]);
    await page.getByRole("alertdialog").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: new RegExp(`^First name.*${name}`) }).waitFor({
      state: "detached",
    });
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
  }
}
