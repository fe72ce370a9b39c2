/** Every translation has all of the English texts, in letters of its own; every text has a use. */
import assert from "node:assert/strict";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "../../ui/console/texts");
const folders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** The files that are loaded by themselves, later than the first page. */
const later = globSync(join(folder, "*-texts.ts"))
  .map((file) => basename(file).replace("-texts.ts", ""))
  .filter((name) => name !== "later");

/** What a translation writes as English does: names, and what is typed or is found literally. */
const KEPT = new Set(
  (
    "Selfsame selfsame templates load C Escape Enter SVG PDF QR CSV JSON TrueType OpenType " +
    "https HTTPS en uk EUR A Z n request answered field refused docker compose logs api grep " +
    "createWebhook child lastName"
  ).split(" "),
);
/** Arguments as markers: a number, so that a text may count, and one after which words are plural. */
const MARKERS = ["11", "23", "35"];

/** What a thing is called in Arabic wherever English names it: two words would be two things. */
const TERMS = [
  [/\btest events?\b/i, /اختباري/],
  [/\bregistrars?\b/i, /أم(ين|ناء) (ال)?سجل/],
  [/\bclients?\b/i, /تطبيق/],
  [/\bpairs?\b/i, /ثنائي(ة|ات)/],
  [/\bcertificates?\b/i, /شهاد/],
  [/\bsteward/i, /مسؤول/],
  [/\bexplanations?\b/i, /تعليل/],
  [/\brevoked?\b/i, /سحب|مسحوب/],
];

/** Return each text of a folder with its path; a text with parameters is called. */
async function textsOf(name) {
  const modules = await Promise.all(
    later.map(async (it) => [it, (await import(join(folder, name, `${it}.ts`)))[it]]),
  );
  const { texts } = await import(join(folder, name, "index.ts"));
  return { texts, ...Object.fromEntries(modules) };
}

/**
 * What goes into a sentence and needs no isolation where it is written from right to left: numbers, moments and
 * words of the language itself, and lists, whose items `list` of the formats keeps apart. All else is a name or
 * what somebody typed, which would take its neighbours along.
 */
const OWN_WAY = new Set(
  (
    "age agreed agreeing at band comparisons count day days decision fields found from judged known leaf leaves " +
    "limit minutes moment names noun number of often order pairs persons reopened said seconds shown size status " +
    "time to until version what why"
  ).split(" "),
);

/** Return the paths of texts in which a name is not kept apart from what stands beside it. */
function unparted(texts, path = "") {
  if (typeof texts === "function") {
    const parameters = /^\(?([^)=]*)\)?\s*=>/.exec(String(texts))?.[1].split(",") ?? [];
    const left = texts(...MARKERS).replace(/\u2068[^\u2069]*\u2069/g, "");
    const isMixed = parameters.some(
      (it, index) => !OWN_WAY.has(it.trim()) && left.includes(MARKERS[index]),
    );
    return isMixed ? [`${path}(${parameters.map((it) => it.trim())})`] : [];
  }
  if (typeof texts === "string") return [];
  return Object.entries(texts).flatMap(([name, inner]) => unparted(inner, `${path}.${name}`));
}

function textsByPath(texts, path = "") {
  if (typeof texts === "string") return [[path, texts]];
  if (typeof texts === "function") return [[path, texts(...MARKERS)]];
  return Object.entries(texts).flatMap(([name, inner]) => textsByPath(inner, `${path}.${name}`));
}

const english = await textsOf("english");
const originals = new Map(textsByPath(english));
const codes = new Set();

assert.ok(folders.includes("arabic") && folders.includes("ukrainian"));
for (const name of folders) {
  const { language } = await import(join(folder, name, "language.ts"));
  assert.ok(!codes.has(language.code), `${name}: another language has the code ${language.code}`);
  codes.add(language.code);
  const { script, language: tag } = new Intl.Locale(language.code).maximize();
  assert.equal(tag, language.code);
  assert.equal(language.direction, ["Arab", "Hebr"].includes(script) ? "rtl" : "ltr", name);
  if (language.direction === "rtl") assert.deepEqual(unparted(await textsOf(name)), [], name);
  if (name === "arabic") assert.deepEqual(misnamed(new Map(textsByPath(await textsOf(name)))), []);
  if (name !== "english") compare(name, script, new Map(textsByPath(await textsOf(name))));
}

/** Return the texts in which a thing has another word than everywhere else. */
function misnamed(translations) {
  return [...translations].filter(([path, text]) => {
    const original = originals.get(path) ?? "";
    const letters = text.replace(/[\u064b-\u0652]/g, "");
    return TERMS.some(([named, word]) => named.test(original) && !word.test(letters));
  });
}

/** Compare a translation with the English texts: the same keys and parameters, in another script. */
function compare(name, script, translations) {
  assert.deepEqual([...translations.keys()].toSorted(), [...originals.keys()].toSorted(), name);
  const letters = new RegExp(`\\p{Script=${script}}`, "u");
  const faults = [...translations].filter(([path, text]) => {
    const original = originals.get(path);
    const words = text.match(/[A-Za-z]+/g) ?? [];
    const isLeft = /\p{L}/u.test(original) && (text === original || !letters.test(text));
    const isMixed = script !== "Latn" && words.some((word) => !KEPT.has(word));
    const isShort = MARKERS.some((it) => original.includes(it) && !text.includes(it));
    return (isLeft && !KEPT.has(text)) || isMixed || isShort;
  });
  assert.deepEqual(faults, [], name);
}

const sources = globSync(join(folder, "../**/*.{ts,tsx}"))
  .filter(
    (file) => !/__generated__/.test(file) && !folders.some((it) => file.includes(`/texts/${it}/`)),
  )
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

/** Return the paths of texts that no source names, unless it takes all texts around them at once. */
function unused(texts, path = "") {
  return Object.entries(texts).flatMap(([name, inner]) => {
    if (!new RegExp(`(?:[."]|[{,] )${name}\\b`).test(sources)) return [`${path}.${name}`];
    const isTakenAsAWhole = new RegExp(`(?<!const labels = texts)\\.${name}\\b(?!\\.)`).test(
      sources,
    );
    return typeof inner === "object" && !isTakenAsAWhole ? unused(inner, `${path}.${name}`) : [];
  });
}

assert.deepEqual(
  Object.entries(english).flatMap(([name, texts]) => unused(texts, name)),
  [],
);
