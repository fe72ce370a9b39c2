/** The links of an organisation's page lead to what is there, and who invites reads how a role ends. */
import assert from "node:assert/strict";
import { base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "steward1", "/organisations");
  await waitForPage(page, "Organisations");
  const path = await page.getByRole("treeitem", { name: "Northern District" }).getAttribute("href");
  await page.goto(base + path);
  await page.getByRole("button", { name: "Invite somebody to work here" }).waitFor();
  const links = page.locator("nav.contents a");
  // All parts have come but that of plans, which shows its place until it is known that there are none.
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll("nav.contents a")];
    const missing = all.filter((it) => !(document.querySelector(it.hash)?.childElementCount > 0));
    return all.length > 5 && missing.map((it) => it.textContent).join() === "Plans";
  });
  const leads = await links.evaluateAll((all) =>
    all.map((it) => [it.textContent, document.querySelector(it.hash)?.childElementCount > 0]),
  );
  assert.ok(leads.length > 5, leads.join(" / "));
  assert.deepEqual(
    leads.filter(([, isThere]) => !isThere),
    [["Plans", false]],
    "links that are not shown",
  );
  assert.equal(await links.filter({ hasText: "Plans" }).isVisible(), false);
  assert.equal(await page.getByRole("link", { name: "Plans", exact: true }).count(), 0);
  await page.getByRole("button", { name: "Invite somebody to work here" }).click();
  await page.getByRole("dialog").getByLabel("Last day of the role").waitFor();
});
