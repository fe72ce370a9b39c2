/** Ctrl-K answers what people ask for in words of their own, and says what it can find where there is nothing. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const answers = {
  registrar1: {
    spelling: "Correct a record: find it, and open it",
    duplicates: "Records that may be there twice",
    fee: "A fee: typed in as a certificate is handed over",
    statistics: "Records",
    key: "Keys",
    help: "Documentation",
  },
  reviewer1: { figures: "My day", mistake: "Who takes a merge back" },
  steward1: {
    figures: "Figures of my organisation",
    remove: "End a membership in my organisation",
    "take away": "Who works in my organisation, and as what",
    refuse: "Plans of organisations",
    "who may": "Who lets my organisation see their record",
  },
  admin: {
    resend: "Messages",
    "take away": "Users",
    health: "Whether the server is well: its addresses for that",
    figures: "Dashboard",
    duplicates: "Merges",
    wrong: "A mistake in somebody’s record: their page says who mends it",
  },
};

await runStory(async (open) => {
  for (const [name, found] of Object.entries(answers)) {
    const page = await open({ reducedMotion: "reduce" });
    await signIn(page, name);
    const finder = page.getByRole("dialog", { name: "Find anything" });
    const field = finder.getByRole("searchbox", {
      name: /^A page, (a name or a number|or a name in your pairs)$/,
    });
    await page.keyboard.press("Control+k");
    for (const [words, answer] of Object.entries(found)) {
      await field.fill(words);
      await finder.getByRole("option", { name: answer }).first().waitFor();
    }
    const isAdmin = name === "admin";

    // Where there is nothing, it is said what can be found; what only others may open is in neither.
    await field.fill("zzz nobody");
    await finder.getByText("Nothing found.").waitFor();
    await finder.getByText("pages and acts, also by other words for them").waitFor();
    assert.equal(await finder.getByText("users by name").count(), isAdmin ? 1 : 0);
    assert.equal(
      await finder.getByText(/^records by name, tracking id/).count(),
      ["reviewer1", "steward1"].includes(name) ? 0 : 1,
    );
    await audit(page, `nothing found by ${name}`);
    await field.fill("backup");
    if (isAdmin) {
      const option = finder.getByRole("option", { name: /^Backing up and restoring/ });
      await option.filter({ hasText: "documentation, in English" }).click();
      await page.waitForURL(`${base}/docs/operations.md#back-up-and-restore`);
      await page.getByRole("heading", { name: "Back up and restore" }).waitFor();
    } else await finder.getByText("Nothing found.").waitFor();
  }

  // The list of keys is opened where one is.
  const page = await open({ reducedMotion: "reduce" });
  await signIn(page, "registrar1", "/records");
  await waitForPage(page, "Records");
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox", { name: "A page, a name or a number" }).waitFor();
  await page.keyboard.type("shortcut");
  await page.getByRole("option", { name: /^Keys/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
});
