/** A visitor of the demo asks as its accounts in the IDE, and types no token. */
import assert from "node:assert/strict";
import { base, runStory } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await page.goto(`${base}/graphql`);
  await page.locator(".monaco-editor .view-lines").filter({ hasText: "viewer" }).first().waitFor();

  assert.match(await answered(), /UNAUTHENTICATED/);
  const choice = page.getByLabel("Ask as");
  await choice.selectOption("registrar1");
  assert.match(await answered(), /"REGISTRAR"/);
  await choice.selectOption("admin");
  assert.match(await answered(), /"ADMIN"/);
  assert.deepEqual(await page.context().cookies(), [], "whoever is signed in at the console stays");

  await page.evaluate(() => globalThis.sessionStorage.clear());
  await page.goto(`${base}/graphql`);
  assert.equal(await page.getByLabel("Ask as").inputValue(), "", "nobody is remembered");

  // A typed token stands before that of an account.
  await page.getByLabel("Ask as").selectOption("admin");
  const headers = page.getByRole("region", { name: /headers/i });
  await headers.locator(".graphiql-editor:not(.hidden) .view-lines").click();
  await page.keyboard.insertText('{"Authorization": "Bearer wrong"}');
  assert.match(await answered(), /UNAUTHENTICATED/);

  async function answered() {
    // With other headers the IDE may ask for the schema anew at any moment.
    const answer = page.waitForResponse(
      (it) =>
        new URL(it.url()).pathname === "/graphql" &&
        !it.request().postData()?.includes("IntrospectionQuery"),
    );
    await page.getByRole("button", { name: /execute query/i }).click();
    return (await answer).text();
  }
});
