/** Every page, light, dark and narrow: axe-core finds nothing, and nothing sticks out sideways. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const pictures = process.env.PICTURES;
const looks = [
  { look: "light", viewport: { width: 1280, height: 860 }, colorScheme: "light" },
  { look: "dark", viewport: { width: 1280, height: 860 }, colorScheme: "dark" },
  { look: "narrow", viewport: { width: 360, height: 740 }, colorScheme: "light" },
  // 1280 pixels at 200 %.
  { look: "zoomed", viewport: { width: 640, height: 430 }, colorScheme: "light" },
  // The longest words where there is least room.
  { look: "ukrainian", viewport: { width: 360, height: 740 }, locale: "uk-UA" },
];
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
  for (const { look, ...options } of looks) {
    const visit = async ([name, paths]) => {
      const page = await open({ reducedMotion: "reduce", ...options });
      await page.goto(base);
      await page.getByRole("textbox").first().waitFor();
      if (name === "admin") await seen(page, look, "/sign-in");
      await signIn(page, name);
      for (const path of paths) {
        await page.goto(base + path);
        await waitForPage(page, /./);
        if (path === "/review") await showAPair(page, look);
        if (path.startsWith("/trail")) await page.locator(".trail summary").first().click();
        await seen(page, look, path);
        if (path === "/records") await seenRecord(page, look);
        if (path === "/webhooks") await seenWebhook(page, look);
        if (path === "/organisations?name=mary") await seenOrganisation(page, look);
      }
      await page.context().close();
    };
    await Promise.all(Object.entries(pages).map(visit));
  }
});

/** The pair that the first look was given is there for the others too. */
async function showAPair(page, look) {
  if (look === looks[0].look) await page.keyboard.press("n");
  await page.getByRole("table").waitFor();
}

async function seenWebhook(page, look) {
  await page.getByRole("link", { name: "https://one.example/hook" }).click();
  await page.getByText("webhook.birth.issued").waitFor();
  await seen(page, look, "/webhook");
}

async function seenOrganisation(page, look) {
  await page.getByRole("link", { name: "Saint Mary Hospital" }).first().click();
  await page.getByText("registrar4").waitFor();
  await seen(page, look, "/organisation");
}

async function seenRecord(page, look) {
  await page.locator(".rows a").last().click();
  await page.locator(".sheet").first().waitFor();
  await page.locator(".skeleton").waitFor({ state: "detached" });
  await seen(page, look, "/record");
}

async function seen(page, look, path) {
  const where = `${path} ${look}`;
  await audit(page, where);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `${where} sticks out by ${tooWide} pixels`);
  const file = `${path.slice(1).split("?")[0].replaceAll("/", "-")}-${look}.png`;
  if (pictures && pictured.has(look)) await page.screenshot({ path: join(pictures, file) });
}
