/** Every page, light, dark and narrow: axe-core finds nothing, and nothing sticks out sideways. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { audit, auditColours, base, resize, runStory, signIn, waitForPage } from "./browser.mjs";

const pictures = process.env.PICTURES;
const wide = { width: 1280, height: 860 };
const narrow = { width: 360, height: 740 };
/** How a page is looked at, one after the other, as it was loaded once. */
const looks = [
  { look: "light", viewport: wide, colorScheme: "light" },
  { look: "dark", viewport: wide, colorScheme: "dark", find: auditColours },
  { look: "narrow", viewport: narrow, colorScheme: "light" },
  // 1280 pixels at 200 %.
  { look: "zoomed", viewport: { width: 640, height: 430 }, colorScheme: "light" },
];
/** The longest words where there is least room. */
const ukrainian = [{ look: "ukrainian", viewport: narrow, colorScheme: "light" }];
const pictured = new Set(["light", "dark", "narrow"]);
const pages = {
  reviewer2: ["/review", "/requests", "/day", "/account", "/review/nowhere"],
  registrar2: [
    "/records",
    "/corrections?show=settled",
    "/declare",
    "/declare/birth",
    "/declare/death",
    "/declare/marriage",
    "/persons?name=a",
  ],
  admin: [
    "/dashboard",
    "/statistics",
    "/merges",
    "/trail?resource=vital_event",
    "/users",
    "/clients",
    "/templates",
    "/webhooks",
    "/messages",
    "/nowhere",
  ],
  steward1: ["/organisations", "/organisations?name=mary"],
  person1: ["/my-data"],
};

await runStory(async (open) => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  await visitAll(open, looks, {});
  await visitAll(open, ukrainian, { locale: "uk-UA" });
});

async function visitAll(open, ways, options) {
  const visit = async ([name, paths]) => {
    const [{ viewport }] = ways;
    const page = await open({ reducedMotion: "reduce", viewport, ...options });
    await page.goto(base);
    await page.getByRole("textbox").first().waitFor();
    if (name === "admin") await seen(page, ways, "/sign-in");
    await signIn(page, name);
    for (const path of paths) {
      await page.goto(base + path);
      await waitForPage(page, /./);
      if (path === "/review") await showAPair(page, ways);
      if (path.startsWith("/trail")) await page.locator(".trail summary").first().click();
      await seen(page, ways, path);
      if (path === "/records") await seenRecord(page, ways);
      if (path === "/webhooks") await seenWebhook(page, ways);
      if (path === "/organisations?name=mary") await seenOrganisation(page, ways);
    }
    await page.context().close();
  };
  await Promise.all(Object.entries(pages).map(visit));
}

/** The pair that is given at first is there afterwards too. */
async function showAPair(page, ways) {
  if (ways === looks) await page.keyboard.press("n");
  await page.getByRole("table").waitFor();
}

async function seenWebhook(page, ways) {
  await page.getByRole("link", { name: "https://one.example/hook" }).click();
  await page.getByText("webhook.birth.issued").waitFor();
  await seen(page, ways, "/webhook");
}

async function seenOrganisation(page, ways) {
  await page.getByRole("link", { name: "Saint Mary Hospital" }).first().click();
  await page.getByText("registrar4").waitFor();
  await seen(page, ways, "/organisation");
}

async function seenRecord(page, ways) {
  await page.locator(".rows a").last().click();
  await page.locator(".sheet").first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
  await seen(page, ways, "/record");
}

/** Look at a page in each way, and leave it as it was. */
async function seen(page, ways, path) {
  for (const { look, viewport, colorScheme, find = audit } of ways) {
    await page.emulateMedia({ colorScheme });
    await resize(page, viewport);
    await find(page, `${path} ${look}`);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(tooWide <= 0, `${path} ${look} sticks out by ${tooWide} pixels`);
    const file = `${path.slice(1).split("?")[0].replaceAll("/", "-")}-${look}.png`;
    if (pictures && pictured.has(look)) await page.screenshot({ path: join(pictures, file) });
  }
  const [{ viewport, colorScheme }] = ways;
  await page.emulateMedia({ colorScheme });
  await resize(page, viewport);
}
