/** A session is resumed wherever there may be one, and asked for nowhere else. */
import assert from "node:assert/strict";
import { base, runStory, signIn, signOut, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  const renewals = renewalsOf(page);
  const signInShown = (shown = page) => shown.getByLabel("Password").waitFor();
  await page.goto(base);
  await signInShown();
  await page.reload();
  await signInShown();
  assert.deepEqual(renewals, [], "a first visit asks for no session");

  await signIn(page, "reviewer3", "/requests");
  const tab = await page.context().newPage();
  await tab.goto(`${base}/requests`);
  await waitForPage(tab, "My requests");
  const kept = await page.context().storageState();
  const restarted = await open({ storageState: kept });
  await restarted.goto(`${base}/requests`);
  await waitForPage(restarted, "My requests");

  const cookies = { cookies: (await restarted.context().storageState()).cookies, origins: [] };
  const withoutStorage = await open({ storageState: cookies });
  await withoutStorage.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await withoutStorage.goto(`${base}/requests`);
  await waitForPage(withoutStorage, "My requests");

  const later = await open();
  const laterRenewals = renewalsOf(later);
  await signIn(later, "reviewer2", "/requests");
  await later.context().clearCookies();
  await later.reload();
  await signInShown(later);
  assert.deepEqual(laterRenewals, [401], "a session that may have ended is asked for once");
  await later.reload();
  await signInShown(later);
  assert.deepEqual(laterRenewals, [401]);

  await signIn(later, "reviewer2", "/requests");
  await signOut(later);
  await later.getByText("You have signed out.").waitFor();
  await later.reload();
  await signInShown(later);
  assert.deepEqual(laterRenewals, [401], "who has signed out has no session");

  await later.route("**/assets/workplace-*.js", (route) => route.abort());
  await later.goto(`${base}/requests`);
  await later.getByLabel("User name").fill("reviewer2");
  await later.getByLabel("Password").fill("reviewer2");
  await later.getByRole("button", { name: "Sign in", exact: true }).click();
  await later.getByText("The server does not answer.").waitFor();
  await later.unroute("**/assets/workplace-*.js");
  await later.getByRole("button", { name: "Try again" }).click();
  await waitForPage(later, "My requests");
});

/** The statuses of the renewals of a page, as they come in. */
function renewalsOf(page) {
  const statuses = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/auth/refresh")) statuses.push(response.status());
  });
  return statuses;
}
