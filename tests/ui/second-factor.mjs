/** A second factor by keyboard: set up, asked for, recovered from, demanded of a role, taken by an admin. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  act,
  audit,
  base,
  openAccount,
  runStory,
  signedOut,
  signIn,
  waitForPage,
} from "./browser.mjs";

/** The code of a secret, so many half minutes from now. */
function codeOf(secret, steps = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"));
  const key = Buffer.from(
    bits
      .join("")
      .match(/.{8}/g)
      .map((octet) => Number.parseInt(octet, 2)),
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function scan(page) {
  await page.getByRole("img", { name: /^QR code/ }).waitFor();
  await audit(page, "the secret of a second factor");
  return (await page.locator("code.secret").innerText()).replaceAll(" ", "");
}

/** Type a first code; return the recovery codes. The next code is left to sign in by: it is taken too. */
async function confirm(page, secret) {
  await page.getByLabel("The code that it shows now").fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText("This is not the code that your authenticator shows now.").waitFor();
  await page.getByLabel("The code that it shows now").fill(codeOf(secret));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Codes for the day/ }).waitFor();
  await audit(page, "recovery codes");
  const codes = await page.locator(".recovery-codes code").allInnerTexts();
  assert.equal(codes.length, 10);
  await page.getByText("Your second factor is on", { exact: false }).waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).press("Enter");
  const saved = await readFile(await (await saving).path(), "utf8");
  for (const part of [new URL(base).host, "Account: ", ...codes])
    assert.ok(saved.includes(part), part);
  await page.getByRole("button", { name: "I have kept these codes" }).press("Enter");
  return codes;
}

async function credentials(page, name, password = name) {
  await page.goto(base);
  await page.getByLabel("User name").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer3", "/account");
  await waitForPage(page, "Your account");
  await page.getByRole("button", { name: "Set up a second factor" }).press("Enter");
  await page.getByLabel("Present password").fill("wrong one");
  await page.keyboard.press("Enter");
  await page.getByText("The present password is wrong").waitFor();
  await page.getByLabel("Present password").fill("reviewer3");
  await page.keyboard.press("Enter");
  const secret = await scan(page);
  const codes = await confirm(page, secret);
  await page.getByText("Your second factor is set up.").waitFor();
  await page.getByText("Recovery codes left: 10").waitFor();
  await audit(page, "an account with a second factor");
  await signedOut(page);

  await page.route("**/assets/sign-in-second-factor-*.js", (route) => route.abort());
  await credentials(page, "reviewer3");
  await page.getByText("The server does not answer.").waitFor();
  await audit(page, "a second factor whose file did not come");
  await page.unroute("**/assets/sign-in-second-factor-*.js");
  const renewed = page.waitForEvent("load");
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await renewed;
  await credentials(page, "reviewer3");
  await page.getByText("Your password is right.").waitFor();
  await audit(page, "the question for a code");
  await page.getByLabel("Code, or a recovery code").fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText("This code is wrong, or was used already.").waitFor();
  await page.getByLabel("Code, or a recovery code").fill(codeOf(secret, 1));
  await page.keyboard.press("Enter");
  await page.getByRole("banner").waitFor();

  const lost = await open();
  await credentials(lost, "reviewer3");
  await lost.getByLabel("Code, or a recovery code").fill(codes[0]);
  await lost.keyboard.press("Enter");
  await lost.getByRole("banner").waitFor();
  await openAccount(lost);
  await lost.getByRole("link", { name: "Your account" }).press("Enter");
  await lost.getByText("Recovery codes left: 9").waitFor();

  await lost.getByRole("button", { name: "New recovery codes" }).press("Enter");
  await lost.getByLabel("Present password").fill("reviewer3");
  await lost.getByLabel("Code, or a recovery code").fill(codes[0]);
  await lost.keyboard.press("Enter");
  await lost
    .getByText("The password or the code is wrong, or the code was used already.")
    .waitFor();
  await audit(lost, "the question for new recovery codes");
  await lost.getByLabel("Code, or a recovery code").fill(codes[1]);
  await lost.keyboard.press("Enter");
  await lost.getByRole("heading", { name: /^Codes for the day/ }).waitFor();
  const renewedCodes = await lost.locator(".recovery-codes code").allInnerTexts();
  assert.equal(new Set([...renewedCodes, ...codes]).size, 20);
  await lost.getByRole("button", { name: "I have kept these codes" }).press("Enter");
  await lost.getByText("You have new recovery codes; the former are over.").waitFor();
  await lost.getByText("Recovery codes left: 10").waitFor();

  const admin = await open();
  await credentials(admin, "admin");
  await admin.getByText("Your role needs a second factor. Set it up to go on.").waitFor();
  await audit(admin, "a second factor that a role needs");
  await admin.getByRole("button", { name: "Go on" }).press("Enter");
  const adminsSecret = await scan(admin);
  const adminsCodes = await confirm(admin, adminsSecret);
  await admin.getByText("It is set up.").waitFor();
  await admin.getByLabel("Code, or a recovery code").fill(codeOf(adminsSecret, 1));
  await admin.keyboard.press("Enter");
  await waitForPage(admin, "Dashboard");
  await admin.goto(`${base}/users`);
  await waitForPage(admin, "Users");
  const row = admin.getByRole("listitem").filter({ hasText: "reviewer3" });
  await act(admin, row, "Remove the second factor");
  await audit(admin, "the question whether a second factor shall be taken");
  await admin
    .getByRole("alertdialog")
    .getByRole("button", { name: "Remove the second factor" })
    .press("Enter");
  await admin.getByRole("alertdialog").waitFor({ state: "detached" });
  await credentials(await open(), "reviewer3");
  await page.getByRole("link", { name: "My day" }).click();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();

  await admin.goto(`${base}/account`);
  await waitForPage(admin, "Your account");
  await admin.getByRole("button", { name: "Remove the second factor" }).press("Enter");
  await admin.getByLabel("Present password").fill("admin");
  await admin.getByLabel("Code, or a recovery code").fill(adminsCodes[0]);
  await admin.keyboard.press("Enter");
  await admin.getByText("Your second factor is removed.").waitFor();
});
