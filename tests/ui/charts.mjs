/** An administrator goes from bars to what they count, by keyboard alone, and reads the same in tables. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const looks = {
  light: { viewport: { width: 1280, height: 860 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 860 }, colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
  zoomed: { viewport: { width: 640, height: 430 }, colorScheme: "light" },
};

await runStory(async (open) => {
  await decide();
  for (const [look, options] of Object.entries(looks)) {
    const page = await open({ reducedMotion: "reduce", timezoneId: "UTC", ...options });
    await signIn(page, "admin", "/dashboard");
    for (const path of ["/dashboard", "/statistics"]) {
      await page.goto(base + path);
      await drawn(page);
      await audit(page, `${path} ${look}`);
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(tooWide <= 0, `${path} ${look} sticks out by ${tooWide} pixels`);
      await picture(page, `${path.slice(1)}-charts-${look}`);
    }
    if (look === "light") await byKeyboard(page);
    if (look === "light") await rightToLeft(page);
    await page.context().close();
  }
});

/** Wait until all charts of the page have their bars. */
async function drawn(page) {
  await waitForPage(page, /./);
  await page.locator(".bars svg").first().waitFor();
  await page.waitForFunction(
    () => document.querySelector(".bars:not(:has(svg)), .skeleton") === null,
  );
}

async function byKeyboard(page) {
  await page.goto(`${base}/dashboard`);
  await drawn(page);
  const chart = page.getByRole("group", { name: "Declarations per day, by where they stand now" });
  const links = chart.getByRole("link");
  assert.ok((await links.count()) > 5, "several days");
  const stops = await chart.locator("a[tabindex='0']").count();
  assert.equal(stops, 1, "the chart is one stop of Tab");
  await chart.locator("a[tabindex='0']").focus();
  const last = await focused(page);
  await page.keyboard.press("ArrowLeft");
  const before = await focused(page);
  assert.notEqual(before, last, "the arrow leads to another bar");
  await page.keyboard.press("Home");
  await page.keyboard.press("Tab");
  assert.ok(!(await chart.evaluate((it) => it.contains(document.activeElement))), "Tab leaves it");
  await page.keyboard.press("Shift+Tab");
  const first = await focused(page);
  assert.match(first, /^\d+ \w+ \d{4}, \w+: \d+$/);
  await page.keyboard.press("Enter");
  await listed(page, first);

  // The same number in the table leads to the same list.
  await page.goBack();
  await drawn(page);
  const figure = page.locator("figure", { has: chart });
  await figure.locator("summary").press("Enter");
  await figure.getByRole("table").getByRole("link", { name: first, exact: true }).press("Enter");
  await listed(page, first);

  await page.goBack();
  await drawn(page);
  const decisions = page.getByRole("group", { name: "Decisions per day" });
  await decisions.getByRole("link").first().press("Enter");
  await page.waitForURL(/trail\?action=merge_request\.split&insertedFrom=.*&insertedTo=/);
  await waitForPage(page, "Audit trail");
  assert.equal(await page.locator(".trail > li").count(), 2);
  await page.goBack();
  await drawn(page);
  const ages = page.getByRole("group", {
    name: "Records that wait, by the age of the declaration",
  });
  const oldest = ages.getByRole("link").last();
  const name = await oldest.getAttribute("aria-label");
  await oldest.press("Enter");
  await listed(page, name);

  await page.goto(`${base}/statistics`);
  await drawn(page);
  await byPlace(page);
  await page.goto(`${base}/statistics`);
  await drawn(page);
  const funnel = page.getByRole("group", { name: "From declaration to certificate" });
  await funnel.getByRole("link").first().focus();
  const declared = await focused(page);
  await page.keyboard.press("ArrowDown");
  const registered = await focused(page);
  assert.ok(counted(registered) < counted(declared), `${declared}; ${registered}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/status=REGISTERED%2CCERTIFIED%2CISSUED/);
  await listed(page, registered);

  await page.goBack();
  await drawn(page);
  const card = page.locator("figure", { has: funnel });
  // The figures of births come along, with the period and the kind that they are of.
  await card.getByLabel("Kind").selectOption("BIRTH");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Export as CSV" }).press("Enter"),
  ]);
  const [names, figures] = readFileSync(await download.path(), "utf8").split("\r\n");
  assert.match(
    names,
    /^from,to,by,kind,declared,registered,certified,issued,stopped,medianDaysToRegister,/,
  );
  assert.match(figures, /^\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d,DECLARED,BIRTH,\d+,/);
  // By the day of registration there is a row for each kind and one for all.
  await card.getByLabel("Kind").selectOption("");
  await card.getByLabel("Count by").selectOption("REGISTERED");
  const all = card.getByRole("link", { name: /^All: / }).and(card.locator("[href*=registered]"));
  assert.match(
    await all.first().getAttribute("href"),
    /^\/records\?registeredFrom=.*&registeredTo=/,
  );
  const [whole] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Export as CSV" }).press("Enter"),
  ]);
  assert.match(whole.suggestedFilename(), /^records-by-registered-/);
  const rows = readFileSync(await whole.path(), "utf8")
    .trim()
    .split("\r\n")
    .slice(1);
  const kinds = rows.map((row) => row.split(",")[3]);
  assert.deepEqual(kinds, ["BIRTH", "DEATH", "MARRIAGE", ""]);
  const counts = rows.map((row) => Number(row.split(",")[4]));
  assert.equal(counts[0] + counts[1] + counts[2], counts[3]);
  await picture(page, "statistics-by-registration");
  await card.getByLabel("Kind").selectOption("BIRTH");
  await page.getByRole("button", { name: "Last month" }).press("Enter");
  await page.waitForURL(/kind=BIRTH&by=REGISTERED&from=\d{4}-\d\d-01&to=\d{4}-\d\d-(28|29|30|31)$/);
}

/** Births of each place, and of each office, lead to their lists and are a file. */
async function byPlace(page) {
  const births = page.locator("figure", { hasText: "Births by place, office and district" });
  const first = births.getByRole("table").getByRole("link").first();
  const name = await first.getAttribute("aria-label");
  assert.match(name, /^.+, (Registered|All declared): \d+$/);
  await first.press("Enter");
  await page.waitForURL(/kind=BIRTH&place=.*&eventDateFrom=/);
  await listed(page, name);
  await page.goBack();
  await drawn(page);
  await births.getByLabel("Count each").selectOption("offices");
  await births.getByRole("columnheader", { name: "Office and district" }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    births.getByRole("button", { name: "Export as a file (CSV)" }).press("Enter"),
  ]);
  assert.match(file.suggestedFilename(), /^births-by-office-/);
  const [names] = readFileSync(await file.path(), "utf8").split("\r\n");
  assert.equal(
    names.replace("\ufeff", ""),
    "office.parent.name,office.name,registered,declared,office.databaseId",
  );
  await births.getByRole("table").getByRole("link").first().press("Enter");
  await page.waitForURL(/office=/);
  await waitForPage(page, "Records");
  await page.getByLabel("Office").waitFor();
  // The number of those that were registered in the period leads to them, too.
  await page.goto(`${base}/statistics?of=DEATH&day=REGISTERED`);
  await drawn(page);
  const deaths = page.locator("figure", { hasText: "Deaths by place, office and district" });
  const registered = deaths.getByRole("table").getByRole("link").first();
  const ofThem = await registered.getAttribute("aria-label");
  await registered.press("Enter");
  await page.waitForURL(/kind=DEATH&place=.*&registeredFrom=/);
  await listed(page, ofThem);
}

function focused(page) {
  return page.evaluate(() => document.activeElement.getAttribute("aria-label"));
}

function counted(name) {
  return Number(/: (\d+)/.exec(name)[1]);
}

/** The list that a bar leads to has as many rows as the bar says. */
async function listed(page, name) {
  await page.waitForURL(/\/records\?/);
  await waitForPage(page, "Records");
  await page.locator("#list > li").first().waitFor();
  await page.waitForFunction(() => {
    document.querySelector(".load-more")?.scrollIntoView();
    return document.querySelector(".load-more button") === null;
  });
  assert.equal(await page.locator("#list > li").count(), counted(name), name);
}

/** Where lines go from right to left bars begin there, and their letters are no mirror's. */
async function rightToLeft(page) {
  await page.goto(`${base}/dashboard`);
  await drawn(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const chart = page.getByRole("group", { name: "Declarations per day, by where they stand now" });
  const links = chart.getByRole("link");
  const [first, last] = [await links.first().boundingBox(), await links.last().boundingBox()];
  assert.ok(first.x > last.x, "the first day stands at the right");
  await chart.locator("a[tabindex='0']").focus();
  const newest = await focused(page);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await focused(page), newest, "the arrow to the right leads to an earlier day");
  await picture(page, "dashboard-charts-right-to-left");
  await page.goto(`${base}/statistics`);
  await drawn(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await picture(page, "statistics-charts-right-to-left");
}

/** Let a reviewer split two pairs. */
async function decide() {
  const signedIn = await post("/auth/sign-in", { username: "reviewer1", password: "reviewer1" });
  const ask = (query, variables) =>
    post("/graphql", { query, variables }, { authorization: `Bearer ${signedIn.accessToken}` });
  for (let pair = 0; pair < 2; pair++) {
    const assigned = await ask("mutation { assignMergeCandidate { mergeRequest { id } } }");
    const { id } = assigned.data.assignMergeCandidate.mergeRequest;
    await ask(
      "mutation ($input: UpdateMergeRequestInput!) { updateMergeRequest(input: $input) { __typename } }",
      { input: { id, status: "SPLIT" } },
    );
  }
}

async function post(path, body, headers = {}) {
  const response = await fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer;
}
