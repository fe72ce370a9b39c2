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

  await page.keyboard.press("c");
  await page.keyboard.type("The same handwriting");
  await page.keyboard.press("Escape");
  await decide("p", "Put this pair off?");
  await page.getByText("Postponed: 1 of 5.").waitFor();
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
  await page.locator("#list").getByRole("link").first().press("Enter");
  await waitForPage(page, "Pair");
  await page.getByText("you put it off").waitFor();
  assert.equal(await page.getByLabel("Comment (optional)").inputValue(), "The same handwriting");
  await page.keyboard.press("m");
  await dialog.waitFor();
  await page.keyboard.press("Enter");
  await waitForPage(page, "My requests");
  await page.goBack();
  await waitForPage(page, "Pair");
  await page.getByText("You said:").waitFor();

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
