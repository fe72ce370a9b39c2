/** A death ends a marriage: it is said while the death is declared, before it is registered, and since. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";
import { register, seenByAll } from "./counter.mjs";

const ENDS =
  "By a marriage on record the deceased was married; the registration of this death ends it:";
const NAMES = "Ołena Moroz · Petro Moroz";
const [ago, today] = [30, 0].map((days) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
);

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "registrar1", "/declare/marriage");
  await waitForPage(page, "Declare a marriage");
  await fill("Spouse 1", "Ołena", "1970-02-03", "8500000014");
  await fill("Spouse 2", "Petro", "1969-08-09");
  await fill("Witness 1", "Ada", "1980-01-01");
  await fill("Witness 2", "Eve", "1981-01-01");
  await page.getByLabel("Date of the marriage").fill(ago);
  await page.getByLabel("Place of the marriage").fill("Lviv");
  await page.getByLabel("Relationship").fill("spouse");
  await declare();
  await waitForPage(page, /^Marriage: /);
  await register(page, /M-\d{4}-\d+/);
  const marriage = page.url();
  assert.equal(await page.getByText("was married").count(), 0);

  // It is found by names and birth date, or by the number, and nobody else's is.
  await page.goto(`${base}/declare/death`);
  await waitForPage(page, "Declare a death");
  const said = page.getByText(ENDS);
  const another = answer();
  await fill("Deceased", "OLENA", "1970-02-04");
  await another;
  assert.equal(await said.count(), 0, "somebody else was married");
  await field("Deceased", "National id").fill("8500000014");
  await said.waitFor();
  await field("Deceased", "Born").fill("");
  await said.waitFor();
  await field("Deceased", "First name").fill("");
  await said.waitFor();
  await field("Deceased", "First name").fill("OLENA");
  await field("Deceased", "Born").fill("1970-02-04");
  await field("Deceased", "National id").fill("");
  await said.waitFor({ state: "detached" });
  await field("Deceased", "Born").fill("1970-02-03");
  // It asks as the record will: names in another script are the same names.
  await fill("Deceased", "Олена", "1970-02-03", "", "Мороз");
  await said.waitFor();
  await field("Deceased", "Last name").fill("Moroz");
  await field("Deceased", "First name").fill("Ołena");
  await said.waitFor();
  assert.equal(await page.getByRole("link", { name: NAMES }).getAttribute("target"), "_blank");
  await page.getByLabel("Date of death").fill("2001-01-01");
  await said.waitFor({ state: "detached" });
  await page.getByLabel("Date of death").fill(today);
  await said.waitFor();
  await seenByAll(page, "death-that-ends-a-marriage");

  await page.getByLabel("Place of death").fill("Ward 3");
  await page.getByLabel("Relationship").fill("son");
  await declare();
  await waitForPage(page, "Death: Ołena Moroz");
  await said.waitFor();
  await page.getByRole("button", { name: "Register" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText(ENDS).waitFor();
  await dialog.getByRole("link", { name: NAMES }).waitFor();
  await audit(page, "the registration of a death that ends a marriage");
  await dialog.getByLabel("No person on record matches:").check();
  await dialog.getByRole("button", { name: "Register" }).click();

  // It is over at once, on the page that is shown and on that of the marriage.
  await page.getByText("This death ended the marriage:").waitFor();
  await page.getByRole("link", { name: NAMES }).click();
  await waitForPage(page, /^Marriage: /);
  assert.equal(page.url(), marriage);
  const standing = page.locator(".standing .status");
  assert.deepEqual(await standing.allInnerTexts(), ["Marriage ended by a death", "Registered"]);
  assert.equal(await page.locator(".status.good").count(), 0, "nothing of it is in force");
  await page.getByText("The marriage ended by the death of").waitFor();
  const steps = page.getByRole("list", { name: "History" }).locator("> li");
  const last = steps.last();
  await last.getByText("Marriage ended by a death").waitFor();
  await last.getByText(/D-\d{4}-\d+/).waitFor();
  assert.equal(await steps.count(), 3, "declared, registered, ended");
  await seenByAll(page, "ended-marriage");
  await page.goto(`${base}/records?kind=MARRIAGE&name=Moroz`);
  await page.getByText("Marriage ended by a death").waitFor();
  assert.deepEqual(await standing.allInnerTexts(), ["Marriage ended by a death", "Registered"]);
  assert.equal(await page.locator(".rows .status.good").count(), 0, "nor in a list");
  await seenByAll(page, "ended-marriage-listed");
  await page.getByText("More filters").click();
  await page.getByLabel("Only", { exact: true }).selectOption("Marriages ended by a death");
  await page.waitForURL(/only=ended/);
  await page.getByText("1 record", { exact: true }).waitFor();
  await page.getByRole("link", { name: NAMES }).waitFor();
  await page.goto(marriage);
  await last.getByRole("link", { name: "Ołena Moroz" }).click();
  await waitForPage(page, "Death: Ołena Moroz");

  // The page of somebody lists the marriages that name them, though no marriage made or marked them.
  await page.goto(`${base}/persons?name=Petro+Moroz`);
  await page.getByRole("link", { name: "Petro Moroz" }).click();
  await page.getByRole("heading", { name: "Marriages that name them" }).waitFor();
  await page.getByRole("link", { name: NAMES }).waitFor();
  await audit(page, "a person whom a marriage names");
  // And the record leads back to whom each of the two may be on record; nothing more is said.
  await page.getByRole("link", { name: NAMES }).click();
  await waitForPage(page, `Marriage: ${NAMES}`);
  await page.getByText(/^On record as Petro Moroz, 9 Aug 1969$/).waitFor();
  assert.equal(await page.getByText("On record as").count(), 1, "the other is not on record");
  await page.getByRole("link", { name: "Petro Moroz", exact: true }).click();
  await waitForPage(page, "Petro Moroz");

  // A marriage that has ended is ended by no other death.
  await page.goto(`${base}/declare/death`);
  await waitForPage(page, "Declare a death");
  const widowers = answer();
  await fill("Deceased", "Petro", "1969-08-09");
  assert.equal((await (await widowers).json()).data.vitalEvents.edges.length, 1);
  await page.getByLabel("Place of death").fill("Ward 3");
  assert.equal(await said.count(), 0);

  function answer() {
    return page.waitForResponse(
      (response) => response.request().postDataJSON?.()?.operationName === "endedMarriagesQuery",
    );
  }
  function field(section, label) {
    return page
      .getByRole("group", { name: section, exact: true })
      .getByLabel(label, { exact: true });
  }
  async function fill(section, firstName, born, number = "", lastName = "Moroz") {
    await field(section, "First name").fill(firstName);
    await field(section, "Last name").fill(lastName);
    await field(section, "Born").fill(born);
    if (number !== "") await field(section, "National id").fill(number);
  }
  function declare() {
    return page.getByRole("button", { name: "Declare", exact: true }).click();
  }
});
