/** A steward who finds a mistake in somebody's record reads who mends it: a registrar, or the source. */
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "steward1", "/persons");
  await waitForPage(page, "Persons");
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox", { name: "A page, a name or a number" }).waitFor();
  await page.keyboard.type("spelling");
  await page.getByRole("option", { name: /^A mistake in somebody’s record/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".rows > li > a").first().press("Enter");
  await page.getByRole("heading", { name: "A mistake in this record?" }).waitFor();
  await page.getByText(/is corrected by a registrar of any office/).waitFor();
  await audit(page, "who mends a mistake");

  // What a source says is mended there.
  const other = await open({ reducedMotion: "reduce" });
  await signIn(other, "steward2", "/organisations");
  await waitForPage(other, "Organisations");
  await other.getByRole("searchbox").fill("Lakeside Clinic");
  await other.keyboard.press("Enter");
  await other.getByRole("link", { name: "Lakeside Clinic" }).press("Enter");
  await waitForPage(other, "Lakeside Clinic");
  const members = other.locator("#members .rows > li");
  await members
    .getByRole("link", { name: /Longbottom/ })
    .first()
    .press("Enter");
  await waitForPage(other, /Longbottom/);
  await other.getByText("This record says what Clinic records says.").waitFor();
  const link = { name: "What the source last brought for Lakeside Clinic" };
  await other.getByRole("link", link).press("Enter");
  await waitForPage(other, "Lakeside Clinic");
  await other.waitForURL(/#sources$/);
  await other.locator("#sources").getByText("Clinic records").first().waitFor();

  // An administrator reads it too.
  const admin = await open({ reducedMotion: "reduce" });
  await signIn(admin, "admin", "/persons?name=a");
  await admin.locator(".rows > li > a").first().press("Enter");
  await admin.getByRole("heading", { name: "A mistake in this record?" }).waitFor();
});
