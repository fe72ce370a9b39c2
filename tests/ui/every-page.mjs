/** Every page of the console, by the account that sees it; the addresses of single things are found in lists. */
import assert from "node:assert/strict";
import { base, waitForPage } from "./browser.mjs";

/** Each has the route that it is of, as `ui/console/shell/routes.ts` names it. */
export const pages = {
  reviewer2: [
    { route: "/review" },
    { route: "/requests", path: "/requests?show=all" },
    { route: "/requests/:id", path: "/requests?show=all", link: ".rows > li > a" },
    {
      route: "/requests/persons/:id",
      path: "/requests?show=decided",
      link: [".rows > li > a", 'a[href^="/requests/persons/"]'],
    },
    { route: "/day" },
    { route: "/account" },
    { route: "/invitation", path: "/invitation#none" },
  ],
  senior1: [{ route: "/disputed" }],
  registrar2: [
    { route: "/records" },
    { route: "/records/:id", path: "/records", link: ".rows > li > a" },
    {
      route: "/records/:id/correct",
      path: "/records?status=REGISTERED",
      link: ".rows > li > a",
      below: "/correct",
    },
    { route: "/corrections", path: "/corrections?show=settled" },
    { route: "/explanations" },
    { route: "/declare" },
    { route: "/declare/:kind", path: "/declare/birth" },
    { route: "/declare/:kind", path: "/declare/death" },
    { route: "/declare/:kind", path: "/declare/marriage" },
    { route: "/persons", path: "/persons?name=a" },
    { route: "/persons/:id", path: "/persons?name=a", link: ".rows > li > a" },
  ],
  admin: [
    { route: "/dashboard" },
    { route: "/statistics" },
    { route: "/merges" },
    { route: "/trail", path: "/trail?resource=vital_event" },
    { route: "/users" },
    { route: "/clients" },
    { route: "/templates" },
    { route: "/sources" },
    { route: "/webhooks" },
    { route: "/webhooks/:id", path: "/webhooks", link: ".rows > li a" },
    { route: "/messages" },
    { route: "/console/parts" },
  ],
  steward1: [
    { route: "/organisations" },
    { route: "/plans" },
    { route: "/sources/callback" },
    { route: "/sources/groups" },
    { route: "/organisations/:id", path: "/organisations?name=mary", link: ".rows > li > a" },
    {
      route: "/plans/:id",
      path: "/organisations?name=rangers",
      link: [".rows > li > a", 'a[href^="/plans/"]'],
    },
  ],
  person1: [{ route: "/my-data" }],
};

async function showAPair(page) {
  await page.locator("button.primary, table").first().waitFor();
  if ((await page.getByRole("table").count()) === 0) await page.keyboard.press("n");
  await page.getByRole("table").first().waitFor();
}

/** Decide a pair, unless one is decided: its page leads to the people in it. */
async function decideAPair(page) {
  await page.goto(`${base}/requests?show=decided`);
  await waitForPage(page, /./);
  if ((await page.locator(".rows > li").count()) > 0) return;
  await page.goto(`${base}/review`);
  await showAPair(page);
  await page.keyboard.press("s");
  await page.getByRole("alertdialog").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Said: two people.").waitFor();
}

/** Go to the address of a page; it is returned, and the page is loaded. */
export async function visit(page, { route, path = route, link, below = "" }) {
  if (route === "/requests/persons/:id" && link !== undefined) await decideAPair(page);
  await page.goto(base + path);
  // The page of parts shows a skeleton for good.
  if (route === "/console/parts") await page.getByRole("heading", { level: 1 }).waitFor();
  else await waitForPage(page, /./);
  if (route === "/review") await showAPair(page);
  let address = path;
  for (const step of [link ?? []].flat()) {
    const next = page.locator(step).first();
    await next.waitFor();
    address = (await next.getAttribute("href")) + below;
    await page.goto(base + address);
    await waitForPage(page, /./);
  }
  if (link === undefined) return path;
  assert.ok(address.split("/").length === route.split("/").length, `${address} is of ${route}`);
  return address;
}
