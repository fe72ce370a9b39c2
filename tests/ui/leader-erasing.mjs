/** Whoever leads a group that they have synced erases it by typing its name. */
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (window) => {
  const page = await window({ reducedMotion: "reduce" });
  await signIn(page, "person1", "/organisations");
  await page.getByRole("treeitem", { name: /Canary troop/ }).press("Enter");
  await waitForPage(page, "Canary troop");
  await page.getByRole("button", { name: "Erase", exact: true }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("row", { name: "Records of sources" }).waitFor();
  await picture(page, "synced-erasing");
  await dialog.getByLabel("Its name, to be sure").fill("Canary troop");
  await dialog.getByLabel("Reason").fill("They asked for it");
  await dialog.getByRole("button", { name: "Erase", exact: true }).press("Enter");
  await waitForPage(page, "Erasure");
  await page.getByText("Done", { exact: true }).waitFor();
  await audit(page, "an erasure that is done");
  await page.goto(`${base}/organisations`);
  await page.getByRole("treeitem", { name: /Bears/ }).waitFor();
});
