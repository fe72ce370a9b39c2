/** Every translation says all that the English texts say, in letters of its own. */
import assert from "node:assert/strict";
import { english } from "../../ui/console/texts/english/index.ts";
import { ukrainian } from "../../ui/console/texts/ukrainian/index.ts";

/** What reads alike in any language: names, and what is typed as it stands. */
const alike = new Set(["Selfsame"]);

/** Gives each text under the names that lead to it; one that is made of parts is made. */
function said(texts, path = "") {
  if (typeof texts === "string") return [[path, texts]];
  if (typeof texts === "function") return [[path, texts("1", "2")]];
  return Object.entries(texts).flatMap(([name, inner]) => said(inner, `${path}.${name}`));
}

const originals = new Map(said(english));
const translations = new Map(said(ukrainian));

assert.deepEqual([...translations.keys()].toSorted(), [...originals.keys()].toSorted());
const left = [...translations].filter(
  ([path, text]) =>
    (!/\p{Script=Cyrillic}/u.test(text) || text === originals.get(path)) && !alike.has(text),
);
assert.deepEqual(left, []);
