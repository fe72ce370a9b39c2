/** An admin looks at one webhook: its deliveries, and what becomes of those that failed. */
import assert from "node:assert/strict";
import { audit, base, runStory, seenSaid, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/webhooks");
  await waitForPage(page, "Webhooks");
  // What is tried last says more than that it is switched on.
  const others = page.locator("#list > li").filter({ hasText: "https://other.example/hook" });
  await others.getByText("deliveries fail", { exact: true }).waitFor();
  await page.getByRole("link", { name: "https://one.example/hook" }).click();
  await waitForPage(page, "https://one.example/hook");
  const rows = page.getByRole("listitem").filter({ hasText: "webhook.birth." });
  const row = (kind) => rows.filter({ hasText: kind });

  await row("webhook.birth.issued").waitFor();
  assert.equal(await rows.count(), 4, "its own, and nobody else's");
  await row("webhook.birth.issued").getByText("Delivered").waitFor();
  await row("webhook.birth.declared").getByText("Attempts: 5").waitFor();
  await row("webhook.birth.declared").getByText("Answered 500").waitFor();
  await audit(page, "a webhook");
  await page.getByText("Birth: declared (birth.declared)").waitFor();

  // Where its client is blocked, or may not read what it asked for, it says so and leads to the client.
  await page.getByText("active", { exact: true }).waitFor();
  const [clients, other] = [await open(), await open()];
  const client = clients.locator(".rows > li");
  const dialogs = clients.getByRole("dialog");
  await signIn(other, "admin", new URL(page.url()).pathname);
  await waitForPage(other, "https://one.example/hook");
  await signIn(clients, "admin", "/clients?find=portal");
  await client.getByRole("button", { name: "Block" }).click();
  await clients.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  await client.getByText("blocked", { exact: true }).waitFor();
  await other.getByText("receives nothing").waitFor();
  await other.getByText("the client portal is blocked").waitFor();
  await audit(other, "a webhook whose client is blocked");
  await other.getByRole("link", { name: "Look at the client" }).click();
  await waitForPage(other, "Clients");
  await other.goBack();
  await client.getByRole("button", { name: "Unblock" }).click();
  await client.getByText("active", { exact: true }).waitFor();
  await client.getByRole("button", { name: "Edit" }).click();
  await dialogs.getByLabel("vital_event:read").uncheck();
  await dialogs.getByRole("button", { name: "Save" }).click();
  await dialogs.waitFor({ state: "detached" });
  await other.getByText("The client portal lacks the scope: vital_event:read.").waitFor();
  await client.getByRole("button", { name: "Edit" }).click();
  await dialogs.getByLabel("vital_event:read").check();
  await dialogs.getByRole("button", { name: "Save" }).click();
  await dialogs.waitFor({ state: "detached" });
  // A webhook for it begins on its row.
  await client.getByRole("link", { name: "Add a webhook: portal" }).click();
  const its = dialogs.getByLabel("For which client");
  await its.waitFor();
  assert.equal(await its.evaluate((it) => it.selectedOptions[0].text), "portal");
  assert.equal(new URL(clients.url()).search, "");

  await page.getByLabel("Status").selectOption("FAILED");
  await page.waitForURL(/status=FAILED/);
  await row("webhook.birth.issued").waitFor({ state: "detached" });
  assert.equal(await rows.count(), 2);
  await page.reload();
  await row("webhook.birth.declared").waitFor();
  assert.equal(await rows.count(), 2, "the address was kept");
  await row("webhook.birth.declared").getByRole("button", { name: "Try again" }).click();
  await row("webhook.birth.declared").getByText("Waiting").waitFor();
  await row("webhook.birth.rejected").getByRole("button", { name: "Discard" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  assert.equal(await rows.getByText("Discarded").count(), 0, "it was asked about alone");
  await row("webhook.birth.rejected").getByRole("button", { name: "Discard" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await row("webhook.birth.rejected").getByText("Discarded").waitFor();
  await page.goBack();
  await row("webhook.birth.issued").waitFor();
  await page.goBack();
  await waitForPage(page, "Webhooks");

  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("by its program: by createWebhook").waitFor();
  await dialog.getByRole("link", { name: "How a program does it" }).waitFor();
  await dialog.getByLabel("Address").fill("http://10.0.0.1/");
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  await dialog.getByRole("button", { name: "Address" }).waitFor();
  await dialog.getByRole("button", { name: "Topics" }).click();
  assert.equal(
    await page.evaluate(() => document.activeElement.querySelector("legend")?.textContent),
    "Topics",
  );
  await audit(page, "a webhook with faults");

  // One is made for a machine, and is sent what that may read.
  await dialog.getByLabel("Address").fill("https://portal.example/hook");
  await dialog.getByLabel("For which client").selectOption("portal");
  await dialog.getByLabel("birth.issued").check();
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  await page.getByRole("button", { name: "I have kept it" }).click();
  const made = page.locator("#list > li").filter({ hasText: "https://portal.example/hook" });
  await made.getByText("portal receives now: Birth: issued").waitFor();
  await made.getByRole("button", { name: "Send a test event: https://portal" }).click();
  await seenSaid(
    page,
    "A test event is on its way to https://portal.example/hook: its page says whether it arrives.",
  );
  // Whoever goes to another page after a while has done with what was said on this one.
  await page.waitForTimeout(1_200);
  await page.getByRole("link", { name: "https://other.example/hook" }).click();
  await waitForPage(page, "https://other.example/hook");
  await page.locator(".said p").waitFor({ state: "detached", timeout: 3_000 });
  const address = page.url();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await waitForPage(page, "Webhooks");
  await page.goto(address);
  await waitForPage(page, "Webhook");
  await page.getByText("This webhook was deleted.").waitFor();
  await row("webhook.birth.archived").getByText("Discarded").waitFor();
  await page.goto(`${base}/messages`);
  await page.getByRole("link", { name: "https://one.example/hook" }).first().waitFor();
});
