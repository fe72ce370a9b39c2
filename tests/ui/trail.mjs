/** An admin asks the trail who merged somebody and what became of a record, and looks at it. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const { PICTURES } = process.env;
const reviewers = ["Оксана Мельник", "Thomas Wright", "Agnieszka Nowak"];

await runStory(async (open) => {
  const merged = await mergedByThree();
  const registrar = await open();
  await signIn(registrar, "registrar1", "/declare/birth");
  await waitForPage(registrar, "Declare a birth");
  const field = (label, number = 0) => registrar.getByLabel(label, { exact: true }).nth(number);
  await field("First name").fill("Looked");
  await field("Last name").fill("At");
  await field("Born").fill(new Date().toISOString().slice(0, 10));
  await field("Gender").selectOption("FEMALE");
  await field("Place of birth").fill("Lviv");
  await field("Relationship").fill("mother");
  await registrar.getByRole("button", { name: "Declare", exact: true }).click();
  await waitForPage(registrar, "Birth: Looked At");
  await registrar.getByRole("button", { name: "Register" }).click();
  await registrar.getByRole("alertdialog").getByRole("button", { name: "Register" }).click();
  const number = await registrar.getByText(/^B-\d{4}-\d+$/).innerText();
  assert.equal(await registrar.getByText("as an administrator").count(), 0);

  // Who merged a person: found by number, and from their page.
  const page = await open();
  await signIn(page, "admin", "/trail");
  await waitForPage(page, "Audit trail");
  const acts = page.getByRole("main").locator(".trail > li");
  const filter = async (label, value) => {
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.waitForURL(/trail$/);
    const field = page.getByRole("main").getByLabel(label, { exact: true });
    if (!(await field.isVisible())) {
      await page.locator("summary", { hasText: "More filters" }).click();
    }
    if (await field.evaluate((it) => it.matches("select"))) await field.selectOption(value);
    else await field.fill(value);
    await page.getByRole("button", { name: "Apply" }).click();
  };
  // What was typed and not found is cleared too; whoever looks for files is led to those of plans.
  const actionField = page.getByRole("main").getByLabel("Action", { exact: true });
  await actionField.fill("no such act");
  await filter("What was changed", "export");
  assert.equal(await actionField.inputValue(), "");
  await page.getByRole("link", { name: "Plan for organisations: fetched" }).waitFor();
  await filter("Person", merged.nationalId);
  await page.waitForURL(/person=/);
  const merges = acts.filter({ hasText: "Vote: one person" });
  await merges.first().getByText("Reviewers today:").waitFor();
  assert.equal(await merges.count(), 3, "one entry for each reviewer's act");
  // A vote is not the merge that the last of them completes; the newest is the first.
  const titles = await merges.locator("summary strong").allInnerTexts();
  assert.deepEqual(titles, [
    "Vote: one person (3, which are enough): records merged",
    "Vote: one person (2 so far)",
    "Vote: one person (1 so far)",
  ]);
  for (const reviewer of reviewers) {
    const link = merges.first().getByRole("link", { name: reviewer });
    assert.match(await link.getAttribute("href"), /^\/trail\?actorId=/);
  }
  assert.match(await merges.first().innerText(), /(\(Merged\).*){3}/s);
  await merges.first().getByRole("link", { name: merged.name }).first().waitFor();
  await audit(page, "who merged a person");
  await picture("who-merged");
  await page.goto(`${base}/persons?nationalId=${merged.nationalId}`);
  await page.locator(".rows a").first().click();
  // Who opened them is in one list with the reviewers to whom they were given.
  await page.locator("summary", { hasText: "Who has seen this record" }).press("Enter");
  const readings = page.getByRole("list", { name: "Who has seen this record" });
  await readings.getByText("Opened the record").waitFor();
  assert.equal(await readings.getByText("Was given it to review").count(), 3);
  await audit(page, "who has seen a person");
  await page.getByRole("main").getByRole("link", { name: "Audit trail", exact: true }).click();
  await page.waitForURL(new RegExp(`person=${merged.databaseId}`));
  await merges.first().waitFor();
  assert.equal(await merges.count(), 3);
  // To open a person is one look at them, whatever their page asks for.
  await page.goto(`${base}/trail?action=person.viewed&resourceId=${merged.databaseId}`);
  await page.locator(".trail > li").first().waitFor();
  assert.equal(await page.locator(".trail > li").count(), 1);
  await page.goBack();
  await merges.first().waitFor();

  // An act opens into its rows.
  await merges.first().locator("summary").click();
  await page.getByRole("columnheader", { name: "Before" }).first().waitFor();
  assert.ok((await page.locator(".act-rows > li").count()) >= 4, "request, review, person, pair");
  await page.getByText("are shown as they are today").waitFor();
  // Nobody reads a bare id: persons and users have names, other rows lead to what became of them.
  const cells = page.locator(".act-rows td");
  await cells.filter({ hasText: merged.lastName }).first().waitFor();
  const values = await cells.allInnerTexts();
  assert.ok(!values.some((it) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(it)), values.join(" / "));
  await audit(page, "an act with its rows");
  await proveAnEntry(page);

  // A record: by either of its numbers, in any case; the list of acts is offered.
  await filter("Number or tracking id", number.toLowerCase());
  await page.waitForURL(/record=/);
  // Two acts, however many rows: first comes what the list showed before.
  await page.waitForFunction(() => document.querySelectorAll(".trail > li").length === 2);
  await acts.filter({ hasText: "Birth: registered" }).waitFor();
  await acts.filter({ hasText: "Birth: declared" }).waitFor();
  // What was sent about it is not among its acts, and is said to be elsewhere.
  await page.getByText("What was sent about this record").getByRole("link").click();
  await page.waitForURL(/messages\?subjectId=/);
  await page.getByText("Messages about one record alone.").waitFor();
  await page.getByText("No message fits.").waitFor();
  await page.goBack();
  await acts.filter({ hasText: "Birth: declared" }).waitFor();
  // An action is found by what is typed of its words.
  const action = page.getByRole("combobox", { name: "Action", exact: true });
  const offered = page.getByRole("listbox", { name: "Action" }).getByRole("option");
  // All actions are offered.
  await action.press("ArrowDown");
  await offered.nth(60).waitFor();
  await action.fill("birth re");
  // What would be taken is marked, and is another one after an arrow key.
  const marked = page.locator(".choice-list [aria-selected=true]");
  assert.equal(await marked.innerText(), "Birth: registered");
  await audit(page, "an action that is being chosen");
  await action.press("ArrowDown");
  assert.equal(await marked.innerText(), "Birth: rejected");
  await action.press("Enter");
  assert.equal(await action.inputValue(), "Birth: rejected");
  assert.equal(await offered.count(), 0);
  await action.fill("birth re");
  await action.press("Escape");
  assert.equal(await action.inputValue(), "birth re", "what was typed stays");
  // Of several actions none is taken unseen: the list is there to choose from.
  const before = page.url();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("No action is called so.").waitFor();
  assert.ok((await offered.count()) > 1);
  assert.equal(await action.evaluate((it) => it === document.activeElement), true);
  assert.equal(page.url(), before);
  await audit(page, "an action that is none");
  // What is undone is found by any word for it.
  await action.fill("void");
  await offered.filter({ hasText: "Birth: annulled" }).waitFor();
  for (const undone of ["Certificate: revoked", "Consent: withdrawn", "Webhook: deleted"]) {
    assert.equal(await offered.filter({ hasText: undone }).count(), 1, undone);
  }
  await action.press("Escape");
  await filter("Action", "birth reg");
  await page.waitForURL(/action=birth.registered/);
  await acts.getByRole("link", { name: number }).first().waitFor();

  // Whatever rows are found, an act is one entry: a birth has a child and an informant at least.
  await page.goto(`${base}/trail?resource=individual&insertedFrom=never`);
  await waitForPage(page, "Audit trail");
  assert.equal(await page.getByLabel("From", { exact: true }).inputValue(), "", "that is no time");
  await page.goto(`${base}/trail?resource=individual`);
  await acts.filter({ hasText: "Marriage: declared" }).first().waitFor();
  await page.waitForFunction(() => {
    document.querySelector(".load-more")?.scrollIntoView();
    return document.querySelector(".load-more button") === null;
  });
  const texts = await acts.filter({ hasText: "Marriage: declared" }).allInnerTexts();
  const records = texts.map((text) => text.match(/[A-Z0-9-]{6,}$/)?.[0]);
  assert.equal(new Set(records).size, records.length, texts.join(" / "));
  await page.goBack();
  await page.goBack();
  await acts.getByRole("link", { name: number }).first().waitFor();

  // The record itself, read-only; and the look is in the trail.
  await acts.getByRole("link", { name: number }).first().click();
  await waitForPage(page, "Birth: Looked At");
  await page.getByText("You look at this record as an administrator").waitFor();
  for (const act of ["Certify", "Register", "Reject", "Archive"]) {
    assert.equal(await page.getByRole("button", { name: act }).count(), 0, act);
  }
  assert.equal(await page.getByRole("link", { name: "Records" }).count(), 0);
  await audit(page, "a record that is looked at");
  await picture("look");
  await page.getByRole("main").getByRole("link", { name: "Audit trail" }).last().click();
  await page.waitForURL(/record=B/);
  const look = acts.filter({ hasText: "Record: looked at" });
  await look.first().waitFor();
  assert.equal(await look.count(), 1, "one look");
  await look.getByText("(console)").waitFor();
  await look.locator("summary").click();
  await look.getByText("Nothing was changed.").waitFor();
  await registrar.reload();
  await waitForPage(registrar, "Birth: Looked At");
  const history = registrar.getByRole("heading", { name: "History" }).locator("..");
  assert.equal(await history.getByRole("listitem").count(), 2, "a look is no step of it");

  /** An entry is proved in the browser, once it is sealed; the proof is drawn and saved. */
  async function proveAnEntry(page) {
    const button = page.getByRole("button", { name: "Prove this entry: 1." });
    const proved = page.getByText("computed it anew: this entry is sealed");
    const waiting = page.getByText("This entry is not sealed yet");
    await button.click();
    await proved.or(waiting).waitFor();
    while ((await proved.count()) === 0) {
      const answered = page.waitForResponse((response) => response.url().endsWith("/graphql"));
      await button.click();
      await button.click();
      await answered;
      await proved.or(waiting).waitFor();
    }
    await page.getByRole("img", { name: "The way from the entry up" }).waitFor();
    await audit(page, "a proof");
    await picture("proof");
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the proof" }).click();
    const saved = await readFile(await (await saving).path(), "utf8");
    assert.match(saved, /^c2sp\.org\/tlog-proof@v1\nextra [^\n]+\nindex \d+\n/);
    await page.reload();
    await page.getByRole("button", { name: "Proof for outsiders" }).click();
    const dialog = page.getByRole("dialog", { name: "Proof for outsiders" });
    for (const [role, name, file] of [
      ["button", "Save the checkpoint", /^checkpoint-\d+\.txt$/],
      ["link", "Save the key", /^selfsame-trail\.key$/],
    ]) {
      const keeping = page.waitForEvent("download");
      await dialog.getByRole(role, { name }).click();
      assert.match((await keeping).suggestedFilename(), file);
    }
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  }

  async function picture(name) {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }
});

/** Let three reviewers merge one pair through the API; return who was merged. */
async function mergedByThree() {
  let merged = null;
  for (const username of ["reviewer1", "reviewer2", "reviewer3"]) {
    const signedIn = await post("/auth/sign-in", { username, password: username });
    const ask = (query, variables) =>
      post("/graphql", { query, variables }, { authorization: `Bearer ${signedIn.accessToken}` });
    const assigned = await ask(
      `mutation { assignMergeCandidate { mergeRequest { id manualMergeCandidate { mergeCandidate {
        person { databaseId nationalId firstName lastName } } } } } }`,
    );
    const { id, manualMergeCandidate } = assigned.data.assignMergeCandidate.mergeRequest;
    const { person } = manualMergeCandidate.mergeCandidate;
    merged ??= { ...person, name: `${person.firstName} ${person.lastName}` };
    assert.equal(person.databaseId, merged.databaseId, "all three were given one pair");
    await ask(
      "mutation ($input: UpdateMergeRequestInput!) { updateMergeRequest(input: $input) { __typename } }",
      { input: { id, status: "MERGE" } },
    );
  }
  return merged;
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
