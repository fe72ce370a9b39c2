/** An administrator makes a source of records, by keys alone, and is shown what is wrong with one. */
import assert from "node:assert/strict";
import { audit, chooseLanguage, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "admin");
  await page.getByRole("link", { name: "Sources", exact: true }).press("Enter");
  await waitForPage(page, "Sources");
  await page.getByText("There is no source yet.").waitFor();
  await audit(page, "no sources");

  const dialog = await opened(page);
  await dialog.getByLabel("Name").fill("MiData");
  await dialog.getByLabel("Address of its API").fill("http://midata.example/api?x=1");
  await dialog.getByLabel("With a client of the registry").press("Space");
  await dialog.getByLabel("Client of the registry there").waitFor();
  await audit(page, "the dialog of a new source");
  await picture(page, "source-dialog");
  await dialog.getByRole("button", { name: "New source" }).press("Enter");
  await dialog.locator("[aria-invalid=true]").first().waitFor();

  await dialog.getByLabel("Address of its API").fill("https://midata.example/api");
  await dialog.getByLabel("With a client of the registry").press("Space");
  await dialog.getByRole("button", { name: "New source" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  const row = page.getByRole("listitem").filter({ hasText: "https://midata.example/api" });
  await row.getByRole("heading", { name: "MiData" }).waitFor();
  await row.getByText("JSON:API").waitFor();
  await row.getByText("With a token of whoever syncs").waitFor();

  const again = await opened(page);
  await again.getByLabel("Name").fill("midata");
  await again.getByLabel("Address of its API").fill("https://other.example/api");
  await again.getByRole("button", { name: "New source" }).press("Enter");
  await again.getByText("Another source has this name.").waitFor();
  await again.getByRole("button", { name: "Cancel" }).press("Enter");
  await again.waitFor({ state: "detached" });

  await page.reload();
  await row.waitFor();
  assert.equal(await page.locator("#list > li").count(), 1);
  await audit(page, "sources");
  await page.setViewportSize({ width: 360, height: 740 });
  await fits(page, "narrow");
  await picture(page, "sources-narrow");
  await page.setViewportSize({ width: 1280, height: 860 });
  await chooseLanguage(page, "ar");
  await page.getByRole("heading", { name: "المصادر" }).waitFor();
  await row.waitFor();
  await fits(page, "right to left");
  await audit(page, "sources from right to left");
  await picture(page, "sources-right-to-left");
});

/** Open the dialog by its button. */
async function opened(page) {
  await page.getByRole("button", { name: "New source" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

async function fits(page, look) {
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `${look} sticks out by ${tooWide} pixels`);
}
