/** A tab that is closed with its browser and opened again: what was typed is there for its user. */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { base, signIn, waitForPage } from "./browser.mjs";

const address = `${base}/declare/birth`;
const launched = await launch();
const page = await launched.newPage();
await signIn(page, "registrar1", "/declare/birth");
await waitForPage(page, "Declare a birth");
await nameOf(page).fill("Reopened");
await launched.close();

const again = await launch("--restore-last-session");
try {
  const isReopened = (it) => it.url() === address;
  const reopened = again.pages().find(isReopened) ?? (await again.waitForEvent("page", isReopened));
  await reopened.locator("h1").waitFor();
  const password = reopened.getByLabel("Password", { exact: true });
  // Whether the session outlives its browser is the browser's to choose.
  if (await password.isVisible()) {
    await reopened.getByLabel("User name").fill("registrar1");
    await password.fill("registrar1");
    await password.press("Enter");
  }
  await waitForPage(reopened, "Declare a birth");
  await reopened.getByText(/What you typed here was not sent|the draft that you left/).waitFor();
  assert.equal(await nameOf(reopened).inputValue(), "Reopened");
} finally {
  await again.close();
}

function nameOf(of) {
  return of.getByLabel("First name", { exact: true }).first();
}

/** A browser that keeps what it knows in a profile, as people's do. */
function launch(...more) {
  return chromium.launchPersistentContext(process.env.PROFILE, {
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", ...more],
    locale: "en-GB",
  });
}
