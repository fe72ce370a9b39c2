/** An admin tries a webhook, looks at what each attempt met, sends it again and changes the webhook. */
import assert from "node:assert/strict";
import { audit, runStory, signIn, waitForPage } from "./browser.mjs";

const address = process.env.RECEIVER;
const pictures = process.env.PICTURES;

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "admin", "/webhooks");
  await waitForPage(page, "Webhooks");
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(address);
  await dialog.getByLabel("For which client").waitFor();
  await dialog.getByLabel("Birth: all of these").check();
  assert.ok(await dialog.getByLabel("birth.declared").isChecked());
  await dialog.getByLabel("Birth: all of these").uncheck();
  await dialog.getByLabel("birth.issued").check();
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  await page.getByRole("button", { name: "I have kept it" }).click();
  // A test event is offered at once; what came of it stands on the webhook's page.
  await page.getByText("The webhook is made.").waitFor();
  await page.getByRole("link", { name: address }).click();
  await waitForPage(page, address);

  // The receiver refuses once, and takes it at the second attempt: nobody reloads anything.
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByText("The test event is on its way").waitFor();
  const row = page.getByRole("listitem").filter({ hasText: "webhook.test" });
  await row.getByText("Delivered", { exact: true }).waitFor();
  const history = (count) => row.getByText(`What each attempt met (${count})`);
  await history(2).click();
  const attempts = row.locator(".attempts li");
  await attempts.nth(0).getByText("Answered 503").waitFor();
  await attempts.nth(0).getByText("503", { exact: true }).waitFor();
  await attempts.nth(1).getByText("arrived").waitFor();
  await audit(page, "a webhook with attempts");
  if (pictures) await page.screenshot({ path: `${pictures}/deliveries.png`, fullPage: true });

  await row.getByRole("button", { name: "Send again" }).click();
  await history(3).waitFor();
  await row.getByText("Delivered", { exact: true }).waitFor();

  // What is wrong with a change stands at its field; what is right shows at once.
  await page.getByRole("button", { name: "Change", exact: true }).click();
  assert.equal(await dialog.getByLabel("Address").inputValue(), address);
  await dialog.getByLabel("Address").fill("https://10.0.0.1/");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Something is not right yet:").waitFor();
  await audit(page, "a changed webhook with faults");
  await dialog.getByLabel("Address").fill(`${address}/moved`);
  await dialog.getByLabel("death.issued").check();
  await dialog.getByLabel("Switched on").uncheck();
  await dialog.getByText("What waits has failed then").waitFor();
  if (pictures) await page.screenshot({ path: `${pictures}/changing.png` });
  await dialog.getByRole("button", { name: "Save" }).click();
  await waitForPage(page, `${address}/moved`);
  await page.getByText("switched off", { exact: true }).waitFor();
  await page.getByText("Birth: issued (birth.issued) · Death: issued (death.issued)").waitFor();
  assert.equal(await page.getByRole("button", { name: "Send a test event" }).count(), 0);
  assert.equal(await row.getByRole("button", { name: "Send again" }).count(), 0);

  await page.getByRole("button", { name: "Change", exact: true }).click();
  await dialog.getByLabel("Switched on").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Send a test event" }).waitFor();
});
