/** The form of a declaration: the informant who is on it, numbers on record, twins. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";
import { seen, seenByAll } from "./counter.mjs";

const FATHER_UNSTATED = "The father is not known or not stated";
const NUMBER = "7310964205";
const today = new Date().toISOString().slice(0, 10);

await runStory(async (open) => {
  const page = await open();
  const looks = [];
  page.on("request", (request) => {
    const name = request.postDataJSON?.()?.operationName;
    if (name === "registryOfferQuery") looks.push(name);
  });
  await signIn(page, "registrar1", "/declare/birth");
  await waitForPage(page, "Declare a birth");
  const form = formOf(page);

  await form.field("Child", "First name").fill("Solomiya");
  await form.field("Child", "Last name").fill("Twin");
  await form.field("Child", "Born").fill(today);
  await form.field("Child", "Gender").selectOption("FEMALE");
  await placeIsOffered(page, form.field("The event", "Place of birth"));
  await form.fill("Mother", "Daryna", "Twin", "1993-04-05");
  await form.field("Mother", "National id").fill(NUMBER);
  await form.field("Informant", "The informant is").selectOption("Mother");
  const informant = "The informant by name (optional)";
  assert.equal(await form.field("Informant", "Relationship").inputValue(), "Mother");
  assert.equal(await form.field(informant, "First name").inputValue(), "Daryna");
  assert.equal(await form.field(informant, "National id").inputValue(), NUMBER);
  await form.field("Mother", "The day is not known").check();
  await form.field("Mother", "First name").fill("Darina");
  assert.equal(await form.field(informant, "First name").inputValue(), "Darina");
  assert.equal(await form.field(informant, "Born: year").inputValue(), "1993");
  await seenByAll(page, "declaration-in-step");

  await form.field(informant, "First name").fill("Olha");
  assert.equal(await form.field("Informant", "The informant is").inputValue(), "");
  assert.equal(await form.field("Mother", "First name").inputValue(), "Darina");
  await form.field("Mother", "Last name").fill("Twins");
  assert.equal(await form.field(informant, "Last name").inputValue(), "Twin");
  await form.field("Informant", "The informant is").selectOption("Mother");
  assert.equal(await form.field(informant, "Last name").inputValue(), "Twins");

  const unstated = form.field("Father", FATHER_UNSTATED);
  await unstated.focus();
  await page.keyboard.press("Space");
  assert.ok(await unstated.isChecked());
  assert.ok(await unstated.evaluate((field) => field === document.activeElement));

  await form.field("Twins and more", "Several children were born together").check();
  await form.declare();
  const faults = page.getByRole("alert").getByRole("listitem");
  await faults.first().waitFor();
  assert.deepEqual(await faults.allInnerTexts(), [
    "Twins and more: How many were born: Choose a number from 2 to 9.",
    "Twins and more: Which one this is: This is not a place among so many children.",
  ]);
  await audit(page, "a birth of several without its numbers");
  await form.field("Twins and more", "How many were born").selectOption("3");
  await form.field("Twins and more", "Which one this is").selectOption("3");
  await form.field("Twins and more", "How many were born").selectOption("2");
  assert.equal(await form.field("Twins and more", "Which one this is").inputValue(), "0");
  await form.field("Twins and more", "Which one this is").selectOption("1");
  await form.declare();
  await waitForPage(page, "Birth: Solomiya Twin");
  await page.getByText("First of two").waitFor();
  const father = page.locator(".sheet").filter({ hasText: "Not known or not stated." });
  await father.getByRole("heading", { name: "Father" }).waitFor();

  // What was amended has its informant kept in step as well.
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByLabel("Reason").fill("The mother's name");
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await page.getByRole("link", { name: "Amend" }).click();
  await waitForPage(page, "Amend the declaration");
  assert.ok(await unstated.isChecked());
  assert.equal(await form.field("Informant", "The informant is").inputValue(), "mother");
  assert.equal(await form.field("Twins and more", "How many were born").inputValue(), "2");
  await form.field("Mother", "First name").fill("Daryna");
  assert.equal(await form.field(informant, "First name").inputValue(), "Daryna");
  await form.field("Child", "National id").fill(NUMBER.replace("7", "8"));
  await form.declare();
  await waitForPage(page, "Birth: Solomiya Twin");
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  await page
    .getByText(/B-\d{4}-\d+/)
    .first()
    .waitFor();

  // The child is a person on record now: whoever has the number is offered, and only offered.
  await page.goto(`${base}/declare/death`);
  await waitForPage(page, "Declare a death");
  assert.equal(await page.getByLabel("The informant is").count(), 0);
  assert.equal(await page.getByRole("group", { name: "Twins and more" }).count(), 0);
  const lookUp = page.getByRole("button", { name: "Look this number up in the registry" });
  await form.field("Deceased", "National id").fill(NUMBER);
  await lookUp.click();
  await page.getByText("Nobody on record has this number.").waitFor();
  await form.field("Deceased", "National id").fill(NUMBER.replace("7", "8"));
  await lookUp.waitFor();
  assert.equal(looks.length, 1, "a number is looked up when that is asked for");
  await form.field("Deceased", "Last name").fill("Twyn");
  await lookUp.click();
  await page.getByText("On record:").waitFor();
  assert.equal(await form.field("Deceased", "Last name").inputValue(), "Twyn");
  assert.equal(await form.field("Deceased", "First name").inputValue(), "");
  await seenByAll(page, "declaration-offer");
  await page.getByRole("button", { name: "Take names, birth date and gender" }).click();
  await page.getByText("The form says the same.").waitFor();
  assert.equal(await form.field("Deceased", "First name").inputValue(), "Solomiya");
  assert.equal(await form.field("Deceased", "Last name").inputValue(), "Twin");
  assert.equal(await form.field("Deceased", "Born").inputValue(), today);
  assert.equal(await form.field("Deceased", "Gender").inputValue(), "FEMALE");

  // Who may not search persons is offered nobody.
  await page.route("**/graphql", (route) => {
    const isScopes = route.request().postDataJSON()?.operationName === "registryOfferScopesQuery";
    if (!isScopes) return route.fallback();
    return route.fulfill({ json: { data: { viewer: { scopes: ["death:declare"] } } } });
  });
  const scopes = page.waitForResponse(
    (response) => response.request().postDataJSON?.()?.operationName === "registryOfferScopesQuery",
  );
  await page.goto(`${base}/declare/death`);
  await waitForPage(page, "Declare a death");
  await form.field("Deceased", "National id").fill(NUMBER);
  await scopes;
  await form.field("Deceased", "National id").fill(NUMBER.replace("7", "9"));
  assert.equal(await lookUp.count(), 0);

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "registrar2", "/declare/marriage");
  await waitForPage(ukrainian, "Заявити шлюб");
  const theirs = formOf(ukrainian);
  await theirs.field("Наречена особа 1", "Прізвище").fill("Мороз");
  await ukrainian.getByLabel("Заявник — це").selectOption("spouses.0");
  assert.equal(
    await theirs.field("Заявник поіменно (необов'язково)", "Прізвище").inputValue(),
    "Мороз",
  );
  await audit(ukrainian, "a marriage with its informant, in Ukrainian");
});

/** Places on record are offered as they are typed; one is taken by keys or a press, and any other stays as typed. */
async function placeIsOffered(page, place) {
  const asked = [];
  await page.route("**/graphql", (route) => {
    const { operationName, variables } = route.request().postDataJSON() ?? {};
    if (operationName !== "placeFieldQuery") return route.fallback();
    asked.push(variables.beginning);
    const eventPlaces = [{ name: "Lviv" }, { name: "Lviv, Old Town" }];
    return route.fulfill({ json: { data: { eventPlaces } } });
  });
  const list = page.getByRole("listbox", { name: "Places on record" });
  const offers = list.getByRole("option");
  await place.pressSequentially("l");
  await place.pressSequentially("v");
  await offers.nth(1).waitFor();
  assert.deepEqual(await offers.allInnerTexts(), ["Lviv", "Lviv, Old Town"]);
  assert.deepEqual(asked, ["lv"], "nothing is asked for one letter");
  assert.equal(await list.getByRole("option", { selected: true }).count(), 0, "none is marked");
  await seen(page, "places-offered");
  await place.press("ArrowDown");
  await place.press("ArrowDown");
  await list.getByRole("option", { selected: true, name: "Lviv, Old Town" }).waitFor();
  await audit(page, "places that are offered");
  await place.press("Enter");
  assert.equal(await place.inputValue(), "Lviv, Old Town");
  assert.equal(await offers.count(), 0);
  await place.fill("Lv");
  await offers.first().click();
  assert.equal(await place.inputValue(), "Lviv");
  await place.fill("lvi");
  await offers.first().waitFor();
  await place.press("Escape");
  assert.equal(await offers.count(), 0);
  await place.press("ArrowUp");
  await list.getByRole("option", { selected: true, name: "Lviv, Old Town" }).waitFor();
  await place.press("Tab");
  assert.equal(await place.inputValue(), "lvi", "what is typed stays");
  await place.fill("Lviv");
}

/** Return how the fields of a form are found and filled. */
function formOf(page) {
  const field = (section, label) =>
    page.getByRole("group", { name: section, exact: true }).getByLabel(label, { exact: true });
  return {
    field,
    async fill(section, first, last, born) {
      await field(section, "First name").fill(first);
      await field(section, "Last name").fill(last);
      await field(section, "Born").fill(born);
    },
    declare: () => page.getByRole("button", { name: /^(Declare|Amend)$/ }).click(),
  };
}
