/** Why a declaration was rejected: who declared it asks, another registrar answers and shows it, and it is read. */
import assert from "node:assert/strict";
import { base, runStory, signIn, waitForPage } from "./browser.mjs";
import { declareBirth, seenByAll } from "./counter.mjs";

const reasons = "The place of birth lies in another district.\n\nPlease declare it there.";

await runStory(async (open) => {
  const [asking, answering] = [await open(), await open()];
  await signIn(asking, "registrar1");
  await signIn(answering, "registrar2");
  const address = await declareBirth(asking, "Whya", "Notyet");
  const code = await asking.locator("p.filters code").first().innerText();
  assert.equal(await asking.getByRole("button", { name: "Ask for the reasons" }).count(), 0);

  // It is rejected, and who declared it asks why.
  await asking.getByRole("button", { name: "Reject" }).click();
  const rejecting = asking.getByRole("dialog");
  await rejecting.getByLabel("Reason").fill("Not here");
  await rejecting.getByRole("button", { name: "Reject" }).click();
  await asking.getByRole("button", { name: "Ask for the reasons" }).click();
  await asking
    .getByRole("alertdialog")
    .getByRole("button", { name: "Ask for the reasons" })
    .click();
  await asking.getByText("another registrar deals with this").waitFor();
  assert.equal(await asking.getByRole("button", { name: "Ask for the reasons" }).count(), 0);
  await seenByAll(asking, "explanation-asked");

  // Another registrar finds it among what is owed, the oldest first, takes it and answers.
  await answering.getByRole("link", { name: "Explanations" }).click();
  await waitForPage(answering, "Explanations");
  const row = answering.locator(".rows > li", { hasText: code });
  await row.waitFor();
  assert.equal(await answering.locator(".rows > li").last().getByText(code).count(), 1);
  await row.getByText(/^Due /).waitFor();
  await answering.getByRole("button", { name: `Take: ${code}` }).click();
  await row.getByText("You answer it.").waitFor();
  await answering.getByRole("button", { name: `Answer: ${code}` }).click();
  const giving = answering.getByRole("dialog");
  await seenByAll(answering, "explanation-given");
  await giving.getByLabel("Reasons").fill(" ");
  await giving.getByRole("button", { name: "Answer" }).click();
  await giving.getByText("Something is not right yet").waitFor();
  await giving.getByLabel("Reasons").fill(reasons);
  await giving.getByRole("button", { name: "Answer" }).click();
  await row.getByText("Answered").waitFor();
  await row.getByText("Please declare it there.").waitFor();

  // Who asked reads not a word of it before it is shown.
  await asking.goto(base + address);
  await waitForPage(asking, "Birth: Whya Notyet");
  await asking.getByText("Taken").waitFor();
  assert.equal(await asking.getByText("Please declare it there.").count(), 0);

  await answering.getByLabel("Show").first().selectOption("answered");
  await row.waitFor();
  await seenByAll(answering, "explanations");
  await answering.getByRole("button", { name: `Show it: ${code}` }).click();
  await answering.getByRole("alertdialog").getByRole("button", { name: "Show it" }).click();
  await row.getByText("Shown").waitFor();

  await asking.reload();
  await waitForPage(asking, "Birth: Whya Notyet");
  await asking.getByText("Please declare it there.").waitFor();
  await seenByAll(asking, "explanation-shown");
});
