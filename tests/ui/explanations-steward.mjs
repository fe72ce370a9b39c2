/** A steward sees how requests for reasons of their organisations stand: no record, and no word before it is shown. */
import assert from "node:assert/strict";
import { base, runStory, signIn, waitForPage } from "./browser.mjs";
import { declareBirth, seenByAll } from "./counter.mjs";

const reasons = "The place of birth lies in another district.";

await runStory(async (open) => {
  const [asking, rejecting, other, steward] = [
    await open(),
    await open(),
    await open(),
    await open(),
  ];
  await signIn(asking, "registrar4");
  const address = await declareBirth(asking, "Whya", "Notyet");
  const code = await asking.locator("p.filters code").first().innerText();

  // Another registrar rejects it, and who declared it asks why.
  await signIn(rejecting, "registrar1");
  await rejecting.goto(base + address);
  await rejecting.getByRole("button", { name: "Reject" }).click();
  await rejecting.getByRole("dialog").getByLabel("Reason").fill("Not here");
  await rejecting.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await rejecting.getByText("Not here").first().waitFor();
  await asking.reload();
  await asking.getByRole("button", { name: "Ask for the reasons" }).click();
  await asking
    .getByRole("alertdialog")
    .getByRole("button", { name: "Ask for the reasons" })
    .click();
  await asking.getByText("another registrar deals with this").waitFor();

  // The steward of the district above finds it, and nothing to press.
  await signIn(steward, "steward1");
  await steward.getByRole("link", { name: "Explanations" }).click();
  await waitForPage(steward, "Explanations");
  const row = steward.locator(".rows > li", { hasText: code });
  await row.getByText(/^Due /).waitFor();
  assert.equal(await row.getByRole("button").count(), 0);
  assert.equal(await row.getByRole("link").count(), 0);
  assert.equal(await steward.getByText("Notyet").count(), 0);
  await seenByAll(steward, "explanations-steward");

  // Answered is as taken to them, until it is shown.
  await signIn(other, "registrar2", "/explanations");
  const owed = other.locator(".rows > li", { hasText: code });
  await other.getByRole("button", { name: `Take: ${code}` }).click();
  await other.getByRole("button", { name: `Answer: ${code}` }).click();
  await other.getByRole("dialog").getByLabel("Reasons").fill(reasons);
  await other.getByRole("dialog").getByRole("button", { name: "Answer" }).click();
  await owed.getByText("Answered").waitFor();
  await steward.reload();
  await row.getByText("Taken").waitFor();
  assert.equal(await steward.getByText(reasons).count(), 0);
  await steward.getByLabel("Show").selectOption("answered");
  await steward.getByText(code).waitFor({ state: "detached" });

  await other.getByLabel("Show").first().selectOption("answered");
  await other.getByRole("button", { name: `Show it: ${code}` }).click();
  await other.getByRole("alertdialog").getByRole("button", { name: "Show it" }).click();
  await owed.getByText("Shown").waitFor();
  await steward.getByLabel("Show").selectOption("settled");
  await row.getByText(reasons).waitFor();
});
