/** The letters that are marked in a comparison: those that a person sees to differ. */
import assert from "node:assert/strict";
import { slipBetween } from "../../ui/console/review/slips.ts";
import {
  areNamesSwapped,
  closestValue,
  datePartSegments,
  diffSegments,
} from "../../ui/console/review/text-diff.ts";

/** Return the value with what is marked in brackets. */
const marked = (value, other) =>
  diffSegments(value, other)
    .map(({ text, differs }) => (differs ? `[${text}]` : text))
    .join("");

/** Value, the other value, and the value with its marks; each pair is tried in both orders. */
const cases = [
  ["Anna", "Anne", "Ann[a]", "Ann[e]"],
  ["ANNA", "anna", "ANNA", "anna"],
  // One letter, written as one code point or as two.
  ["Ren\u00e9", "Rene\u0301", "Ren\u00e9", "Ren\u00e9"],
  ["Ren\u00e9", "Rene", "Ren[\u00e9]", "Ren[e]"],
  // An accent that no code point holds together with its letter.
  ["m\u0303a", "ma", "[m\u0303]a", "[m]a"],
  // Vowel signs stand with their consonant: कि, की.
  [
    "\u0915\u093f\u0930\u0923",
    "\u0915\u0940\u0930\u0923",
    "[\u0915\u093f]\u0930\u0923",
    "[\u0915\u0940]\u0930\u0923",
  ],
  // Arabic with and without a vowel sign, Hebrew with and without a point.
  [
    "\u0639\u064e\u0644\u064a",
    "\u0639\u0644\u064a",
    "[\u0639\u064e]\u0644\u064a",
    "[\u0639]\u0644\u064a",
  ],
  ["\u05e9\u05c1\u05d9", "\u05e9\u05d9", "[\u05e9\u05c1]\u05d9", "[\u05e9]\u05d9"],
  // A syllable of Hangul, composed or of its parts.
  ["\uae40", "\u1100\u1175\u11b7", "\uae40", "\uae40"],
  // Neighbours that have changed places are both marked.
  ["Mrooz", "Moroz", "M[ro]oz", "M[or]oz"],
  ["+380597", "+380957", "+380[59]7", "+380[95]7"],
  // A letter beyond the first plane is one letter.
  ["\u{20bb7}\u7530", "\u5409\u7530", "[\u{20bb7}]\u7530", "[\u5409]\u7530"],
];
for (const [value, other, expected, otherExpected] of cases) {
  assert.equal(marked(value, other), expected);
  assert.equal(marked(other, value), otherExpected);
}

// A value of two-part letters is as close as one of whole letters.
assert.equal(closestValue("e\u0301e\u0301e\u0301a", ["\u00e9\u00e9zz", "zzzz"]), "\u00e9\u00e9zz");
assert.equal(closestValue("abcd", ["wxyz"]), null);

const names = (firstName, lastName) => ({ firstName, lastName });
const swapped = [
  [names("Ada", "Nowak"), names("Nowak", "Ada")],
  [names("Ada", "Nowak"), names("NOVAK", "Ada")],
  [names("Ren\u00e9", "Martin"), names("Martin", "Rene\u0301")],
];
const straight = [
  [names("Ada", "Nowak"), names("Ada", "Nowak")],
  [names("Anna", "Hanna"), names("Anna", "Hanna")],
  [names("Anna", "Hanna"), names("Anne", "Hanne")],
  [names("Ada", "Nowak"), names("Nowak", "Zenon")],
  [names("Ada", "Nowak"), names("Nowak", null)],
  [names("Mononym", null), names(null, "Mononym")],
];
for (const [person, master] of swapped) assert.ok(areNamesSwapped(person, master));
for (const [person, master] of swapped) assert.ok(areNamesSwapped(master, person));
for (const [person, master] of straight) assert.ok(!areNamesSwapped(person, master));

const slips = [
  ["6439314406", "6439341406", "TRANSPOSED"],
  ["Gren", "Green", "ONE_CHARACTER"],
  ["Anna", "Anne", "ONE_CHARACTER"],
  ["Anna", "anna", null],
  ["Anna", "Hanne", null],
  ["", "a", "ONE_CHARACTER"],
];
for (const [value, other, slip] of slips) {
  assert.equal(slipBetween(value, other), slip, `${value} ${other}`);
  assert.equal(slipBetween(other, value), slip, `${other} ${value}`);
}

/** Of a date whole parts are marked: its day, its month, its year. */
const dates = [
  ["5 Dec 1972", "5 Nov 1972", "5 [Dec] 1972", "5 [Nov] 1972"],
  ["5 Dec 1972", "15 Dec 1972", "[5] Dec 1972", "[15] Dec 1972"],
  ["5 Dec 1972", "December 1972", "[5] Dec 1972", "December 1972"],
  ["1972", "5 Dec 1973", "[1972]", "[5] [Dec] [1973]"],
  ["Dec 5, 1972", "May 12, 1972", "[Dec] [5], 1972", "[May] [12], 1972"],
];
const markedDate = (value, other) =>
  datePartSegments(value, other)
    .map(({ text, differs }) => (differs ? `[${text}]` : text))
    .join("");
for (const [value, other, expected, expectedOther] of dates) {
  assert.equal(markedDate(value, other), expected);
  assert.equal(markedDate(other, value), expectedOther);
}
