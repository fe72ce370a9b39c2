/** Ctrl-K: a page, a person, a record and an act are found and opened by keyboard alone. */
import assert from "node:assert/strict";
import {
  audit,
  base,
  runStory,
  signedOut,
  signIn,
  signInHere,
  signOutElsewhere,
  waitForPage,
} from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  const { keyboard } = page;
  const finder = page.getByRole("dialog", { name: "Find anything" });
  const option = (name) => finder.getByRole("option", { name });
  await signIn(page, "registrar2", "/records");
  await waitForPage(page, "Records");
  const row = page.locator(".rows > li").first();
  const code = await row.locator("code").innerText();
  const address = await row.getByRole("link").getAttribute("href");
  const subject = await row.getByRole("link").innerText();

  await find("pers");
  await option("Persons").waitFor();
  assert.equal(await finder.getByRole("option").count(), 1);
  await finder.getByText("Found: 1.").waitFor();
  await audit(page, "the search for anything");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await waitForPage(page, "Persons");

  await find(code);
  await option(code).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.waitForURL(base + address);

  // So it is by the number of a certificate or of a receipt, and by the beginning of its tracking id.
  await page.goto(`${base}/records?status=ISSUED`);
  await page.locator(".rows > li").first().getByRole("link").click();
  await page.waitForURL(/\/records\/./);
  const heading = page.getByRole("heading", { level: 1, name: /: / });
  const named = (await heading.innerText()).split(": ")[1];
  const tracking = await page.getByText("Tracking id").locator("code").innerText();
  const papers = [page.getByRole("link", { name: /^C-/ }), page.getByRole("link", { name: /^R-/ })];
  const numbers = [await papers[0].first().innerText(), await papers[1].first().innerText()];
  for (const number of [...numbers, tracking.slice(0, 4).toLowerCase()]) {
    await page.goto(`${base}/records`);
    await waitForPage(page, "Records");
    await find(number);
    await option(named).first().waitFor();
    await option(named).locator("mark").filter({ hasText: number }).first().waitFor();
    await leave();
  }

  // A record is found by a name as well, without one of those whom it names on record as a person.
  await page.goto(`${base}/records`);
  await waitForPage(page, "Records");
  await find(subject.split(/[\s·]+/)[0]);
  await option(code).waitFor();
  assert.equal(await option(code).locator("mark").first().innerText(), subject.split(/[\s·]+/)[0]);
  await leave();

  // What is done is found by what people call it, too.
  const called = { newborn: "Declare a birth", "log out": "Sign out" };
  for (const [words, name] of Object.entries(called)) {
    await find(words);
    await option(name).waitFor();
    await leave();
  }

  await find("zzz nobody");
  await finder.getByText("Nothing found.").waitFor();
  await leave();

  await find("shev");
  await option(/person/)
    .first()
    .waitFor();
  // Whom it does not have among the first is in the list.
  await option(/^shev\s+list of persons with this name$/).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.waitForURL(/\/persons\/./);
  await page.locator(".sheet").first().waitFor();

  // What was opened last comes back, as long as nothing is typed, and so does what was looked for.
  await page.goto(`${base}/persons?name=shev`);
  await waitForPage(page, "Persons");
  await keyboard.press("Control+k");
  assert.match(await finder.getByRole("option").first().innerText(), /^Persons: shev\s+search$/);
  await option(/person$/).waitFor();
  await keyboard.press("Escape");
  await page.goto(`${base}/persons`);
  await waitForPage(page, "Persons");
  await page
    .getByRole("navigation", { name: "Last searches" })
    .getByRole("link", { name: "shev" })
    .click();
  await page.waitForURL(/name=shev/);
  const id = await page.locator(".rows a").first().getAttribute("href");
  await find(decodeURIComponent(id.split("/").at(-1)));
  await option("What has this id").waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.waitForURL(base + id);

  // Another user in the same tab sees none of it.
  await signedOut(page);
  await signIn(page, "registrar1", "/records");
  await waitForPage(page, "Records");
  await keyboard.press("Control+k");
  await option("Records").waitFor();
  assert.equal(await option(/shev/).count(), 0);
  await keyboard.press("Escape");

  await see(await open({ reducedMotion: "reduce" }));

  const reviewer = await open();
  await signIn(reviewer, "reviewer2", "/review");
  await waitForPage(reviewer, /./);
  if ((await reviewer.getByRole("table").count()) === 0) await reviewer.keyboard.press("n");
  const values = reviewer.getByRole("table").first().locator("td[data-side]");
  await values.first().waitFor();
  const lastName = (await names(values)).find((name) => /^\p{L}{3,}$/u.test(name));
  await reviewer.keyboard.press("Control+k");
  await reviewer.getByRole("searchbox", { name: "A page, or a name in your pairs" }).waitFor();
  await reviewer.keyboard.type(lastName);
  await reviewer
    .getByRole("option", { name: /pair of yours · New/ })
    .first()
    .waitFor();
  // What was decided is found again as long as it is among the last hundred.
  await reviewer.keyboard.press("Escape");
  await reviewer.keyboard.press("s");
  await reviewer.getByRole("alertdialog").waitFor();
  await reviewer.keyboard.press("Enter");
  await reviewer.getByText("Said: two people.").waitFor();
  await reviewer.keyboard.press("Control+k");
  await reviewer.getByRole("searchbox", { name: "A page, or a name in your pairs" }).waitFor();
  await reviewer.keyboard.type(lastName);
  await reviewer
    .getByRole("option", { name: /pair of yours · You said: two people/ })
    .first()
    .waitFor();
  // So are the people in it; of all others the registry says nothing to reviewers, and that is said.
  await reviewer.getByText(/^Of people, reviewers find .* by name.* nobody by a number/).waitFor();
  const person = reviewer.getByRole("option", { name: /person in your pairs/ }).first();
  const itsName = await person.locator("bdi").innerText();
  await person.click();
  await waitForPage(reviewer, itsName);
  await reviewer.getByText("Not settled yet").first().waitFor();
  await audit(reviewer, "a person in a reviewer's own pairs");

  // An act is done at once: the next pair is there.
  await reviewer.getByRole("button", { name: "Find" }).click();
  await reviewer.getByRole("searchbox", { name: "A page, or a name in your pairs" }).waitFor();
  await reviewer.keyboard.type("next pair");
  await reviewer.getByRole("option", { name: /^Get the next pair/ }).waitFor();
  await reviewer.keyboard.press("Enter");
  await waitForPage(reviewer, "Review");
  await reviewer.getByRole("table").first().waitFor();

  // Where another tab signed out its page stays, unless who signs in next does not have it.
  await reviewer.goto(`${base}/requests?show=all`);
  await waitForPage(reviewer, "My requests");
  await reviewer.locator(".rows > li > a").first().click();
  await waitForPage(reviewer, "Pair");
  await signOutElsewhere(reviewer);
  await signInHere(reviewer, "reviewer3");
  await waitForPage(reviewer, "Review");
  await reviewer.getByRole("link", { name: "My day" }).click();
  await waitForPage(reviewer, "My day");
  await signOutElsewhere(reviewer);
  await signInHere(reviewer, "reviewer4");
  await waitForPage(reviewer, "My day");

  const other = await open();
  await signIn(other, "admin", "/users");
  await waitForPage(other, "Users");
  await other.keyboard.press("Control+k");
  const act = "0b5e1c1e-0000-4000-8000-000000000000";
  await other.getByRole("searchbox", { name: "A page, a name or a number" }).waitFor();
  await other.keyboard.type(act);
  await other.getByRole("option", { name: /What was done with this row/ }).waitFor();
  await other.keyboard.press("Enter");
  await other.waitForURL(`${base}/trail?correlationId=${act}`);

  // What comes first is chosen, also where an answer is out while other rows stand already.
  await other.keyboard.press("Control+k");
  await other.keyboard.type("shev");
  const offered = other.getByRole("dialog").getByRole("option");
  await offered.filter({ hasText: "person" }).first().waitFor();
  await other.keyboard.press("Enter");
  await other.waitForURL(/\/persons\/./);
  // The list of users shows whom was searched for last, also where it is shown already.
  await other.goto(`${base}/users?find=reviewer`);
  await other.locator(".rows").getByText("reviewer2").first().waitFor();
  await other.keyboard.press("Control+k");
  await other.keyboard.type("registrar");
  await offered.filter({ hasText: "among users" }).click();
  await other.locator(".rows").getByText("registrar2").first().waitFor();
  // A user is found by the user name as well; how the console looks and speaks is changed here.
  const typed = async (text) => {
    await other.keyboard.press("Control+k");
    await other.getByRole("searchbox", { name: "A page, a name or a number" }).waitFor();
    await other.keyboard.type(text);
  };
  await typed("api key");
  await offered.filter({ hasText: "Add a client" }).click();
  await other.getByRole("dialog", { name: "Add a client" }).waitFor();
  await other.waitForURL(`${base}/clients`); // the address asks for it once
  await other.keyboard.press("Escape");
  await typed("registrar2");
  await offered.filter({ hasText: "user registrar2" }).click();
  await other.waitForURL(`${base}/users?find=registrar2`);
  await typed("dark");
  await offered.filter({ hasText: "Dark" }).click();
  await other.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await typed("україн");
  await offered.filter({ hasText: "Українська" }).click();
  await waitForPage(other, "Користувачі");
  await other.keyboard.press("Control+k");
  await other.getByRole("searchbox").last().waitFor();
  await other.keyboard.type("english");
  await offered.filter({ hasText: "English" }).click();
  await waitForPage(other, "Users");
  await typed("sign out");
  await offered.filter({ hasText: "Sign out" }).click();
  await other.getByRole("banner").waitFor({ state: "detached" });

  async function leave() {
    await keyboard.press("Escape");
    await finder.waitFor({ state: "detached" });
  }

  async function find(text) {
    await keyboard.press("Control+k");
    await finder.getByLabel("A page, a name or a number").waitFor();
    await keyboard.type(text);
  }
});

/** What is typed before the dialog has come is in it, and no key of the page; one that never comes says so. */
async function see(page) {
  await signIn(page, "registrar1", "/records");
  await waitForPage(page, "Records");
  const cookies = await page.context().storageState();
  const slow = await page.context().browser().newPage({ storageState: cookies });
  let release = null;
  const isHeld = new Promise((resolve) => {
    release = resolve;
  });
  await slow.route("**/assets/finder-*.js", async (route) => {
    await isHeld;
    await route.continue();
  });
  await slow.goto(`${base}/records`);
  await waitForPage(slow, "Records");
  await slow.keyboard.press("Control+k");
  await slow.keyboard.type("g pex");
  await slow.keyboard.press("Backspace");
  release();
  const field = slow.getByRole("dialog").getByLabel("A page, a name or a number");
  await field.waitFor();
  assert.equal(await field.inputValue(), "g pe");
  assert.equal(new URL(slow.url()).pathname, "/records", "no key of the page acts");
  await slow.keyboard.press("Escape");
  await slow.route("**/assets/keys-dialog-*.js", (route) => route.abort());
  await slow.reload();
  await waitForPage(slow, "Records");
  await slow.keyboard.press("?");
  const failed = slow.getByRole("dialog", { name: "This could not be opened" });
  await failed.getByText("The server does not answer.").waitFor();
  await audit(slow, "a dialog that did not come");
  await failed.getByRole("button", { name: "Close" }).press("Enter");
  await failed.waitFor({ state: "detached" });
  await slow.keyboard.press("?");
  await failed.waitFor();
  await slow.unroute("**/assets/keys-dialog-*.js");
  await failed.getByRole("button", { name: "Try again" }).press("Enter");
  await failed.waitFor({ state: "detached" });
  await waitForPage(slow, "Records");
  await slow.keyboard.press("?");
  await slow.getByRole("dialog", { name: "Keys" }).waitFor();
  await slow.context().close();
}

/** Return the words of a table's values. */
async function names(values) {
  return (await values.allInnerTexts()).flatMap((text) => text.split(/\s+/));
}
