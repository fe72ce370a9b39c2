/** One's own account by keyboard: where one is signed in, and how a session elsewhere ends. */
import assert from "node:assert/strict";
import {
  audit,
  auditColours,
  base,
  failToSignIn,
  hold,
  openAccount,
  runStory,
  seenSaid,
  signIn,
  waitForPage,
} from "./browser.mjs";

await runStory(async (open) => {
  const [page, other, third] = [await open(), await open(), await open()];
  for (const tab of [other, third, page]) {
    await signIn(tab, "reviewer3", "/requests");
    await waitForPage(tab, "My requests");
  }
  const late = await hold(page, "myDayPageQuery");
  await page.getByRole("link", { name: "My day" }).press("Enter");
  await late.requested;
  await openAccount(page);
  await page.getByRole("link", { name: "Your account" }).focus();
  await late.release();
  await waitForPage(page, "My day");
  await page.keyboard.press("Enter");
  await waitForPage(page, "Your account");
  // Whoever has gone on with Tab while a page was on its way is where they went; others are at its title.
  const slow = await hold(other, "myDayPageQuery");
  await other.getByRole("link", { name: "My day" }).press("Enter");
  await slow.requested;
  await other.keyboard.press("Tab");
  const reached = await other.locator(":focus").innerText();
  await slow.release();
  await waitForPage(other, "My day");
  assert.equal(await other.locator(":focus").innerText(), reached);
  await other.getByRole("link", { name: "My requests" }).press("Enter");
  await other.locator("h1:focus", { hasText: "My requests" }).waitFor();
  const rows = page.locator("#list > li");
  await rows.nth(2).waitFor();
  assert.equal(await rows.count(), 3);
  await rows.first().getByText("This session").waitFor();
  await rows.first().getByRole("heading", { name: "Chrome on Linux" }).waitFor();
  await audit(page, "one's own account");
  // What failed by the name comes to be there, with what to do where it was somebody else.
  const failed = page.getByText("Sign-ins by this name that failed", { exact: false });
  assert.equal(await failed.count(), 0);
  await failToSignIn(page, "reviewer3", 2);
  await page.reload();
  await waitForPage(page, "Your account");
  await page.getByText("by a wrong password or code: 2, the first", { exact: false }).waitFor();
  await page.getByText("Else somebody knows your name", { exact: false }).waitFor();
  await audit(page, "sign-ins that failed");
  // What was done with the account is there, each sign-in with its browser; of letters there are none.
  await page.locator("summary", { hasText: "Show what was done and when" }).press("Enter");
  const steps = page.getByRole("list", { name: "What was done with your account" });
  await steps.getByRole("listitem").filter({ hasText: "Session: started" }).nth(2).waitFor();
  await steps.getByText("Chrome").first().waitFor();
  await page.locator("summary", { hasText: "Letters that you were sent" }).press("Enter");
  await page.getByText("You were sent none, as far as that is kept.").waitFor();
  await audit(page, "what was done with one's own account");

  // Wherever one looks from, that session is the first, and each of the others is another's by its name.
  await third.goto(`${base}/account`);
  await waitForPage(third, "Your account");
  const theirs = third.locator("#list > li");
  await theirs.nth(2).waitFor();
  await theirs.first().getByText("This session").waitFor();
  const ends = third.getByRole("button", { name: /^End: Chrome on Linux, Signed in / });
  assert.equal(await ends.count(), 2);
  await third.goto(`${base}/requests`);
  await waitForPage(third, "My requests");

  await rows.nth(1).getByRole("button", { name: "End: Chrome on Linux" }).press("Enter");
  await rows.nth(2).waitFor({ state: "detached" });
  await seenSaid(page, "Session: ended");
  await page.getByText("choose another password now").waitFor();
  await auditColours(page, "what is said");
  await audit(page, "an ended session");
  const refused = third.waitForResponse((response) => response.status() === 401);
  await third.getByRole("link", { name: "My day" }).click();
  await refused;
  await third.getByRole("dialog", { name: "Sign in again" }).waitFor();

  await page.getByRole("button", { name: "End all other sessions" }).press("Enter");
  await audit(page, "the question whether all other sessions shall end");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).press("Enter");
  await page.getByRole("button", { name: "End all other sessions" }).press("Enter");
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: "End all other sessions" })
    .press("Enter");
  await rows.nth(1).waitFor({ state: "detached" });
  await seenSaid(page, "Sessions ended: 1.");
  await other.getByRole("link", { name: "My day" }).click();
  await other.getByRole("dialog", { name: "Sign in again" }).waitFor();

  // A session that has ended since the list was read is taken as ended, and the list is read anew.
  const [fourth, fifth] = [await open(), await open()];
  for (const tab of [fourth, fifth]) await signIn(tab, "reviewer3", "/account");
  for (const tab of [page, fourth]) await tab.reload();
  await rows.nth(2).waitFor();
  const anyEnd = /^End: Chrome on Linux/;
  await fourth.locator("#list > li").nth(2).waitFor();
  await fourth.getByRole("button", { name: anyEnd }).first().press("Enter");
  await fourth.locator("#list > li").nth(2).waitFor({ state: "detached" });
  await rows.nth(1).getByRole("button", { name: anyEnd }).press("Enter");
  await seenSaid(page, "That session had ended already.");
  await rows.nth(2).waitFor({ state: "detached" });
  assert.equal(await page.getByText("you may not see it").count(), 0);

  // A changed password says how many sessions ended with it; nobody is asked then to choose another.
  await rows.nth(1).getByRole("button", { name: anyEnd }).press("Enter");
  await page.getByText("choose another password now").waitFor();
  await signIn(await open(), "reviewer3", "/account");
  const chosen = "reviewer3 anew";
  await page.getByRole("button", { name: "Change the password" }).first().press("Enter");
  const dialog = page.getByRole("dialog", { name: "Your password" });
  await dialog.getByLabel("Present password").fill("reviewer3");
  await dialog.getByLabel("New password, 8 characters or more").fill(chosen);
  await dialog.getByLabel("The new password again").fill(chosen);
  await dialog.getByRole("button", { name: "Change the password" }).press("Enter");
  await dialog.getByText("Your password is changed. Sessions ended: 1.").waitFor();
  await audit(page, "a changed password");
  await dialog.getByRole("button", { name: "Close" }).press("Enter");
  await page.getByText("choose another password now").waitFor({ state: "detached" });
  await rows.nth(1).waitFor({ state: "detached" });
  await rows.first().getByText("This session").waitFor();
  const back = { username: "reviewer3", oldPassword: chosen, newPassword: "reviewer3" };
  const changed = await page.request.post(`${base}/auth/password`, { data: back });
  assert.equal(changed.status(), 204);
  await page.goto(`${base}/day`);
  await waitForPage(page, "My day");
});
