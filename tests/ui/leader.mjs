/** Whoever leads groups at a source syncs two that nobody knew, by keys alone, and sees the figures of one. */
import assert from "node:assert/strict";
import {
  audit,
  base,
  chooseLanguage,
  picture,
  resize,
  runStory,
  signIn,
  waitForPage,
} from "./browser.mjs";

const { TOKEN } = process.env;

/** Ask the source for the groups of whoever has a token. */
async function ask(page, token) {
  await page.getByLabel("Your token of Scouts elsewhere").fill(token);
  await page.getByRole("button", { name: "Show my groups" }).press("Enter");
}

async function fits(page, look) {
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `${look} sticks out by ${tooWide} pixels`);
}

/** Sync a group by one press, and see how far it is, and its end. */
async function sync(page, group) {
  await page.getByRole("button", { name: `Sync ${group}` }).press("Enter");
  await waitForPage(page, /^Sync with /);
  await page.getByText("Done", { exact: true }).waitFor();
  // With its end whoever asked looks after it.
  await page.getByRole("link", { name: group }).press("Enter");
  await waitForPage(page, group);
}

await runStory(async (window) => {
  const page = await window({ reducedMotion: "reduce" });
  await signIn(page, "person1");
  await page.getByRole("link", { name: "Groups you lead elsewhere" }).press("Enter");
  await waitForPage(page, "Groups you lead elsewhere");
  await audit(page, "before the source is asked");

  await ask(page, "a-token-of-nobody");
  await page.getByRole("alert").getByText("The source does not take this token").waitFor();
  await audit(page, "a token that the source does not take");
  await picture(page, "own-groups-refused");

  await ask(page, TOKEN);
  await page.getByText("3 groups").waitFor();
  const pack = page.getByRole("listitem").filter({ hasText: "Pack of others" });
  await pack.getByText("Your role does not allow this.").waitFor();
  assert.equal(await pack.getByRole("button").count(), 0);
  await audit(page, "one's own groups");
  await picture(page, "own-groups");
  await resize(page, { width: 360, height: 740 });
  await fits(page, "narrow");
  await picture(page, "own-groups-narrow");
  await resize(page, { width: 1280, height: 860 });
  await chooseLanguage(page, "ar");
  await page.getByRole("heading", { name: "مجموعات تقودها في مكان آخر" }).waitFor();
  await resize(page, { width: 360, height: 740 });
  await fits(page, "from right to left");
  await audit(page, "one's own groups, narrow and from right to left");
  await picture(page, "own-groups-right-to-left");
  await resize(page, { width: 1280, height: 860 });
  await chooseLanguage(page, "en");

  await sync(page, "Bears");
  await page.goto(`${base}/sources/groups`);
  await ask(page, TOKEN);
  const bears = page.getByRole("listitem").filter({ hasText: "Bears" });
  await bears.getByText("On record here").waitFor();
  await sync(page, "Canary troop");

  await page.getByRole("heading", { name: "Figures", exact: true }).click();
  const chart = page.getByRole("figure").filter({ hasText: "Members by gender" });
  await chart.locator("rect").first().waitFor();
  await chart.getByText("As a table").press("Enter");
  await chart.getByRole("cell", { name: "9", exact: true }).first().waitFor();
  await page.evaluate(() => scrollTo(0, 0)); // the links to parts lie over what is scrolled under them
  await audit(page, "the organisation that a sync made");
  await picture(page, "synced-organisation");
});
