/** Reviewers disagree: a senior reviewer reads what they said, and decides knowingly. */
import assert from "node:assert/strict";
import { audit, base, chooseLanguage, runStory, signIn, waitForPage } from "./browser.mjs";
import { seenByAll } from "./counter.mjs";

const votes = [
  { name: "reviewer1", key: "m", reasons: ["1"], comment: "One and the same number" },
  { name: "reviewer2", key: "s", reasons: ["2"], comment: "Twins, by the school" },
  { name: "reviewer3", key: "m", reasons: ["1"], comment: "" },
  { name: "reviewer4", key: "s", reasons: ["3"], comment: "" },
];

await fetch(`${process.env.BEHIND}/promote/reviewer5`);
await runStory(async (open) => {
  for (const vote of votes) {
    const page = await open();
    await signIn(page, vote.name);
    await waitForPage(page, "Review");
    assert.equal(await page.getByRole("link", { name: "Disputed" }).count(), 0);
    await page.keyboard.press("n");
    await page.getByRole("cell", { name: "Alpha" }).first().waitFor();
    assert.equal(await page.getByText("Reviewers disagree").count(), 0, "nobody learns it");
    if (vote.comment !== "") {
      await page.getByLabel("Comment (optional)").fill(vote.comment);
      await page.getByLabel("Comment (optional)").press("Escape");
    }
    await page.keyboard.press(vote.key);
    await page.getByRole("alertdialog").waitFor();
    for (const reason of vote.reasons) await page.keyboard.press(reason);
    await page.keyboard.press("Enter");
    await page.getByText(/^Said: /).waitFor();
    await page.context().close();
  }

  const senior = await open();
  await signIn(senior, "reviewer5");
  await waitForPage(senior, "Review");
  await senior.getByRole("link", { name: "Disputed" }).click();
  await waitForPage(senior, "Disputed");
  await senior.getByText("You hold no disputed pair.").waitFor();
  await senior.goto(`${base}/review`);
  await waitForPage(senior, "Review");
  await senior.keyboard.press("n");
  const given = senior.getByRole("region", { name: "Reviewers disagree on this pair" });
  await given.waitFor();
  await senior.getByRole("cell", { name: "Alpha" }).first().waitFor();
  const held = senior.locator(".menu li", { hasText: "Disputed" }).locator(".count");
  await held.waitFor();
  assert.match(await held.innerText(), /1$/);
  const said = await given.innerText();
  assert.match(said, /One person\s+Same number\s+One and the same number/);
  assert.equal(said.match(/Same number/g).length, 1, "not how many said it");
  assert.match(said, /Two people[\s\S]*Twins[\s\S]*Relatives[\s\S]*Twins, by the school/);
  for (const name of ["Оксана", "Thomas", "Agnieszka", "Тарас"]) {
    assert.ok(!said.includes(name), "nobody is named");
  }
  const [left, right] = await Promise.all(
    ["One person", "Two people"].map((name) => given.getByRole("heading", { name }).boundingBox()),
  );
  assert.ok(left.x + left.width <= right.x && left.y === right.y, "in two columns");
  await seenByAll(senior, "arguments");
  await senior.goto(`${base}/disputed`);
  await waitForPage(senior, "Disputed");
  await senior.getByRole("link", { name: /Alpha/ }).waitFor();
  await seenByAll(senior, "disputed");
  await chooseLanguage(senior, "uk");
  await senior.getByRole("heading", { level: 1, name: "Спірні" }).waitFor();
  await audit(senior, "disputed in Ukrainian");
  await chooseLanguage(senior, "en");

  // A pair that nobody disagrees on is disputed all the same where its merge would contradict a split.
  await senior.route("**/graphql", async (route) => {
    if (route.request().postDataJSON().operationName !== "disputedPageQuery") {
      return route.fallback();
    }
    const response = await route.fetch();
    const json = await response.json();
    for (const { node } of json.data.mergeRequests.edges) node.arguments = [];
    await route.fulfill({ json });
  });
  await senior.goto(`${base}/disputed`);
  await waitForPage(senior, "Disputed");
  await senior.getByRole("link", { name: /Alpha/ }).waitFor();
  await senior.getByRole("region", { name: /^Merging would contradict/ }).waitFor();
  await seenByAll(senior, "contradicted");
  await senior.unroute("**/graphql");
  await senior.goto(`${base}/disputed`);

  // A merge against an earlier split is asked for knowingly, and sent with the same words.
  await senior.getByRole("link", { name: /Alpha/ }).click();
  await waitForPage(senior, "Pair");
  const inputs = [];
  await senior.route("**/graphql", async (route) => {
    const { operationName, variables } = route.request().postDataJSON();
    if (operationName !== "decidingMutation") return route.fallback();
    inputs.push(variables.input);
    if (variables.input.overrules) return route.fallback();
    const message = "Merge contradicts an earlier decision";
    await route.fulfill({
      json: {
        data: { updateMergeRequest: null },
        errors: [{ message, path: ["updateMergeRequest"], extensions: { code: "CONFLICT" } }],
      },
    });
  });
  const dialog = senior.getByRole("alertdialog");
  await senior.keyboard.press("m");
  await dialog.waitFor();
  await senior.keyboard.press("1");
  await senior.keyboard.press("Enter");
  await dialog.getByText("that decision is overruled").waitFor();
  const merge = dialog.getByRole("button", { name: "Merge" });
  assert.ok(await merge.isDisabled(), "not unknowingly");
  await seenByAll(senior, "overruling");
  await dialog.getByLabel("I know of it, and say that they are one person").check();
  await merge.click();
  await senior.getByText("You said: one person").waitFor();
  assert.deepEqual(
    inputs.map(({ overrules, reasons }) => [overrules ?? false, reasons]),
    [
      [false, ["SAME_IDENTIFIER"]],
      [true, ["SAME_IDENTIFIER"]],
    ],
  );
});
