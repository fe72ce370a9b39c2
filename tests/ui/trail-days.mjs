/** An auditor asks the trail for whole days; half a date is refused, and no moment of an address is lost. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/trail?action=session.started");
  await waitForPage(page, "Audit trail");
  const acts = page.getByRole("main").locator(".trail > li");
  const from = page.getByLabel("From", { exact: true });
  const until = page.getByLabel("Until (with that day)");
  const apply = page.getByRole("button", { name: "Apply" });
  await acts.first().waitFor();
  const today = localDay(new Date());
  await from.fill(today);
  await until.fill(today);
  await apply.click();
  await page.waitForURL(/insertedFrom=.*insertedTo=/);
  const asked = new URL(page.url()).searchParams;
  // Acts of one minute have an order.
  assert.match(await acts.first().locator("time").first().innerText(), /, \d{1,2}:\d{2}:\d{2}$/);
  const [first, end] = ["insertedFrom", "insertedTo"].map((it) => new Date(asked.get(it)));
  assert.deepEqual([localDay(first), first.getHours()], [today, 0]);
  assert.deepEqual([Math.round((end - first) / 86_400_000), end.getHours()], [1, 0]);
  await acts.first().waitFor();
  assert.deepEqual([await from.inputValue(), await until.inputValue()], [today, today]);
  await picture(page, "trail-days");

  // Half a date is no date, and is not taken for none.
  await page.goto(`${base}/trail?action=session.started`);
  await acts.first().waitFor();
  const address = page.url();
  await from.focus();
  await page.keyboard.type("05");
  await apply.click();
  await page.getByText("From: The date is not complete. Nothing was sent.").waitFor();
  assert.equal(page.url(), address);
  assert.equal(await from.evaluate((it) => it === document.activeElement), true);
  await audit(page, "half a date");

  // An address may name moments within days, as those that were saved do.
  const [noon, evening] = ["2026-01-01T12:00:00.000Z", "2026-01-02T18:30:00.000Z"];
  await page.goto(`${base}/trail?insertedFrom=${noon}&insertedTo=${evening}`);
  await page.getByText(/^From .*2026.*, until you choose a day\.$/).waitFor();
  await page.getByText(/^Before .*2026.*, until you choose a day\.$/).waitFor();
  assert.equal(await until.inputValue(), localDay(new Date(evening)));
  // What is seldom asked for is out of view until one of it is set.
  const reference = page.getByLabel("Reference", { exact: true });
  assert.equal(await reference.isVisible(), false);
  await page.locator("summary", { hasText: "More filters" }).click();
  await reference.fill("019bf000-0000-7000-8000-000000000000");
  await apply.click();
  await page.waitForURL(/correlationId=/);
  const kept = new URL(page.url()).searchParams;
  await reference.waitFor();
  assert.deepEqual([kept.get("insertedFrom"), kept.get("insertedTo")], [noon, evening]);

  // What was looked for is offered again in words, with who acted, and by no id.
  await page.goto(`${base}/trail?action=session.started&insertedFrom=${noon}`);
  await acts.first().waitFor();
  await acts.first().locator("summary").press("Enter");
  await page.getByRole("link", { name: "All by this actor" }).first().press("Enter");
  await page.waitForURL(/actorId=/);
  await acts.first().waitFor();
  const actor = page.getByRole("combobox", { name: "Actor", exact: true });
  await actor.and(page.locator('[value$="(admin)"]')).waitFor();
  const room = await actor.evaluate((it) => it.clientWidth);
  assert.ok(room > 300, `${room} pixels for a name with its user name`);
  const name = (await actor.inputValue()).replace(" (admin)", "");
  await page.goto(`${base}/trail`);
  const last = page.getByRole("navigation", { name: "Last searches" });
  await last.getByRole("link", { name: "Session: started, From" }).waitFor();
  await last.getByRole("link", { name, exact: true }).waitFor();
  const offered = await last.getByRole("link").allInnerTexts();
  assert.ok(!/\d{4}-\d\d-\d\dT|session\.started/.test(offered.join(" ")), offered.join(" / "));
  await picture(page, "trail-last-searches");

  // What an act changed is said in words, and whose fields a correction changed.
  await page.goto(`${base}/trail?action=marriage.correction_requested`);
  await acts.first().locator("summary").press("Enter");
  const columns = page.locator(".act-rows th[scope=row]");
  await columns.first().waitFor();
  const raw = await columns.evaluateAll((all) =>
    all.filter((it) => it.title.includes("_") && it.textContent === it.title.replaceAll("_", " ")),
  );
  assert.deepEqual(raw, []);
  assert.ok((await page.locator(".act-rows").innerText()).includes("Spouse 1: "));
  await picture(page, "trail-words");
  await page.getByRole("link", { name: "What was changed, and why, in its history" }).click();
  await page.waitForURL(/\/records\/.+#history$/);
  await page.locator("#history").getByRole("heading", { name: "History" }).waitFor();
  await page.goto(`${base}/trail?action=marriage.correction_requested`);
  await acts.first().waitFor();

  // The checkpoint is saved, and nothing on the page moves.
  const place = await apply.boundingBox();
  await page.getByRole("button", { name: "Proof for outsiders" }).click();
  const dialog = page.getByRole("dialog", { name: "Proof for outsiders" });
  await dialog.getByText(/ all its [\d,]+ sealed leaves/).waitFor();
  const command = dialog.getByText("selfsame audit verify --checkpoint checkpoint-");
  await command.waitFor();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByText("Copied", { exact: true }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await command.innerText());
  assert.match(
    copied,
    /selfsame audit verify --checkpoint checkpoint-\d+\.txt --key selfsame-trail\.key$/,
  );
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save the checkpoint" }).click();
  await saving;
  assert.deepEqual(await apply.boundingBox(), place);
  const manual = dialog.getByRole("link", { name: "how, for programmers, in English" });
  const found = await page.request.get(await manual.evaluate((it) => it.href));
  assert.match(await found.text(), /id="to-verify-by-yourself"/);
  await audit(page, "the proof for outsiders");
  await picture(page, "proof-for-outsiders");
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
});

function localDay(moment) {
  return moment.toLocaleDateString("sv-SE");
}
