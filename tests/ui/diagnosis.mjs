/** What a story that failed says of its windows, since the log of the tests is all that is left. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const REQUESTS = 20;
const LINES = 10;
/** A window that answers nothing does not hold up what is said of the others. */
const MILLISECONDS = 10_000;
const watched = new Map();

/** Keep what the windows of a context ask for and print, from its beginning. */
export function watch(context) {
  context.on("page", watchPage);
}

function watchPage(page) {
  const began = Date.now();
  const requests = [];
  const lines = [];
  const byRequest = new Map();
  watched.set(page, { requests, lines });
  const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  page.on("request", (request) => {
    const entry = { words: `${since()} ${nameOf(request)}`, outcome: "no answer yet" };
    byRequest.set(request, entry);
    requests.push(entry);
    if (requests.length > REQUESTS) requests.shift();
  });
  const settle = (request, outcome) => {
    const entry = byRequest.get(request);
    if (entry !== undefined) entry.outcome = outcome;
  };
  page.on("response", (response) => {
    settle(response.request(), `${response.status()}, its body not yet`);
  });
  page.on("requestfinished", async (request) => {
    const at = since();
    const response = await request.response().catch(() => null);
    settle(request, `${response?.status()} by ${at}`);
  });
  page.on("requestfailed", (request) => {
    settle(request, `${request.failure()?.errorText} at ${since()}`);
  });
  const keep = (line) => {
    lines.push(`${since()} ${line.slice(0, 300)}`);
    if (lines.length > LINES) lines.shift();
  };
  page.on("pageerror", (error) => keep(error.stack ?? String(error)));
  page.on("crash", () => keep("the page has crashed"));
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type())) keep(line.text());
  });
}

/** A request as a reader of a log knows it: its path, and the operation that it sends. */
function nameOf(request) {
  const { pathname } = new URL(request.url());
  const operation = /"operationName":"(\w+)"/.exec(request.postData() ?? "")?.[1] ?? "";
  return `${request.method()} ${pathname} ${operation}`.trimEnd();
}

/** Describe all windows that are open; pictures and pages are left where the lines say. */
export async function describe(browser) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const described = await Promise.all(pages.map((page, at) => describePage(page, at + 1)));
  return described.flat().join("\n");
}

async function describePage(page, number) {
  const { requests = [], lines = [] } = watched.get(page) ?? {};
  const seen = await inTime(page.evaluate(look));
  return [
    `window ${number}: ${page.url()}`,
    ...Object.entries(seen ?? { page: "answers nothing" }).map(([key, it]) => `  ${key}: ${it}`),
    `  left: ${await leave(page, number)}`,
    ...requests.map(({ words, outcome }) => `  ${words}: ${outcome}`),
    ...lines.map((line) => `  printed at ${line}`),
  ];
}

/** Read in the page what somebody would see of it. */
function look() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const textOf = (it) => it.innerText.replaceAll(/\s+/g, " ").trim();
  const names = (selector) => all(selector).map(textOf).join(" | ").slice(0, 300);
  const { activeElement: focused } = document;
  return {
    title: `${document.title} (${document.readyState}, ${document.visibilityState})`,
    headings: names("h1, h2, h3"),
    dialogs: names("[role=dialog], [role=alertdialog]"),
    alerts: names("[role=alert], [role=status]"),
    loading: `${all(".skeleton").length} skeletons, ${all("[aria-busy=true]").length} busy`,
    focus: focused?.cloneNode(false).outerHTML.slice(0, 200),
    text: textOf(document.querySelector("main") ?? document.body).slice(0, 500),
  };
}

/** Leave a picture of a window and its HTML in a folder; return their names. */
async function leave(page, number) {
  const folder = process.env.FAILURES || mkdtempSync(join(tmpdir(), "story-"));
  const name = join(folder, `failed-${basename(process.argv[1], ".mjs")}-${number}`);
  const drawn = await inTime(page.screenshot({ path: `${name}.png`, timeout: MILLISECONDS }));
  const html = await inTime(page.content());
  if (html !== null) writeFileSync(`${name}.html`, html);
  return [drawn && `${name}.png`, html && `${name}.html`].filter(Boolean).join(", ");
}

/** Return what is asked of a page, or null where it fails or takes too long. */
async function inTime(asked) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, MILLISECONDS, null);
  });
  const answer = await Promise.race([asked.catch(() => null), late]);
  clearTimeout(timer);
  return answer;
}
