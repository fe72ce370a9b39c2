/** A steward reads how an organisation stands, in bars and in tables, and nothing that is too small. */
import assert from "node:assert/strict";
import { audit, chooseLanguage, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const looks = {
  light: { viewport: { width: 1280, height: 860 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 860 }, colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
};

await runStory(async (open) => {
  for (const [look, options] of Object.entries(looks)) {
    const page = await open({ reducedMotion: "reduce", timezoneId: "UTC", ...options });
    await signIn(page, "steward2", "/organisations?name=university");
    await page.getByRole("link", { name: "State University" }).click();
    await waitForPage(page, "State University");
    await drawn(page);
    await audit(page, `figures ${look}`);
    await fits(page, look);
    await picture(page, `figures-${look}`);
    if (look === "light") {
      await reads(page);
      await rightToLeft(page);
    }
    await page.context().close();
  }
});

async function drawn(page, title = "Figures") {
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
  if ((await page.locator("#figures .fold[open]").count()) === 0) {
    await page.getByRole("heading", { name: title, exact: true }).click();
  }
  await page.locator(".bars svg").first().waitFor();
  await page.waitForFunction(
    () => document.querySelector(".bars:not(:has(svg)), .skeleton") === null,
  );
}

/** A year has thirteen points, of which the last is of today; who is alone with a year of birth is in none. */
async function reads(page) {
  const chart = page.getByRole("figure").filter({ hasText: "Members by gender" });
  assert.ok((await chart.locator("rect").count()) > 12, "a bar of each gender and month");
  await chart.getByText("As a table").press("Enter");
  const rows = await chart.locator("tbody tr").allInnerTexts();
  assert.equal(rows.length, 13);
  const numbers = (row) => row.split("\t").slice(1).map(Number);
  const members = (row) => numbers(row).reduce((sum, count) => sum + count, 0);
  assert.ok(numbers(rows[12]).every((count) => count >= 5));
  assert.ok(members(rows[0]) < members(rows[12]), "it has grown");
  const name = await chart.locator("rect title").last().textContent();
  assert.match(name, /^\p{L}+ \d{4}, (Female|Male): \d+$/u);

  const years = page.getByRole("figure").filter({ hasText: "Members by year of birth" });
  await years.getByText("What there is, is too little to be shown.").waitFor();
  const moves = page.getByRole("figure").filter({ hasText: "Who joined and who left" });
  await moves.getByText("As a table").press("Enter");
  const joined = (await moves.locator("tbody tr").allInnerTexts()).filter((it) =>
    /\t6\t0$/.test(it),
  );
  assert.equal(joined.length, 1, "six joined in one month");
  assert.equal(await moves.getByRole("link").count(), 0);
}

async function fits(page, look) {
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `${look} sticks out by ${tooWide} pixels`);
}

async function rightToLeft(page) {
  await chooseLanguage(page, "ar");
  await drawn(page, "الأرقام");
  await waitForPage(page, "State University");
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  await fits(page, "right to left");
  // No link lies half below the links to the parts, which stay in sight.
  await page.evaluate(() => scrollTo(0, 0));
  await audit(page, "figures from right to left");
  await picture(page, "figures-right-to-left");
}
