/** A registrar's form: each violation leads to its field, and a lost answer does no harm. */
import assert from "node:assert/strict";
import { audit, base, hold, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/declare/marriage");
  await waitForPage(page, "Declare a marriage");
  const field = (label, number = 0) => page.getByLabel(label, { exact: true }).nth(number);
  const declare = () => page.getByRole("button", { name: "Declare", exact: true }).click();
  const focused = () => page.evaluate(() => document.activeElement.dataset.path);
  for (const [number, name] of ["Ada", "Ada", "Cy", "Dee"].entries()) {
    await field("First name", number).fill(name);
    await field("Last name", number).fill("Nowak");
    await field("Born", number).fill(number < 2 ? "2000-02-02" : "1990-03-03");
  }
  await field("National id", 2).fill("12");
  await field("Date of the marriage").fill("2024-01-01");
  await field("Relationship").fill("spouse");

  await declare();
  await page.getByRole("alert").waitFor();
  await page.getByRole("alert").getByRole("button", { name: "Witness 1: National id" }).click();
  assert.equal(await focused(), "witnesses.0.nationalId");
  await page.getByRole("alert").getByRole("button", { name: "The event: Place" }).click();
  assert.equal(await focused(), "placeOfMarriage");
  // Nobody marries themselves: no single field is wrong, so it leads to the person.
  await page.getByRole("alert").getByRole("button", { name: "Spouse" }).first().click();
  assert.equal(await focused(), "spouses.1");
  await audit(page, "a form with faults");

  await page.goto(`${base}/declare/birth`);
  await waitForPage(page, "Declare a birth");
  await field("First name").fill("Lost");
  await field("Last name").fill("Answer");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("MALE");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("mother");
  const answer = await hold(page, "declaringBirthMutation");
  await declare();
  await answer.lose();
  await page.getByText("The server does not answer.").waitFor();
  assert.equal(await field("First name").inputValue(), "Lost", "what was typed is there");
  await declare();
  await waitForPage(page, "Birth: Lost Answer");
  await page.goto(`${base}/records?name=Lost`);
  await page.getByRole("link", { name: "Lost Answer" }).first().waitFor();
  assert.equal(await page.getByRole("link", { name: "Lost Answer" }).count(), 1);

  // Changed after a lost answer it is another declaration, if the registrar says that it is.
  await page.goto(`${base}/declare/birth`);
  await waitForPage(page, "Declare a birth");
  await field("First name").fill("First");
  await field("Last name").fill("Twin");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("MALE");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("mother");
  const other = await hold(page, "declaringBirthMutation");
  await declare();
  await other.lose();
  await page.getByText("The server does not answer.").waitFor();
  await field("First name").fill("Second");
  await declare();
  await page.getByText("This was sent before with other words, and done.").waitFor();
  await audit(page, "a form that was sent before");
  await page.getByRole("button", { name: "It is another one" }).click();
  await waitForPage(page, "Birth: Second Twin");
  await page.goto(`${base}/records?name=Lost`);
  await page.getByRole("link", { name: "Lost Answer" }).first().waitFor();

  await page.getByRole("link", { name: "Lost Answer" }).click();
  await waitForPage(page, "Birth: Lost Answer");
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  await page.getByText(/B-\d{4}-\d+/).waitFor();
  // The focus stays where the button was: it comes back as the dialog has gone.
  await page.waitForFunction(() => document.activeElement?.closest("article"));
});
