/** Filters that are saved, renamed and deleted by keyboard, for their user alone and none with a name in it. */
import assert from "node:assert/strict";
import { audit, base, runStory, signedOut, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/records?status=DECLARED&kind=BIRTH");
  await waitForPage(page, "Records");
  const saved = page.getByRole("region", { name: "Saved filters" });
  const save = page.getByRole("button", { name: "Save this filter" });
  const dialog = page.getByRole("dialog", { name: "Name of the filter" });
  const field = page.getByLabel("Status", { exact: true });
  await save.waitFor();
  const place = await field.boundingBox();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await save.waitFor({ state: "detached" });
  assert.equal((await field.boundingBox()).y, place.y, "nothing is pushed down by the offer");
  await page.goto(`${base}/records?status=DECLARED&kind=BIRTH`);
  await waitForPage(page, "Records");
  await save.press("Enter");
  await dialog.getByLabel("Filter name").waitFor();
  await audit(page, "the name of a filter");
  await page.keyboard.type("Births to do");
  await page.keyboard.press("Enter");
  await saved.getByRole("link", { name: "Births to do" }).waitFor();
  assert.equal(await save.count(), 0);
  await audit(page, "a list with a saved filter");

  await page.goto(`${base}/records?name=Anna`);
  await waitForPage(page, "Records");
  await saved.getByRole("link", { name: "Births to do" }).waitFor();
  const offered = await save.count();
  assert.equal(offered, 0, "whom somebody looks for is not kept");
  await saved.getByRole("link", { name: "Births to do" }).press("Enter");
  await page.waitForURL(/status=DECLARED&kind=BIRTH$/);
  await saved.getByRole("button", { name: "Rename" }).press("Enter");
  await dialog.getByLabel("Filter name").fill("My births");
  await page.keyboard.press("Enter");
  await saved.getByRole("link", { name: "My births" }).waitFor();
  assert.equal(await saved.getByRole("link").count(), 1);

  await signedOut(page);
  await signIn(page, "registrar2", "/records");
  await waitForPage(page, "Records");
  assert.equal(await saved.count(), 0, "another user sees none of it");
  await signedOut(page);
  await signIn(page, "registrar1", "/records?status=DECLARED&kind=BIRTH");
  await waitForPage(page, "Records");
  await saved.getByRole("button", { name: "Delete the saved filter" }).press("Enter");
  await save.waitFor();
  assert.equal(await saved.getByRole("link").count(), 0);
});
