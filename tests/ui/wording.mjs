/** Arabic counts as it should: none, one and two by the word, the others by a number before it. */
import assert from "node:assert/strict";
import { apart, counted } from "../../ui/console/texts/arabic/wording.ts";

const pairs = { zero: "0", one: "1", two: "2", few: "ثنائيات", many: "ثنائيةً", other: "ثنائيةٍ" };
const told = (count) => counted(count, pairs);

assert.deepEqual([0, 1, 2].map(told), ["0", "1", "2"]);
assert.deepEqual([3, 10, 103].map(told), ["3 ثنائيات", "10 ثنائيات", "103 ثنائيات"]);
assert.deepEqual([11, 99, 1111].map(told), ["11 ثنائيةً", "99 ثنائيةً", "1,111 ثنائيةً"]);
assert.deepEqual([100, 102, 1000].map(told), ["100 ثنائيةٍ", "102 ثنائيةٍ", "1,000 ثنائيةٍ"]);
assert.equal(apart("B-2026"), "\u2068B-2026\u2069");
