/** A reviewer compares names that are swapped, and values that agree though they are written apart. */
import assert from "node:assert/strict";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  const pair = page.getByRole("table");
  const row = (name) => pair.getByRole("row").filter({ hasText: name }).first();
  const seen = [];
  const marks = (name) => row(name).locator("mark").allInnerTexts();

  await page.keyboard.press("n");
  await pair.waitFor();
  await see();
  for (const compared of [1, 2, 3]) {
    await page.keyboard.press("m");
    await page.getByRole("alertdialog").waitFor();
    await page.keyboard.press("Enter");
    await row(seen[compared - 1].firstName).waitFor({ state: "detached" });
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    await see();
  }
  assert.deepEqual(seen.map(({ what }) => what).toSorted(), [
    "gender",
    "marked",
    "romanised",
    "swapped",
  ]);

  async function see() {
    const text = await row("First name").innerText();
    if (text.includes("Ren\u00e9")) await seeSwapped();
    else if (text.includes("Alan")) await seeGender();
    else if (text.includes("Ivan")) await seeRomanised();
    else await seeMarked();
  }

  /** Names that changed places and script at once. */
  async function seeRomanised() {
    seen.push({ what: "romanised", firstName: "Ivan" });
    for (const name of ["First name", "Last name"]) {
      await row(name).getByText("swapped with the other name").waitFor();
    }
    await row("Born").getByText("6 May 1984").first().waitFor();
  }

  /** A name that is also the word for a gender is shown as it is written. */
  async function seeGender() {
    seen.push({ what: "gender", firstName: "Alan" });
    await row("Last name").getByText("MALE", { exact: true }).waitFor();
    assert.deepEqual(await marks("Last name"), ["E", "A"]);
  }

  async function seeSwapped() {
    seen.push({ what: "swapped", firstName: "Ren\u00e9" });
    const why =
      /^Shown as a pair for: the same .*birth date.*; .*\(first and last name have changed places\)/;
    await page.getByText(why).waitFor();
    for (const name of ["First name", "Last name"]) {
      await row(name).getByText("swapped with the other name").waitFor();
      assert.deepEqual(await marks(name), [], "each letter is there, at the other name");
    }
    for (const name of ["E-mail", "Documents"]) {
      await row(name).getByText("agrees", { exact: true }).waitFor();
      assert.deepEqual(await marks(name), [], "what agrees has no marks");
    }
    await audit(page, "swapped names");
  }

  async function seeMarked() {
    seen.push({ what: "marked", firstName: "Neil" });
    await row("First name").getByText("agrees", { exact: true }).waitFor();
    assert.deepEqual(await marks("First name"), []);
    assert.deepEqual(await marks("Last name"), ["\u0915\u093f", "\u0915\u0940"]);
    assert.deepEqual(await marks("Born"), ["4", "5"]);
  }
});
