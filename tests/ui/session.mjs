/** A session: renewed unseen, kept over a reload, the same in all tabs, and ended in all of them. */
import assert from "node:assert/strict";
import { base, runStory, signIn, signOut, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer3", "/requests?show=decided");
  await waitForPage(page, "My requests");
  assert.match(page.url(), /\/requests\?show=decided$/, "the address was kept");

  let renewals = 0;
  page.on("request", (request) => (renewals += request.url().endsWith("/auth/refresh") ? 1 : 0));
  const errors = [{ message: "Access denied", extensions: { code: "UNAUTHENTICATED" } }];
  await page.route("**/graphql", (route) => route.fulfill({ status: 401, json: { errors } }), {
    times: 1,
  });
  await page.getByRole("link", { name: "Review", exact: true }).click();
  await waitForPage(page, "Review");
  assert.equal(renewals, 1);

  await page.goBack();
  await waitForPage(page, "My requests");
  await page.route("**/graphql", (route) => route.abort(), { times: 1 });
  await page.getByLabel("Show").selectOption("merged");
  await page.getByText("The server does not answer.").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("No pair in this list.").waitFor();

  const tabs = [page, await page.context().newPage(), await page.context().newPage()];
  await Promise.all(tabs.map((tab) => tab.goto(`${base}/review`)));
  await Promise.all(tabs.map((tab) => waitForPage(tab, "Review")));
  await signOut(page);
  await Promise.all(tabs.map((tab) => tab.getByText("You have signed out.").waitFor()));
  const left = tabs.map((tab) => new URL(tab.url()).pathname);
  assert.deepEqual(left, ["/", "/review", "/review"], "who signs out leaves the page");
  await page.reload();
  await page.getByLabel("Password").waitFor();
});
