/** A browser as a story uses it: one window for each person, with an eye on what it asks of whom. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const base = process.env.CONSOLE;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const chromiums = { executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] };

/** Starts a browser, tells the story, and sees that nothing but our server was asked for anything. */
export async function tell(story) {
  const browser = await chromium.launch(chromiums);
  const hosts = new Set();
  const faults = [];
  async function open(options = {}) {
    const context = await browser.newContext({ locale: "en-GB", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (line) => {
      if (/Content Security Policy/.test(line.text())) faults.push(line.text());
    });
    return page;
  }
  try {
    await story(open);
  } finally {
    await browser.close();
  }
  assert.deepEqual([...hosts], [new URL(base).host], "another host was asked");
  assert.deepEqual(faults, []);
}

/** Comes in by keyboard alone; the demo's passwords are the names. */
export async function signIn(page, name, path = "/") {
  await page.goto(base + path);
  await page.getByRole("textbox").first().waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("input"));
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation").waitFor();
}

/** Waits until the page is there with this title. */
export async function at(page, title) {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
}

/** Holds the next answer to an operation back: asked once, it is answered when it is let go. */
export async function hold(page, operation) {
  let arrived = null;
  const asked = new Promise((resolve) => (arrived = resolve));
  await page.route("**/graphql", (route) => {
    const isIt = route.request().postDataJSON()?.operationName === operation;
    if (!isIt || arrived === null) return route.fallback();
    arrived(route);
    arrived = null;
  });
  return {
    asked,
    letGo: async () => (await asked).continue(),
    refuse: async (code, message) => {
      const correlationId = "0b5e1c1e-0000-4000-8000-000000000000";
      const errors = [{ message, extensions: { code, correlationId } }];
      await (await asked).fulfill({ json: { data: {}, errors } });
    },
    /** The server does it, and nobody hears of that. */
    lose: async () => {
      const route = await asked;
      await route.fetch();
      await route.abort();
    },
  };
}

/** Sees that axe-core finds nothing on the page as it stands. */
export async function audit(page, where) {
  await page.evaluate(`${axe};0`);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    levels,
  );
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  assert.deepEqual(found, [], where);
}
