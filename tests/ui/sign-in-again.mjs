/** A session ends while a form is filled in: its user signs in over it, and another finds nothing. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  const field = (label, number = 0) => page.getByLabel(label, { exact: true }).nth(number);
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await page.clock.install();
  await signIn(page, "registrar1", "/declare/birth");
  await waitForPage(page, "Declare a birth");
  await fillIn();
  await endTheSession();
  await declare();
  await again.waitFor();
  await audit(page, "signing in over a form");
  for (const key of ["Escape", "Escape", "Escape"]) await page.keyboard.press(key);
  await again.waitFor();
  assert.equal(await focusedLabel(), "User name");

  await signInAgain("registrar1", "not the password");
  await again.getByText("The name or the password is wrong").waitFor();
  await signInAgain("registrar1");
  // What waited for the session is sent without another press.
  await waitForPage(page, "Birth: Again Testova");

  await page.goto(`${base}/declare/birth`);
  await waitForPage(page, "Declare a birth");
  assert.equal(await field("First name").inputValue(), "", "what was sent is no draft any more");
  await fillIn({ place: "" });
  await page.evaluate(() => {
    globalThis.marked = document.querySelector("form");
  });
  await endTheSession();
  await declare();
  await again.waitFor();
  const elsewhere = await page.context().newPage();
  await signIn(elsewhere, "registrar1", "/declare/death");
  await again.waitFor({ state: "detached" });
  await page.getByText("Something is not right yet").waitFor();
  assert.equal(await field("First name").inputValue(), "Again", "the other tab signed in for both");
  assert.ok(await page.evaluate(() => globalThis.marked.isConnected), "the page is the same");
  await elsewhere.context().clearCookies();
  await elsewhere.evaluate(() => localStorage.clear());

  // Another user who signs in elsewhere leaves the page to its own.
  await signIn(elsewhere, "registrar2", "/records");
  await page.clock.fastForward("11:00");
  await declare();
  await again.waitFor();
  assert.equal(await field("First name").inputValue(), "Again");
  const sent = [];
  page.on("request", (request) => sent.push(request.postDataJSON()?.operationName));
  await signInAgain("registrar2");
  await again.waitFor({ state: "detached" });
  await waitForPage(page, "Declare a birth");
  assert.equal(await field("First name").inputValue(), "", "another user starts with nothing");
  assert.ok(!sent.includes("declaringBirthMutation"), "nothing is sent in another's name");
  assert.ok(!(await stored(page)).includes("Again"), "and nothing is left for them to read");

  async function fillIn({ place = "Lviv" } = {}) {
    await field("First name").fill("Again");
    await field("Last name").fill("Testova");
    await field("Born").fill(new Date().toISOString().slice(0, 10));
    await field("Gender").selectOption("FEMALE");
    await field("Place of birth").fill(place);
    await field("Relationship").fill("mother");
  }

  /** The token runs out and cannot be renewed; what the page asks while it is typed stops nobody. */
  async function endTheSession() {
    await page.context().clearCookies();
    const refused = page.waitForResponse((response) => response.url().endsWith("/auth/refresh"));
    await page.clock.fastForward("11:00");
    await field("First name").fill("Aga");
    assert.equal((await refused).status(), 401, "the similar records were looked for in vain");
    await field("First name").focus();
    await page.keyboard.press("End");
    await page.keyboard.type("in");
    assert.equal(await field("First name").inputValue(), "Again", "what is typed stays here");
    assert.equal(await again.count(), 0);
  }

  async function declare() {
    await page.getByRole("button", { name: "Declare", exact: true }).click();
  }

  async function signInAgain(name, password = name) {
    await again.getByLabel("User name").fill(name);
    await again.getByLabel("Password").fill(password);
    await again.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  function focusedLabel() {
    return page.evaluate(() => document.activeElement.labels?.[0]?.textContent);
  }
});

/** All that the tab and the browser keep. */
function stored(page) {
  return page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
}
