/** What becomes of messages while an admin looks at them, in this window and in another. */
import assert from "node:assert/strict";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const [page, other] = [await open(), await open()];
  await signIn(page, "admin", "/messages");
  await waitForPage(page, "Messages");
  await signIn(other, "admin", "/messages?status=FAILED");
  await waitForPage(other, "Messages");
  const row = (window, kind) =>
    window.getByRole("listitem").filter({ hasText: `webhook.birth.${kind}` });
  const count = (window, name) => window.locator(".counts").getByText(name, { exact: false });
  await count(page, "Failed: 3").waitFor();
  await count(page, "Waiting: 1").waitFor();

  await row(page, "rejected")
    .getByRole("heading", { name: /^Birth: rejected/ })
    .waitFor();

  // Discarded there, it is seen here; what is counted moves in both.
  await row(other, "rejected").getByRole("button", { name: "Discard" }).click();
  await other.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await row(other, "rejected").getByText("Discarded", { exact: true }).waitFor();
  await count(other, "Failed: 2").waitFor();
  await row(page, "rejected").getByText("Discarded", { exact: true }).waitFor();
  await count(page, "Failed: 2").waitFor();

  // Tried again, it is taken up and fails once more: nobody reloads anything.
  await row(page, "declared").getByRole("button", { name: "Try again" }).click();
  await row(page, "declared")
    .getByRole("button", { name: "Try again" })
    .waitFor({ state: "detached" });
  await row(page, "declared").getByText("Failed", { exact: true }).waitFor();
  await row(page, "declared")
    .getByText(/^(What stops it now: )?The fault is ours: /)
    .waitFor();
  await count(page, "Failed: 2").waitFor();
  assert.equal(await row(other, "registered").count(), 0, "it waits, and this list has the failed");
  await audit(page, "messages");

  // All that failed are tried again by one press, whichever of them are shown.
  await page.getByRole("button", { name: "Try all failed again" }).press("Enter");
  await audit(page, "the question whether all shall be tried again");
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: "Try all failed again" })
    .press("Enter");
  await page.getByText("2 of 2 are tried again.").waitFor();

  // Where none has failed there is nothing to try again, and no button that would.
  for (const name of ["declared", "archived"]) {
    await row(page, name).getByText("Failed", { exact: true }).waitFor();
    // The row may still show the attempt before: it is refused then, and shown anew.
    const isDiscarded = () =>
      row(page, name)
        .getByText("Discarded", { exact: true })
        .waitFor({ timeout: 5_000 })
        .then(
          () => true,
          () => false,
        );
    do {
      await row(page, name).getByRole("button", { name: "Discard" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
    } while (!(await isDiscarded()));
  }
  await count(page, "Failed: 0").waitFor();
  await page.getByRole("button", { name: "Try all failed again" }).waitFor({ state: "detached" });

  // Under another filter nothing stays of what came under the one before, also until something comes.
  const isLive = (route) => (route.request().postData() ?? "").includes('"ids"');
  const status = page.getByLabel("Status");
  const none = page.getByText("No message fits.");
  await status.selectOption("Failed");
  await none.waitFor();
  await status.selectOption("Discarded");
  await row(page, "rejected").waitFor();
  // Nothing has to come first: what is asked again and again is not answered meanwhile.
  await page.route("**/graphql", (route) => (isLive(route) ? null : route.fallback()));
  await status.selectOption("Failed");
  await none.waitFor();
  await page.unroute("**/graphql");

  // While the answer is on its way, the list is that of the filter before, and says so.
  const { promise: asked, resolve: answer } = Promise.withResolvers();
  await page.route("**/graphql", async (route) => {
    if ((route.request().postData() ?? "").includes("PROCESSED")) await asked;
    await route.continue();
  });
  await status.selectOption("Delivered");
  await page.locator(".behind").getByText("Loading").waitFor();
  assert.ok(await none.isVisible(), "what was found before stays in sight");
  answer();
  await page.locator(".behind").first().waitFor({ state: "detached" });
});
