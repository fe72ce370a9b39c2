/** A steward moves one organisation, looks at what an erasure takes, and erases another by typing its name. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const open = async (page, name) => {
  await page.goto(`${base}/organisations?name=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name }).first().press("Enter");
  await waitForPage(page, name);
};
const counted = async (dialog, noun) =>
  Number(await dialog.getByRole("row", { name: noun }).getByRole("cell").textContent());

/** Have the run's page show a status that the server does not have, as an old answer would. */
async function showAs(page, change) {
  let isOn = true;
  const answer = async (route) => {
    const { operationName } = route.request().postDataJSON() ?? {};
    if (!isOn || operationName !== "runPageQuery") return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    Object.assign(json.data.run, change);
    await route.fulfill({ response, json });
  };
  await page.route("**/graphql", answer);
  await page.reload();
  // Taken off instead, it would leave what it is about to answer to nobody.
  return () => {
    isOn = false;
  };
}

/** Said by its code and numbers, and not in the words of the API, which are English. */
const HELD = {
  status: "HELD",
  heldBecause: "6 of 20 would end",
  heldReason: "MEMBERS_WOULD_END",
  heldEnding: 6,
  heldMembers: 20,
};

await runStory(async (window) => {
  const page = await window();
  await signIn(page, "steward1");
  await waitForPage(page, "Organisations");

  // Moved below another one, which its page shows by itself when it is done.
  await open(page, "Lakeside Scout Group");
  await page.getByRole("button", { name: "Move", exact: true }).press("Enter");
  const moving = page.getByRole("dialog");
  await moving.getByRole("searchbox").waitFor();
  assert.equal(await moving.getByText("At the top").count(), 0, "they look after parts alone");
  await moving.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await moving.getByRole("alert").waitFor();
  await moving.getByRole("searchbox").fill("cubs");
  await moving.getByText("None that you look after is called so.").waitFor();
  await moving.getByRole("searchbox").fill("north");
  await moving.getByRole("radio", { name: /^Northern District/ }).check();
  await audit(page, "the dialog that moves an organisation");
  await picture(page, "move-organisation");
  await moving.getByRole("button", { name: "Move", exact: true }).press("Enter");
  await waitForPage(page, "Move in the tree");
  await page.getByText("Done", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Northern District" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Cancel it" }).count(), 0);
  await audit(page, "a run that is done");
  await picture(page, "run");

  // What an old page offers is refused in words.
  const later = [
    [HELD, "Approve", "does not wait for approval"],
    [{ status: "FAILED", lastError: "Organisation name is taken" }, "Go on", "It has not stopped"],
    [{ status: "RUNNING" }, "Cancel it", "It is over, or does its last step."],
  ];
  for (const [change, button, sentence] of later) {
    const end = await showAs(page, change);
    if (change === HELD) await page.getByText("end the membership of 6 of 20.").waitFor();
    await page.getByRole("button", { name: button }).press("Enter");
    const asked = page.getByRole("alertdialog");
    if (button === "Cancel it") {
      await audit(page, "the question whether to cancel a run");
      await asked.getByRole("button", { name: button }).press("Enter");
    }
    await page.getByText(sentence, { exact: false }).waitFor();
    await audit(page, `a run that is ${change.status}`);
    await picture(page, `run-${change.status.toLowerCase()}`);
    await end();
  }

  // The page of the organisation has it, and where it stands now.
  await open(page, "Lakeside Scout Group");
  const way = page.getByRole("navigation", { name: "Where it stands" });
  await way.getByText("Northern District").waitFor();
  await page.getByRole("link", { name: "Move in the tree" }).waitFor();

  // What an erasure takes comes first; the name is typed as it is.
  await open(page, "Saint Mary Hospital");
  await page.getByRole("button", { name: "Erase", exact: true }).press("Enter");
  const erasing = page.getByRole("dialog");
  await erasing.getByRole("row", { name: "Organisations" }).waitFor();
  assert.equal(await counted(erasing, "Organisations"), 3, "with its two wards");
  assert.ok((await counted(erasing, "Memberships")) >= 20);
  await erasing.getByLabel("Its name, to be sure").fill("Saint Mary");
  await erasing.getByLabel("Reason").fill("It was closed");
  await erasing.getByRole("button", { name: "Erase", exact: true }).press("Enter");
  await erasing.getByText("This is not its name.", { exact: false }).first().waitFor();
  await audit(page, "the dialog that erases an organisation");
  await picture(page, "erase-organisation");
  await erasing.getByLabel("Its name, to be sure").fill("Saint Mary Hospital");
  await erasing.getByRole("button", { name: "Erase", exact: true }).press("Enter");
  await waitForPage(page, "Erasure");
  await page.getByText("Done", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Erased organisation" }).press("Enter");
  await waitForPage(page, "Erased organisation");
  assert.equal(await page.getByRole("button", { name: "Erase", exact: true }).count(), 0);
  await audit(page, "an erased organisation");

  // From right to left, and on a phone.
  for (const [look, options] of Object.entries({
    arabic: { locale: "ar" },
    ukrainian: { locale: "uk" },
    narrow: { viewport: { width: 360, height: 740 } },
  })) {
    const other = await window(options);
    await signIn(other, "steward1", "/organisations?name=Lakeside%20Clinic");
    await other.getByRole("link", { name: "Lakeside Clinic" }).first().press("Enter");
    await waitForPage(other, "Lakeside Clinic");
    await other.getByRole("button", { name: /^(Erase|محو|Стерти)$/ }).press("Enter");
    await other.getByRole("dialog").getByRole("row").nth(1).waitFor();
    await audit(other, `the dialog that erases, ${look}`);
    await picture(other, `erase-organisation-${look}`);
    await other.context().close();
  }

  // An administrator takes away all that is known of a person.
  const admin = await window();
  await signIn(admin, "admin", "/persons?name=a");
  await admin.locator(".rows > li > a").first().press("Enter");
  const head = admin.locator(".page-head");
  const anonymise = head.getByRole("button", { name: "Anonymise", exact: true });
  await anonymise.press("Enter");
  const asking = admin.getByRole("dialog", { name: await admin.locator("h1").innerText() });
  await asking.getByRole("button", { name: "Anonymise", exact: true }).press("Enter");
  await asking.getByRole("alert").waitFor();
  await audit(admin, "the dialog that anonymises a person");
  await picture(admin, "anonymise-person");
  await asking.getByLabel("Reason").fill("They asked for it");
  await asking.getByRole("button", { name: "Anonymise", exact: true }).press("Enter");
  await anonymise.waitFor({ state: "detached" });
});
