/** Somebody opens the IDE: it presents no token until one is typed, and shows the schema. */
import assert from "node:assert/strict";
import { base, runStory } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  const presented = [];
  page.on("request", async (request) => {
    if (request.method() !== "POST") return;
    presented.push((await request.allHeaders()).authorization);
  });
  const editors = page.locator(".monaco-editor .view-lines");

  const introspected = page.waitForResponse((response) => response.request().method() === "POST");
  await page.goto(`${base}/graphql`);
  assert.equal((await introspected).status(), 200);
  await editors.filter({ hasText: "viewer" }).first().waitFor();

  const shown = ".graphiql-editor:not(.hidden) .view-lines";
  const headers = page.getByRole("region", { name: /headers/i }).locator(shown);
  await headers.waitFor();
  assert.equal((await headers.innerText()).trim(), "", "headers that nobody typed");
  await page.getByText("No token yet?").waitFor();
  assert.equal(await page.getByLabel("Ask as").count(), 0, "a register has no accounts to try");
  assert.deepEqual([...new Set(presented)], [undefined]);

  await headers.click();
  await page.keyboard.insertText('{"Authorization": "Bearer wrong"}');
  const refused = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: /execute query/i }).click();
  assert.equal((await refused).status(), 401);
  const { authorization } = await (await refused).request().allHeaders();
  assert.equal(authorization, "Bearer wrong");
});
