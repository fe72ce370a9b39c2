/** An administrator makes sources of records, changes, links and retires them, by keys alone, and is shown what is wrong with one. */
import assert from "node:assert/strict";
import { audit, base, chooseLanguage, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "admin");
  await page.getByRole("link", { name: "Sources", exact: true }).press("Enter");
  await waitForPage(page, "Sources");
  await page.getByText("There is no source yet.").waitFor();
  await audit(page, "no sources");

  const dialog = await opened(page);
  await dialog.getByLabel("Name").fill("MiData");
  await dialog.getByLabel("Address of its API").fill("http://midata.example/api?x=1");
  await dialog.getByLabel("With a client of the registry").press("Space");
  await dialog.getByLabel("Client of the registry there").waitFor();
  await audit(page, "the dialog of a new source");
  await picture(page, "source-dialog");
  await dialog.getByRole("button", { name: "New source" }).press("Enter");
  await dialog.locator("[aria-invalid=true]").first().waitFor();

  await dialog.getByLabel("Address of its API").fill("https://midata.example/api");
  await dialog.getByLabel("With a client of the registry").press("Space");
  await dialog.getByRole("button", { name: "New source" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  const row = page.getByRole("listitem").filter({ hasText: "https://midata.example/api" });
  await row.getByRole("heading", { name: "MiData" }).waitFor();
  await row.getByText("JSON:API").waitFor();
  await row.getByText("With a token of whoever syncs").waitFor();

  const again = await opened(page);
  await again.getByLabel("Name").fill("midata");
  await again.getByLabel("Address of its API").fill("https://other.example/api");
  await again.getByRole("button", { name: "New source" }).press("Enter");
  await again.getByText("Another source has this name.").waitFor();
  await again.getByRole("button", { name: "Cancel" }).press("Enter");
  await again.waitFor({ state: "detached" });

  await page.reload();
  await row.waitFor();
  assert.equal(await page.locator("#list > li").count(), 1);

  // Only what is otherwise is sent; what is shown nowhere stays where it is left empty.
  await page.getByRole("button", { name: "Change MiData" }).press("Enter");
  await dialog.getByLabel("Name").fill("MiData of the troops");
  await dialog.getByLabel("Address of its API").fill("ftp://midata.example");
  await dialog.getByLabel("Roles there").fill("Group::Troop::Leader\nlayer_full\n");
  await audit(page, "the dialog that changes a source");
  await picture(page, "source-changing");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await dialog.locator("[aria-invalid=true]").first().waitFor();
  await dialog.getByLabel("Address of its API").fill("https://midata.example/api");
  const sent = page.waitForRequest((it) => it.postData()?.includes("editSourceMutation") ?? false);
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  assert.deepEqual((await sent).postDataJSON().variables.input, {
    id: (await sent).postDataJSON().variables.input.id,
    name: "MiData of the troops",
    baseUrl: null,
    access: null,
    syncRoles: ["Group::Troop::Leader", "layer_full"],
    tokenUrl: null,
    clientId: null,
    clientSecret: null,
  });
  await dialog.waitFor({ state: "detached" });
  await row.getByRole("heading", { name: "MiData of the troops" }).waitFor();
  await row.getByText("Group::Troop::Leader").waitFor();

  await makeWithExports(page);
  await link(page);
  await page
    .getByRole("list", { name: "Administration" })
    .getByRole("link", { name: "Sources" })
    .press("Enter");
  await waitForPage(page, "Sources");
  const exporting = page.getByRole("listitem").filter({ hasText: "https://fhir.example/r4" });
  await exporting.getByText("Organisations that are its groups").press("Enter");
  await exporting.getByRole("link", { name: "Wolves" }).waitFor();
  await exporting.getByText("Group that is exported g1").waitFor();
  await exporting.getByText("Not synced yet").nth(1).waitFor();
  await row.getByText("Organisations that are its groups").press("Enter");
  await row.getByText("No organisation is a group of it.").waitFor();

  // What ends is said before it does, and the focus is where nothing ends.
  await page.getByRole("button", { name: "Retire MiData of the troops" }).press("Enter");
  const question = page.getByRole("alertdialog");
  await question.getByText("syncs under way are cancelled").waitFor();
  await audit(page, "the question whether to retire a source");
  await picture(page, "source-retiring");
  await page.keyboard.press("Enter");
  await question.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Retire MiData of the troops" }).press("Enter");
  await question.getByRole("button", { name: "Retire" }).press("Enter");
  await row.getByText("Retired").waitFor();
  assert.equal(await row.getByRole("button").count(), 0);
  await audit(page, "sources");
  await page.setViewportSize({ width: 360, height: 740 });
  await fits(page, "narrow");
  await picture(page, "sources-narrow");
  await page.setViewportSize({ width: 1280, height: 860 });
  await chooseLanguage(page, "ar");
  await page.getByRole("heading", { name: "المصادر" }).waitFor();
  await row.waitFor();
  await fits(page, "right to left");
  await audit(page, "sources from right to left");
  await picture(page, "sources-right-to-left");
});

/** Make a source that is read from exports. */
async function makeWithExports(page) {
  const dialog = await opened(page);
  await dialog.getByLabel("Name").fill("Clinic");
  await dialog.getByLabel("How it is asked").selectOption("FHIR_R4_BULK");
  assert.equal(await dialog.getByLabel("Roles there").count(), 0, "FHIR shows no roles");
  await dialog.getByLabel("Address of its API").fill("https://fhir.example/r4");
  await dialog.getByLabel("With a token of whoever syncs").press("Space");
  await dialog.getByLabel("With a client of the registry").press("Space");
  await dialog.getByLabel("Address that gives tokens").fill("https://fhir.example/token");
  await dialog.getByLabel("Client of the registry there").fill("selfsame");
  await dialog.getByLabel("Its secret").fill("a secret of the registry");
  await dialog.getByRole("button", { name: "New source" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
}

/** Make an organisation, and link it with the source that exports. */
async function link(page) {
  await page.getByRole("link", { name: "Organisations", exact: true }).press("Enter");
  await page.getByRole("button", { name: "New organisation" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Wolves");
  await dialog.getByLabel("What it is").fill("troop");
  await dialog.getByRole("button", { name: "New organisation" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.goto(`${base}/organisations?name=Wolves`);
  await page.getByRole("link", { name: "Wolves" }).press("Enter");
  await page.getByRole("button", { name: "Link with a source" }).press("Enter");
  assert.equal(
    await dialog.getByLabel("Group that is exported").count(),
    0,
    "JSON:API exports none",
  );
  await dialog.getByLabel("Source", { exact: true }).selectOption({ label: "Clinic" });
  await dialog.getByLabel("Group that is exported").fill("g1");
  await dialog.getByLabel("Asked for changes").fill("often");
  await dialog.getByRole("button", { name: "Link with a source" }).press("Enter");
  await dialog.locator("[aria-invalid=true]").nth(1).waitFor();
  await audit(page, "the dialog that links an organisation");
  await picture(page, "source-linking");
  await dialog.getByLabel("Id of the group there").fill("42");
  await dialog.getByLabel("Asked for changes").fill("60");
  await dialog.getByRole("button", { name: "Link with a source" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Group 42").waitFor();
  // What may be switched off stands there too, without the page being loaded anew.
  await page.getByRole("group", { name: /^Clinic 42/ }).waitFor();
}

/** Open the dialog by its button. */
async function opened(page) {
  await page.getByRole("button", { name: "New source" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

async function fits(page, look) {
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(tooWide <= 0, `${look} sticks out by ${tooWide} pixels`);
}
