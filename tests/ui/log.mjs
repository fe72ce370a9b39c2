/** A steward reads why messages of their organisations failed, and has one tried again. */
import assert from "node:assert/strict";
import { audit, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const pictures = process.env.PICTURES;

await runStory(async (open) => {
  const page = await open();
  const other = await open();
  await signIn(page, "steward1", "/messages");
  await waitForPage(page, "Messages");
  const row = (kind) => page.getByRole("listitem").filter({ hasText: `webhook.consent.${kind}` });
  await row("accepted").getByText("Answered 503", { exact: true }).first().waitFor();
  assert.equal(await page.locator(".rows > li").count(), 25);
  assert.equal(await page.locator(".counts").count(), 0, "what is of all is an administrator's");
  assert.equal(await page.getByRole("button", { name: "Try all failed again" }).count(), 0);
  await row("accepted").getByText("What each attempt met (5)").click();
  assert.equal(await row("accepted").locator(".attempts li").count(), 5);
  await row("accepted").getByRole("link", { name: "Saint Mary Hospital" }).waitFor();
  await audit(page, "the messages of a steward");
  if (pictures) {
    await picture(page, "log");
    await page.setViewportSize({ width: 360, height: 740 });
    await picture(page, "log-narrow");
    await page.setViewportSize({ width: 1280, height: 860 });
  }

  // Of the clinic: letters in each state, and what came from outside.
  const texts = (await page.locator(".rows > li").allInnerTexts()).map((it) => it.toLowerCase());
  for (const [kind, said] of [
    ["letter.roles_changed", "It is not known whether it was taken"],
    ["letter.consent_offered", "Mail came back: 5.2.2"],
    ["letter.roles_changed", "The mail server answered 550"],
    ["letter.consent_offered", "What it is about is over"],
    ["letter.roles_changed", "The mail server answered 451"],
    ["inbound.explanation.requested", "The other system has used this id for another request"],
    ["inbound.explanation.requested", "It came by a link for tests"],
  ]) {
    const found = texts.filter((it) => it.includes(kind) && it.includes(said.toLowerCase()));
    assert.ok(found.length > 0, `${kind}: ${said}`);
  }

  // What another attempt cannot mend is not offered to be tried again: what helps stands beside it.
  const failed = (why) => page.getByRole("listitem").filter({ hasText: why });
  for (const [kind, first] of [
    ["inbound.explanation.requested", "Whoever sent it has to put it right and send it anew."],
    ["inbound.explanation.requested", "Whoever sent it has to send it by the link that counts."],
  ]) {
    const without = failed(first).filter({ hasText: kind });
    assert.equal(await without.count(), 1, first);
    assert.equal(await without.getByRole("button", { name: "Try again" }).count(), 0, first);
    await without.getByRole("button", { name: "Discard" }).waitFor();
  }
  await row("changed")
    .getByText(/Make a new secret and give it to the receiver/)
    .waitFor();
  await failed("Check the address first")
    .first()
    .getByRole("button", { name: "Try again" })
    .waitFor();
  await failed("From a source: of a kind that is not known here").waitFor();

  // Ours and theirs are found apart.
  await page.getByLabel("Fault").selectOption("OURS");
  await row("accepted").waitFor({ state: "detached" });
  await row("changed").waitFor();
  await page.getByLabel("Fault").selectOption("THEIRS");
  await row("accepted").getByRole("button", { name: "Try again" }).press("Enter");
  await row("accepted").getByText("Waiting", { exact: true }).waitFor();
  await page.getByText("Message: tried again").waitFor();

  // Whoever looks after the ministry above has the same.
  await signIn(other, "steward2", "/messages");
  await waitForPage(other, "Messages");
  await other.locator(".rows > li").nth(2).waitFor();
});
