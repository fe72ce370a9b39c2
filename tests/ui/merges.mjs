/** An administrator and a senior reviewer take a merge back; what went stale is shown anew first. */
import assert from "node:assert/strict";
import { act, base, hold, runStory, signIn, waitForPage } from "./browser.mjs";
import { seenByAll } from "./counter.mjs";
import { mergeNextPair } from "./reviewing.mjs";

await runStory(async (open) => {
  const reviewer = await open({ reducedMotion: "reduce" });
  await mergeNextPair(reviewer);

  // The first of the two sees what undoing would do, and proposes it.
  const first = await open({ reducedMotion: "reduce" });
  await signIn(first, "admin", "/merges");
  await waitForPage(first, "Merges");
  const began = Date.now();
  await seenByAll(first, "merges");
  await first.getByRole("link", { name: /Hanna Koval merged into/ }).press("Enter");
  await first.getByRole("link", { name: "The record that stands" }).press("Enter");
  const edge = first.locator(".merge-tree .merge-edge");
  assert.match(await edge.innerText(), /decided by Оксана Мельник[\s\S]*Propose to undo/);
  await seenByAll(first, "merge-tree");
  await first.getByRole("link", { name: /^Propose to undo.*Hanna Koval/ }).press("Enter");
  await waitForPage(first, /Hanna Koval merged into/);
  await first.getByText("Hanna Koval stands again, without a main record.").waitFor();
  await first.getByText("Neither record has changed since the merge.").waitFor();
  await first.getByText("Pairs that open again for review: 1.").waitFor();
  const asked = [];
  first.on("request", (request) => {
    if (request.url().endsWith("/graphql")) asked.push(request.postDataJSON().operationName);
  });
  await first.reload();
  await first.getByText("decided by Оксана Мельник").waitFor();
  await first.getByText("Neither record has changed since the merge.").waitFor();
  for (const reading of ["mergedRecordsQuery", "undoingPreviewChangesQuery", "mergeEvidenceQuery"])
    assert.ok(!asked.includes(reading), "nobody reads what is written down before they ask for it");
  await showChanged(first);
  await first
    .locator("summary", { hasText: "What they said when they were merged" })
    .press("Enter");
  const records = first.getByRole("region", { name: /^What they said when/ }).getByRole("table");
  await records.waitFor();
  assert.equal(await records.getByRole("columnheader").count(), 5, "then and today, of both");
  await records
    .getByRole("row", { name: /Status/ })
    .getByText("changed")
    .waitFor();
  await first.getByText("Other pairs that were closed: 1.").waitFor();
  await seenByAll(first, "merge");
  await first.getByText("The product has not weighed this pair.").waitFor();
  assert.equal(
    await first.getByText("Why the product proposed").count(),
    0,
    "nor is anybody warned",
  );
  assert.ok(!asked.includes("mergeEvidenceQuery"), "and nobody asks for it");
  const votes = first.getByRole("list", { name: "Votes for the merge" }).getByRole("listitem");
  assert.match(await votes.innerText(), /Оксана Мельник [\s\S]*no reason was chosen/);
  await first.getByRole("button", { name: "Propose to take it back" }).press("Enter");
  await first.getByRole("textbox", { name: "Reason" }).waitFor();
  await first.keyboard.press("Tab");
  await first.keyboard.press("Enter");
  await first.getByText("This is needed.").first().waitFor();
  await first.getByRole("textbox", { name: "Reason" }).fill("They are sisters");
  await first.keyboard.press("Tab");
  await first.keyboard.press("Enter");
  await first.getByText("It waits for a second person.").waitFor();
  assert.equal(await first.getByRole("button", { name: "Take it back" }).count(), 0);

  // The second sees the same page, without versions; their answer meets a changed record.
  const second = await open({ reducedMotion: "reduce" });
  await signIn(second, "reviewer2", "/merges?state=standing");
  await waitForPage(second, "Merges");
  await second.getByText("waits for a second person").waitFor();
  await second.getByRole("link", { name: /Hanna Koval merged into/ }).press("Enter");
  await second.getByText("They are sisters").waitFor();
  await second.getByText("is shown to administrators").waitFor();

  // It is declined at first, and the one who proposed it reads why.
  await second.getByRole("button", { name: "Decline" }).press("Enter");
  await second.getByRole("textbox", { name: "Reason" }).fill("Look at the records of birth first");
  await second.keyboard.press("Tab");
  await second.keyboard.press("Enter");
  await first.getByText("Look at the records of birth first").waitFor();
  await first.getByRole("button", { name: "Propose to take it back" }).press("Enter");
  await first.getByRole("textbox", { name: "Reason" }).fill("Two records of birth say so");
  await first.keyboard.press("Tab");
  await first.keyboard.press("Enter");
  await first.getByText("It waits for a second person.").waitFor();
  await second.getByText("Two records of birth say so").waitFor();
  await seenByAll(second, "declined-proposal");
  const held = await hold(second, "answerProposalConfirmMutation");
  const confirm = second.getByRole("button", { name: "Take it back" });
  const press = async () => {
    await second.waitForFunction(
      () => document.querySelector(".proposal button:disabled") === null,
    );
    await confirm.press("Enter");
    await second.getByRole("alertdialog").waitFor();
    await second.keyboard.press("Enter");
  };
  await press();
  const previews = [];
  second.on("request", (request) => {
    if (!request.url().endsWith("/graphql")) return;
    if (request.postDataJSON().operationName === "undoingPreviewQuery") previews.push(request);
  });
  await held.refuse("CONFLICT", "Records have changed since they were shown");
  await second.getByText("The records have changed since they were shown.").waitFor();
  await seenByAll(second, "stale-proposal");
  assert.equal(previews.length, 1, "what it would do is loaded anew");
  await press();
  await second.getByText("This merge has been taken back.").waitFor();
  await first.getByText("This merge has been taken back.").waitFor();
  console.log(`taken back in ${Date.now() - began} ms`);
  await seenByAll(second, "undone-merge");

  // The person's page leads to the merge, and shows what the record was.
  await first.getByRole("link", { name: "The record that gave way" }).press("Enter");
  await waitForPage(first, "Hanna Koval");
  await first.getByText("No merge stands.").waitFor();
  await first.locator("summary", { hasText: "Versions" }).press("Enter");
  await first.getByText("as it was first known").waitFor();
  for (const version of ["Version 1", "Version 2"])
    await first.getByRole("checkbox", { name: version }).press("Space");
  const beside = first.getByRole("region", { name: "Two versions beside each other" });
  await beside
    .getByRole("row", { name: /Status/ })
    .getByText("changed")
    .waitFor();
  await seenByAll(first, "versions");
  await first.locator("summary", { hasText: "Timeline" }).press("Enter");
  const steps = first.getByRole("list", { name: "Timeline" });
  await steps.getByRole("link", { name: /^taken back: merged into/ }).waitFor();
  const said = await steps.getByRole("listitem").allInnerTexts();
  const at = (words) => said.findIndex((text) => text.includes(words));
  assert.ok(at("merged into") < at("taken back:"), `in order: ${said}`);
  await seenByAll(first, "person-timeline");
  const person = new URL(first.url()).pathname;

  await first.goto(`${base}/statistics`);
  await first.getByRole("row", { name: "Final decisions 1" }).waitFor();
  await first.getByRole("row", { name: /^Pairs that came \d/ }).waitFor();
  await first.getByRole("row", { name: /^For a first reviewer: nobody has decided \d/ }).waitFor();
  await first.getByText(/^Nearly all that wait, \d+ of \d+, wait for a first reviewer/).waitFor();
  await first.getByRole("row", { name: "Agreement – (n = 1)" }).first().waitFor();
  await first.getByText("The register has not been searched as a whole.").waitFor();
  await seenByAll(first, "statistics");

  // The address of the versions opens them; one that a merge made leads to it, another says why.
  await first.goto(`${base}${person}#versions`);
  await waitForPage(first, "Hanna Koval");
  const versions = first.locator("#versions");
  const rows = versions
    .getByRole("list", { name: "Versions, and who changed what" })
    .locator("> li");
  await rows.nth(2).waitFor();
  await first.waitForFunction(() => {
    const { top } = document.querySelector("#versions").getBoundingClientRect();
    return top >= 0 && top < window.innerHeight;
  });
  assert.equal(await rows.nth(0).getByText("Settled as one person:").count(), 0);
  await rows.nth(0).getByText("Reason: Two records of birth say so").waitFor();
  await rows.nth(1).getByText("Settled as one person:").waitFor();
  await seenByAll(first, "reasons-of-versions");
  await rows
    .nth(1)
    .getByRole("link", { name: /^Hanna Koval merged into/ })
    .press("Enter");
  await first.getByText("This merge has been taken back.").waitFor();

  await first.goto(`${base}/users`);
  const row = first.locator(".rows > li", { hasText: "registrar2" });
  await act(first, row, "Link to a person");
  await first.getByLabel("Find the person by name or national id").fill("Hanna Koval");
  await first.getByRole("radio", { name: /Hanna Koval/ }).check();
  await first.getByRole("button", { name: "Save" }).press("Enter");
  await row.getByRole("link", { name: "Hanna Koval" }).waitFor();

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "admin", "/merges?state=undone");
  await ukrainian.getByRole("link", { name: /Hanna Koval об’єднано/ }).click();
  await ukrainian.getByText("Це об’єднання скасовано.").waitFor();
  assert.ok(ukrainian.url().startsWith(`${base}/merges/`));
});

/** Let what undoing would do be that of a merge with changes since, from which a record stays behind. */
async function showChanged(page) {
  const stayingPersons = [{ id: "A", firstName: "Ganna", secondName: null, lastName: "Koval" }];
  let personId = null;
  const change = async (route) => {
    const asks = route.request().postDataJSON()?.operationName;
    if (!["undoingPreviewQuery", "undoingPreviewChangesQuery"].includes(asks))
      return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    const { nodes, unmergePreview } = json.data;
    const merge = nodes?.[0];
    if (merge) personId = merge.person.databaseId;
    Object.assign(unmergePreview, {
      ...(merge ? { changes: 101, stayingPersons } : { changesSince: [version(personId)] }),
    });
    await route.fulfill({ response, json });
  };
  await page.route("**/graphql", change);
  await page.reload();
  await page.getByText("and stay with the main record: Ganna Koval.").waitFor();
  await page.locator("summary", { hasText: "Changes since the merge: 101" }).press("Enter");
  await page.getByText(/version 3: [Ll]ast name/).waitFor();
  await page.getByText("Only the latest are shown: 1.").waitFor();
  await seenByAll(page, "changed-since");
  await page.unroute("**/graphql", change);
  await page.reload();
}

function version(personId) {
  const insertedAt = "2026-11-26T10:00:00.000Z";
  return {
    personId,
    version: 3,
    changedFields: ["lastName"],
    action: "person.imported",
    insertedAt,
  };
}
