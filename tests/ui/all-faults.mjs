/** All faults of each declaration at once, in the order of its form, each until it is mended. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/declare/marriage");
  const group = (name) => page.getByRole("group", { name, exact: true });
  const summary = page.getByRole("alert");
  const faults = () => summary.getByRole("listitem").allInnerTexts();

  await waitForPage(page, "Declare a marriage");
  for (const name of ["Spouse 1", "Spouse 2", "Witness 1", "Witness 2"]) {
    await fill(name, "First name", name.startsWith("Spouse") ? "Ada" : name);
    await fill(name, "Last name", "Nowak");
    await fill(name, "Born", "1990-02-02");
  }
  // Of two names one is enough: the person is needed, and neither of the two fields is.
  for (const [name, isNeeded] of [
    ["Spouse 1", true],
    ["Witness 3", false],
  ]) {
    const star = group(name)
      .locator("legend")
      .evaluate((it) => getComputedStyle(it, "::after").content);
    assert.equal((await star).includes("*"), isNeeded, name);
    for (const label of ["First name", "Last name"]) {
      const field = group(name).getByLabel(label, { exact: true });
      assert.notEqual(await field.getAttribute("aria-required"), "true", `${name}: ${label}`);
    }
    await group(name).getByText("First name, last name or both").waitFor();
  }
  await fill("Spouse 1", "National id", "1234567890");
  await fill("Witness 1", "National id", "1234567890");
  await fill("Witness 2", "National id", "12");
  await fill("Informant", "E-mail", "nobody");
  await declare();
  assert.deepEqual(await faults(), [
    "Spouse 2: Both spouses are the same person.",
    "Witness 1: National id: Somebody else on this form has this number.",
    "Witness 2: National id: This is not ten digits.",
    "The event: Date of the marriage: This is needed.",
    "The event: Place of the marriage: This is needed.",
    "Informant: Relationship: This is needed.",
    "Informant: E-mail: This is no e-mail address.",
  ]);
  await page.locator(".form-errors:focus").waitFor();
  const email = group("Informant").getByLabel("E-mail");
  assert.equal(await email.getAttribute("aria-invalid"), "true");
  assert.equal(await described(email), "This is no e-mail address.");
  assert.equal(await described(group("Spouse 2")), "Both spouses are the same person.");
  await audit(page, "all faults of a marriage");

  await fill("Spouse 1", "National id", "1234567891");
  await fill("Spouse 1", "First name", "Bea");
  assert.equal((await faults())[0], "Witness 2: National id: This is not ten digits.");
  await summary.getByRole("button", { name: "Informant: E-mail" }).click();
  assert.ok(await email.evaluate((it) => it === document.activeElement));
  await email.fill("somebody@post.example");
  assert.equal((await faults()).length, 4);
  assert.notEqual(await email.getAttribute("aria-invalid"), "true");
  assert.ok(await email.evaluate((it) => it === document.activeElement), "the focus stays");
  await fill("Informant", "Relationship", "  ");
  assert.equal((await faults()).length, 4, "a blank mends nothing");
  await fill("Informant", "Relationship", "friend");
  await fill("Witness 2", "National id", "");
  await fill("The event", "Place of the marriage", "Lviv");
  await fill("The event", "Date of the marriage", "2024-01-01");
  await summary.waitFor({ state: "detached" });
  await declare(false);
  await waitForPage(page, "Marriage: Bea Nowak · Ada Nowak");
  await page.getByRole("heading", { name: "Witness 2" }).waitFor();

  await page.goto(`${base}/declare/birth`);
  await waitForPage(page, "Declare a birth");
  await page.getByText(/declared more than 365 days after the event/).waitFor();
  await fill("Child", "First name", "Ira");
  await fill("Child", "Last name", "Nowak");
  await fill("Child", "Born", "2020-01-01");
  await fill("Mother", "First name", "Ada");
  await fill("Mother", "Last name", "Nowak");
  await fill("Mother", "Born", "2015-05-05");
  await group("Father").getByLabel("First name").fill("Cy");
  await group("Father").getByLabel("Last name").fill("Nowak");
  await group("Father").getByLabel("Born").focus();
  await page.keyboard.type("0101");
  await declare();
  assert.deepEqual(await faults(), [
    "Child: Gender: This is needed.",
    "Mother: Born: A parent is at least 12 years older than the child.",
    "Father: Born: This is no whole date: day, month and year are needed.",
    "The event: Place of birth: This is needed.",
    "The event: Why it is declared late: This is needed more than a year after the event.",
    "Informant: Relationship: This is needed.",
  ]);
  await fill("Child", "Born", new Date().toISOString().slice(0, 10));
  await fill("Father", "Born", "1990-01-01");
  assert.deepEqual(await faults(), [
    "Child: Gender: This is needed.",
    "The event: Place of birth: This is needed.",
    "Informant: Relationship: This is needed.",
  ]);

  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(`${base}/declare/death`);
  await waitForPage(page, "Declare a death");
  await fill("Deceased", "National id", "x");
  await fill("Informant", "Phone", "x");
  await declare();
  assert.deepEqual((await faults()).slice(-5), [
    "Deceased: National id: This is not ten digits.",
    "The event: Date of death: This is needed.",
    "The event: Place of death: This is needed.",
    "Informant: Relationship: This is needed.",
    "Informant: Phone: This is no phone number.",
  ]);

  async function fill(section, label, text) {
    await group(section).getByLabel(label, { exact: true }).fill(text);
  }

  async function declare(isRefused = true) {
    await page.getByRole("button", { name: "Declare", exact: true }).click();
    if (isRefused) await summary.getByRole("listitem").first().waitFor();
  }

  function described(element) {
    return element.evaluate((it) => {
      const ids = it.getAttribute("aria-describedby").split(" ");
      return ids.map((id) => document.getElementById(id)?.innerText ?? "").join("");
    });
  }
});
