/** A reviewer's day, without touching the mouse. */
import assert from "node:assert/strict";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

const pairs = Number(process.env.PAIRS);

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  const dialog = page.getByRole("alertdialog");
  const pair = page.getByRole("table");

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await audit(page, "the keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await pair.waitFor();
  await audit(page, "a pair");

  // Who reads the comment stands under it, and what becomes of a hard case where it is put off.
  await page.getByText(/^Colleagues do not read it/).waitFor();
  await page.keyboard.press("p");
  await dialog.getByText(/only you read your comment/).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.keyboard.press("c");
  await page.keyboard.type("The same handwriting");
  await page.keyboard.press("Escape");
  await decide("p", "Put this pair off?");
  await page.getByText("Postponed: 1 of at most 5.").waitFor();
  await page.getByRole("link", { name: "See it again" }).waitFor();
  const keys = ["m", "s", "t"];
  const titles = [
    "Are these one person?",
    "Are these two people?",
    "Is this pair unfit to be judged?",
  ];
  for (let done = 1; done < pairs; done++) await decide(keys[done % 3], titles[done % 3]);

  await page.goto(`${process.env.CONSOLE}/requests?show=postponed`);
  await waitForPage(page, "My requests");
  await page.getByText("The same handwriting").waitFor();
  await page.getByText(/only you read your comment/).waitFor();
  for (const typed of ["hand over", "leave a note", "colleague"]) {
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: "A page, or a name in your pairs" }).fill(typed);
    await page.getByRole("option", { name: "Who reads my comment on a pair" }).waitFor();
    await page.keyboard.press("Escape");
  }
  await page.locator("#list").getByRole("link").first().press("Enter");
  await waitForPage(page, "Pair");
  await page.getByText(/^put off/).waitFor();
  assert.equal(await page.getByLabel("Comment (optional)").inputValue(), "The same handwriting");
  await page.keyboard.press("m");
  await dialog.waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Said: one person.").waitFor();
  await page.getByText("You said: one person").waitFor();
  await page.keyboard.press("z");
  await page.getByText(/^you took it back/).waitFor();
  assert.equal(await page.getByText(/^put off/).count(), 0, "nobody put it off");

  async function decide(key, title) {
    const earlier = await pair.innerText();
    await page.keyboard.press(key);
    await page.getByRole("alertdialog", { name: title }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction((text) => {
      const table = document.querySelector("table");
      return table !== null && table.innerText !== text;
    }, earlier);
    await dialog.waitFor({ state: "detached" });
  }
});
