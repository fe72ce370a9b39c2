/** An admin looks at one webhook: its deliveries, and what becomes of those that failed. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/webhooks");
  await waitForPage(page, "Webhooks");
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
  await row("webhook.birth.rejected").getByText("Discarded").waitFor();
  await page.goBack();
  await row("webhook.birth.issued").waitFor();
  await page.goBack();
  await waitForPage(page, "Webhooks");

  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("http://10.0.0.1/");
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  await dialog.getByRole("button", { name: "Address" }).waitFor();
  await dialog.getByRole("button", { name: "Topics" }).click();
  assert.equal(
    await page.evaluate(() => document.activeElement.querySelector("legend")?.textContent),
    "Topics",
  );
  await audit(page, "a webhook with faults");
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Close it" }).click();
  await page.getByRole("link", { name: "https://other.example/hook" }).click();
  await waitForPage(page, "https://other.example/hook");
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
