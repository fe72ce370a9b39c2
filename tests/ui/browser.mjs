/** The browser of a story: one window for each person, all requests and errors watched. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { describe, watch } from "./diagnosis.mjs";
import { pressInTime } from "./keys-in-time.mjs";

export const base = process.env.CONSOLE;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A story that is asked to end looks at its windows first, and closes them itself.
const chromiums = {
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox"],
  handleSIGTERM: false,
};

/** Run a story in a browser; fail on errors and on requests to any host but our server, or `others`. */
export async function runStory(story, others = []) {
  const browser = await chromium.launch(chromiums);
  const hosts = new Set();
  const errors = [];
  async function open(options = {}) {
    const context = await browser.newContext({ locale: "en-GB", ...options });
    watch(context);
    context.on("page", pressInTime);
    await context.addInitScript(reportHiddenDialogs);
    const page = await context.newPage();
    // What a worker does next may take a minute on a busy machine.
    page.setDefaultTimeout(180_000);
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (line) => {
      if (/Content Security Policy|A dialog was hidden/.test(line.text())) errors.push(line.text());
    });
    return page;
  }
  try {
    await Promise.race([story(open), tooLong()]);
  } catch (error) {
    console.error(await describe(browser));
    throw error;
  } finally {
    await browser.close();
  }
  for (const host of others) hosts.delete(host);
  assert.deepEqual([...hosts], [new URL(base).host], "another host got a request");
  assert.deepEqual(errors, []);
}

/**
 * Say where React hides a dialog and shows it again: something that was drawn beside it waited for its own texts
 * or data, the focus was lost, and keys that were pressed meanwhile did nothing. One that closes as the list behind
 * it is read anew is hidden too, and does not come back.
 */
function reportHiddenDialogs() {
  const hidden = new WeakSet();
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!target.matches(".backdrop")) continue;
      if (target.style.getPropertyPriority("display") === "important") hidden.add(target);
      else if (hidden.delete(target)) {
        console.error(`A dialog was hidden: ${target.textContent.slice(0, 50)}`);
      }
    }
  }).observe(document, { attributes: true, attributeFilter: ["style"], subtree: true });
}

/** Reject once the story is asked to end, which is after as long as it may take. */
function tooLong() {
  return new Promise((_, reject) => {
    process.once("SIGTERM", () => reject(new Error("the story takes too long")));
  });
}

/**
 * Sign in by keyboard alone; the demo's passwords are the names. The page that comes takes the focus: a key pressed
 * on a link before that would be pressed on its title.
 */
export async function signIn(page, name, path = "/") {
  await page.goto(base + path);
  await page.getByRole("textbox").first().waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("input"));
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.getByRole("banner").waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("main"));
}

/** Sign in by keyboard where the sign-in page is shown. */
export async function signInHere(window, name) {
  await window.waitForFunction(() => document.activeElement?.matches("input"));
  for (const [text, key] of [
    [name, "Tab"],
    [name, "Enter"],
  ]) {
    await window.keyboard.type(text);
    await window.keyboard.press(key);
  }
  await window.getByRole("banner").waitFor();
}

/** Have sign-ins by a name fail, as of somebody who guesses elsewhere. */
export async function failToSignIn(page, name, times) {
  for (let time = 0; time < times; time++) {
    const data = { username: name, password: `wrong ${time}` };
    const refused = await page.request.post(`${base}/auth/sign-in`, { data });
    assert.equal(refused.status(), 401);
  }
}

/** Open the menu behind the user's name. */
export async function openAccount(page) {
  await page.locator(".account").click();
  await page.getByRole("group", { name: /^(Your account|Ваш обліковий запис|حسابك)$/ }).waitFor();
}

/** Have the pages speak a language, by its code. */
export async function chooseLanguage(page, code) {
  await openAccount(page);
  await page.locator("select[name=language]").selectOption(code);
  await page.keyboard.press("Escape");
}

/** Press the button that signs out; what it asks first is the story's to answer. */
export async function signOut(page) {
  await openAccount(page);
  await page.getByRole("button", { name: "Sign out" }).click();
}

/** Have another tab of the window's browser sign out. */
export async function signOutElsewhere(page) {
  await page.evaluate(() => new BroadcastChannel("selfsame-session").postMessage("signed-out"));
  await page.getByText("You have signed out.").waitFor();
}

/** Sign out, and return once it is done: a page that is gone to before would find the session. */
export async function signedOut(page) {
  await signOut(page);
  await page.getByText("You have signed out.").waitFor();
}

/** Choose an act in the menu of a row, which opens below it. */
export async function act(page, row, name) {
  await row.getByRole("button", { name: /^More acts on/ }).press("Enter");
  await page.getByRole("menuitem", { name }).press("Enter");
}

/** Wait until the page with this title has loaded. */
export async function waitForPage(page, title) {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
}

/** Hold the next request of an operation: it continues when it is released. */
export async function hold(page, operation) {
  let resolveRequested = null;
  const requested = new Promise((resolve) => {
    resolveRequested = resolve;
  });
  await page.route("**/graphql", (route) => {
    const isHeld = route.request().postDataJSON()?.operationName === operation;
    if (!isHeld || resolveRequested === null) return route.fallback();
    resolveRequested(route);
    resolveRequested = null;
  });
  return {
    requested,
    release: async () => (await requested).continue(),
    refuse: async (code, message) => {
      const correlationId = "0b5e1c1e-0000-4000-8000-000000000000";
      const errors = [{ message, extensions: { code, correlationId } }];
      await (await requested).fulfill({ json: { data: {}, errors } });
    },
    /** Let the server execute it, and lose the response. */
    lose: async () => {
      const route = await requested;
      await route.fetch();
      await route.abort();
    },
  };
}

/** Give a page another size, and return once it is drawn in it. */
export async function resize(page, size) {
  await page.setViewportSize(size);
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}

/** See that it is said, once, that an act went well, where screen readers hear it and nothing moves for it. */
export async function seenSaid(page, text) {
  const said = page.locator(".said[role=status]");
  await said.getByText(text, { exact: true }).waitFor();
  assert.equal(await said.locator("p").count(), 1);
  assert.equal(await page.getByText(text, { exact: true }).count(), 1, `${text}: not twice`);
  const ways = await said.evaluate((it) => [
    getComputedStyle(it).position,
    getComputedStyle(it).pointerEvents,
  ]);
  assert.deepEqual(ways, ["fixed", "none"], "it lies above, and lets presses through");
}

/** Keep a picture of the whole page, where pictures are wanted. */
export async function picture(page, name) {
  const { PICTURES } = process.env;
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** What the dark changes is colours: the rules of axe-core that look at them. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** What a dialog covers is hidden, and axe-core does not always see that a dialog is there. */
const ofTheWholePage = {
  "landmark-one-main": { enabled: false },
  "page-has-heading-one": { enabled: false },
};

/** Assert that axe-core finds nothing on the page as it is. */
export async function audit(page, where) {
  // What was said lies over the page and takes no press, which axe-core does not know.
  await page.locator(".said p").first().waitFor({ state: "detached" });
  const isCovered = (await page.locator("[role=dialog], [role=alertdialog]").count()) > 0;
  await placeButtons(page, "static");
  await runAxe(page, where, { type: "tag", values: levels }, isCovered ? ofTheWholePage : {});
  await placeButtons(page, "");
}

/** The buttons that stay in sight lie over what is scrolled, which axe-core takes for too small to press. */
async function placeButtons(page, position) {
  await page.evaluate((wanted) => {
    for (const it of document.querySelectorAll(".dialog .actions")) it.style.position = wanted;
  }, position);
}

/** Assert that axe-core finds nothing in the colours of a page that was audited in others. */
export async function auditColours(page, where) {
  await runAxe(page, where, { type: "rule", values: ofColours });
}

/** Only what is violated is described: to describe all else takes axe-core half of its time. */
async function runAxe(page, where, runOnly, rules = {}) {
  // What is behind is dim until the next answer is there.
  await page.locator(".behind").first().waitFor({ state: "detached" });
  if (!(await page.evaluate("globalThis.axe !== undefined"))) await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), {
    runOnly,
    rules,
    resultTypes: ["violations"],
    selectors: false,
    elementRef: false,
  });
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  assert.deepEqual(found, [], where);
}
