/** An invitation: accepted by somebody new, by somebody who is signed in, and by nobody twice. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

const INVITE = `mutation ($organisation: ID!, $role: Role!) {
  inviteUser(input: { organisationId: $organisation, email: "other@example.org", role: $role }) { url }
}`;

await runStory(async (open) => {
  const admin = await open();
  await signIn(admin, "admin", "/dashboard");
  await waitForPage(admin, "Dashboard");
  const { organisations } = await ask("{ organisations(first: 1) { nodes { id } } }");
  const organisation = organisations.nodes[0].id;
  const invite = async (role) => (await ask(INVITE, { organisation, role })).inviteUser.url;

  await admin.goto(`${base}/organisations/${encodeURIComponent(organisation)}`);
  await admin.getByRole("button", { name: "Invite somebody to work here" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Their e-mail address").fill("mila@example.org");
  await dialog.getByLabel("Last day of the role").fill("2020-12-31");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await dialog.locator(".violations").getByText("Choose the role that is given.").waitFor();
  await dialog.getByLabel("Role", { exact: true }).selectOption("STEWARD");
  await dialog.getByText("looks after an organisation and its people").waitFor();
  // A role that would be over is none that anybody is invited to.
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  await audit(admin, "an invitation to a role that is over");
  await dialog.getByLabel("Last day of the role").fill("2099-12-31");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const shown = admin.getByRole("alertdialog", { name: "The link of the invitation" });
  const link = await shown.locator("code").innerText();
  await audit(admin, "the link of an invitation");
  await shown.getByRole("button", { name: "I have kept it" }).click();
  const listed = admin.locator("li", { hasText: "mila@example.org" });
  await listed.getByText("Waits").waitFor();
  await listed.getByText("the role holds until 31 Dec 2099").waitFor();
  assert.equal(new URL(link).pathname, "/invitation");
  // Who has not answered is counted, and the count leads to the list of them.
  await admin.getByRole("link", { name: "invitations that nobody took yet (1)" }).click();
  await admin.waitForURL(/\?invitations=PENDING#invitations$/);
  await admin
    .getByLabel("Which ones")
    .and(admin.locator(":has(option[value=PENDING]:checked)"))
    .waitFor();
  await listed.getByText("Waits").waitFor();
  // A part of the page has an address, and the links to all parts stay in sight.
  const contents = admin.getByRole("navigation", { name: "On this page" });
  await admin.reload();
  await listed.getByText("Waits").waitFor();
  await inSight("invitations");
  await contents.getByRole("link", { name: "Who belongs here" }).click();
  await inSight("members");
  assert.equal(new URL(admin.url()).hash, "#members");
  await contents.getByRole("link", { name: "Background tasks" }).click();
  await admin.waitForFunction(() => document.activeElement?.id === "runs");
  const { y } = await contents.boundingBox();
  assert.ok(y >= 0 && y < 100, "the contents stay");
  // Where a link lies half below them is by chance, and axe-core would find it small.
  await admin.evaluate(() => scrollTo(0, 0));
  await audit(admin, "the parts of an organisation's page");
  await admin.getByLabel("Which ones").selectOption("All");
  await admin.waitForURL((url) => !url.search.includes("PENDING"));
  const newcomer = await open({ reducedMotion: "reduce", viewport: { width: 360, height: 740 } });
  await newcomer.goto(link);
  await waitForPage(newcomer, "You are invited");
  await audit(newcomer, "an invitation");
  await fillIn(newcomer, "mila", "Mila Kovalenko", "correct horse", "another horse");
  await newcomer.getByText("The new password was typed in two ways.").waitFor();
  await fillIn(newcomer, "mila", "Mila Kovalenko", "correct horse", "correct horse");
  await newcomer.getByText("The invitation is accepted.").waitFor();
  await audit(newcomer, "an accepted invitation");
  await newcomer.getByRole("link", { name: "Go to the sign-in" }).click();
  await newcomer.getByLabel("User name").fill("mila");
  await newcomer.getByLabel("Password").fill("correct horse");
  await newcomer.keyboard.press("Enter");
  await waitForPage(newcomer, "Organisations");

  const late = await open();
  await late.goto(link);
  await fillIn(late, "mila2", "Mila", "correct horse", "correct horse");
  await late
    .getByText(/invitation/i)
    .and(late.locator(".notice *"))
    .first()
    .waitFor();
  assert.equal(await late.getByText("The invitation is accepted.").count(), 0);

  await admin.reload();
  await listed.getByText("Accepted").waitFor();
  const withdrawn = await invite("REGISTRAR");
  await admin.reload();
  await admin.getByRole("button", { name: "Withdraw: other@example.org" }).click();
  const asked = admin.getByRole("alertdialog", { name: "Withdraw this invitation?" });
  await asked.getByRole("button", { name: "Withdraw" }).click();
  await admin.getByText("Withdrawn", { exact: true }).waitFor();
  await audit(admin, "the invitations of an organisation");
  // The same tab, and nothing of its address but the fragment is another.
  await late.goto(withdrawn);
  await late.locator(".notice").first().waitFor({ state: "detached" });
  await fillIn(late, "mila2", "Mila", "correct horse", "correct horse");
  await late
    .getByText("This invitation does not exist.")
    .or(late.getByText(/Ask for a new one/))
    .waitFor();

  const registrar = await open();
  await signIn(registrar, "registrar1", "/records");
  await registrar.goto(await invite("STEWARD"));
  await registrar.getByText("You are signed in.").waitFor();
  await registrar.getByRole("button", { name: "Accept the invitation" }).click();
  await registrar.getByText("The invitation is accepted.").waitFor();

  /** Wait until a part of the page is in view: at the top, or as far up as the end of the page lets it. */
  async function inSight(id) {
    await admin.waitForFunction((part) => {
      const { top } = document.getElementById(part).getBoundingClientRect();
      return top >= 0 && top < innerHeight - 100;
    }, id);
  }

  async function ask(query, variables = {}) {
    return admin.evaluate(
      async ([text, values]) => {
        const post = (path, body, more = {}) =>
          fetch(path, {
            method: "POST",
            headers: { "content-type": "application/json", ...more },
            body: JSON.stringify(body),
          }).then((response) => response.json());
        const { accessToken } = await post("/auth/refresh", {});
        const authorization = `Bearer ${accessToken}`;
        const answer = await post(
          "/graphql",
          { query: text, variables: values },
          { authorization },
        );
        if (answer.errors) throw new Error(JSON.stringify(answer.errors));
        return answer.data;
      },
      [query, variables],
    );
  }

  async function fillIn(page, username, name, password, again) {
    await page.getByLabel("User name").fill(username);
    await page.getByLabel("Your name, as others see it").fill(name);
    await page.getByLabel("Password, 8 characters or more").fill(password);
    await page.getByLabel("The password again").fill(again);
    await page.getByRole("button", { name: "Accept the invitation" }).click();
  }
});
