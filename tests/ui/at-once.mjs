/** What shows before the server has answered: what can be undone at once, a decision never. */
import assert from "node:assert/strict";
import { audit, hold, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  const dialog = page.getByRole("alertdialog");
  const pair = page.getByRole("table");
  const comment = page.getByLabel("Comment (optional)");
  await page.keyboard.press("n");
  await pair.waitFor();

  const kept = await hold(page, "decidingMutation");
  await confirm("p");
  await kept.requested;
  await page.getByText("Postponed: 1 of at most 5.").waitFor();
  await page.getByText("Postponed.", { exact: true }).waitFor();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await pair.count(), 0, "what was put off is out of sight");
  await audit(page, "a pair that is put off");
  await kept.release();
  await pair.waitFor();

  await comment.fill("Twins?");
  await comment.press("Escape");
  const before = await pair.innerText();
  const refused = await hold(page, "decidingMutation");
  await confirm("p");
  await page.getByText("Postponed: 2 of at most 5.").waitFor();
  await refused.refuse("CONFLICT", "Incorrect transition status");
  await page.getByText("Meanwhile this has moved on: what you asked for was not done.").waitFor();
  await page.getByText("0b5e1c1e-0000-4000-8000-000000000000").waitFor();
  await page.getByText("Postponed: 1 of at most 5.").waitFor();
  assert.equal(await pair.innerText(), before, "the pair is back");
  assert.equal(await comment.inputValue(), "Twins?");
  await page.getByRole("button", { name: "Get the next pair" }).waitFor();
  await audit(page, "a refused decision");

  const decided = await hold(page, "decidingMutation");
  await confirm("m");
  await decided.requested;
  assert.equal(await dialog.count(), 1, "a decision is none before the server says so");
  assert.ok(await dialog.getByRole("button", { name: "Merge" }).isDisabled());
  assert.equal(await pair.count(), 1);
  await decided.release();
  await page.getByText("Said: one person.").waitFor();

  const admin = await open();
  await signIn(admin, "admin", "/messages?status=FAILED");
  const row = admin.getByRole("listitem").filter({ hasText: "webhook.birth.declared" });
  const again = row.getByRole("button", { name: "Try again" });
  const failing = await hold(admin, "messageRowRetryMutation");
  await again.press("Enter");
  await row.getByText("Waiting").waitFor();
  await row.getByText("Attempts: 0").waitFor();
  assert.equal(await again.count(), 0);
  assert.ok(await row.evaluate((it) => it.contains(document.activeElement)), "focus stays there");
  await failing.refuse("CONFLICT", "The webhook of this message was deleted");
  await row.getByText("The webhook of this message was deleted.").waitFor();
  await row.getByText("Failed", { exact: true }).waitFor();
  await row.getByText("Attempts: 5").waitFor();

  const discarding = await hold(admin, "discardMessageMutation");
  await row.getByRole("button", { name: "Discard" }).press("Enter");
  await admin.getByRole("alertdialog").getByRole("button", { name: "Discard" }).press("Enter");
  await discarding.requested;
  assert.equal(await row.getByText("Discarded").count(), 0, "what is for ever waits");
  await discarding.release();
  await row.getByText("Discarded").waitFor();

  async function confirm(key) {
    await page.keyboard.press(key);
    await dialog.waitFor();
    await page.keyboard.press("Enter");
  }
});
