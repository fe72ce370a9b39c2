/** The form of a declaration tells which records are similar, and is in nobody's way with it. */
import assert from "node:assert/strict";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "registrar1", "/declare/death");
  await waitForPage(page, "Declare a death");
  const deceased = page.getByRole("group", { name: "Deceased" });
  await deceased.getByText("No similar record in the registry.").waitFor();
  const below = page.getByLabel("Place of death");
  const place = await below.boundingBox();

  await deceased.getByLabel("First name").fill("Solomiya");
  await deceased.getByLabel("Last name").fill("Kvitneva");
  await deceased.getByLabel("Born", { exact: true }).fill("1950-02-03");
  const similar = deceased.getByText("Similar records in the registry: 1");
  await similar.waitFor();
  assert.deepEqual(await below.boundingBox(), place, "nothing moves when records are found");
  assert.equal(await deceased.getByRole("link").count(), 0, "who is similar is told when asked");

  await deceased.getByLabel("National id").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const link = deceased.getByRole("link", { name: "Solomea Kvitneva" });
  await link.waitFor();
  assert.match(await deceased.innerText(), /the same person/);
  await audit(page, "a death that resembles somebody");
  await page.keyboard.press("Tab");
  const opening = page.context().waitForEvent("page");
  await page.keyboard.press("Enter");
  const person = await opening;
  await person.getByRole("heading", { name: "Solomea Kvitneva" }).waitFor();
  await person.close();
  assert.equal(await deceased.getByLabel("First name").inputValue(), "Solomiya");

  await deceased.getByLabel("Born", { exact: true }).fill("1971-12-30");
  await deceased.getByLabel("Last name").fill("Nobody");
  await deceased.getByText("No similar record in the registry.").waitFor();

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "registrar2", "/declare/birth");
  await waitForPage(ukrainian, "Заявити народження");
  await ukrainian.getByText("Схожих записів у реєстрі немає.").first().waitFor();
  await audit(ukrainian, "a birth without similar records, in Ukrainian");
});
