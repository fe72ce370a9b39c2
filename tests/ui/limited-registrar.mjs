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
});
