/** A reviewer and a registrar work in Arabic, by keyboard: right to left, in words, with nothing cut off. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { audit, base, resize, runStory, signIn, waitForPage } from "./browser.mjs";
import { pressAtOnce } from "./keys-in-time.mjs";

const pictures = process.env.PICTURES;
const locale = "ar-EG";
const sizes = {
  desktop: { width: 1280, height: 860 },
  narrow: { width: 360, height: 740 },
  // 1280 pixels at 200 %.
  zoomed: { width: 640, height: 430 },
};

await runStory(async (open) => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  await chooseBeforeSigningIn(await open({ viewport: sizes.desktop }));
  await review(await open({ locale, viewport: sizes.desktop, reducedMotion: "reduce" }));
  await register(await open({ locale, viewport: sizes.desktop, reducedMotion: "reduce" }));
});

/** The page turns with its language, without being loaded again, and so do those that follow. */
async function chooseBeforeSigningIn(page) {
  await page.goto(base);
  await page.getByLabel("Password").waitFor();
  await page.evaluate(() => {
    globalThis.isTheSamePage = true;
  });
  const language = page.locator("select[name=language]");
  const names = await language.locator("option").allInnerTexts();
  assert.deepEqual(names.toSorted(), ["English", "Українська", "العربية"].toSorted());
  for (const [code, label, direction] of [
    ["ar", "كلمة المرور", "rtl"],
    ["uk", "Пароль", "ltr"],
    ["ar", "كلمة المرور", "rtl"],
  ]) {
    await language.selectOption(code);
    await page.getByLabel(label).waitFor();
    assert.deepEqual(await rootOf(page), { lang: code, dir: direction });
  }
  assert.ok(await page.evaluate(() => globalThis.isTheSamePage));
  await fit(page, "sign-in");
  await page.reload();
  await page.getByLabel("كلمة المرور").waitFor();
  assert.deepEqual(await rootOf(page), { lang: "ar", dir: "rtl" });
  await page.context().close();
}

/** Two pairs: one is postponed with a comment and then merged, one is split for a reason and taken back. */
async function review(page) {
  const { keyboard } = page;
  const dialog = (name) => page.getByRole("alertdialog", { name });
  await signIn(page, "reviewer1", "/review");
  await waitForPage(page, "المراجعة");
  await keyboard.press("?");
  await page.getByRole("dialog", { name: "المفاتيح" }).waitFor();
  await fit(page, "keys");
  await keyboard.press("Escape");
  await keyboard.press("n");
  await page.getByRole("table").first().waitFor();
  await fit(page, "pair");

  await keyboard.press("c");
  await keyboard.type("الخط نفسه");
  await keyboard.press("Escape");
  await keyboard.press("p");
  await dialog("تأجيل هذه الثنائية؟").waitFor();
  await fit(page, "postpone");
  await keyboard.press("Enter");
  await page.getByText(/المؤجَّل: 1 من 5/).waitFor();
  await page.getByRole("table").first().waitFor();
  await keyboard.press("s");
  await dialog("هل هذان شخصان مختلفان؟").waitFor();
  await keyboard.press("1");
  await fit(page, "split");
  await keyboard.press("Enter");
  await page.getByRole("button", { name: "تراجع" }).waitFor();
  await keyboard.press("z");
  await page.getByText("تم التراجع: الثنائية الآن بين المؤجَّل لديك.").waitFor();

  await keyboard.press("g");
  await keyboard.press("q");
  await waitForPage(page, "طلباتي");
  await choose(page, page.getByLabel("عرض"), "مؤجَّلة");
  await page.waitForURL(/show=postponed/);
  await page.getByText("الخط نفسه").waitFor();
  await fit(page, "requests");
  await keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "البحث عن أي شيء" }).waitFor();
  await keyboard.type("مراجعة");
  await page
    .getByRole("option", { name: /المراجعة/ })
    .first()
    .waitFor();
  await fit(page, "finder");
  // The first empties the field.
  await keyboard.press("Escape");
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await tabTo(page, page.locator("#list").getByRole("link").first());
  await keyboard.press("Enter");
  await waitForPage(page, "ثنائية");
  await keyboard.press("m");
  await dialog("هل هذان شخص واحد؟").waitFor();
  await keyboard.press("Enter");
  await page.getByText("قولك: شخص واحد").waitFor();
  await page.context().close();
}

/** A birth from the counter to the receipt. */
async function register(page) {
  const { keyboard } = page;
  const button = (name, within = page) => within.getByRole("button", { name, exact: true });
  const typeInto = async (label, text, number = 0) => {
    await tabTo(page, page.getByLabel(label, { exact: true }).nth(number));
    await keyboard.type(text);
  };
  const press = async (target) => {
    await target.waitFor();
    await tabTo(page, target);
    await keyboard.press("Enter");
  };
  await signIn(page, "registrar1", "/records");
  await waitForPage(page, "القيود");
  await fit(page, "records");
  await keyboard.press("g");
  await keyboard.press("n");
  await waitForPage(page, "تبليغ");
  await press(page.getByRole("link", { name: "التبليغ عن ولادة" }));
  await waitForPage(page, "التبليغ عن ولادة");
  const declare = page.getByRole("main").getByRole("button").last();
  await press(declare);
  await page.getByText("هناك ما يحتاج إلى تصحيح").first().waitFor();
  await fit(page, "faults");

  await typeInto("الاسم الأول", "زينب");
  await typeInto("اسم العائلة", "Haddad");
  // How a day is typed is the browser's own, by the language of its windows.
  await page.getByLabel("تاريخ الميلاد", { exact: true }).first().fill(today());
  await choose(page, page.getByLabel("الجنس", { exact: true }).first(), "أنثى");
  await typeInto("مكان الميلاد", "عمّان");
  await typeInto("الصلة", "الأم");
  await typeInto("البريد الإلكتروني", "zaynab@one.example");
  await typeInto("الهاتف", "+962790001122");
  const sides = await page
    .locator("input[type=tel], input[type=email]")
    .evaluateAll((fields) => fields.map((field) => getComputedStyle(field).direction));
  assert.deepEqual(new Set(sides), new Set(["ltr"]));
  await fit(page, "declaration");
  await press(declare);
  await waitForPage(page, /^ولادة: /);
  await fit(page, "record");
  await press(button("تسجيل"));
  await page.getByRole("alertdialog").waitFor();
  await press(button("تسجيل", page.getByRole("alertdialog")));
  await page
    .getByText(/B-\d{4}-\d+/)
    .first()
    .waitFor();

  const form = page.getByRole("dialog");
  await press(button("إعداد الشهادة"));
  await form.waitFor();
  await choose(page, form.getByLabel("المستلم", { exact: true }), "المبلِّغ");
  await fit(page, "certify");
  await press(button("إعداد الشهادة", form));
  await waitForPage(page, "شهادة ميلاد");
  await page.getByRole("img", { name: /^C-/ }).getByText("زينب").waitFor();
  await fit(page, "certificate");
  await press(page.getByRole("link", { name: "القيد", exact: true }));
  await press(button("تسليم الشهادة"));
  await typeInto("المبلغ المدفوع", "12.50");
  await press(button("تسليم الشهادة", form));
  await form.getByText("12.50 EUR").waitFor();
  await fit(page, "receipt");
  await press(button("إغلاق", form));
  await page.getByRole("heading", { name: "سجل الإجراءات" }).waitFor();
  await fit(page, "issued");
  await page.context().close();
}

/** Press Tab until an element has the focus. */
async function tabTo(page, target) {
  for (let pressed = 0; pressed < 120; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await pressAtOnce(page, "Tab");
  }
  assert.fail(`Tab never comes to ${target}`);
}

/** Press the arrow until a select shows an option. */
async function choose(page, select, option) {
  const chosen = () => select.evaluate(({ selectedOptions }) => selectedOptions[0].label);
  const options = await select.locator("option").count();
  await tabTo(page, select);
  for (let pressed = 0; pressed < options; pressed++) {
    if ((await chosen()) === option) return;
    await pressAtOnce(page, "ArrowDown");
  }
  assert.equal(await chosen(), option);
}

/** See that the page is fit for everybody in each size: axe finds nothing, and nothing is cut off. */
async function fit(page, where) {
  await page.waitForFunction(areDrawn);
  for (const [size, viewport] of Object.entries(sizes)) {
    await resize(page, viewport);
    const cut = await page.evaluate(textsCutOff);
    assert.deepEqual(cut, [], `${where} ${size}`);
    if (size !== "zoomed") await audit(page, `${where} ${size}`);
    if (pictures) await page.screenshot({ path: join(pictures, `arabic-${where}-${size}.png`) });
  }
  await resize(page, sizes.desktop);
}

/** Return the texts of which a part lies outside the window, or outside a box that hides what sticks out. */
function textsCutOff() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
    const isAside =
      parent.closest(".visually-hidden, .skip-link, .paper, option, [inert]") !== null;
    if (node.data.trim() === "" || boxes.length === 0 || isAside) continue;
    for (let box = parent; box !== null; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.clipPath !== "none" || /auto|scroll/.test(style.overflowX)) break;
      const isEdge = box === document.documentElement || style.overflowX === "hidden";
      const edge =
        box === document.documentElement
          ? { left: 0, right: innerWidth }
          : box.getBoundingClientRect();
      const sticksOut = ({ left, right }) => left < edge.left - 1 || right > edge.right + 1;
      if (isEdge && boxes.some(sticksOut)) found.push(node.data);
    }
  }
  return found;
}

async function rootOf(page) {
  return page.evaluate(() => {
    const { lang, dir } = document.documentElement;
    return { lang, dir };
  });
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

/** Whether nothing comes in any more: axe takes a dialog that is transparent yet for none. */
function areDrawn() {
  const isComing = (it) => it.playState === "running" && it.effect.getTiming().iterations < 1e3;
  return !document.getAnimations().some(isComing);
}
