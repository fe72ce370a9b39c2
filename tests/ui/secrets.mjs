/** A filled form asks before it closes, and its secret stays until somebody says that they kept it. */
import assert from "node:assert/strict";
import { audit, base, hold, runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  const warnings = [];
  page.on("dialog", (dialog) => {
    warnings.push(dialog.type());
    return dialog.dismiss();
  });
  await signIn(page, "admin", "/users");
  await waitForPage(page, "Users");
  await page.getByRole("link", { name: "Clients" }).click();
  await waitForPage(page, "Clients");
  await page.getByRole("button", { name: "Add a client" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("a machine with a secret");
  await dialog.getByLabel("vital_event:read").check();
  await page.keyboard.press("Escape");
  const closing = page.getByRole("alertdialog", { name: "Close this form?" });
  await audit(page, "closing a filled form");
  await closing.getByRole("button", { name: "Stay" }).click();
  await page.mouse.click(5, 5);
  await closing.getByRole("button", { name: "Stay" }).click();
  assert.equal(await dialog.getByLabel("Name").inputValue(), "a machine with a secret");
  const creating = await hold(page, "newClientMutation");
  await dialog.getByRole("button", { name: "Add a client" }).click();
  await creating.requested;
  await page.goBack();
  const leaving = page.getByRole("alertdialog", { name: "Leave this page?" });
  await leaving.getByRole("button", { name: "Stay" }).click();
  await creating.release();

  const shown = page.getByRole("alertdialog", { name: "The secret of this client" });
  const secret = await shown.locator("code").innerText();
  assert.ok(secret.length >= 43);
  await audit(page, "a secret");
  assert.equal(await shown.getByText("createWebhook").count(), 0, "it keeps no webhooks");
  for (const key of ["Escape", "Escape"]) await page.keyboard.press(key);
  await shown.getByText("Have you kept it?").waitFor();
  await page.mouse.click(5, 5);
  assert.equal(
    await shown.locator("code").innerText(),
    secret,
    "neither Escape nor a press beside",
  );
  await page.goBack();
  await leaving.getByText("The secret is shown this once.").waitFor();
  await leaving.getByRole("button", { name: "Stay" }).click();
  assert.equal(await shown.locator("code").innerText(), secret, "nor Back");
  const warned = page.waitForEvent("dialog");
  await page.evaluate(() => location.reload());
  await warned;
  await shown.waitFor();
  assert.deepEqual(warnings, ["beforeunload"], "nor a reload");
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }]),
  );
  assert.ok(!kept.includes(secret), "it is stored nowhere");

  await shown.getByRole("button", { name: "I have kept it" }).click();
  await shown.waitFor({ state: "detached" });
  await page.goBack();
  await waitForPage(page, "Users");
  assert.ok(page.url().startsWith(base));
});
