/** A registrar is let in for one organisation, until a day, by one form; what of it was refused is said. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, seenSaid, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/users");
  await waitForPage(page, "Users");
  const dialog = page.getByRole("dialog");
  const role = dialog.getByLabel("Role", { exact: true });
  const place = dialog.getByLabel("Where the role holds");
  const row = (name) => page.locator(".rows > li").filter({ hasText: name });

  // Who looks at an empty trail asks anew by the same filter, and sees what has come.
  const trail = await open();
  await signIn(trail, "admin", "/trail?action=export.created");
  await trail.getByText("No entry fits").waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  await saving;
  await trail.getByRole("button", { name: "Apply" }).click();
  await trail.locator(".trail summary", { hasText: "Users" }).waitFor();

  await page.getByRole("button", { name: "Add a user" }).click();
  await dialog.getByLabel("User name").fill("amal");
  await dialog.getByLabel("Name", { exact: true }).fill("Amal Haddad");
  const password = dialog.getByLabel("Password", { exact: true });
  await password.fill("typed");
  await dialog.getByRole("button", { name: "Show the password" }).click();
  assert.equal(await password.getAttribute("type"), "text");
  assert.equal(await password.getAttribute("spellcheck"), "false");
  await dialog.getByRole("button", { name: "Make one up" }).click();
  const made = await password.inputValue();
  assert.match(made, /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  await role.selectOption("Administrator");
  await dialog.getByText("This role holds everywhere").waitFor();
  await dialog.getByText("sees who did what, and says who may do what").waitFor();
  await role.selectOption("Registrar");
  await place.selectOption("In one organisation and those below it");
  await dialog.getByLabel("Last day").fill("2031-12-31");
  await dialog.getByRole("button", { name: "Add a user" }).click();
  await dialog.locator(".violations").getByText("Choose the organisation").waitFor();
  await dialog.getByLabel("Which organisation").fill("Lakeside Cl");
  await dialog.getByRole("radio", { name: /Lakeside Clinic/ }).waitFor();
  await audit(page, "a new registrar of one organisation");
  await staysInSight(page, dialog, "Add a user");
  await dialog.getByText("It was made up").waitFor();
  await dialog.getByRole("button", { name: "Add a user" }).click();
  const shown = page.getByRole("alertdialog", { name: "The password that was made up" });
  assert.equal(await shown.locator("code").innerText(), made);
  await audit(page, "a password that was made up");
  await shown.getByRole("button", { name: "I have kept it" }).click();
  await seenSaid(page, "The user amal is made. Granted: Registrar, Lakeside Clinic");
  await row("Amal Haddad").getByText("until 31 Dec 2031").waitFor();
  await row("Amal Haddad").getByRole("link", { name: "Lakeside Clinic" }).waitFor();
  await trail.goto(`${base}/trail?action=role.granted`);
  await trail.locator(".trail summary", { hasText: "Registrar" }).first().waitFor();

  // The user is made and the role refused: it says both, and the next press grants the role alone.
  await page.getByRole("button", { name: "Add a user" }).click();
  await dialog.getByLabel("User name").fill("noor");
  await dialog.getByLabel("Name", { exact: true }).fill("Noor Salem");
  await password.fill("a first password");
  await role.selectOption("Steward");
  await dialog.getByLabel("Last day").fill("2001-12-31");
  await dialog.getByRole("button", { name: "Add a user" }).click();
  await dialog.getByText("The user noor is made.").waitFor();
  await dialog.getByText("They hold no role yet").waitFor();
  await audit(page, "a user who was made without the role");
  await dialog.getByLabel("Last day").fill("2031-12-31");
  await dialog.getByRole("button", { name: "Grant a role" }).click();
  await row("Noor Salem").getByText("until 31 Dec 2031").waitFor();

  // Somebody who is there already is granted a role in an organisation by their row.
  await row("Noor Salem")
    .getByRole("button", { name: /^Grant a role/ })
    .click();
  await dialog.getByRole("button", { name: "Grant a role" }).click();
  await dialog.locator(".violations").getByText("Choose the role that is given.").waitFor();
  await role.selectOption("Registrar");
  await place.selectOption("In one organisation and those below it");
  await dialog.getByLabel("Which organisation").fill("Saint Mary");
  await dialog
    .getByRole("radio", { name: /Saint Mary Hospital/ })
    .first()
    .check();
  await dialog.getByRole("button", { name: "Grant a role" }).click();
  await dialog.waitFor({ state: "detached" });
  await row("Noor Salem").getByRole("link", { name: "Saint Mary Hospital" }).waitFor();

  // Who looks for how somebody is forgotten is led to where it is done.
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox", { name: "A page, a name or a number" }).fill("forget");
  await page.getByRole("option", { name: /Anonymise a person/ }).click();
  await waitForPage(page, "Persons");
});

/** See that a button of a dialog that is higher than the window is whole in sight, wherever it is scrolled. */
async function staysInSight(page, dialog, name) {
  await page.setViewportSize({ width: 1280, height: 560 });
  await dialog.evaluate((it) => it.scrollTo(0, 0));
  const isWhole = await dialog.getByRole("button", { name }).evaluate((button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const at = (y) => button.contains(document.elementFromPoint((left + right) / 2, y));
    return at(top + 2) && at(bottom - 2);
  });
  const isHigher = await dialog.evaluate((it) => it.scrollHeight > it.clientHeight);
  assert.ok(isHigher && isWhole, `${name} is out of sight`);
  await picture(page, "add-a-user-low");
  await page.setViewportSize({ width: 1280, height: 720 });
}
