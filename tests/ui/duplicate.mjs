/** A declaration that was made twice is archived, and leads to the record that it repeats; another birth goes on. */
import assert from "node:assert/strict";
import { audit, base, runStory, seenSaid, signIn } from "./browser.mjs";
import { declareBirth, seenByAll } from "./counter.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1");
  const original = await declareBirth(page, "Twofold", "Tale");
  const code = await page.locator("article .filters code").first().innerText();
  await declareBirth(page, "Twofold", "Tale");
  const warning = page.getByText("This declaration resembles others.");
  await warning.waitFor();
  const declared = page.getByRole("row", { name: /^Declared/ });
  assert.equal(await declared.locator("time").count(), 2, "of both records");

  const name = `It is a duplicate of ${code}`;
  await page.getByRole("button", { name }).click();
  const dialog = page.locator("[role$=dialog]");
  await dialog.getByLabel("Reason").fill("Both parents came");
  await dialog.getByRole("button", { name }).click();

  // What is settled warns no more, and says what became of it, at the top and in its history.
  await page.getByText("This record is a duplicate of").nth(1).waitFor();
  assert.equal(await warning.count(), 0);
  await audit(page, "a record that repeats another");
  await page.locator(".timeline").getByRole("link", { name: code }).click();
  await page.waitForURL(base + original);

  // That one is another birth is asked first, may have a reason, and stays in its history.
  await declareBirth(page, "Twofold", "Tale");
  await page.getByRole("button", { name: "Not a duplicate" }).click();
  const asking = page.getByRole("dialog");
  await asking.getByText("nobody is asked again unless what the record says changes").waitFor();
  await seenByAll(page, "not-a-duplicate");
  await asking.getByLabel("Reason").fill("Twins of one mother");
  await asking.getByRole("button", { name: "Not a duplicate" }).click();
  await seenSaid(page, "Birth: marked as no duplicate");
  assert.equal(await warning.count(), 0);
  const step = page.locator(".timeline li").filter({ hasText: "arked as no duplicate" });
  await step.getByText("Twins of one mother").waitFor();
});
