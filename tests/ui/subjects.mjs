/** An admin reads in the trail on whom each act was, and values in words. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/trail?resource=role_grant");
  await waitForPage(page, "Audit trail");
  const acts = page.getByRole("main").locator(".trail > li");
  const linkIn = (text, name) => acts.filter({ hasText: text }).getByRole("link", { name });

  // A role is of a user and of an organisation.
  const granted = acts.filter({ hasText: "Jonas Weber" }).first();
  await granted
    .getByRole("link", { name: "Ministry of Civil Affairs" })
    .or(granted.getByRole("link", { name: "State University" }))
    .waitFor();
  await granted.locator("summary").press("Enter");
  const role = granted.getByTitle("STEWARD", { exact: true });
  await role.waitFor();
  assert.equal(await role.innerText(), "Steward", "the raw value stays reachable");
  await audit(page, "a role in the trail");
  await picture(page, "trail-of-roles");
  await granted.getByRole("link", { name: "Jonas Weber" }).press("Enter");
  await waitForPage(page, "Users");
  await page.getByText("steward2").first().waitFor();

  // A link with a source names both of them; a consent the person and the organisation.
  await page.goto(`${base}/trail?resource=source_link`);
  await linkIn("Source: linked", "Lakeside Clinic").first().waitFor();
  await linkIn("Source: linked", "Student register").waitFor();
  await page.goto(`${base}/trail?action=consent.offered`);
  await linkIn("Consent: offered", "Saint Mary Hospital").first().waitFor();
  const offered = acts.filter({ hasText: "Saint Mary Hospital" }).first();
  assert.equal(await offered.locator('.subject a[href^="/persons/"]').count(), 1);
  await offered.locator("summary").press("Enter");
  assert.match(await offered.getByTitle('["VIEW","CONTRIBUTE"]').innerText(), /see the record/);

  // What was done with a client, and with a machine's webhook.
  await page.goto(`${base}/trail?resource=client`);
  await acts.getByRole("link", { name: "portal" }).first().press("Enter");
  await waitForPage(page, "Clients");
  await page.goto(`${base}/trail?resource=webhook`);
  await acts
    .getByRole("link", { name: /saint-mary/ })
    .first()
    .waitFor();

  // Who acted is asked for by name.
  await page.goto(`${base}/trail`);
  const actor = page.getByRole("combobox", { name: "Actor", exact: true });
  const found = page.getByRole("listbox", { name: "Actor" }).getByRole("option");
  await actor.fill("zielin");
  await found.filter({ hasText: "Anna Zielińska (person1)" }).waitFor();
  assert.equal(await found.count(), 1, "users are not all loaded");
  await audit(page, "an actor that is being chosen");
  await picture(page, "actor");
  await actor.press("Enter");
  assert.equal(await actor.inputValue(), "Anna Zielińska (person1)");
  await actor.press("Enter");
  await page.waitForURL(/actorId=/);
  await page
    .getByRole("combobox", { name: "Actor", exact: true })
    .and(page.locator('[value^="Anna"]'))
    .waitFor();
  await actor.fill("portal");
  await found.filter({ hasText: "portal" }).first().waitFor();
  await actor.press("Enter");
  await actor.press("Enter");
  await acts.first().getByText("portal").first().waitFor();
  await actor.fill("nobody at all");
  await page.getByText("Nobody is called so.").waitFor();
  await actor.press("Enter");
  assert.match(page.url(), /actorId=/, "without them the form would find all");
  await page.getByText("Nobody is called so.").waitFor();
  assert.equal(await actor.inputValue(), "nobody at all", "what is typed stays");
  // Of several who are found none is taken unseen.
  await actor.fill("reviewer");
  await found.nth(1).waitFor();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("Choose one of those who are found.").waitFor();
  assert.match(page.url(), /actorId=/);

  await aPerson(page);
});

/** On whom an act was is asked by a name, and an id that a link brought is that of somebody. */
async function aPerson(page) {
  await page.goto(`${base}/persons?name=a`);
  const row = page.locator(".rows > li").first();
  const name = await row.locator("bdi").innerText();
  await row.getByRole("link").press("Enter");
  await page.getByRole("main").getByRole("link", { name: "Audit trail", exact: true }).click();
  await page.waitForURL(/person=[0-9a-f-]{36}$/);
  const person = page.getByRole("combobox", { name: "Person", exact: true });
  await page.waitForFunction(
    (wanted) => document.querySelector("input[role=combobox]")?.value.startsWith(`${wanted} (`),
    name,
  );
  await audit(page, "a person in the filters of the trail");
  await person.press("Enter");
  await page.waitForURL(/person=[0-9a-f-]{36}$/);

  await person.fill(name);
  const found = page.getByRole("listbox", { name: "Person" }).getByRole("option");
  await found.filter({ hasText: name }).first().waitFor();
  await person.press("Enter");
  assert.ok((await person.inputValue()).startsWith(`${name} (`));
  await person.fill("nobody at all");
  await page.getByText("Nobody is called so.").waitFor();
  await page.getByRole("button", { name: "Apply" }).click();
  assert.equal(await person.inputValue(), "nobody at all", "nothing is asked for");
}
