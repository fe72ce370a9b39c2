/** A steward walks the tree, makes and archives an organisation, gives a role and takes it, by keys alone. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const reached = (page) =>
  page.evaluate(() => document.activeElement?.querySelector("bdi")?.textContent);

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "steward1");
  await waitForPage(page, "Organisations");
  const tree = page.getByRole("tree");
  await tree.getByRole("treeitem").nth(1).waitFor();
  assert.equal(await tree.getByRole("treeitem").count(), 2, "the tree begins at their own places");
  const north = tree.getByRole("treeitem", { name: /^Northern District/ });
  assert.equal(await north.getAttribute("aria-expanded"), "false");

  // One stop of Tab; the arrows open, enter, leave and close.
  await north.focus();
  await page.keyboard.press("ArrowRight");
  await tree.getByRole("treeitem", { name: /^Saint Mary/ }).waitFor();
  await page.keyboard.press("ArrowRight");
  assert.equal(await reached(page), "Registration Office Northgate");
  await page.keyboard.press("s");
  assert.equal(await reached(page), "Saint Mary Hospital");
  await page.keyboard.press("ArrowRight");
  const ward = tree.getByRole("treeitem", { name: /^Maternity/ });
  await ward.waitFor();
  assert.equal(await ward.getAttribute("aria-level"), "3");
  await audit(page, "the tree of organisations");
  await picture(page, "organisations");
  await page.keyboard.press("ArrowLeft");
  await ward.waitFor({ state: "detached" });
  await page.keyboard.press("ArrowLeft");
  assert.equal(await reached(page), "Northern District");
  await page.keyboard.press("End");
  assert.equal(await reached(page), "Lakeside Scout Group");
  await page.keyboard.press("s");
  await page.keyboard.press("Enter");
  await waitForPage(page, "Saint Mary Hospital");
  await page.getByText("registrar4").waitFor();
  await audit(page, "one organisation");
  const remove = page.getByRole("button", { name: /^End the membership: / }).first();
  const removed = page.getByLabel(await remove.getAttribute("aria-label"), { exact: true });
  await remove.press("Enter");
  await page.getByRole("dialog").getByRole("textbox").fill("Moved away");
  await page
    .getByRole("dialog")
    .getByText(/^Ends in Saint Mary Hospital: memberships/)
    .waitFor();
  const unseen = /^Whoever works in Saint Mary Hospital does not see .+ then, but for what births/;
  await page.getByRole("dialog").getByText(unseen).waitFor();
  await audit(page, "the dialog that removes a member");
  await picture(page, "remove-a-member");
  await page.getByRole("dialog").getByRole("button", { name: "End the membership" }).press("Enter");
  await removed.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.closest("#members section"));
  await page
    .getByText(/The membership of .+ has ended\. Ended in .* Whoever works in .* The record of/)
    .waitFor();
  await picture(page, "organisation");
  // Who left is listed too, with what they still see.
  await page.getByLabel("Which members").selectOption("former");
  await page.getByText("signs in as before and sees their own record").first().waitFor();
  const left = page.locator("#members .rows > li").filter({ hasText: /to \d/ });
  await left.first().waitFor();
  assert.equal(await left.getByRole("button").count(), 0, "who left is not removed again");
  await audit(page, "an organisation with those who left");

  // Made below it, where it is shown; with a role for a time, which is taken again.
  await page.getByRole("button", { name: "New organisation below it" }).press("Enter");
  await page.getByRole("dialog").getByRole("textbox").first().waitFor();
  await page.keyboard.type("Maternity Ward");
  await page.keyboard.press("Tab");
  await page.keyboard.type("WARD");
  await page.keyboard.press("Enter");
  await page.getByText("Another organisation of the same parent has this name.").waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("Surgical Ward");
  await page.keyboard.press("Enter");
  await waitForPage(page, "Surgical Ward");
  await page.getByRole("navigation", { name: "Where it stands" }).getByText("Saint Mary").waitFor();
  await putInCustody(page);
  await page.getByRole("button", { name: "Give a role" }).press("Enter");
  await page.getByRole("dialog").getByRole("textbox").first().waitFor();
  await page.keyboard.type("registrar");
  await page.keyboard.press("Enter");
  await page.getByText("Choose the role that is given.").first().waitFor();
  const role = page.getByRole("dialog").getByLabel("Role", { exact: true });
  await role.selectOption("Registrar");
  await page.getByText("declares and registers births, deaths and marriages").waitFor();
  await page.getByRole("textbox", { name: "Their user name" }).press("Enter");
  await page.getByText("Nobody signs in by this name.").first().waitFor();
  await audit(page, "the dialog that gives a role");
  await page.getByRole("textbox", { name: "Their user name" }).fill("registrar1");
  await page.getByLabel("Last day").fill("2099-12-31");
  await picture(page, "give-role");
  await page.keyboard.press("Enter");
  const held = page.getByRole("listitem").filter({ hasText: "registrar1" });
  await held.getByText("31 Dec 2099").waitFor();
  await held.getByRole("button", { name: /^Change until when/ }).press("Enter");
  await page.getByText("The role holds until 31 Dec 2099 as it is.").waitFor();
  await page.getByLabel("Last day").fill("2098-12-31");
  await page.getByText("It holds until the end of 31 Dec 2098", { exact: false }).waitFor();
  await audit(page, "the dialog that says until when a role holds");
  await page.keyboard.press("Enter");
  await held.getByText("31 Dec 2098").waitFor();
  await held.getByRole("button", { name: /^Take away/ }).press("Enter");
  await audit(page, "the question whether to take a role away");
  await page.getByRole("alertdialog").getByRole("button", { name: "Take away" }).press("Enter");
  await held.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Archive" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive" }).press("Enter");
  await page.getByText("This organisation has ended.", { exact: false }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Archive" }).count(), 0);
  await audit(page, "an archived organisation");

  // Found by a name; what is not theirs does not exist.
  await page.goto(`${base}/organisations?name=ministry`);
  await page.getByText("No organisation fits.").waitFor();
  await audit(page, "a search that finds nothing");

  // From right to left the tree is opened to the left.
  const arabic = await open({ locale: "ar" });
  await signIn(arabic, "steward1");
  await waitForPage(arabic, "الجهات");
  const first = arabic.getByRole("treeitem").first();
  await first.focus();
  await arabic.keyboard.press("ArrowLeft");
  await arabic.getByRole("treeitem", { name: /^Saint Mary/ }).waitFor();
  await audit(arabic, "the tree from right to left");
  await picture(arabic, "organisations-arabic");
  for (const [look, options] of Object.entries({
    dark: { colorScheme: "dark" },
    narrow: { viewport: { width: 360, height: 740 } },
    zoomed: { viewport: { width: 640, height: 430 } },
  })) {
    const other = await open(options);
    await signIn(other, "steward1", "/organisations?name=mary");
    await other.getByRole("link", { name: "Saint Mary Hospital" }).first().press("Enter");
    await waitForPage(other, "Saint Mary Hospital");
    await other.getByText("registrar4").waitFor();
    await audit(other, `one organisation, ${look}`);
    await picture(other, `organisation-${look}`);
    await other.context().close();
  }
});

/** Somebody without a user comes on record there: what is amiss is said at its fields, all at once. */
async function putInCustody(page) {
  await page.getByRole("button", { name: "Put a person on record" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail address").fill("nobody");
  await page.keyboard.press("Enter");
  const faulty = dialog.locator("[aria-invalid=true]");
  await faulty.nth(1).waitFor();
  await audit(page, "the dialog that puts somebody on record");
  await picture(page, "custody");
  await dialog.getByLabel("First name").fill("Zofia");
  await dialog.getByLabel("Last name").fill("Malinowska");
  await dialog.getByLabel("E-mail address").fill("zofia@example.org");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page
    .getByRole("listitem")
    .filter({ hasText: /Zofia Malinowska.*from/ })
    .waitFor();
}
