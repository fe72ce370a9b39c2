/** An admin edits a user and a client and resets a password; its owner chooses another, twice. */
import assert from "node:assert/strict";
import {
  act,
  audit,
  base,
  failToSignIn,
  openAccount,
  runStory,
  signIn,
  waitForPage,
} from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/users");
  await waitForPage(page, "Users");
  const row = page.getByRole("listitem").filter({ hasText: "reviewer4" });
  await act(page, row, "Edit");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Quinn Reviewer");
  await dialog.getByLabel("E-mail").fill("Quinn <quinn@registry.example>");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("This is no e-mail address.").first().waitFor();
  await dialog.getByLabel("E-mail").fill("quinn.of.the.fourth.floor@registry.example");
  await audit(page, "a user that is edited");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  // On a line that is too short it breaks before its @ and its dots, and in no word.
  const address = row.locator("bdi", { hasText: "quinn.of.the.fourth.floor@registry.example" });
  const pieces = await address.evaluate((it) => {
    Object.assign(it.style, { display: "inline-block", inlineSize: "7em" });
    const range = document.createRange();
    const texts = [...it.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    return texts.map((text) => {
      range.selectNodeContents(text);
      return range.getClientRects().length;
    });
  });
  assert.deepEqual(
    pieces,
    [1, 1, 1, 1, 1, 1, 1],
    "quinn .of .the .fourth .floor @registry .example",
  );
  await row.getByText("Last used: never").waitFor();

  // What failed by a name stands in its row alone.
  await failToSignIn(page, "reviewer4", 3);
  await page.reload();
  await row.getByText("by a wrong password or code: 3, the first", { exact: false }).waitFor();
  assert.equal(await page.getByText("by a wrong password or code").count(), 1);

  await act(page, row, "Reset the password");
  const confirmation = page.getByRole("alertdialog");
  await confirmation.getByRole("button", { name: "Reset the password" }).click();
  const oneTime = await page.getByRole("alertdialog").locator("code").innerText();
  assert.match(oneTime, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  await audit(page, "a password for one sign-in");
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("alertdialog").locator("code").innerText(), oneTime);
  await page.getByRole("alertdialog").getByRole("button", { name: "I have kept it" }).click();

  const other = await open();
  await other.goto(base);
  const field = (label) => other.getByLabel(label, { exact: true });
  const press = (name) => other.getByRole("button", { name, exact: true }).click();
  const choose = async (first, second) => {
    await field("New password, 8 characters or more").fill(first);
    await field("The new password again").fill(second);
    await press("Change the password");
  };
  const chooseHere = async (password) => {
    await field("New password, 8 characters or more").fill(password);
    await field("The new password again").fill(password);
    await other.getByRole("dialog").getByRole("button", { name: "Change the password" }).click();
  };
  await field("User name").fill("reviewer4");
  await field("Password").fill(oneTime);
  await press("Sign in");
  await other.getByText("This password was for one sign-in.").waitFor();
  await audit(other, "a password that has to be changed");
  await choose("seven77", "other77");
  await other.getByText("The new password was typed in two ways.").waitFor();
  await choose("seven77", "seven77");
  await other.getByText("This is too short or too long.").waitFor();
  await choose(oneTime, oneTime);
  await other.getByText("Choose another password than before.").waitFor();
  await choose("battery staple", "battery staple");
  await waitForPage(other, "Review");

  await openAccount(other);
  await other.getByRole("link", { name: "Your account" }).click();
  await waitForPage(other, "Your account");
  await press("Change the password");
  await audit(other, "the dialog of one's own password");
  await field("Present password").fill("wrong one");
  await chooseHere("correct horse");
  await other.getByText("The present password is wrong").waitFor();
  await field("Present password").fill("battery staple");
  await chooseHere("correct horse");
  await other.getByText("Your password is changed.").waitFor();
  await other.getByRole("button", { name: "Close", exact: true }).click();
  await other.reload();
  await waitForPage(other, "Your account");

  await page.goto(`${base}/clients`);
  await waitForPage(page, "Clients");
  const portal = page.getByRole("listitem").filter({ hasText: "portal" });
  await portal.getByRole("button", { name: "Edit" }).click();
  await dialog.getByLabel("Name").fill("clinic");
  await dialog.getByLabel("webhook:write").uncheck();
  await audit(page, "a client that is edited");
  await dialog.getByRole("button", { name: "Save" }).click();
  const clinic = page.getByRole("listitem").filter({ hasText: "clinic" });
  await clinic.locator("summary").press("Enter");
  await clinic.getByText("birth:declare").waitFor();
  assert.equal(await clinic.getByText("webhook:write").count(), 0);
});
