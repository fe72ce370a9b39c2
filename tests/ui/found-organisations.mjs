/** Organisations are found by Ctrl-K, and linked with persons, users and acts of the trail both ways. */
import { act, audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "admin");
  await waitForPage(page, /./);
  await page.keyboard.press("Control+k");
  const finder = page.getByRole("dialog", { name: "Find anything" });
  await finder.getByRole("searchbox").waitFor();
  await page.keyboard.type("saint mary");
  await finder.getByRole("option", { name: /^Saint Mary Hospital/ }).click();
  await waitForPage(page, "Saint Mary Hospital");

  // Its trail, and back by the link of an act.
  const content = page.getByRole("main");
  await content.getByRole("link", { name: "Audit trail", exact: true }).first().press("Enter");
  await page.waitForURL(/\/trail\?resourceId=/);
  await page.locator(".trail summary").first().click();
  await audit(page, "an act on an organisation");
  await page.getByRole("link", { name: "Saint Mary Hospital" }).first().press("Enter");
  await waitForPage(page, "Saint Mary Hospital");

  // A person has their organisations, each a link.
  await page.goto(`${base}/persons?name=zielinska%20anna`);
  await page
    .getByRole("link", { name: /Zielińska/ })
    .first()
    .press("Enter");
  await page.getByRole("heading", { name: "What they let organisations do" }).waitFor();
  await audit(page, "a person with organisations");
  await page.getByRole("link", { name: "Lakeside Clinic" }).first().press("Enter");
  await waitForPage(page, "Lakeside Clinic");

  // A role that holds in an organisation is taken where users are listed, too.
  await page.goto(`${base}/users?find=registrar4`);
  const row = page.getByRole("listitem").filter({ hasText: "registrar4" }).first();
  await row.getByRole("link", { name: "Saint Mary Hospital" }).waitFor();
  await row.getByText("until").first().waitFor();
  await audit(page, "a user with a role in an organisation");
  await act(page, row, /^Revoke.*Registrar/);
  await row.getByRole("link", { name: "Saint Mary Hospital" }).waitFor({ state: "detached" });
});
