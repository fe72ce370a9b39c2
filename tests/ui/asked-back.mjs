/** A reviewer asks for a merge to be taken back: one lets it stand and says why, then two take it back (H27). */
import assert from "node:assert/strict";
import { audit, base, chooseLanguage, runStory, signIn, waitForPage } from "./browser.mjs";
import { seenByAll } from "./counter.mjs";
import { mergeNextPair } from "./reviewing.mjs";

await runStory(async (open) => {
  const reviewer = await open({ reducedMotion: "reduce" });
  await mergeNextPair(reviewer);

  // What is merged and not asked about is not in the list of what is.
  await reviewer.goto(`${base}/requests?show=asked`);
  await reviewer.getByText("No pair in this list.", { exact: false }).waitFor();

  // From the list of what they decided to the pair, and there they ask.
  await reviewer.goto(`${base}/requests?show=decided`);
  await reviewer.getByText("Open the pair to ask for it.").waitFor();
  await reviewer.getByRole("link", { name: /Koval/ }).first().click();
  await ask("They may be sisters.");
  await reviewer.getByText("Waits for an answer.").waitFor();
  const again = reviewer.getByRole("button", { name: "Ask for it to be taken back" });
  assert.equal(await again.count(), 0, "one asks once");

  // Thought better of it, and again: nobody has answered.
  await reviewer.getByRole("button", { name: "Withdraw" }).click();
  await reviewer.getByText("Withdrawn", { exact: true }).waitFor();
  assert.equal(await reviewer.getByRole("button", { name: "Withdraw" }).count(), 0);
  await ask("They are sisters: look at the numbers.");
  await reviewer.getByText("Waits for an answer.").waitFor();
  await seenByAll(reviewer, "asked-back");
  // What they asked has a list of its own.
  await reviewer.goto(`${base}/requests`);
  await reviewer.getByRole("link", { name: "Asked to take back" }).click();
  await reviewer.waitForURL(/show=asked/);
  await reviewer.getByText("You asked for this merge to be taken back:").waitFor();
  await reviewer.getByText("Waits for an answer.").waitFor();
  await seenByAll(reviewer, "asked-back-listed");

  // A senior reviewer finds it by the count in the menu, reads no name, and lets the merge stand.
  const senior = await open({ reducedMotion: "reduce" });
  await signIn(senior, "reviewer2", "/merges");
  await waitForPage(senior, "Merges");
  const counted = senior.locator(".menu li", { hasText: "Merges" }).locator(".count");
  assert.match(await counted.innerText(), /1$/);
  await senior.getByRole("link", { name: "Asked to take back 1" }).click();
  await senior.getByText("They are sisters: look at the numbers.").waitFor();
  await seenByAll(senior, "merges-asked");
  await senior.getByRole("link", { name: /Koval merged into/ }).click();
  await senior.getByText("A reviewer asks for it to be taken back:").last().waitFor();
  assert.equal(await senior.getByText("Оксана").count(), 0, "who asked would say who decided");
  const beside = senior.locator(".records-beside").first();
  await beside.locator("mark").first().waitFor();
  await beside
    .getByRole("rowheader", { name: /\(differ\)$/ })
    .first()
    .waitFor();
  await seenByAll(senior, "merge-asked");
  await senior.getByRole("button", { name: "Let the merge stand" }).click();
  const declining = senior.getByRole("dialog", { name: "Let the merge stand?" });
  await declining.getByLabel("Reason").fill("The photographs are of one woman.");
  await audit(senior, "the reason for which a merge stands");
  await declining.getByRole("button", { name: "Let the merge stand" }).click();
  await declining.waitFor({ state: "detached" });
  await senior.getByText("Declined", { exact: true }).waitFor();

  // The reviewer reads why, and asks again.
  await reviewer.reload();
  await reviewer.getByText("Declined", { exact: true }).waitFor();
  await reviewer.getByText("The photographs are of one woman.").waitFor();
  await reviewer.getByRole("link", { name: /Koval/ }).first().click();
  const merge = senior.url();
  await senior.goto(`${base}/merges`);
  await senior.getByRole("link", { name: "Asked to take back 0" }).waitFor();
  await ask("The numbers are of two.");
  await reviewer.getByText("Waits for an answer.").waitFor();
  // Whoever looks again sees the count of now.
  await senior.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await senior.getByRole("link", { name: "Asked to take back 1" }).waitFor();

  // An administrator reads who asks, and proposes; the senior reviewer takes it back.
  const admin = await open({ reducedMotion: "reduce" });
  await signIn(admin, "admin", "/merges?state=asked");
  await admin.getByRole("link", { name: /Koval merged into/ }).click();
  await admin.getByText("Оксана Мельник asks for it to be taken back:").last().waitFor();
  await admin.getByText("The numbers are of two.").waitFor();
  await admin.getByRole("button", { name: "Propose to take it back" }).click();
  const proposing = admin.getByRole("dialog", { name: "Propose to take this merge back?" });
  await proposing.getByLabel("Reason").fill("Two numbers.");
  await proposing.getByRole("button", { name: "Propose to take it back" }).click();
  await proposing.waitFor({ state: "detached" });
  await reviewer.getByRole("button", { name: "Withdraw" }).click();
  await reviewer.getByText("Somebody has proposed this already.").waitFor();
  await senior.goto(merge);
  await senior.getByRole("button", { name: "Take it back" }).click();
  await senior.getByRole("alertdialog").getByRole("button", { name: "Take it back" }).click();
  await senior.getByText("This merge has been taken back.").waitFor();
  assert.equal(await senior.getByRole("button", { name: "Let the merge stand" }).count(), 0);

  await reviewer.reload();
  await reviewer.getByText("Taken back", { exact: true }).waitFor();
  await seenByAll(reviewer, "asked-back-answered");
  await chooseLanguage(reviewer, "ar");
  await reviewer.getByText("طلبت التراجع عن هذا الدمج:").first().waitFor();
  await seenByAll(reviewer, "asked-back-arabic");

  async function ask(reason) {
    await reviewer.getByRole("button", { name: "Ask for it to be taken back" }).click();
    const asking = reviewer.getByRole("dialog", { name: "Ask for it to be taken back" });
    await asking.getByText("can take it back, two of them together").waitFor();
    await asking.getByLabel("What is wrong").fill(reason);
    await audit(reviewer, "what is asked of a merge");
    await asking.getByRole("button", { name: "Ask", exact: true }).click();
    await asking.waitFor({ state: "detached" });
  }
});
