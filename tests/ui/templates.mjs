/** An administrator loads, shows and retires templates; what a template may not have does nothing. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runStory, signIn, waitForPage } from "./browser.mjs";
import { declareBirth, register, seen, seenByAll } from "./counter.mjs";

const templates = join(import.meta.dirname, "../../db/templates");
const fonts = ["NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"].map((name) =>
  join(templates, "fonts", name),
);
const pageOf = (inner) => `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"
  viewBox="0 0 210 297" font-family="Noto Serif">
  <text x="20" y="60" font-size="9" data-width="150">Ours: {{child.firstName}}</text>
  <image href="{{qr}}" x="30" y="240" width="28" height="28"/>${inner}</svg>`;

await runStory(async (open) => {
  const admin = await open();
  await signIn(admin, "admin", "/templates");
  await waitForPage(admin, "Templates");
  const rows = admin.getByRole("main").getByRole("listitem");
  assert.equal(await rows.count(), 6);
  await seenByAll(admin, "templates");
  const titles = await rows.getByRole("heading").allInnerTexts();
  assert.equal(titles[0], "Birth, English, standard, Version 1");
  assert.equal(new Set(titles).size, 6, "each differs from the others by its title");
  await rows.first().getByRole("button", { name: "Show" }).click();
  await admin.getByRole("img", { name: "TEMPLATE" }).getByText("№").first().waitFor();
  await admin.getByRole("img", { name: "TEMPLATE" }).getByText("Example").first().waitFor();
  await admin.getByRole("img", { name: "TEMPLATE" }).getByText("QR", { exact: true }).waitFor();
  await seen(admin, "template-shown");
  await admin.getByRole("dialog").getByRole("button", { name: "Close" }).click();

  // All that is wrong with a file is told at it; then it is loaded by the keyboard's order.
  const dialog = admin.getByRole("dialog");
  await admin.getByRole("button", { name: "Load a template" }).click();
  assert.equal(await dialog.getByLabel("Name").inputValue(), "", "nothing is chosen already");
  await dialog.getByRole("button", { name: "Load a template" }).click();
  await dialog.locator(".violations").getByRole("listitem").nth(3).waitFor();

  // What would replace the form in use says so, shows it, and asks; Enter alone replaces nothing.
  await dialog.getByLabel("Name").fill("standard");
  await dialog.getByLabel("Kind").selectOption("BIRTH");
  await dialog.getByLabel("Language").fill("en");
  await dialog.getByText("This replaces version 1, which is in use").waitFor();
  await choose("The page, an SVG file", [file(pageOf(""))]);
  await dialog.getByRole("img", { name: "TEMPLATE" }).getByText("Ours: Anna").waitFor();
  await seenByAll(admin, "template-replaces");
  await dialog.getByRole("button", { name: "Load a template" }).click();
  const asking = admin.getByRole("alertdialog", { name: "Replace what is in use?" });
  await asking.getByRole("button", { name: "Replace version 1" }).waitFor();
  await seen(admin, "template-replacing");
  await admin.keyboard.press("Enter");
  await asking.waitFor({ state: "detached" });
  assert.equal(await rows.count(), 6);
  // A font that nobody gave is named before that question.
  const elsewhere = '<text x="9" y="9" font-family="Elsewhere, serif">x</text>';
  await choose("The page, an SVG file", [file(pageOf(elsewhere))]);
  await dialog.getByRole("button", { name: "Load a template" }).click();
  await dialog.locator(".violations").getByText("names the font Elsewhere").waitFor();
  assert.equal(await asking.count(), 0);
  await dialog.getByLabel("Name").fill("ours");
  await dialog.getByText("This replaces version 1, which is in use").waitFor({ state: "detached" });
  await choose("The page, an SVG file", [file(pageOf("<script>alert(1)</script>"))]);
  await choose("Its fonts", fonts);
  await dialog.getByLabel("Family of font 2").waitFor();
  assert.equal(await dialog.getByLabel("Family of font 1").inputValue(), "Noto Serif");
  await dialog.getByRole("button", { name: "Load a template" }).click();
  await dialog.getByRole("alert").waitFor();
  await seen(admin, "template-refused");
  await choose("The page, an SVG file", [file(pageOf(""))]);
  await dialog.getByRole("button", { name: "Load a template" }).click();
  await dialog.waitFor({ state: "detached" });
  await rows.nth(6).waitFor();
  const ours = rows.filter({ hasText: "ours, version 1" });
  await ours.getByText("in use").waitFor();

  // A registrar is offered it, and sees what it will say; retired meanwhile, it is refused in words.
  const registrar = await open();
  await signIn(registrar, "registrar1");
  await declareBirth(registrar, "Templa", "Ted");
  await register(registrar);
  await registrar.getByRole("button", { name: "Certify" }).click();
  const form = registrar.getByRole("dialog");
  await form.getByLabel("Certificate", { exact: true }).selectOption("ours, English");
  await form.getByRole("img", { name: "NOT A CERTIFICATE" }).getByText("Ours: Templa").waitFor();
  await ours.getByRole("button", { name: "Retire" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Retire" }).click();
  await ours.waitFor({ state: "detached" });
  await admin.getByLabel("Show retired ones too").check();
  await ours.getByText("retired").waitFor();
  assert.equal(await ours.getByRole("button", { name: "Retire" }).count(), 0);
  // What is retired can be saved, to be loaded again.
  const saving = admin.waitForEvent("download");
  await ours.getByRole("button", { name: "Save the SVG" }).click();
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), "ours.birth.en.1.svg");
  assert.equal(await readFile(await saved.path(), "utf8"), pageOf(""));
  // Without its fonts, which stay; and whoever changes a row types nothing.
  await admin.getByRole("button", { name: "Load a template" }).click();
  await dialog.getByLabel("Name").fill("ours");
  await dialog.getByLabel("Kind").selectOption("BIRTH");
  await dialog.getByLabel("Language").fill("en");
  await dialog.getByText("those of version 1 stay: Noto Serif.").waitFor();
  await dialog.getByLabel("The page, an SVG file").setInputFiles(await saved.path());
  await dialog.getByRole("button", { name: "Load a template" }).click();
  const second = rows.filter({ hasText: "ours, version 2" });
  await second.getByText("in use").waitFor();
  await second.getByRole("button", { name: "Change" }).click();
  const change = admin.getByRole("dialog", { name: "Change Birth, English, ours" });
  const again = admin.waitForEvent("download");
  await change.getByRole("button", { name: "Save the SVG" }).click();
  const page = await (await again).path();
  assert.equal(await change.getByLabel("Language").inputValue(), "en");
  await change.getByLabel("The page, an SVG file").setInputFiles(page);
  await change.getByRole("img", { name: "TEMPLATE" }).getByText("Ours: Anna").waitFor();
  await seen(admin, "template-changed");
  await change.getByRole("button", { name: "Load", exact: true }).click();
  await asking.getByRole("button", { name: "Replace version 2" }).click();
  await admin.getByRole("status").getByText("Version 3 of ours is in use from now on.").waitFor();
  const third = rows.filter({ hasText: "ours, version 3" });
  await third.getByRole("button", { name: "Retire" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Retire" }).click();
  await third.getByText("retired").waitFor();
  await form.getByRole("button", { name: "Certify" }).click();
  await form.getByText("This template is not in use for such records").waitFor();
  await form.getByLabel("Certificate", { exact: true }).selectOption("standard, English");
  await form.getByRole("button", { name: "Certify" }).click();
  await waitForPage(registrar, "Birth certificate");

  // Should the server ever let something through, the page is built without it.
  await hostile(registrar);

  const ukrainian = await open({ locale: "uk-UA", viewport: { width: 360, height: 740 } });
  await signIn(ukrainian, "admin", "/templates");
  await ukrainian.getByRole("button", { name: "Завантажити шаблон" }).click();
  await ukrainian.getByRole("dialog").waitFor();
  await ukrainian.getByLabel("Назва").fill("standard");
  await ukrainian.getByRole("dialog").getByLabel("Вид").selectOption("BIRTH");
  await ukrainian.getByLabel("Мова").last().fill("en");
  await ukrainian.getByText("Це замінить версію 1, яку зараз застосовують").waitFor();
  await seen(ukrainian, "templates-ukrainian");

  async function choose(label, files) {
    await dialog.getByLabel(label).setInputFiles(files);
  }

  async function hostile(page) {
    await page.route("**/certificates/*.svg*", (route) =>
      route.fulfill({
        contentType: "image/svg+xml",
        body: pageOf(`<script>globalThis.wasRun = true</script>
          <foreignObject><b xmlns="http://www.w3.org/1999/xhtml">frame</b></foreignObject>
          <a href="javascript:0"><text x="1" y="9">anchor</text></a>
          <image href="https://elsewhere.example/x.png" width="9" height="9"/>
          <use href="https://elsewhere.example/x.svg#a"/>
          <rect width="9" height="9"
            fill="url(https://elsewhere.example/p)"/>`),
      }),
    );
    await page.reload();
    await page.getByRole("img").getByText("Ours:").waitFor();
    const built = await page.getByRole("img").evaluate((paper) => paper.shadowRoot.innerHTML);
    for (const word of ["script", "foreign", "anchor", "elsewhere"]) {
      assert.ok(!built.includes(word), word);
    }
    assert.equal(await page.evaluate(() => globalThis.wasRun), undefined);
  }
});

function file(svg) {
  return { name: "ours.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) };
}
