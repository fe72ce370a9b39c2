/** What was typed and not sent: kept for its user in this tab, until it is sent or given up. */
import assert from "node:assert/strict";
import { audit, base, runStory, seenSaid, signIn, signOut, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  const warnings = [];
  page.on("dialog", (dialog) => {
    warnings.push(dialog.type());
    return dialog.accept();
  });
  const name = page.getByLabel("First name", { exact: true }).first();
  const leaving = page.getByRole("alertdialog", { name: "Leave this page?" });
  const answer = (word) => leaving.getByRole("button", { name: word }).click();
  const restored = page.getByText("What you typed here was not sent yet.");
  // The server keeps none of it here: what it does keep is tests/ui/kept-drafts.mjs.
  await page.context().route("**/graphql", (route) => {
    const { operationName } = route.request().postDataJSON() ?? {};
    return operationName === "keptDraftKeepMutation" ? route.abort() : route.fallback();
  });
  await signIn(page, "registrar1", "/records");
  await waitForPage(page, "Records");
  await page.getByRole("link", { name: "Declare", exact: true }).first().click();
  await page.getByRole("link", { name: "Declare a birth" }).click();
  await waitForPage(page, "Declare a birth");
  await name.fill("Draft");
  // From the first key on it is said where it is kept, and until when.
  await inThisTab();

  await page.getByRole("link", { name: "Records" }).click();
  await audit(page, "leaving a filled form");
  await answer("Stay");
  await page.goBack();
  await answer("Stay");
  await leaving.waitFor({ state: "detached" });
  assert.equal(await name.inputValue(), "Draft");
  assert.ok(page.url().endsWith("/declare/birth"));
  await page.goBack();
  await answer("Leave");
  await waitForPage(page, "Declare");
  await seenSaid(page, "What you typed is kept in this tab, for a day.");
  await page.getByText("Declare a birth: Draft", { exact: true }).first().waitFor();
  await page.getByRole("link", { name: /^Continue ?: Declare a birth: Draft/ }).waitFor();
  await audit(page, "what is unfinished");
  await page.goForward();
  await waitForPage(page, "Declare a birth");
  await restored.waitFor();
  assert.equal(await name.inputValue(), "Draft", "Back keeps it");
  assert.deepEqual(warnings, []);

  await page.reload();
  assert.deepEqual(warnings, ["beforeunload"], "a reload warns");
  await restored.waitFor();
  assert.equal(await name.inputValue(), "Draft", "a reload keeps it");
  await audit(page, "a restored draft");
  // Typing on takes no notice away, so that no field moves under somebody's pointer.
  const top = () => name.evaluate((it) => it.getBoundingClientRect().top + scrollY);
  const before = await top();
  await name.fill("Draft again");
  await inThisTab();
  assert.equal(await top(), before, "the fields stay where they are");
  await restored.waitFor();
  await name.fill("Draft");

  const other = await page.context().newPage();
  await other.goto(`${base}/declare/birth`);
  await waitForPage(other, "Declare a birth");
  const otherName = other.getByLabel("First name", { exact: true }).first();
  assert.equal(await otherName.inputValue(), "", "another tab has its own");
  await signOut(other);
  await page.getByText("You have signed out.").waitFor();
  assert.equal(await page.getByRole("main").getByText("Draft").count(), 0);
  await again("registrar1");
  await restored.waitFor();
  assert.equal(await name.inputValue(), "Draft", "another tab's sign-out keeps it");

  await other.bringToFront();
  await again("registrar2", other);
  await waitForPage(other, "Records");
  await signOut(other);
  await page.getByText("You have signed out.").waitFor();
  await again("registrar2");
  await waitForPage(page, "Declare a birth");
  assert.equal(await name.inputValue(), "", "another user finds nothing");
  assert.deepEqual(await drafts(), []);

  await name.fill("Given up");
  await signOut(page);
  const signingOut = page.getByRole("alertdialog");
  await signingOut.getByText("This is lost: Declare a birth: Given up.").waitFor();
  await signingOut.getByRole("button", { name: "Stay" }).click();
  assert.equal((await drafts()).length, 1);
  await signOut(page);
  await signingOut.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You have signed out.").waitFor();
  assert.deepEqual(await drafts(), [], "a sign-out by choice deletes them");

  await again("registrar2");
  await waitForPage(page, "Records");
  await page.getByRole("link", { name: "Declare", exact: true }).first().click();
  await page.getByRole("link", { name: "Declare a birth" }).click();
  await waitForPage(page, "Declare a birth");
  await name.fill("Thrown away");
  await inThisTab();
  await page.getByRole("link", { name: "Declare", exact: true }).first().click();
  await answer("Leave");
  await page.getByRole("button", { name: /^Discard ?: Declare a birth: Thrown away/ }).click();
  await seenSaid(page, "What you had typed is deleted.");
  assert.deepEqual(await drafts(), []);
  await page.getByRole("link", { name: "Declare a birth" }).click();
  await name.fill("Of yesterday");
  await page.getByRole("button", { name: "Declare", exact: true }).click();
  await page.getByText("Something is not right yet").waitFor();
  const [draft] = await drafts();
  await age(draft, 23);
  await page.reload();
  await restored.waitFor();
  assert.equal(await name.inputValue(), "Of yesterday");
  await page.getByRole("button", { name: "Start over" }).click();
  await seenSaid(page, "What you had typed is deleted.");
  assert.equal(await name.inputValue(), "");
  assert.deepEqual(await drafts(), []);
  await name.fill("Of yesterday");
  await age(draft, 24);
  await page.reload();
  await waitForPage(page, "Declare a birth");
  assert.equal(await name.inputValue(), "", "after a day it is gone");
  assert.deepEqual(await drafts(), []);

  // A browser whose storage is full keeps nothing: the question says so, and typing goes on.
  await page.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size = size >> 1) {
      try {
        for (let count = 0; ; count++) {
          sessionStorage.setItem(`full ${size} ${count}`, "x".repeat(size));
        }
      } catch {
        // No more of this size.
      }
    }
  });
  await name.fill("More than there is room for");
  assert.deepEqual(await drafts(), []);
  await page.getByRole("link", { name: "Records" }).click();
  await leaving.getByText("What you typed was not sent, and is lost.").waitFor();
  await answer("Leave");
  await waitForPage(page, "Records");
  await page.evaluate(() => sessionStorage.clear());

  const reviewer = await open();
  const comment = reviewer.getByLabel("Comment (optional)");
  await signIn(reviewer, "reviewer1");
  await waitForPage(reviewer, "Review");
  await reviewer.keyboard.press("n");
  await comment.fill("Half a thought");
  await reviewer.getByRole("link", { name: "My requests" }).click();
  await reviewer.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await waitForPage(reviewer, "My requests");
  await reviewer.reload();
  await reviewer.getByRole("link", { name: "Review", exact: true }).click();
  await waitForPage(reviewer, "Review");
  assert.equal(await comment.inputValue(), "Half a thought");
  await comment.press("Escape");
  await reviewer.keyboard.press("m");
  await reviewer.getByRole("alertdialog").getByText("Half a thought").waitFor();
  await reviewer.keyboard.press("Enter");
  await reviewer.getByText("The next pair is here.").waitFor();
  assert.deepEqual(await drafts(reviewer), [], "what was sent is no draft");

  async function inThisTab() {
    await page.getByText(/Kept in this tab alone until .*, or until you sign out\./).waitFor();
  }

  function drafts(of = page) {
    return of.evaluate(() => Object.keys(sessionStorage).filter((key) => /draft/.test(key)));
  }

  /** Let a draft be so many hours old. */
  function age(key, hours) {
    return page.evaluate(
      ([draftKey, milliseconds]) => {
        const draft = JSON.parse(sessionStorage.getItem(draftKey));
        draft.savedAt -= milliseconds;
        sessionStorage.setItem(draftKey, JSON.stringify(draft));
      },
      [key, hours * 3_600_000],
    );
  }

  async function again(user, of = page) {
    await of.getByLabel("User name").fill(user);
    await of.getByLabel("Password").fill(user);
    await of.getByRole("button", { name: "Sign in", exact: true }).click();
    await of.getByRole("banner").waitFor();
  }
});
