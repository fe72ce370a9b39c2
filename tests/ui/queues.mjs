/** A registrar finds what waits, takes a record and gives it back; the record tells its whole story. */
import assert from "node:assert/strict";
import { audit, base, chooseLanguage, runStory, signIn, waitForPage } from "./browser.mjs";
import { declareBirth, register, seen, seenByAll } from "./counter.mjs";

const TAKE = "Take it: only you work on it for a day";

await runStory(async (open) => {
  const [first, second, admin] = [await open(), await open(), await open()];
  await signIn(first, "registrar1");
  await signIn(second, "registrar2");
  await signIn(admin, "admin");
  await first.getByRole("heading", { name: "What waits" }).waitFor();
  const address = await declareBirth(first, "Queued", "Early");

  // Each count leads to what it counts.
  await first.getByRole("link", { name: "Records", exact: true }).first().click();
  await waitForPage(first, "Records");
  const ownDay = first.getByRole("region", { name: "Your day" });
  await ownDay.getByText(/^Declared: [1-9]/).waitFor();
  const waiting = first.getByRole("link", { name: /^Birth, to register: Waiting/ });
  const count = Number(await waiting.innerText());
  assert.ok(count >= 1);
  await seenByAll(first, "queues");
  await waiting.click();
  await waitForPage(first, "Records");
  const rows = first.locator(".rows > li");
  await rows.first().waitFor();
  if (count <= 20) await rows.nth(count).waitFor({ state: "detached" });

  await first.getByText(count === 1 ? "1 record" : `${count} records`, { exact: true }).waitFor();

  // What was unfolded stays so while the list is narrowed, and a record leads back to the list as it was.
  await first.getByText("More filters").click();
  const kind = first.getByLabel("Kind", { exact: true });
  for (const next of ["DEATH", "BIRTH"]) {
    await kind.selectOption(next);
    await first.waitForURL(new RegExp(`kind=${next}`));
    await first.getByLabel("Place of the event", { exact: true }).waitFor();
  }
  const narrowed = first.url();
  await first.getByRole("link", { name: "Queued Early" }).click();
  await waitForPage(first, "Birth: Queued Early");
  await first.getByRole("main").getByRole("link", { name: "Records", exact: true }).click();
  await first.waitForURL(narrowed);

  // Taken, it is mine, and others are told whose it is.
  await first.goto(base + address);
  await waitForPage(first, "Birth: Queued Early");
  await second.goto(base + address);
  await waitForPage(second, "Birth: Queued Early");
  await pressed(first, TAKE);
  await first.getByText("You have taken this record").waitFor();
  await second.getByRole("button", { name: "Reject" }).click();
  await second.getByRole("dialog").getByLabel("Reason").fill("Not so");
  await second.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await second.getByText("Another registrar has taken this record").first().waitFor();
  await seen(second, "taken-by-another-refused");
  await second.reload();
  await second.getByText("or until it is given back, only they act on it.").waitFor();
  assert.equal(await second.getByRole("button", { name: "Register" }).count(), 0);
  await seenByAll(second, "taken-by-another");
  await first.goto(`${base}/records`);
  await first.getByRole("link", { name: /^Birth, to register: Mine 1$/ }).click();
  await first.waitForURL(/only=mine/);
  await first.getByRole("link", { name: "Queued Early" }).waitFor();
  await rows.nth(1).waitFor({ state: "detached" });
  await first.getByText(/^taken by /).waitFor();

  await first.goto(base + address);
  await first.locator(".timeline").getByText("taken", { exact: true }).waitFor();

  // Given back by an administrator, and taken by the other.
  await admin.goto(base + address);
  await waitForPage(admin, "Birth: Queued Early");
  // The page says so before it is done.
  const isGivenBack = admin.waitForResponse(
    (it) => it.request().postDataJSON?.()?.operationName === "assignmentUnassignMutation",
  );
  await pressed(admin, "Give back");
  await isGivenBack;
  await admin.getByText("has taken this record").waitFor({ state: "detached" });
  await second.reload();
  await pressed(second, TAKE);
  await pressed(second, "Give back");
  await second.getByRole("button", { name: TAKE }).waitFor();

  // The timeline tells who, when, what changed, and which certificates there were.
  await register(second);
  await first.goto(`${base}/records?registeredFrom=${new Date().toISOString().slice(0, 10)}`);
  await rows
    .filter({ hasText: "Queued Early" })
    .getByText(/^registered \d/)
    .waitFor();
  await first.getByRole("button", { name: "Registered last month" }).click();
  await first.waitForURL(/registeredFrom=\d{4}-\d\d-01&registeredTo=/);
  await first.getByText("0 records", { exact: true }).waitFor();
  await first.getByRole("button", { name: "Registered this month" }).click();
  await rows.filter({ hasText: "Queued Early" }).waitFor();
  await second.getByRole("button", { name: "Certify" }).click();
  // What the paper will say is there before it is made, and large enough to be read.
  const paper = second.getByRole("dialog").locator(".paper");
  await paper.getByText("Civil registration office", { exact: true }).waitFor();
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const days = paper.getByText(day.format(), { exact: true });
  assert.equal(await days.count(), 3); // of the birth, the registration and the certificate
  const box = await paper.boundingBox();
  assert.ok(box.width > 600);
  await seenByAll(second, "certificate-to-be");
  await second.getByRole("dialog").getByRole("button", { name: "Certify" }).click();
  await waitForPage(second, /ertificate/);
  // Where somebody else comes for it, the page says what is done then.
  await second.getByText("Somebody else has come for it?").waitFor();
  // It is revoked where the search for its number leads, by a dialog that names it.
  await second.getByRole("button", { name: "Revoke" }).click();
  const revoking = second.getByRole("dialog");
  await revoking.getByText(/^C-\d{4}-\d{7}$/).waitFor();
  await audit(second, "a certificate to be revoked");
  await revoking.getByLabel("Reason").fill("The seal was smeared");
  await revoking.getByRole("button", { name: "Revoke" }).click();
  await second.getByText("not valid", { exact: true }).waitFor();
  assert.equal(await second.getByRole("button", { name: "Revoke" }).count(), 0);
  // Its page says that none came in its place, and leads to where the next one is made.
  await second.getByRole("link", { name: "Go to where the next one is made" }).click();
  await waitForPage(second, "Birth: Queued Early");
  await second.getByRole("button", { name: "Certify" }).waitFor();
  await second.getByText("None was made in its place yet: Certify, above, makes it.").waitFor();
  await second.goto(base + address);
  await waitForPage(second, "Birth: Queued Early");

  // Who collected it is on the record; paper of a revoked one would look valid, and is not offered.
  const row = second.getByRole("table", { name: "Certificates" }).getByRole("row").last();
  await row.getByText("No document was shown").waitFor();
  // Whoever is shown its paper searches for the number, and reads what it is worth.
  const counter = await second.context().newPage();
  const number = await row.getByRole("link").innerText();
  await counter.goto(`${base}/records?number=${number.toLowerCase()}`);
  await counter.getByText("not valid", { exact: true }).waitFor();
  await counter.getByText("The seal was smeared").waitFor();
  await counter.getByRole("link", { name: "Open this certificate" }).waitFor();
  await audit(counter, "a revoked certificate among the records");
  await counter.goto(`${base}/records?number=C-2026-9999999`);
  await counter.getByText("no such certificate", { exact: true }).waitFor();
  await counter.close();
  await second.getByRole("link", { name: /^C-\d{4}-\d{7}$/ }).click();
  await second.getByText("not valid", { exact: true }).waitFor();
  await second.getByText("Its PDF is not offered here").waitFor();
  await second.getByRole("img", { name: "REVOKED" }).waitFor();
  assert.equal(await second.getByRole("link", { name: "Open the PDF" }).count(), 0);
  await seen(second, "certificate-revoked");
  await chooseLanguage(second, "uk");
  await second.getByText("Його PDF тут не пропонуємо").waitFor();
  await chooseLanguage(second, "en");
  const release = await lateAnswer(second, "recordPageQuery");
  await second.goBack();
  const timeline = second.locator(".timeline");
  const step = timeline.locator("li", { hasText: "The seal was smeared" });
  await step.getByText(/^C-\d{4}-\d{7}$/).waitFor();
  assert.match(await step.innerText(), /revoked/i);
  await timeline.getByText("Template “standard”, version 1").waitFor();
  await second.getByRole("link", { name: "Correct", exact: true }).click();
  await waitForPage(second, "Correct this record");
  await second.getByLabel("Place of birth").fill("Odesa");
  await second.getByLabel("Why it is corrected").fill("The ward is in another town");
  await second.getByRole("button", { name: "See what changes" }).click();
  // The page was asked for before the correction was, and its answer comes after it.
  await second.getByRole("button", { name: "Send it to another registrar" }).click();
  await waitForPage(second, "Birth: Queued Early");
  await release();
  await second.getByText("You asked for this yourself").waitFor();
  await first.goto(base + address);
  await pressed(first, "Approve");
  await first.getByRole("alertdialog").waitFor();
  await first.keyboard.press("Enter");
  await first.getByText("Version 2: What changed").click();
  const changed = first.locator(".timeline tr.changed");
  assert.deepEqual(await changed.locator("td").allInnerTexts(), ["Lviv", "Odesa"]);
  await first.locator(".timeline").getByText("The ward is in another town").waitFor();
  for (const width of [360, 768, 1280]) {
    await first.setViewportSize({ width, height: 800 });
    assert.deepEqual(await brokenWords(first), [], `words are broken at ${width} pixels`);
  }
  await seenByAll(first, "timeline");

  // Its certificate was revoked: it waits for another, and says so among what waits.
  await first.goto(`${base}/records`);
  await first.getByRole("link", { name: /^Birth, to certify anew: Waiting/ }).click();
  await first.waitForURL(/only=uncertified/);
  await first.locator(".rows").getByRole("link", { name: "Queued Early" }).waitFor();

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "registrar2", address);
  await ukrainian.locator(".timeline").waitFor();
  await seen(ukrainian, "timeline-ukrainian");
  await ukrainian.goto(`${base}/records`);
  await ukrainian.getByRole("heading", { name: "Що чекає" }).waitFor();
  await seen(ukrainian, "queues-ukrainian");
});

/** Return the words of the facts and comparisons on a page that are broken in the middle. */
function brokenWords(page) {
  return page.evaluate(() => {
    const range = document.createRange();
    const found = [];
    for (const cell of document.querySelectorAll(".facts :is(dt, dd), .before-after :is(th, td)")) {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
        if (text.parentElement.closest(".visually-hidden")) continue;
        for (const { 0: word, index } of text.data.matchAll(/\p{L}{2,24}/gu)) {
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          if (range.getClientRects().length > 1) found.push(word);
        }
      }
    }
    return found;
  });
}

/** Keep back the next answer to an operation, made as it was asked for, until it is released. */
async function lateAnswer(page, operation) {
  const released = Promise.withResolvers();
  const delivered = Promise.withResolvers();
  const isAsked = (request) => request.postData()?.includes(`"operationName":"${operation}"`);
  let isKept = false;
  await page.route("**/graphql", async (route) => {
    if (isKept || !isAsked(route.request())) return route.fallback();
    isKept = true;
    const response = await route.fetch();
    await released.promise;
    await route.fulfill({ response });
    delivered.resolve();
  });
  return () => {
    released.resolve();
    return delivered.promise;
  };
}

/** Press a button by keyboard. */
async function pressed(page, name) {
  const button = page.getByRole("button", { name, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
}
