/** A registrar's day: a birth from the counter to the receipt, with the certificate printed. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";
import { seen, seenByAll } from "./counter.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1");
  await waitForPage(page, "Records");
  await page.goto(`${base}/declare/birth`);
  await waitForPage(page, "Declare a birth");
  const field = (label, number = 0) => page.getByLabel(label, { exact: true }).nth(number);

  await page.getByRole("button", { name: "Declare" }).click();
  await page.getByText("Something is not right yet").waitFor();
  assert.ok((await page.getByText("This is needed.").count()) >= 6, "every fault at its field");
  await audit(page, "a form with faults");

  await field("First name").fill("Zoryana");
  await field("Last name").fill("Testova");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("FEMALE");
  await field("First name", 1).fill("Yaryna");
  await field("Last name", 1).fill("Testova");
  await field("Born", 1).fill("1995-05-05");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("mother");
  await page.getByRole("button", { name: "Declare" }).click();
  await waitForPage(page, "Birth: Zoryana Testova");

  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  await page.getByText(/B-\d{4}-\d+/).waitFor();

  await page.getByRole("button", { name: "Certify" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Who collects it").selectOption("MOTHER");
  await dialog.getByLabel("They have shown a document").check();
  const preview = dialog.getByRole("img", { name: "NOT A CERTIFICATE" });
  await preview.getByText("Zoryana").waitFor();
  assert.deepEqual(
    await dialog.getByLabel("Certificate", { exact: true }).locator("option").allInnerTexts(),
    ["standard, English", "standard, Ukrainian"],
  );
  await seen(page, "certify");
  await dialog.getByLabel("Certificate", { exact: true }).selectOption("standard, Ukrainian");
  await preview.getByText("жіноча").waitFor();
  await dialog.getByLabel("Certificate", { exact: true }).selectOption("standard, English");
  await dialog.getByRole("button", { name: "Certify" }).click();
  await waitForPage(page, "Birth certificate");
  const paper = page.getByRole("img", { name: /^C-\d{4}-\d{7}$/ });
  await paper.getByText("Zoryana").waitFor();
  await seenByAll(page, "certificate");
  await seeOnPaper(page);
  const opened = await page.request.get(
    await page.getByRole("link", { name: "Open the PDF" }).evaluate((link) => link.href),
  );
  assert.equal((await opened.body()).subarray(0, 5).toString(), "%PDF-");
  const { hash } = new URL(
    await page.getByRole("link", { name: "Check it as others do" }).evaluate((link) => link.href),
  );
  assert.ok(hash.length > 10, "it opens what the paper must say");

  await page.getByText("It is for Yaryna Testova (mother).").waitFor();
  await page.getByRole("button", { name: "Issue" }).click();
  assert.equal(await dialog.getByLabel("Amount paid").inputValue(), "");
  await dialog.getByText(/^C-\d{4}-\d+ is handed to Yaryna Testova \(mother\)/).waitFor();
  assert.equal(await dialog.getByText("below").count(), 0, "it is revoked elsewhere");
  await dialog.getByText(/^As it was paid; .*sets no fees/).waitFor();
  for (const rubbish of ["twelve", "-12,345abc"]) {
    await dialog.getByLabel("Amount paid").fill(rubbish);
    await dialog.getByRole("button", { name: "Issue" }).click();
    await dialog.locator(".field").getByText("This is no amount, such as 12.50.").waitFor();
  }
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog", { name: "Close this form?" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("alertdialog").waitFor({ state: "detached" });
  assert.equal(await dialog.getByLabel("Amount paid").inputValue(), "-12,345abc", "Enter kept it");
  await seen(page, "issue-faults");
  await dialog.getByLabel("Amount paid").fill("12.345");
  await dialog.getByRole("button", { name: "Issue" }).click();
  await page.getByText("The currency has fewer decimals.", { exact: true }).waitFor();
  await dialog.getByLabel("Amount paid").fill("12,1");
  await loseOneAnswer(page, "issueVitalEvent");
  await dialog.getByRole("button", { name: "Issue" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("button", { name: "Issue" }).click();
  await dialog.getByText("12.10 EUR").waitFor();
  await dialog.getByText(/C-\d{4}-\d+.*Handed to Yaryna Testova \(mother\)/).waitFor();
  await page.emulateMedia({ media: "print" });
  assert.ok(await dialog.getByText(/R-\d{4}-\d+/).isVisible());
  assert.ok(!(await page.getByText("History").isVisible()), "the page is not printed behind it");
  await page.emulateMedia({ media: "screen" });
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByText("Handed to Yaryna Testova (mother)").waitFor();
  await page.getByRole("link", { name: "Record", exact: true }).click();
  const row = page.getByRole("table", { name: "Certificates" }).getByRole("row").last();
  await row.getByText("Yaryna Testova (mother)").waitFor();
  const receipt = await page.request.get(
    await page.getByRole("link", { name: /^R-/ }).evaluate((link) => link.href),
  );
  assert.equal((await receipt.body()).subarray(0, 5).toString(), "%PDF-");
  const history = page
    .getByRole("heading", { name: "History" })
    .locator("..")
    .getByRole("listitem");
  assert.equal(await history.count(), 4);
  await history.last().getByText("Handed to Yaryna Testova (mother)").waitFor();

  // A correction of the name leaves to the steps before it who took the certificate, as she was named then.
  await page.getByRole("link", { name: "Correct", exact: true }).click();
  await waitForPage(page, "Correct this record");
  const mother = page.getByRole("group", { name: "Mother", exact: true });
  await mother.getByLabel("First name").fill("Corrected");
  await field("Why it is corrected").fill("Her passport says so");
  await page.getByRole("button", { name: "See what changes" }).click();
  await page.getByRole("button", { name: "Send it to another registrar" }).click();
  await page.getByText("You asked for this yourself").waitFor();
  await page.getByText("the certificates of this record are revoked, and another can be").waitFor();
  const second = await open();
  await signIn(second, "registrar2", new URL(page.url()).pathname);
  await second.getByRole("button", { name: "Approve" }).click();
  await second.getByRole("alertdialog").getByRole("button", { name: "Approve" }).click();
  const steps = second.locator(".timeline li");
  await steps.filter({ hasText: "Her passport says so" }).first().waitFor();
  await steps.getByText("Handed to Yaryna Testova (mother)").waitFor();
  assert.equal(await steps.getByText("Handed to Corrected", { exact: false }).count(), 0);
});

/** See that the browser prints the paper alone, on one page of A4, and no preview of one at all. */
async function seeOnPaper(page) {
  const printed = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString(
    "latin1",
  );
  assert.equal(printed.match(/\/Type \/Page\b(?!s)/g).length, 1, "one page");
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(printed);
  assert.deepEqual([Math.round(width), Math.round(height)], [595, 842], "of A4");
  await page.emulateMedia({ media: "print" });
  for (const name of ["banner", "heading", "button", "link"]) {
    assert.equal(await page.getByRole(name).count(), 0, `no ${name} on paper`);
  }
  await page.emulateMedia({ media: "screen" });
}

/** Let the server answer one mutation, and its answer never arrive. */
async function loseOneAnswer(page, mutation) {
  let isLost = false;
  await page.route("**/graphql", async (route) => {
    if (isLost || !route.request().postData()?.includes(mutation)) return route.fallback();
    isLost = true;
    await route.fetch();
    return route.abort();
  });
}
