/** A death of somebody with a single name, known to the year and the month, declared and amended. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/declare/death");
  await waitForPage(page, "Declare a death");
  const group = (name) => page.getByRole("group", { name, exact: true });
  const field = (section, label) => group(section).getByLabel(label, { exact: true });
  const declare = () => page.getByRole("button", { name: /^(Declare|Amend)$/ }).click();
  const faults = () => page.getByRole("alert").getByRole("listitem").allInnerTexts();
  const lastYear = String(new Date().getFullYear() - 1);

  await field("Deceased", "The day is not known").check();
  await field("Deceased", "Born: year").fill("41");
  await field("The event", "Date of death").fill("2020-02-03");
  await field("The event", "The day is not known").check();
  assert.equal(await field("The event", "Date of death: year").inputValue(), "2020");
  assert.equal(await field("The event", "Month, if known").inputValue(), "02");
  await field("The event", "Date of death: year").fill("");
  await declare();
  await page.getByRole("alert").getByRole("listitem").first().waitFor();
  assert.deepEqual((await faults()).slice(0, 3), [
    "Deceased: First name: A first name or a last name is needed.",
    "Deceased: Born: year: A year has four digits.",
    "The event: Date of death: year: A year has four digits.",
  ]);
  await audit(page, "a form with dates that are not known to the day");

  await field("Deceased", "Last name").fill("Suharto");
  await field("Deceased", "Born: year").fill("1941");
  await field("The event", "Date of death: year").fill(lastYear);
  await field("The event", "Place of death").fill("Lviv");
  await field("The event", "Why it is declared late").fill("Found late");
  await field("Informant", "Relationship").fill("son");
  await declare();
  await waitForPage(page, "Death: Suharto");
  await page.getByText(`February ${lastYear}`).waitFor();
  await page.getByText("1941", { exact: true }).waitFor();
  await audit(page, "a record with dates that are not known to the day");

  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByLabel("Reason").fill("The month is wrong");
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await page.getByRole("link", { name: "Amend" }).click();
  await waitForPage(page, "Amend the declaration");
  assert.equal(await field("Deceased", "Born: year").inputValue(), "1941");
  assert.equal(await field("The event", "Month, if known").inputValue(), "02");
  await field("The event", "The day is not known").uncheck();
  await field("The event", "Date of death").fill(`${lastYear}-03-04`);
  await declare();
  await waitForPage(page, "Death: Suharto");
  const day = new RegExp(`(4 Mar|Mar 4,) ${lastYear}`);
  await page.getByRole("definition").filter({ hasText: day }).first().waitFor();

  await page.goto(`${base}/records?name=suharto`);
  await page.getByRole("link", { name: "Suharto", exact: true }).first().waitFor();
});
