/** The server is killed and comes back while somebody types: nothing is lost, and no page that is there is loaded anew. */
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { base, chooseLanguage, runStory, signIn, waitForPage } from "./browser.mjs";

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Have the test kill the server, or start it again, and wait until that is done. */
async function have(what) {
  console.log(`please ${what}`);
  assert.equal((await answers.next()).value, "done");
}

await runStory(async (open) => {
  const page = await open();
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  await signIn(page, "registrar1", "/records");
  await waitForPage(page, "Records");
  await page.getByRole("link", { name: "Declare", exact: true }).first().click();
  await page.getByRole("link", { name: "Declare a birth" }).click();
  await waitForPage(page, "Declare a birth");
  await page.waitForLoadState("networkidle");
  loads = 0;
  const field = (label) => page.getByLabel(label, { exact: true }).first();
  await field("First name").pressSequentially("Outa");

  await have("kill");
  await field("First name").pressSequentially("ge");
  await field("Last name").fill("Survivor");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("FEMALE");
  await field("Place of birth").fill("Lviv");
  const declare = page.getByRole("button", { name: "Declare", exact: true });
  await declare.click();
  await page.getByText("The server does not answer.").first().waitFor();
  assert.equal(await field("First name").inputValue(), "Outage");
  await chooseLanguage(page, "uk");
  assert.equal(
    await page.locator("html").getAttribute("lang"),
    "en",
    "what does not come is not chosen",
  );
  await have("start");
  await field("Relationship")
    .selectOption("MOTHER")
    .catch(() => field("Relationship").fill("m"));
  await declare.click();
  await waitForPage(page, "Birth: Outage Survivor");
  assert.equal(loads, 0, "no page was loaded anew");

  await chooseLanguage(page, "en");
  await page.getByRole("link", { name: "Declare", exact: true }).first().click();
  await page.getByRole("link", { name: "Declare a birth" }).click();
  await waitForPage(page, "Declare a birth");
  await field("First name").fill("Keptover");
  await page.getByText(/kept as a draft/).waitFor();
  await have("kill");
  await page.getByRole("link", { name: /^Corrections/ }).click();
  await page.getByText("The server does not answer.").first().waitFor();
  const tryAgain = page.getByRole("button", { name: "Try again" });
  const asked = page.waitForEvent("requestfailed", (request) => request.method() === "HEAD");
  await tryAgain.click();
  await asked;
  await tryAgain.waitFor();
  assert.equal(loads, 0, "nor while the server is away");
  await have("start");
  await tryAgain.click();
  await waitForPage(page, "Corrections");
  assert.equal(loads, 1, "what the browser remembers as failed comes with a new page");
  await page.goBack();
  await waitForPage(page, "Declare a birth");
  assert.equal(await field("First name").inputValue(), "Keptover");

  const stranger = await open({ locale: "uk-UA" });
  await stranger.route("**/assets/ukrainian-*.js", (route) => route.abort());
  await stranger.goto(base);
  await stranger.getByLabel("Password").waitFor();
  await stranger.unroute("**/assets/ukrainian-*.js");
  await stranger.reload();
  await stranger.getByLabel("Пароль").waitFor();

  await stranger.route("**/assets/arabic-*.js", (route) => route.abort());
  const language = stranger.locator("select[name=language]");
  const failed = stranger.waitForEvent("requestfailed", (request) => /arabic/.test(request.url()));
  await language.selectOption("ar");
  await failed;
  await stranger.unroute("**/assets/arabic-*.js");
  await stranger.locator("html[lang=uk]").waitFor();
  await language.selectOption("en");
  await stranger.getByLabel("Password").waitFor();
  await language.selectOption("ar");
  await stranger.locator("html[lang=ar]").waitFor();
});
process.stdin.destroy();
