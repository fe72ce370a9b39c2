/** Every page is fit for whoever does not see it, has no mouse, or sees it large (docs/accessibility.md). */
import assert from "node:assert/strict";
import { audit, runStory, signIn } from "./browser.mjs";
import { pages, visit } from "./every-page.mjs";
import { pressAtOnce } from "./keys-in-time.mjs";

/** Roles of the accessibility tree that nobody can use without a name. */
const NAMED = new Set([
  "button",
  "link",
  "textbox",
  "searchbox",
  "spinbutton",
  "combobox",
  "checkbox",
  "radio",
  "switch",
  "slider",
  "listbox",
  "option",
  "menuitem",
  "tab",
  "dialog",
  "table",
  "navigation",
  "region",
  "image",
  "img",
  "graphics-document",
]);

/** As far apart as 1.4.12 has lines, letters, words and paragraphs. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;

/** What was found on any page: all of it is told at once. */
const faults = [];

await runStory(async (open) => {
  for (const [name, ofAccount] of Object.entries(pages)) {
    const page = await open({
      reducedMotion: "reduce",
      viewport: { width: 1280, height: 860 },
      // For the style that sets letters and lines apart.
      bypassCSP: true,
    });
    await signIn(page, name);
    for (const it of ofAccount) {
      const where = await visit(page, it);
      await audit(page, where).catch(({ message }) => found(where, [message]));
      await hasNames(page, where);
      await hasStructure(page, where);
      await isReached(page, where);
      await isLargeEnough(page, where);
      await reflows(page, where);
    }
    await page.context().close();
  }
  assert.deepEqual(faults, []);
});

function found(where, what) {
  faults.push(...what.map((it) => `${where}: ${it}`));
}

/** Look at what a screen reader is told: everything that can be used has a name (4.1.2, 2.4.4, 1.1.1). */
async function hasNames(page, where) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  const nameless = nodes
    .filter(({ ignored, role }) => !ignored && NAMED.has(role?.value))
    .filter(({ name }) => !name?.value?.trim());
  const shown = [];
  for (const { role, backendDOMNodeId: backendNodeId } of nameless) {
    const { outerHTML } = await client.send("DOM.getOuterHTML", { backendNodeId });
    shown.push(`${role.value} ${outerHTML.slice(0, 100)}`);
  }
  await client.detach();
  found(`${where}, without a name`, shown);
}

/** One main part, one title that has the focus, no heading skipped, a language (1.3.1, 2.4.1, 2.4.6, 3.1.1). */
async function hasStructure(page, where) {
  const seen = await page.evaluate(() => ({
    mains: document.querySelectorAll("main, [role=main]").length,
    levels: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
      .filter((it) => it.checkVisibility())
      .map(({ tagName }) => Number(tagName[1])),
    language: document.documentElement.lang,
    title: document.title,
  }));
  const { mains, levels, language, title } = seen;
  if (mains !== 1) found(where, [`${mains} main parts`]);
  if (levels.filter((level) => level === 1).length !== 1) found(where, ["not one title"]);
  const skips = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
  if (skips.length > 0) found(where, [`a heading is skipped: ${levels}`]);
  if (language !== "en") found(where, [`language ${language}`]);
  if (!/^.+ · Selfsame$/.test(title)) found(where, [`title ${title}`]);
}

/** Tab reaches everything that can be used, shows where it is, and leads out again (2.1.1, 2.1.2, 2.4.7, 2.4.11). */
async function isReached(page, where) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    globalThis.reached = new Set();
    // A list grows while it is walked through.
    globalThis.wanted = [
      ...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)"),
    ];
    globalThis.last = null;
  });
  let steps = 0;
  for (; steps < 1000; steps += 1) {
    await pressAtOnce(page, "Tab");
    const step = await page.evaluate(() => {
      const at = document.activeElement;
      // A date takes several presses, one for each of its parts.
      if (at === globalThis.last) return "on";
      globalThis.last = at;
      if (at === document.body) return "on";
      if (globalThis.reached.has(at)) return "around";
      globalThis.reached.add(at);
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const isShown = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      if (!isShown && !at.closest("[data-focus-visible]")) return `unseen ${at.outerHTML}`;
      const { x, y, width, height } = at.getBoundingClientRect();
      const top = document.elementFromPoint(
        Math.min(innerWidth - 1, Math.max(0, x + width / 2)),
        Math.min(innerHeight - 1, Math.max(0, y + height / 2)),
      );
      const isCovered =
        top !== null && !at.contains(top) && !top.contains(at) && !top.closest("label");
      return isCovered ? `covered ${at.outerHTML} by ${top.outerHTML.slice(0, 80)}` : "on";
    });
    if (step === "around") break;
    if (step !== "on") found(`${where}, the focus`, [step]);
  }
  if (steps === 1000) found(where, ["Tab does not lead out again"]);
  const missed = await page.evaluate(() =>
    globalThis.wanted
      .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled)
      .filter((it) => it.tabIndex >= 0 && !globalThis.reached.has(it))
      .filter((it) => it.type !== "radio")
      .map((it) => it.outerHTML.slice(0, 100)),
  );
  found(`${where}, not reached by Tab`, missed.slice(0, 3));
}

/** What is pressed is 24 pixels high and wide, or has the room, or stands in a sentence (2.5.8). */
async function isLargeEnough(page, where) {
  const small = await page.evaluate(() => {
    const targets = [...document.querySelectorAll("a[href], button, input, select, summary")]
      .filter((it) => it.checkVisibility({ visibilityProperty: true }))
      // The bars of a chart are in the table beside it too, the cells of a strip in the list of their webhook.
      .filter((it) => !it.closest(".visually-hidden, .skip-link, svg, .strip"))
      .map((it) => ({ it, box: (it.closest("label") ?? it).getBoundingClientRect() }));
    const isSmall = ({ box }) => box.width < 24 || box.height < 24;
    const isInline = ({ it }) =>
      getComputedStyle(it).display === "inline" && it.parentElement.innerText !== it.innerText;
    const centre = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
    const isApart = (one) =>
      targets.every((other) => {
        if (other.it === one.it || other.it.contains(one.it) || one.it.contains(other.it))
          return true;
        const [x, y] = centre(one.box);
        const dx = Math.max(other.box.left - x, 0, x - other.box.right);
        const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
        return Math.hypot(dx, dy) >= (isSmall(other) ? 24 : 12);
      });
    return targets
      .filter((one) => isSmall(one) && !isInline(one) && !isApart(one))
      .map(
        ({ it, box }) =>
          `${Math.round(box.width)}×${Math.round(box.height)} ${it.outerHTML.slice(0, 100)}`,
      );
  });
  found(`${where}, too small to press`, small);
}

/** At 320 pixels, and with letters and lines as far apart as people set them, nothing is cut off (1.4.10, 1.4.12). */
async function reflows(page, where) {
  await page.setViewportSize({ width: 320, height: 640 });
  const style = await page.addStyleTag({ content: SPACING });
  // A chart is drawn anew once it knows its width.
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  await page.waitForFunction(fits, null, { timeout: 30_000 }).catch(() => null);
  const { tooWide, cut } = await page.evaluate(() => ({
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: [...document.querySelectorAll("button, a, label, h1, h2, h3, p, .status, .badge")]
      .filter((it) => it.checkVisibility() && getComputedStyle(it).overflowX === "hidden")
      .filter((it) => !it.closest(".visually-hidden") && it.scrollWidth > it.clientWidth + 1)
      .map((it) => it.outerHTML.slice(0, 100)),
  }));
  if (tooWide > 0) found(where, [`sticks out by ${tooWide} pixels at 320`]);
  found(`${where}, cut off`, cut);
  await style.evaluate((it) => it.remove());
  await page.setViewportSize({ width: 1280, height: 860 });
}
