/** A registrar of one hospital has the pages of their work, and no button that would refuse them. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar4");
  await waitForPage(page, "Records");
  await page.getByRole("heading", { name: "What waits" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Export as CSV" }).count(), 0);
  await audit(page, "the records of an office");
  const links = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").all();
  const names = await Promise.all(links.map((link) => link.textContent()));
  for (const name of ["Records", "Corrections", "Declare", "Persons", "Organisations"]) {
    assert.ok(
      names.some((it) => it.includes(name)),
      `${name} is among ${names}`,
    );
  }
  assert.ok(!names.some((it) => /Trail|Users|Statistics/.test(it)), `nothing else is: ${names}`);

  await page.goto(`${base}/corrections`);
  await waitForPage(page, "Corrections");
  assert.equal(await page.getByRole("alert").count(), 0);
  await page.goto(`${base}/declare/birth`);
  await page.getByRole("textbox").first().waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.equal(await page.getByLabel("Organisation that it is declared for").count(), 0);

  // Of two organisations one is named, or the form says so.
  const steward = await open();
  await signIn(steward, "steward1", "/organisations?name=Lakeside%20Clinic");
  await steward.getByRole("link", { name: "Lakeside Clinic" }).first().press("Enter");
  await waitForPage(steward, "Lakeside Clinic");
  await steward.getByRole("button", { name: "Give a role" }).press("Enter");
  await steward.getByRole("textbox", { name: "Their user name" }).fill("registrar4");
  await steward.getByRole("dialog").getByLabel("Role", { exact: true }).selectOption("Registrar");
  await steward.getByRole("dialog").getByRole("button", { name: "Give a role" }).click();
  await steward.getByRole("listitem").filter({ hasText: "registrar4" }).waitFor();
  await page.reload();
  const place = page.getByLabel("Organisation that it is declared for");
  await place.waitFor();
  const fill = (path, value) => page.locator(`[data-path="${path}"]`).fill(value);
  await fill("child.firstName", "Nadia");
  await fill("child.lastName", "Tarasenko");
  await fill("child.birthDate", new Date().toISOString().slice(0, 10));
  await fill("placeOfBirth", "Lviv");
  await page.locator('[data-path="child.gender"]').selectOption("FEMALE");
  await fill("mother.firstName", "Orysia");
  await fill("mother.lastName", "Tarasenko");
  await fill("mother.birthDate", "1995-05-05");
  await fill("informant.relationship", "mother");
  const declare = page.getByRole("main").getByRole("button", { name: "Declare" });
  await declare.press("Enter");
  await page.getByRole("alert").getByText("Organisation that it is", { exact: false }).waitFor();
  assert.equal(await place.getAttribute("aria-invalid"), "true");
  await audit(page, "a declaration without the organisation that it is for");
  await place.selectOption("Lakeside Clinic");
  await declare.press("Enter");
  await waitForPage(page, /Nadia|Birth/);
  assert.match(page.url(), /records/);

  // Whoever is in no organisation of theirs is not found: it says so, and how a steward asks to see them.
  await page.goto(`${base}/persons?name=nobody`);
  await page.getByText("a steward of your organisation sends them a link").waitFor();
  await steward.goto(`${base}/persons?name=nobody`);
  await steward.getByText("Found here are only those who let", { exact: false }).waitFor();
  await audit(steward, "a search for a person out of reach");
  await steward.keyboard.press("Control+k");
  await steward.getByRole("searchbox", { name: "A page, a name or a number" }).fill("consent");
  await steward
    .getByRole("option", { name: /^Make a link by which somebody lets you see/ })
    .waitFor();
  await steward.keyboard.press("Escape");
  await steward
    .getByRole("link", { name: "Make a link by which somebody lets you see their record" })
    .press("Enter");
  await waitForPage(steward, "Organisations");
});
