/** A steward reads a plan, transfers somebody, plans anew what that has changed, and makes two organisations one. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const open = async (page, name) => {
  await page.goto(`${base}/organisations?name=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name }).first().press("Enter");
  await waitForPage(page, name);
};
const openPlan = async (page, name = "Rangers", kind = /^Merge of organisations/) => {
  await open(page, name);
  await page.getByRole("link", { name: kind }).first().press("Enter");
  await waitForPage(page, kind);
};
const counted = (page, name) => page.getByRole("row", { name, exact: true }).waitFor();
const sign = (page) => page.getByRole("button", { name: "Sign and begin" });

/** Save the report in one form, and return its bytes. */
async function save(page, button) {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).press("Enter");
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Type the name of where all goes, a wrong one first, and wait until it is done. */
async function signAs(page, name, named) {
  await sign(page).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Ranger");
  await dialog.getByRole("button", { name: "Sign and begin" }).press("Enter");
  await dialog.getByText("This is not its name.", { exact: false }).first().waitFor();
  await audit(page, "the dialog that signs a plan");
  await picture(page, named);
  await dialog.getByRole("textbox").fill(name);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("status").getByText("Done", { exact: true }).waitFor();
}

await runStory(async (window) => {
  const page = await window();
  await signIn(page, "steward1");
  await waitForPage(page, "Organisations");

  // What waits for the steward stands at the page in the menu, on it, and is found by a word.
  const menu = page.getByRole("navigation", { name: "Pages" });
  await menu.getByRole("listitem").filter({ hasText: "Organisations" }).locator(".count").waitFor();
  const waiting = page.getByRole("heading", { name: "Plans that wait to be signed" });
  await waiting.waitFor();
  await audit(page, "organisations with a plan that waits");
  await picture(page, "plan-waits");
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox", { name: "A page, a name or a number" }).fill("plan");
  await page.getByRole("option", { name: /^Plans of organisations/ }).click();
  await waitForPage(page, "Plans");
  await page.getByRole("link", { name: "Merge of organisations" }).first().press("Enter");
  await waitForPage(page, "Merge of organisations");
  await page.getByText("by Priya Nair", { exact: false }).waitFor();

  // The plan says what becomes of whom, and the report says it too.
  await openPlan(page);
  await counted(page, "Persons Moves 7");
  await counted(page, "Persons Is in both, and goes on once 1");
  const rows = page.locator(".rows > li");
  await rows.first().waitFor();
  assert.ok((await rows.count()) >= 16);
  await audit(page, "a plan");
  await picture(page, "plan");
  await page.getByLabel("Show", { exact: true }).selectOption("LIKELY_SAME");
  await page.waitForURL(/conflict=LIKELY_SAME/);
  await rows.getByText("Group 1").first().waitFor();
  await rows.filter({ hasNotText: "Group" }).first().waitFor({ state: "detached" });
  await audit(page, "a plan's duplicates");
  await picture(page, "plan-duplicates");
  const csv = await save(page, "Save as CSV");
  const book = await save(page, "Save as a workbook");
  const hash = await page.locator("code.wrapped").textContent();
  assert.equal(csv.name, `plan-${hash.slice(0, 12)}.csv`);
  assert.ok(csv.bytes.toString().includes(hash));
  assert.equal(book.name, `plan-${hash.slice(0, 12)}.xlsx`);
  assert.equal(book.bytes.subarray(0, 2).toString(), "PK");

  // Somebody is chosen and transferred.
  await open(page, "Cubs");
  await page.getByRole("button", { name: "Merge or transfer" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Plan it" }).press("Enter");
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("radio", { name: /^Some persons/ }).check();
  // Key by key: what was refused must not take the focus from whoever mends it.
  await dialog.getByRole("searchbox").pressSequentially("rang");
  await dialog.getByRole("radio", { name: /^Rangers/ }).check();
  await dialog.getByRole("button", { name: "Plan it" }).press("Enter");
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("checkbox").first().check();
  await audit(page, "the dialog that plans");
  await picture(page, "new-plan");
  await dialog.getByRole("button", { name: "Plan it" }).press("Enter");
  await waitForPage(page, "Transfer of persons");
  await counted(page, "Persons Moves 1");
  await signAs(page, "Rangers", "sign-transfer");
  await page.getByText("Signed by", { exact: false }).waitFor();
  await page.getByRole("heading", { name: "What became of all, as it was planned" }).waitFor();
  await audit(page, "a plan that is done");
  await picture(page, "plan-done");

  // What the plan before named is other now, and it is planned anew.
  await open(page, "Cubs");
  await page.getByRole("link", { name: "Merge of organisations" }).press("Enter");
  await waitForPage(page, "Merge of organisations");
  const outdated = page.getByText("Something that the plan names has changed.", { exact: false });
  await outdated.first().waitFor();
  await picture(page, "plan-out-of-date");
  await sign(page).press("Enter");
  await dialog.getByRole("textbox").fill("Rangers");
  await page.keyboard.press("Enter");
  await dialog.getByText("Something that the plan names has changed.", { exact: false }).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).press("Enter");
  await page.getByRole("button", { name: "Plan anew" }).press("Enter");
  await dialog.getByRole("radio", { name: /^Rangers/ }).waitFor();
  assert.ok(await dialog.getByRole("radio", { name: /^Rangers/ }).isChecked());
  await dialog.getByRole("button", { name: "Plan it" }).press("Enter");
  await counted(page, "Persons Moves 6");
  assert.equal(await outdated.count(), 0);
  await signAs(page, "Rangers", "sign-merge");
  await page.getByRole("link", { name: "Cubs" }).first().press("Enter");
  await waitForPage(page, "Cubs");
  await page.getByText("It went on in", { exact: false }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Merge or transfer" }).count(), 0);

  // What stops a plan is said in words, all of it, and there is no button to sign.
  await open(page, "Lakeside Clinic");
  await page.getByRole("button", { name: "Invite somebody to work here" }).press("Enter");
  await dialog.getByLabel("Role", { exact: true }).selectOption("Registrar");
  await dialog.getByRole("textbox").first().fill("nova@example.org");
  await page.keyboard.press("Enter");
  const link = page.getByRole("alertdialog", { name: "The link of the invitation" });
  await link.getByRole("button", { name: "I have kept it" }).press("Enter");
  await link.waitFor({ state: "detached" });
  // By the pointer: the focus is on its way back, and a key may come to where it goes.
  await page.getByRole("button", { name: "Merge or transfer" }).click();
  await dialog.getByRole("searchbox").fill("mary");
  await dialog.getByRole("radio", { name: /^Saint Mary/ }).check();
  await dialog.getByRole("button", { name: "Plan it" }).press("Enter");
  await waitForPage(page, "Merge of organisations");
  await page.getByText("An invitation is open.", { exact: false }).first().waitFor();
  assert.equal(await sign(page).count(), 0);
  await audit(page, "a plan that is blocked");
  await picture(page, "plan-blocked");
  const address = new URL(page.url()).pathname;
  // Of whom two consents differ, it says what will stand of them.
  await page.getByLabel("Show", { exact: true }).selectOption("CONSENT");
  await page.waitForURL(/conflict=CONSENT/);
  const differing = rows.filter({ hasText: "Consents differ" });
  await differing
    .getByText("Of the two consents the narrower stands: see the record.", { exact: false })
    .waitFor();
  assert.equal(await rows.count(), 1);
  await audit(page, "a plan's consents");

  // Whoever will not have it withdraws it, and says why.
  await page.getByRole("button", { name: "Withdraw" }).press("Enter");
  await dialog.getByRole("button", { name: "Withdraw" }).press("Enter");
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("textbox").fill("Nobody was asked");
  await audit(page, "the dialog that withdraws a plan");
  await picture(page, "withdraw-plan");
  await dialog.getByRole("button", { name: "Withdraw" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Nobody was asked").waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("article"));
  assert.equal(await page.getByRole("button", { name: "Plan anew" }).count(), 0);
  await audit(page, "a plan that is withdrawn");
  await picture(page, "plan-withdrawn");
  await page.goto(`${base}/plans`);
  await page.getByText("There is no such plan.").waitFor();
  await page.getByLabel("Show", { exact: true }).selectOption("all");
  await page.waitForURL(/show=all/);
  await page.locator(".rows > li").nth(2).waitFor();
  await audit(page, "plans");
  await picture(page, "plans");

  // From right to left, and in long words on a phone.
  for (const [look, options] of Object.entries({
    arabic: { locale: "ar" },
    ukrainian: { locale: "uk", viewport: { width: 360, height: 740 } },
  })) {
    const other = await window(options);
    await signIn(other, "steward1", address);
    await other.locator(".rows > li").first().waitFor();
    await audit(other, `a plan, ${look}`);
    await picture(other, `plan-${look}`);
    await other.goto(`${base}/organisations?name=Lakeside%20Clinic`);
    await other.getByRole("link", { name: "Lakeside Clinic" }).first().press("Enter");
    await other
      .getByRole("button", { name: /^(دمج أو نقل أشخاص|Об’єднати чи перевести)$/ })
      .press("Enter");
    await other.getByRole("dialog").getByRole("searchbox").waitFor();
    await audit(other, `the dialog that plans, ${look}`);
    await picture(other, `new-plan-${look}`);
    await other.context().close();
  }
});
