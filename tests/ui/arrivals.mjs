/** An admin finds what did not arrive and to whom it went, and what to do about it; a steward, of an invitation. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const TRY_ALL = { name: "Try all failed again" };

await runStory(async (open) => {
  const steward = await open();
  await signIn(steward, "steward1", "/organisations?name=Northgate");
  await steward.getByRole("link", { name: "Northgate" }).first().press("Enter");
  await waitForPage(steward, "Registration Office Northgate");
  await steward.getByRole("button", { name: "Invite somebody to work here" }).press("Enter");
  const inviting = steward.getByRole("dialog");
  await inviting.getByLabel("Their e-mail address").fill("nova@example.org");
  await inviting.getByLabel("Role", { exact: true }).selectOption("Steward");
  await inviting.getByRole("button", { name: "Make the link" }).press("Enter");
  await steward.getByRole("button", { name: "I have kept it" }).press("Enter");
  const invitation = steward.getByRole("listitem").filter({ hasText: "nova@example.org" });
  await invitation.waitFor();
  assert.equal(await invitation.getByText("The letter").count(), 0, "it may still go");

  // All that did not arrive is one choice, and has an address; each says to whom it goes.
  const page = await open();
  await signIn(page, "admin", "/messages");
  await waitForPage(page, "Messages");
  const rows = page.getByRole("main").locator(".rows > li");
  const letter = rows.filter({ hasText: "letter.invitation" });
  await letter.getByText("To whoever was invited").waitFor();
  assert.equal(await page.getByText("nova@example.org").count(), 0, "never an address");
  await letter.getByRole("button", { name: "Discard" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).press("Enter");
  await page.getByLabel("Status").selectOption("All that did not arrive");
  await page.waitForURL(/status=NOT_ARRIVED/);
  await rows.filter({ hasText: "Delivered" }).first().waitFor({ state: "detached" });
  await letter.getByText("Discarded", { exact: true }).waitFor();
  const statuses = await page.getByRole("main").locator(".rows > li > .status").allInnerTexts();
  assert.deepEqual([...new Set(statuses)].toSorted(), ["Discarded", "Failed"]);
  await rows.filter({ hasText: "Olena Tkachenko" }).first().waitFor();
  assert.equal(
    await rows.first().getByRole("link", { name: /@/ }).count(),
    0,
    "by names, not by addresses",
  );
  await audit(page, "all that did not arrive");
  await picture(page, "not-arrived");
  // The keys of lists never come to what discards a message, which is asked nothing before.
  await page.getByRole("heading", { level: 1 }).focus();
  for (let row = 0; row < statuses.length; row++) {
    await page.keyboard.press("j");
    const isRisky = await page.evaluate("document.activeElement.matches('.danger')");
    assert.equal(isRisky, false, `row ${row}`);
  }
  assert.equal(await page.evaluate("document.activeElement.closest('.rows') !== null"), true);
  await page.getByRole("button", TRY_ALL).waitFor();

  // Where every attempt would fail, it is said what to do instead.
  await page.goto(`${base}/webhooks`);
  await page.getByRole("link", { name: /saint-mary/ }).press("Enter");
  await page.getByText("Make a new secret and give it to the receiver").first().waitFor();
  assert.equal(await page.getByRole("button", TRY_ALL).count(), 0);
  await audit(page, "a webhook that needs a new secret");
  await picture(page, "needs-secret");
  await page.getByRole("button", { name: "New secret" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "New secret" }).press("Enter");
  await page.getByRole("button", { name: "I have kept it" }).press("Enter");
  await page.getByRole("button", TRY_ALL).waitFor();
  assert.equal(await page.getByText("Make a new secret and give").count(), 0);

  // Nothing is sent to it while webhooks are switched off for its organisation.
  const webhook = page.url();
  await page.goto(`${base}/organisations?name=Saint%20Mary`);
  await page.getByRole("link", { name: "Saint Mary Hospital" }).first().press("Enter");
  await waitForPage(page, "Saint Mary Hospital");
  await page.getByRole("button", { name: "Link with a source" }).press("Enter");
  const linking = page.getByRole("dialog");
  await linking.getByLabel("Source").selectOption({ label: "Student register" });
  await linking.getByLabel("Id of the group there", { exact: true }).fill("77");
  await linking.getByRole("button", { name: "Link with a source" }).press("Enter");
  await page.getByLabel("Send what happens to the machines of this organisation").click();
  await page.locator("input:not(:checked)").nth(0).waitFor({ state: "attached" });
  await page.goto(webhook);
  await page.getByText("webhooks are switched off for Saint Mary Hospital").waitFor();
  await page.getByText("paused", { exact: true }).waitFor();
  await audit(page, "a webhook that is paused");
  await picture(page, "paused");
  await page.getByRole("link", { name: "To the switches" }).press("Enter");
  await page.waitForURL(/\/organisations\/.*#sources/);

  // The invitation whose letter was given up says so, and what to do.
  await steward.reload();
  await invitation.getByText("The letter was not sent").waitFor();
  await invitation.getByText("withdraw this invitation and invite anew").waitFor();
  await audit(steward, "an invitation without its letter");
  await picture(steward, "invitation-without-letter");
});
