/** A decision brings the next pair in its own answer; what becomes of the page where one of the two is refused. */
import assert from "node:assert/strict";
import { audit, hold, runStory, signIn, waitForPage } from "./browser.mjs";

const pairs = 30;

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  const dialog = page.getByRole("alertdialog");
  const pair = page.getByRole("table").first();
  const next = page.getByRole("button", { name: "Get the next pair" });

  const asked = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql")) asked.push(request.postDataJSON().operationName);
  });
  await page.keyboard.press("n");
  await pair.waitFor();
  for (let done = 0; done < pairs; done++) await decide("mst"[done % 3]);
  assert.ok(asked.length <= pairs + 1, `${pairs} pairs took ${asked.length} requests: ${asked}`);

  // In another window the pair is decided already: the next one came all the same, and waits for N.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole("table").first().waitFor();
  const decided = await pair.innerText();
  await decide("t", other);
  const looking = await hold(page, "reviewPageQuery");
  await confirm("s");
  await page.getByText("Meanwhile this has moved on: what you asked for was not done.").waitFor();
  assert.equal(await pair.innerText(), decided, "what was refused stays in sight");
  await looking.requested;
  asked.length = 0;
  await page.keyboard.press("n");
  await looking.release();
  await next.waitFor();
  assert.deepEqual(asked, [], "it is asked for only where it has not come");
  await next.click();
  await changed(decided);
  await page.getByRole("button", { name: "Merge" }).waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.deepEqual(asked, [], "it is there already");

  // The decision is taken, and its answer is lost: nothing is decided twice, and the next pair is found.
  const lost = await hold(page, "decidingMutation");
  const before = await pair.innerText();
  await confirm("m");
  await lost.lose();
  await page.getByText("The server does not answer.").waitFor();
  await page.getByText("You said:").waitFor();
  await audit(page, "a lost answer");
  await next.click();
  await changed(before);
  await page.getByRole("button", { name: "Merge" }).waitFor();

  // The decision is taken, and the next pair is refused: the one is said, and the other offered again.
  await page.route("**/graphql", async (route) => {
    if (route.request().postDataJSON().operationName !== "decidingMutation")
      return route.fallback();
    const answer = await (await route.fetch()).json();
    answer.data.assignMergeCandidate = null;
    answer.errors = [
      {
        message: "The database is away",
        path: ["assignMergeCandidate"],
        extensions: { code: "UNAVAILABLE", correlationId: "0b5e1c1e-0000-4000-8000-000000000000" },
      },
    ];
    await route.fulfill({ json: answer });
  });
  await confirm("s");
  await page.getByText("Said: two people.").waitFor();
  await page.getByText("The database is away for a moment.").waitFor();
  assert.equal(await pair.count(), 0);
  await audit(page, "no next pair");
  await page.unrouteAll();
  await next.click();
  await pair.waitFor();
  await page.getByRole("button", { name: "Merge" }).waitFor();

  async function confirm(key, where = page) {
    await where.keyboard.press(key);
    await where.getByRole("alertdialog").waitFor();
    await where.keyboard.press("Enter");
  }

  async function decide(key, where = page) {
    const earlier = await where.getByRole("table").first().innerText();
    await confirm(key, where);
    await changed(earlier, where);
    await where.getByRole("alertdialog").waitFor({ state: "detached" });
    await dialog.waitFor({ state: "detached" });
  }

  async function changed(earlier, where = page) {
    await where.waitForFunction((text) => {
      const table = document.querySelector("table");
      return table !== null && table.innerText !== text;
    }, earlier);
  }
});
