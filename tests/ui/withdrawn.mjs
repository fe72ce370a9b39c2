/** A person withdraws a consent: the hospital's next request finds nobody, and the feed and the trail have it. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const hospital = "Saint Mary Hospital";
const person = `query ($id: ID!) { person(id: $id) { firstName lastName } }`;
const feed = `query ($after: String) { eventFeed(first: 100, after: $after) {
  events { type aggregateId version payload } endCursor hasMore } }`;

await runStory(async (open) => {
  const machine = await machineOf(hospital);
  const page = await open();
  await signIn(page, "person1");
  await waitForPage(page, "My data");
  const id = await idOf("Zielińska Anna");
  const named = { person: { firstName: "Anna", lastName: "Zielińska" } };
  assert.deepEqual(await ask(machine, person, { id }), named);
  const cursor = await end(null, []);

  // Nothing is waited for between the answer to the person and what the hospital asks.
  await page
    .getByRole("listitem")
    .filter({ hasText: hospital })
    .first()
    .getByRole("button", { name: /^Withdraw/ })
    .press("Enter");
  const answered = page.waitForResponse((it) =>
    it.request().postData()?.includes("withdrawConsent"),
  );
  await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).press("Enter");
  const withdrawn = (await (await answered).json()).data.withdrawConsent.consent;
  assert.deepEqual(await ask(machine, person, { id }), { person: null });

  // Whoever follows the feed learns it, with the state after it and without the person's id.
  const events = [];
  await end(cursor, events);
  const told = events.find(({ type }) => type === "consent.withdrawn");
  assert.deepEqual(
    [withdrawn.id, told.payload.data.status, told.payload.data.personId],
    [Buffer.from(`Consent:${told.aggregateId}`).toString("base64"), "WITHDRAWN", null],
  );
  assert.ok(events.some(({ type }) => type === "membership.ended"));

  // And so does whoever reads the trail.
  const reader = await open();
  await signIn(reader, "admin", "/trail?action=consent.withdrawn");
  await waitForPage(reader, "Audit trail");
  const act = reader.locator(".trail > li").first();
  await act.getByRole("link", { name: hospital }).first().waitFor();
  await audit(reader, "the trail of a consent that was withdrawn");

  /** Read the feed to its end into a list; return the cursor. */
  async function end(after, into) {
    const page = (await ask(machine, feed, { after })).eventFeed;
    into.push(...page.events);
    return page.hasMore ? end(page.endCursor, into) : page.endCursor;
  }
});

/** Ask as whoever has a token; fail where anything is refused. */
async function ask(token, query, variables) {
  const response = await fetch(`${base}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** Bind a machine to an organisation, as an administrator; return a token of it. */
async function machineOf(name) {
  const found = await ask(
    process.env.ADMIN,
    "query ($name: String) { organisations(name: $name) { nodes { id } } }",
    { name },
  );
  const scopes = ["person:read", "event:read"];
  const organisationId = found.organisations.nodes[0].id;
  const made = await ask(
    process.env.ADMIN,
    `mutation ($input: CreateClientInput!) {
      createClient(input: $input) { client { databaseId } clientSecret } }`,
    { input: { name: "hospital", kind: "SYSTEM", scopes, organisationId } },
  );
  const { client, clientSecret } = made.createClient;
  const response = await fetch(`${base}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${client.databaseId}:${clientSecret}`).toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: scopes.join(" ") }),
  });
  return (await response.json()).access_token;
}

/** Return the id of a person, as an administrator finds them. */
async function idOf(name) {
  const query =
    "query ($name: String) { persons(filter: {name: $name}) { nodes { id consents { status } } } }";
  const { nodes } = (await ask(process.env.ADMIN, query, { name })).persons;
  return nodes.find(({ consents }) => consents.length > 0).id;
}
