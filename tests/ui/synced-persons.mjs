/** A steward goes from what a source last brought to whom it brought, and back. */
import assert from "node:assert/strict";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "steward2", "/organisations?name=medicine");
  await waitForPage(page, "Organisations");
  await page.getByRole("link", { name: "Faculty of Medicine" }).press("Enter");
  await waitForPage(page, "Faculty of Medicine");
  await page.locator("#sources").getByRole("link", { name: "Last sync" }).first().press("Enter");
  await waitForPage(page, "Sync with Student register");
  const came = page.locator(".fact").filter({ hasText: "Came on record" }).locator("dd");
  // Where none was refused that is said, too.
  const refused = page.locator(".fact").filter({ hasText: "Could not be taken" }).locator("dd");
  assert.equal(await refused.innerText(), "0");
  const count = Number(await came.innerText());
  assert.ok(count > 0);
  await audit(page, "a sync that is over");
  await page.getByRole("link", { name: "Who came on record by this sync" }).press("Enter");
  await waitForPage(page, "Persons");
  await page.getByRole("heading", { name: "Who came on record by this sync" }).waitFor();
  await page
    .locator(".rows > li")
    .nth(count - 1)
    .waitFor();
  assert.equal(await page.locator(".rows > li").count(), count, "as many as are counted");
  await audit(page, "whom a sync brought");
  // An id is nothing that somebody looks for again.
  assert.equal(await page.getByRole("navigation", { name: "Last searches" }).count(), 0);
  await page.getByRole("link", { name: "To the sync" }).press("Enter");
  await waitForPage(page, "Sync with Student register");
});
