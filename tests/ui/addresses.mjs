/** Addresses: each view has one, and an unknown one says so. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const views = {
  reviewer1: ["/review", "/requests?show=all", "/requests/nobodys"],
  registrar1: ["/records?status=DECLARED", "/records/none", "/declare/birth", "/persons?name=a"],
  admin: ["/dashboard", "/trail?action=user.created", "/users", "/clients", "/webhooks/none"],
};
/** What is no choice and no day says nothing, as if it were not there. */
const rubbish = {
  reviewer1: ["/requests?order=FOO"],
  registrar1: [
    "/records?status=FOO&kind=toString&eventDateFrom=2026-02-31&only=constructor",
    "/corrections?show=toString&kind=FOO",
    "/persons?name=a&birthDate=1990",
  ],
  admin: ["/messages?status=FOO"],
};

await runStory(async (open) => {
  const stranger = await open();
  const answer = await stranger.goto(`${base}/no/such/page`);
  assert.equal(answer.status(), 404);
  await waitForPage(stranger, "Nothing here");
  await stranger.getByText("There is no such page.").waitFor();
  assert.equal(await stranger.getByLabel("Password").count(), 0);
  await audit(stranger, "nothing, signed out");
  await stranger.getByRole("link", { name: "To the start page" }).click();
  await stranger.getByLabel("Password").waitFor();
  await stranger.goBack();
  await waitForPage(stranger, "Nothing here");

  for (const [name, addresses] of Object.entries(views)) {
    const page = await open();
    await signIn(page, name, addresses[0]);
    for (const address of addresses) {
      const view = await page.goto(base + address);
      assert.equal(view.status(), 200, address);
      await waitForPage(page, /./);
      assert.equal(new URL(page.url()).pathname, address.split("?")[0]);
      assert.equal(await page.getByText("Nothing here").count(), 0, address);
    }
    for (const address of rubbish[name]) {
      await page.goto(base + address);
      await waitForPage(page, /./);
      await page.waitForFunction(() => document.querySelector(".skeleton") === null);
      assert.equal(await page.getByRole("alert").count(), 0, address);
    }
    assert.equal((await page.goto(`${base}/nowhere`)).status(), 404);
    await waitForPage(page, "Nothing here");
    await audit(page, "nothing, signed in");
    await page.getByRole("link", { name: "To the start page" }).click();
    await page.waitForURL(base + addresses[0].split("?")[0]);
  }
});
