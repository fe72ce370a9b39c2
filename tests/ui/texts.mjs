/** Every translation has all of the English texts, in letters of its own; every text has a use. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { desk as englishDesk } from "../../ui/console/texts/english/desk.ts";
import { finding as englishFinding } from "../../ui/console/texts/english/finding.ts";
import { english as englishFirst } from "../../ui/console/texts/english/index.ts";
import { judging as englishJudging } from "../../ui/console/texts/english/judging.ts";
import { merges as englishMerges } from "../../ui/console/texts/english/merges.ts";
import { desk as ukrainianDesk } from "../../ui/console/texts/ukrainian/desk.ts";
import { finding as ukrainianFinding } from "../../ui/console/texts/ukrainian/finding.ts";
import { ukrainian as ukrainianFirst } from "../../ui/console/texts/ukrainian/index.ts";
import { judging as ukrainianJudging } from "../../ui/console/texts/ukrainian/judging.ts";
import { merges as ukrainianMerges } from "../../ui/console/texts/ukrainian/merges.ts";

const english = {
  ...englishFirst,
  ...englishDesk,
  finding: englishFinding,
  judging: englishJudging,
  merges: englishMerges,
};
const ukrainian = {
  ...ukrainianFirst,
  ...ukrainianDesk,
  finding: ukrainianFinding,
  judging: ukrainianJudging,
  merges: ukrainianMerges,
};

/** What is the same in any language: names, and what is typed literally. */
const alike = new Set(["Selfsame"]);

/** Return each text with its path; a text with parameters is called. */
function textsByPath(texts, path = "") {
  if (typeof texts === "string") return [[path, texts]];
  if (typeof texts === "function") return [[path, texts("1", "2")]];
  return Object.entries(texts).flatMap(([name, inner]) => textsByPath(inner, `${path}.${name}`));
}

const originals = new Map(textsByPath(english));
const translations = new Map(textsByPath(ukrainian));

assert.deepEqual([...translations.keys()].toSorted(), [...originals.keys()].toSorted());
const untranslated = [...translations].filter(
  ([path, text]) =>
    (!/\p{Script=Cyrillic}/u.test(text) || text === originals.get(path)) && !alike.has(text),
);
assert.deepEqual(untranslated, []);

const sources = globSync(join(import.meta.dirname, "../../ui/console/**/*.{ts,tsx}"))
  .filter((file) => !/__generated__|texts\/(english|ukrainian)/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

/** Return the paths of texts that no source names, unless it takes all texts around them at once. */
function unused(texts, path = "") {
  return Object.entries(texts).flatMap(([name, inner]) => {
    if (!new RegExp(`[."]${name}\\b`).test(sources)) return [`${path}.${name}`];
    const isTakenAsAWhole = new RegExp(`(?<!const labels = texts)\\.${name}\\b(?!\\.)`).test(
      sources,
    );
    return typeof inner === "object" && !isTakenAsAWhole ? unused(inner, `${path}.${name}`) : [];
  });
}

assert.deepEqual(unused(english), []);
