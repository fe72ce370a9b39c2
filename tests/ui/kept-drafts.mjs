/** A declaration that waits until tomorrow: the server keeps it for who types it, on any computer. */
import assert from "node:assert/strict";
import { base, hold, runStory, seenSaid, signIn, signOut, waitForPage } from "./browser.mjs";
import { seen, seenByAll } from "./counter.mjs";

const KEPT =
  /All that you typed is kept as a draft. .*also tomorrow and on another computer, until /;
const TICKED = ["The father is not known or not stated", "The day is not known"];
const today = new Date().toISOString().slice(0, 10);

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/declare");
  await begin(page, "Nela");
  await page.getByText(KEPT).waitFor();
  await seenByAll(page, "kept-form");

  // What was ticked is kept as what was typed.
  for (const name of TICKED) await tick(page, name).press("Space");

  // Leaving needs no question, also at once after a key: it is sent while one goes.
  await field(page, "Last name").fill("Nash");
  await page.getByRole("link", { name: "Records", exact: true }).first().click();
  await waitForPage(page, "Records");
  assert.equal(await page.getByRole("alertdialog").count(), 0);
  await seenSaid(page, "Kept as a draft. Continue it from Declare.");
  await toDeclare(page);
  await row(page, "Nela Nash").waitFor();
  assert.equal(await page.getByText("Unfinished in this tab alone").count(), 0);
  await seenByAll(page, "kept-drafts");

  // The next who comes gets an empty form, and the draft stays.
  await begin(page, "Next");
  await page.getByText(KEPT).waitFor();
  await toDeclare(page);
  await row(page, "Next")
    .getByRole("button", { name: /^Discard/ })
    .click();
  await seen(page, "discard-a-draft");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await seenSaid(page, "What you had typed is deleted.");
  await row(page, "Next").waitFor({ state: "detached" });
  await goOn(page, "Nela Nash");
  await page.getByRole("link", { name: "Finish it later" }).click();
  await waitForPage(page, "Declare");
  await signOut(page);
  await page.getByText("You have signed out.").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, "nothing stays in the tab");

  // Tomorrow, on another computer.
  const tomorrow = await open();
  await signIn(tomorrow, "registrar1", "/declare");
  await goOn(tomorrow, "Nela Nash");
  assert.equal(await field(tomorrow, "First name").inputValue(), "Nela");
  assert.equal(await field(tomorrow, "Last name").inputValue(), "Nash");
  for (const name of TICKED) assert.ok(await tick(tomorrow, name).isChecked(), name);
  await seen(tomorrow, "a-draft-gone-on-with");

  // What is typed is never overwritten in silence by another window.
  const beside = await open();
  await signIn(beside, "registrar1", "/declare");
  await goOn(beside, "Nela Nash");
  await field(beside, "Last name").fill("Nashe");
  await kept(beside, "Nella");
  // Nothing that is said of the draft moves a field under somebody's pointer.
  const before = await topOf(tomorrow, "Last name");
  await field(tomorrow, "First name").fill("Nelly");
  const contested = tomorrow.getByText(/This draft was changed in another window/);
  await contested.waitFor();
  assert.equal(await topOf(tomorrow, "Last name"), before, "two drafts move nothing");
  await seenByAll(tomorrow, "a-contested-draft");
  await tomorrow.getByRole("button", { name: "Take what was kept there" }).click();
  await contested.waitFor({ state: "detached" });
  assert.equal(await field(tomorrow, "First name").inputValue(), "Nella");
  await kept(tomorrow, "Nela");
  await field(beside, "Last name").fill("Nash");
  await beside.getByRole("button", { name: "Keep what is typed here" }).click();
  await beside.getByText(KEPT).waitFor();
  await beside.close();

  // An answer that is lost is no change by somebody else.
  const lost = await hold(tomorrow, "keptDraftKeepMutation");
  await tomorrow.reload();
  assert.equal(await field(tomorrow, "First name").inputValue(), "Nella");
  await field(tomorrow, "First name").fill("Nela");
  await lost.lose();
  await tomorrow.getByText(/Not kept on the server yet/).waitFor();
  await field(tomorrow, "First name").fill("Nelia");
  await tomorrow.evaluate(() => dispatchEvent(new Event("online")));
  await tomorrow.getByText(KEPT).waitFor();
  assert.equal(await contested.count(), 0);

  // Where the server is not reached it waits in the tab, and is sent once it is back.
  await tomorrow.route("**/graphql", cut);
  await field(tomorrow, "First name").fill("Nela");
  await tomorrow.getByText(/Not kept on the server yet: .*Kept in this tab alone/).waitFor();
  await seen(tomorrow, "not-kept-yet");
  await tomorrow.unroute("**/graphql", cut);
  await tomorrow.evaluate(() => dispatchEvent(new Event("online")));
  await tomorrow.getByText(KEPT).waitFor();

  // A colleague has none of it.
  const colleague = await open();
  await signIn(colleague, "registrar2", "/declare");
  await waitForPage(colleague, "Declare");
  const address = new URL(tomorrow.url());
  await colleague.goto(base + address.pathname + address.search);
  await colleague.getByText("There is no such draft any more").waitFor();
  await seen(colleague, "no-draft");
  await colleague.close();

  // It is finished, and there is no draft any more.
  await field(tomorrow, "Born").fill(today);
  await field(tomorrow, "Gender").selectOption("FEMALE");
  await field(tomorrow, "Place of birth").fill("Lviv");
  await field(tomorrow, "Relationship").fill("m");
  await tomorrow.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(tomorrow, "Birth: Nela Nash");
  await toDeclare(tomorrow);
  await tomorrow.reload();
  await waitForPage(tomorrow, "Declare");
  assert.equal(await row(tomorrow, "Nela Nash").count(), 0);
  await tomorrow.goto(base + address.pathname + address.search);
  await tomorrow.getByText("There is no such draft any more").waitFor();

  function field(of, label) {
    return of.getByLabel(label, { exact: true }).first();
  }

  async function topOf(of, label) {
    const { y } = await field(of, label).boundingBox();
    return y + (await of.evaluate(() => scrollY));
  }

  function row(of, name) {
    return of.getByRole("listitem").filter({ hasText: `Declare a birth: ${name}` });
  }

  async function toDeclare(of) {
    await of
      .getByRole("link", { name: /^Declare\b/ })
      .first()
      .click();
    await waitForPage(of, "Declare");
  }

  async function begin(of, name) {
    await of.getByRole("link", { name: "Declare a birth", exact: true }).click();
    await waitForPage(of, "Declare a birth");
    assert.equal(await field(of, "First name").inputValue(), "");
    const before = await topOf(of, "Last name");
    await field(of, "First name").fill(name);
    await of.getByText(KEPT).waitFor();
    assert.equal(await topOf(of, "Last name"), before, "what is kept moves nothing");
  }

  async function goOn(of, name) {
    await row(of, name)
      .getByRole("link", { name: /^Continue/ })
      .click();
    await waitForPage(of, "Declare a birth");
    await of.getByText(KEPT).waitFor();
  }

  /** Type a first name, and wait until it is saved: what was typed before may be on its way by itself. */
  async function kept(of, name) {
    const saved = of.waitForResponse((response) => {
      const sent = response.request().postData() ?? "";
      return sent.includes("keptDraftKeepMutation") && sent.includes(name);
    });
    await field(of, "First name").fill(name);
    await saved;
  }

  function cut(route) {
    return route.abort();
  }
});

function tick(page, name) {
  return page.getByRole("checkbox", { name }).first();
}
