/** A clerk with a phone checks certificates: valid, revoked, altered, unknown, in three languages. */
import assert from "node:assert/strict";
import { audit, picture, runStory } from "./browser.mjs";

const { VALID, REVOKED, UNKNOWN } = process.env;
const phone = { viewport: { width: 360, height: 740 } };

await runStory(async (open) => {
  async function look(page, address, heading, where) {
    await page.goto("about:blank");
    await page.goto(address);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.locator("#reading").waitFor({ state: "hidden" });
    await audit(page, where);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${where} is ${width} wide`);
    await picture(page, `verify-${where}`);
  }

  for (const colorScheme of ["light", "dark"]) {
    const page = await open({ ...phone, colorScheme });
    await look(page, VALID, "Valid", `valid-${colorScheme}`);
    await page.getByText("Compare each line with the paper").waitFor();
    await page.getByRole("definition").filter({ hasText: "Коваленко" }).first().waitFor();
    await look(page, VALID.split("#")[0], "Valid", `number-alone-${colorScheme}`);
    await page.getByText("Only the number was checked").waitFor();
    await look(page, `${VALID}x`, "Do not accept this paper", `altered-${colorScheme}`);
    assert.equal(await page.getByText("Compare each line with the paper").isVisible(), false);
    await look(page, REVOKED, "Not valid", `revoked-${colorScheme}`);
    await page.getByText("What the revoked paper says").waitFor();
    await look(page, UNKNOWN, "No such certificate", `unknown-${colorScheme}`);
    assert.equal(await page.getByText("Only the number was checked").isVisible(), false);
  }

  const page = await open({ ...phone, locale: "uk-UA" });
  await look(page, VALID, "Дійсне", "uk");
  await page.getByText("Дитина: прізвище").waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "Valid" }).waitFor();
  await page.getByText("Child: family name").waitFor();
  assert.ok(page.url().endsWith(VALID.split("#")[1]), "the secret stays with the page");

  // Arabic goes from right to left, and what stands in another script keeps its own way.
  const arabic = await open({ ...phone, locale: "ar-JO" });
  await look(arabic, VALID, "سارية", "ar");
  await arabic.getByText("المولود: اسم العائلة").waitFor();
  const ways = await arabic.evaluate(() => [
    document.dir,
    getComputedStyle(document.querySelector("dd")).textAlign,
  ]);
  assert.deepEqual(ways, ["rtl", "right"]);
  await look(arabic, REVOKED, "غير سارية", "ar-revoked");

  await page.route("**/verify/*", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await page.reload();
  await page.getByText("could not be read").waitFor();
  await audit(page, "failed");
});
