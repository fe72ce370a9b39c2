/** Lists as CSV by keyboard: what the page's filter finds, all of it, saved by the browser. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { act, audit, base, runStory, seenSaid, signIn, waitForPage } from "./browser.mjs";

/** Press a button and return the rows of the file that it saves. */
async function saved(page, name, file) {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name, exact: true }).press("Enter");
  const done = await download;
  await seenSaid(page, `Saved: ${done.suggestedFilename()}`);
  assert.match(done.suggestedFilename(), new RegExp(`^${file}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
  const text = readFileSync(await done.path(), "utf8");
  assert.equal(text.charCodeAt(0), 0xfeff);
  const rows = text.slice(1).split("\r\n");
  assert.equal(rows.pop(), "");
  return rows;
}

await runStory(async (open) => {
  const registrar = await open();
  await signIn(registrar, "registrar1", "/records?status=DECLARED");
  await waitForPage(registrar, "Records");
  await audit(registrar, "a list with its export");
  const records = await saved(registrar, "Export as CSV", "records");
  assert.ok(records.length > 1);
  assert.ok(records.slice(1).every((row) => row.includes(",DECLARED,")));
  await registrar.goto(`${base}/corrections?show=mine`);
  await waitForPage(registrar, "Corrections");
  const corrections = await saved(registrar, "Export as CSV", "corrections");
  assert.match(corrections[0], /^insertedAt,vitalEvent.trackingId,/);
  await registrar.goto(`${base}/persons?name=a`);
  await waitForPage(registrar, "Persons");
  const persons = await saved(registrar, "Export as CSV", "persons");
  assert.ok(persons.length > 21, "what the page has not loaded yet is in the file too");

  const admin = await open();
  await signIn(admin, "admin", "/trail?action=export.created");
  await waitForPage(admin, "Audit trail");
  const trail = await saved(admin, "Export as CSV", "trail");
  assert.equal(trail.length, 4, "the exports of before are in the trail");
  // Whose entries they are, and of when, stands in the name.
  await admin.goto(`${base}/users?find=registrar1`);
  await waitForPage(admin, "Users");
  await act(admin, admin.locator(".rows > li").first(), "What they did");
  await admin.waitForURL(/actorId=/);
  const of = new URL(admin.url()).searchParams.get("actorId");
  await admin.goto(`${base}/trail?insertedFrom=2026-01-01T12:00:00.000Z&actorId=${of}`);
  await waitForPage(admin, "Audit trail");
  await saved(admin, "Export as CSV", "trail-registrar1-from-2026-01-01-to");
  // By what it was narrowed is said as the forms say it.
  await admin.goto(`${base}/trail?action=export.created`);
  await waitForPage(admin, "Audit trail");
  const last = admin.locator(".trail > li").first();
  await last.locator("summary").first().press("Enter");
  await last.getByText("Without renewals of sessions, Actor, From").waitFor();
  await admin.goto(`${base}/statistics`);
  await waitForPage(admin, /./);
  await saved(admin, "Reviewers as CSV", "reviewers");
  await admin.goto(`${base}/messages`);
  await waitForPage(admin, "Messages");
  const messages = await saved(admin, "Export as CSV", "messages");
  assert.match(messages[0], /^insertedAt,kind,status,/);
  for (const [path, title] of [
    ["users", "Users"],
    ["clients", "Clients"],
    ["webhooks", "Webhooks"],
  ]) {
    await admin.goto(`${base}/${path}`);
    await waitForPage(admin, title);
    const rows = await saved(admin, "Export as CSV", path);
    assert.match(rows[0], /,insertedAt,updatedAt,databaseId$/);
  }
  await admin.route("**/exports/**", (route) => route.abort());
  await admin.getByRole("button", { name: "Export as CSV" }).press("Enter");
  await admin.getByText("The server does not answer.").waitFor();
});
