/** The form of a declaration tells which records are similar, and is in nobody's way with it. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";
import { declareBirth } from "./counter.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/declare/death");
  await waitForPage(page, "Declare a death");
  const deceased = page.getByRole("group", { name: "Deceased" });
  await deceased.getByText("Similar persons on record show here.").waitFor();
  const below = page.getByLabel("Place of death");
  const place = await below.boundingBox();

  await deceased.getByLabel("First name").fill("Solomiya");
  await deceased.getByLabel("Last name").fill("Kvitneva");
  await deceased.getByText("Type the birth date, too, to see similar persons.").waitFor();
  await deceased.getByLabel("Born", { exact: true }).fill("1950-02-03");
  const similar = deceased.getByText("Similar persons on record: 1");
  await similar.waitFor();
  assert.deepEqual(await below.boundingBox(), place, "nothing moves when records are found");
  assert.equal(await deceased.getByRole("link").count(), 0, "who is similar is told when asked");

  await deceased.getByLabel("National id").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const link = deceased.getByRole("link", { name: "Solomea Kvitneva" });
  await link.waitFor();
  assert.match(await deceased.innerText(), /the same person/);
  await audit(page, "a death that resembles somebody");
  await page.keyboard.press("Tab");
  const opening = page.context().waitForEvent("page");
  await page.keyboard.press("Enter");
  const person = await opening;
  await person.getByRole("heading", { name: "Solomea Kvitneva" }).waitFor();
  await person.close();
  assert.equal(await deceased.getByLabel("First name").inputValue(), "Solomiya");

  await deceased.getByLabel("Born", { exact: true }).fill("1971-12-30");
  await deceased.getByLabel("Last name").fill("Nobody");
  await deceased.getByText("No similar person has a record of their own").waitFor();
  await deceased.getByLabel("Born", { exact: true }).fill("1950-02-03");
  await deceased.getByLabel("Last name").fill("Kvitneva");

  // What the registry has of one is taken as it is, when somebody says so.
  await similar.waitFor();
  await deceased.locator("summary").click();
  await deceased
    .getByRole("button", { name: "Copy in what the registry has: Solomea Kvitneva" })
    .click();
  await deceased.getByText("The form says the same.").waitFor();
  assert.equal(await deceased.getByLabel("First name").inputValue(), "Solomea");
  await deceased.getByLabel("First name").fill("Solomiya");

  // Whoever registers the death finds the right one by that, though no search has the name.
  await page.getByLabel("Date of death").fill(new Date().toISOString().slice(0, 10));
  await below.fill("Ward 3");
  await page.getByLabel("Relationship").fill("son");
  await page.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(page, "Death: Solomiya Kvitneva");
  await page.getByRole("button", { name: "Register" }).click();
  const dialog = page.getByRole("alertdialog");
  const choices = dialog.getByRole("list", { name: "Similar persons on record" });
  await choices.getByRole("radio", { name: /^Solomea Kvitneva, .* the same person$/ }).check();
  await audit(page, "whom a death is about, among those who are similar");
  await dialog.getByRole("button", { name: "Register" }).click();
  await page.getByRole("link", { name: "Solomea Kvitneva" }).waitFor();

  // The parents and those who marry are looked for as the deceased are; witnesses are not.
  for (const [path, title, among] of [
    ["birth", "Declare a birth", ["Mother", "Father"]],
    ["marriage", "Declare a marriage", ["Spouse 1", "Spouse 2"]],
  ]) {
    await page.goto(`${base}/declare/${path}`);
    await waitForPage(page, title);
    const compared = path === "birth" ? 3 : 2;
    const offers = page.getByText("Similar persons on record show here.");
    await offers.nth(compared - 1).waitFor();
    assert.equal(await offers.count(), compared, `${path}: and nobody else is`);
    for (const who of among) await takeFromRecord(who);
    await audit(page, `${path} with somebody from the register`);
    await page.getByRole("link", { name: "Records" }).click();
    await waitForPage(page, "Records");
    await page.evaluate(() => sessionStorage.clear());
  }

  // A birth makes a person: whoever registers it sees before whether there is one already.
  await declareBirth(page, "Orysia", "Kvitneva");
  await page.getByRole("button", { name: "Register" }).click();
  await dialog.getByText("No person on record is similar.").waitFor();
  await audit(page, "a birth that resembles nobody");

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "registrar2", "/declare/birth");
  await waitForPage(ukrainian, "Заявити народження");
  await ukrainian.getByText("Схожі особи з реєстру з'являться тут").first().waitFor();
  await audit(ukrainian, "a birth without similar records, in Ukrainian");

  async function takeFromRecord(who) {
    const group = page.getByRole("group", { name: who, exact: true });
    await group.getByLabel("First name").fill("Irynka");
    await group.getByLabel("Last name").fill("Sadova");
    await group.getByLabel("Born", { exact: true }).fill("1970-06-07");
    await group.getByText("Similar persons on record: 1").click();
    await group
      .getByRole("button", { name: "Copy in what the registry has: Iryna Sadova" })
      .click();
    await group.getByText("The form says the same.").waitFor();
    assert.equal(await group.getByLabel("First name").inputValue(), "Iryna");
    assert.equal(await group.getByLabel("National id").inputValue(), "8500000071");
    assert.equal(await group.getByLabel("Gender").inputValue(), "FEMALE");
  }
});
