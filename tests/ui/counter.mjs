/** What stories do at the registrar's counter: births are declared, registered and certified. */
import assert from "node:assert/strict";
import { audit, auditColours, base, chooseLanguage, picture, waitForPage } from "./browser.mjs";

/** Declare a birth and return the address of its record. */
export async function declareBirth(page, first, last) {
  await page.goto(`${base}/declare/birth`);
  await waitForPage(page, "Declare a birth");
  const field = (label) => page.getByLabel(label, { exact: true }).first();
  await field("First name").fill(first);
  await field("Last name").fill(last);
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("FEMALE");
  await field("Place of birth").fill("Lviv");
  await field("Relationship")
    .selectOption("MOTHER")
    .catch(() => field("Relationship").fill("m"));
  await page.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(page, `Birth: ${first} ${last}`);
  return new URL(page.url()).pathname;
}

/** Register the declaration that the page shows. */
export async function register(page, number = /B-\d{4}-\d+/) {
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  await page.getByText(number).first().waitFor();
}

/** See that the page is fit for everybody and does not stick out; keep a picture where one is wanted. */
export async function seen(page, name, find = audit) {
  await find(page, name);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `${name} sticks out by ${tooWide} pixels`);
  assert.deepEqual(await page.evaluate(cutHeads), [], `${name}: heads that are cut within a word`);
  await picture(page, name);
}

/** Return the words of table heads that stand in two lines; beside each other, what changed is hyphenated. */
function cutHeads() {
  return [...document.querySelectorAll("table:not(.before-after) th")].flatMap((head) => {
    const found = [];
    const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{M}\d’']+/gu)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
        if (new Set(lines.map(({ top }) => Math.round(top))).size > 1) found.push(word);
      }
    }
    return found;
  });
}

/** See a page as others have it: on a phone, in Ukrainian, in the dark. */
export async function seenByAll(page, name) {
  const size = page.viewportSize();
  await seen(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: "dark" });
  await seen(page, `${name}-dark`, auditColours);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await seen(page, `${name}-narrow`);
  await page.setViewportSize(size);
}

/** See that the links to the lists of a page stay in one row on a phone, whatever the language. */
export async function seenInOneRow(page, tabs) {
  const size = page.viewportSize();
  for (const language of ["uk", "ar", "en"]) {
    await page.setViewportSize(size);
    await chooseLanguage(page, language);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator(`html[lang=${language}] .tabs`).waitFor();
    const rows = await page
      .locator(".tabs > li")
      .evaluateAll((all) => all.map((it) => it.offsetTop));
    assert.equal(new Set(rows).size, 1, `${language}: ${rows}`);
    const shown = page.locator(".tabs [aria-current]");
    const isInSight = ({ x, width }) => x > -1 && x + width < 361;
    assert.ok(isInSight(await shown.boundingBox()), `${language}: the list that is shown`);
    assert.notEqual(await page.locator(".tabs").getAttribute("data-cut"), "none", language);
    await seen(page, `tabs-${language}-${new URL(page.url()).pathname.slice(1)}`);
  }
  await page.setViewportSize(size);
  await tabs.waitFor();
}
