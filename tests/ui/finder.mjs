/** Ctrl-K: a page, a person, a record and an act are found and opened by keyboard alone. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open({ reducedMotion: "reduce" });
  const { keyboard } = page;
  const finder = page.getByRole("dialog", { name: "Find anything" });
  const option = (name) => finder.getByRole("option", { name });
  await signIn(page, "registrar2", "/records");
  await waitForPage(page, "Records");
  const row = page.locator(".rows > li").first();
  const code = await row.locator("code").innerText();
  const address = await row.getByRole("link").getAttribute("href");

  await find("pers");
  await option("Persons").waitFor();
  assert.equal(await finder.getByRole("option").count(), 1);
  await finder.getByText("Found: 1.").waitFor();
  await audit(page, "the search for anything");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await waitForPage(page, "Persons");

  await find(code);
  await option(code).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.waitForURL(base + address);

  await find("zzz nobody");
  await finder.getByText("Nothing found.").waitFor();
  await keyboard.press("Escape");
  await finder.waitFor({ state: "detached" });

  await find("shev");
  await option(/person/)
    .first()
    .waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.waitForURL(/\/persons\/./);

  const other = await open();
  await signIn(other, "admin", "/users");
  await waitForPage(other, "Users");
  await other.keyboard.press("Control+k");
  const id = "0b5e1c1e-0000-4000-8000-000000000000";
  await other.getByRole("searchbox", { name: "A page, a name or a number" }).waitFor();
  await other.keyboard.type(id);
  await other.getByRole("dialog").getByRole("option").waitFor();
  await other.keyboard.press("ArrowDown");
  await other.keyboard.press("Enter");
  await other.waitForURL(`${base}/trail?correlationId=${id}`);

  async function find(text) {
    await keyboard.press("Control+k");
    await finder.getByLabel("A page, a name or a number").waitFor();
    await keyboard.type(text);
  }
});
