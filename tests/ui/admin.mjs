/** An admin finds what a reviewer and a registrar did, and blocks a user who is signed in. */
import assert from "node:assert/strict";
import { act, audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/trail?action=merge_request.merged");
  await waitForPage(page, "Audit trail");
  const entries = page.getByRole("main").getByRole("group");
  await entries.first().waitFor();
  await page.getByLabel("Action", { exact: true }).fill("birth iss");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("birth.issued").first().waitFor();
  await page.locator(".trail summary").first().click();
  await page.getByRole("columnheader", { name: "Before" }).first().waitFor();
  await audit(page, "an entry of the trail");
  await page.getByRole("link", { name: "All under this reference" }).first().click();
  await page.waitForURL(/correlationId=/);
  await page.goBack();
  await page.waitForURL(/action=birth\.issued/);
  await page.goto(`${base}/trail?resourceId=unreadable`);
  await page.getByText("Is an id or a date incomplete?").waitFor();

  await colleague(page);
  const other = await open();
  await signIn(other, "reviewer5");
  await waitForPage(other, "Review");
  await page.goto(`${base}/users`);
  await waitForPage(page, "Users");
  const row = page.getByRole("listitem").filter({ hasText: "reviewer5" });
  await act(page, row, "Block");
  await page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  await row.getByText("blocked").waitFor();
  await other.keyboard.press("n");
  await other.getByText("Your account has been blocked.").waitFor();
  await audit(other, "the sign-in page with the reason");
  await act(page, row, "Delete");
  await page.getByRole("dialog").getByRole("textbox").fill("Has left the office");
  await audit(page, "the dialog that deletes a user");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });

  await page.goto(`${base}/clients`);
  await waitForPage(page, "Clients");
  await page.getByRole("button", { name: "Add a client" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("another portal");
  await dialog.getByRole("button", { name: "A portal that declares and is told" }).click();
  for (const scope of ["birth:declare", "vital_event:read", "webhook:write"]) {
    assert.ok(await dialog.getByLabel(scope).isChecked(), scope);
  }
  await dialog.getByRole("button", { name: "Add a client" }).click();
  const secret = page.getByRole("alertdialog");
  await secret.getByText("by its program: by createWebhook").waitFor();
  await secret.getByRole("button", { name: "I have kept it" }).click();
  const portal = page.locator(".rows > li").filter({ hasText: "another portal" });
  await portal.getByText("What it may do (6)").press("Enter");
  await portal.getByText("Read records (vital_event:read)").waitFor();
  // What was just made is offered a webhook, in a form that begins with it.
  await page.getByText("The client another portal is made.").waitFor();
  await audit(page, "a client that was just made");
  await page.getByRole("main").getByRole("link", { name: "Add a webhook", exact: true }).click();
  const owner = dialog.getByLabel("For which client");
  await owner.waitFor();
  assert.equal(await owner.evaluate((it) => it.selectedOptions[0].text), "another portal");
});

/** Give a colleague an account with its role, take that role, and give it back by what the notice offers. */
async function colleague(page) {
  await page.goto(`${base}/dashboard`);
  await waitForPage(page, "Dashboard");
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox", { name: "A page, a name or a number" }).waitFor();
  await page.keyboard.type("add a user");
  await page.getByRole("option", { name: /Add a user/ }).waitFor();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  // All that is empty is named at once, each beside its field.
  await dialog.getByRole("button", { name: "Add a user" }).press("Enter");
  const lacking = dialog.locator(".violations > li");
  await lacking.nth(2).waitFor();
  assert.deepEqual(await lacking.allInnerTexts(), [
    "User name: This is needed.",
    "Name: This is needed.",
    "Password: This is needed.",
  ]);
  await dialog.getByLabel("User name").fill("maria");
  await dialog.getByLabel("Name", { exact: true }).fill("Maria Schmidt");
  await dialog.getByLabel("E-mail").fill("maria@example.org");
  await dialog.getByLabel("Password").fill("a first password");
  await dialog.getByLabel("Role", { exact: true }).selectOption({ label: "Registrar" });
  await dialog.getByLabel("Last day").fill("2031-05-31");
  await dialog.getByRole("button", { name: "Add a user" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  // The list shows whom it has now, however many there are.
  const row = page.getByRole("listitem").filter({ hasText: "Maria Schmidt" });
  await row.getByText("until 31 May 2031").waitFor();
  await page.setViewportSize({ width: 1280, height: 900 });
  await picture(page, "users");
  // The menu is walked by keys; the end of the role is another, and then there is none.
  await row.getByRole("button", { name: "More acts on Maria Schmidt" }).press("Enter");
  await page.getByRole("menuitem").first().waitFor();
  await audit(page, "the acts on a user");
  await picture(page, "acts-on-a-user");
  await page.keyboard.press("Escape");
  for (const [day, words] of [
    ["2031-06-30", /until 30 June? 2031/],
    ["", /^Registrar\s+in the console$/],
  ]) {
    await act(page, row, "Set an end: Registrar");
    await dialog.getByLabel("Last day").fill(day);
    await dialog.getByRole("button", { name: "Save" }).press("Enter");
    await dialog.waitFor({ state: "detached" });
    await row.getByRole("listitem").filter({ hasText: words }).waitFor();
    await page.getByText(day === "" ? "Registrar until —" : "Registrar until 30 Jun").waitFor();
  }
  await act(page, row, "Revoke: Registrar");
  await row.getByText("no role").waitFor();
  await row.getByRole("button", { name: "Undo" }).press("Enter");
  await row.getByRole("listitem").filter({ hasText: "Registrar" }).waitFor();
  await audit(page, "a user who has just been added");
  // Two ways, for two questions: what was done by them, and with them.
  await act(page, row, "What was done to this account");
  await page.waitForURL(/\/trail\?user=/);
  await page.getByText("user.created").first().waitFor();
  await page.getByText("role.granted").first().waitFor();
  // A role that was held is not granted: its last day is another.
  const ends = page.locator(".trail summary").filter({ hasText: "Role: another last day" });
  await ends.filter({ hasText: /was 31 May 2031, now 30 June? 2031/ }).waitFor();
  await ends.filter({ hasText: /was 30 June? 2031, now no last day/ }).waitFor();
  // Who has left loses all at once, and the row says so.
  await page.goto(`${base}/users?find=${new URL(page.url()).searchParams.get("user")}`);
  await row.getByRole("button", { name: /^End all access/ }).press("Enter");
  const leaving = page.getByRole("alertdialog");
  await leaving.getByText(/^Open sessions: /).waitFor();
  await leaving.getByText(/^Declarations that they have taken, .* free for others/).waitFor();
  await audit(page, "the question whether all access shall end");
  await leaving.getByRole("button", { name: "End all access" }).press("Enter");
  await leaving.getByText("Cannot sign in. No roles. No sessions.").waitFor();
  await leaving.getByText("What they had taken is free for others.").waitFor();
  await leaving.getByRole("button", { name: "Close" }).press("Enter");
  await row.getByText("Cannot sign in. No roles. No sessions.").waitFor();
  await page.goto(`${base}/users?find=reviewer1`);
  await act(page, page.locator(".rows > li").first(), "What they did");
  await page.waitForURL(/\/trail\?actorId=/);
  await page.getByText("merge_request.merged").first().waitFor();
}
