/** A steward signs in at the source of an organisation, says no, and then yes: they come back to the run. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { audit, base, chooseLanguage, picture, runStory, signIn, waitForPage } from "./browser.mjs";

// Of another site than the console, for the browser too: cookies of the console stay away.
const callback = `${base}/sources/callback`;
const provider = spawn(
  process.execPath,
  ["provider.mjs", callback, JSON.stringify({ keys: [] }), "localhost"],
  { cwd: new URL("../outbound/provider", import.meta.url), stdio: ["pipe", "pipe", "ignore"] },
);
const lines = createInterface({ input: provider.stdout });
let issuer = "";
while (!issuer.startsWith("http")) [issuer] = await once(lines, "line");

/** Ask the API as the administrator. */
async function ask(query, variables) {
  const response = await fetch(`${base}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${process.env.ADMIN}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const created = await ask(
  "mutation ($input: CreateSourceInput!) { createSource(input: $input) { source { id } } }",
  {
    input: {
      name: "A new source",
      protocol: "JSON_API",
      baseUrl: `${issuer}/api`,
      access: ["AUTHORIZATION_CODE"],
      issuer,
      clientId: "selfsame",
      clientSecret: "a secret of the registry",
      scope: "openid groups",
    },
  },
);
const found = await ask(
  '{ organisations(name: "Lakeside Scout Group") { nodes { id sourceLinks { id } } } }',
);
const organisation = found.organisations.nodes[0];
await ask(
  "mutation ($input: LinkSourceInput!) { linkSource(input: $input) { sourceLink { id } } }",
  {
    input: {
      sourceId: created.createSource.source.id,
      organisationId: organisation.id,
      externalId: "42",
      environment: "PRODUCTION",
    },
  },
);

await runStory(
  async (window) => {
    const page = await window();
    await signIn(page, "steward1");
    await waitForPage(page, "Organisations");

    const leave = async () => {
      await page.goto(`${base}/organisations/${encodeURIComponent(organisation.id)}`);
      await page.getByRole("button", { name: "Sync A new source" }).press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.getByText("You sign in at the source and come back.").waitFor();
      return dialog.getByRole("button", { name: "Sign in and sync" });
    };
    const button = await leave();
    assert.equal(await page.getByRole("dialog").getByLabel("Your token").count(), 0);
    await audit(page, "the dialog of a sync that signs in");
    await picture(page, "sign-in-at-source");
    await button.press("Enter");
    await page.waitForURL(`${issuer}/**`);
    await page.getByRole("button", { name: "Deny" }).press("Enter");
    await waitForPage(page, "Back from the source");
    await page.getByRole("alert").getByText("has not let you sign in").waitFor();
    assert.equal(page.url(), callback, "what came back stays in no address");
    await audit(page, "a sign-in that was denied");
    await picture(page, "sign-in-denied");

    await (await leave()).press("Enter");
    await page.waitForURL(`${issuer}/**`);
    await page.getByRole("button", { name: "Allow" }).press("Enter");
    await page.waitForURL(`${base}/runs/**`);
    await page.getByText("Lakeside Scout Group").waitFor();
    await picture(page, "run-after-sign-in");

    // A page that is opened with nothing says so, and fits a narrow window from right to left.
    await page.goto(callback);
    await page.getByText("Nobody has come back from a source here.").waitFor();
    await chooseLanguage(page, "ar");
    await page.getByRole("heading", { name: "العودة من المصدر" }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await audit(page, "back from a source, from right to left");
    await picture(page, "sign-in-right-to-left");
  },
  [new URL(issuer).host],
);
provider.stdin.end();
