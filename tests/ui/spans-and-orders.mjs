/** Days are told in their largest unit, and what lasts stands before what has ended. */
import assert from "node:assert/strict";
import { mostDisagreeingFirst, shadeOf } from "../../ui/console/administration/agreement-order.ts";
import { daySpan } from "../../ui/console/components/day-spans.ts";
import { lastingFirst } from "../../ui/console/organisations/lasting-first.ts";

assert.equal(daySpan(4.12, "en-GB"), "4.1 days");
assert.equal(daySpan(1, "en-GB"), "1 day");
assert.equal(daySpan(0.5, "en-GB"), "12 hours");
assert.equal(daySpan(0.02, "en-GB"), "29 minutes");
assert.equal(daySpan(0, "en-GB"), "< 1 minute");
assert.equal(daySpan(2, "uk"), "2 дні");
assert.equal(daySpan(5, "uk"), "5 днів");

const given = [
  { name: "ended first", endedOn: "2026-10-01" },
  { name: "lasts", endedOn: null },
  { name: "ended last", endedOn: "2026-11-17" },
  { name: "lasts too" },
];
assert.deepEqual(
  lastingFirst(given).map(({ name }) => name),
  ["lasts", "lasts too", "ended last", "ended first"],
);

const agreement = (id, otherId, candidates, percentAgreement) => {
  return { user: { id }, otherUser: { id: otherId }, candidates, percentAgreement };
};
const pairs = [
  agreement("ada", "bo", 40, 0.9),
  agreement("ada", "cy", 19, 0.1),
  agreement("bo", "di", 30, 0.8),
  agreement("eve", "cy", 2, 0),
];
assert.deepEqual(mostDisagreeingFirst(pairs), ["bo", "di", "ada", "cy", "eve"]);
assert.deepEqual(
  pairs.map((pair) => /\d+%/.exec(shadeOf(pairs)(pair) ?? "")?.[0]),
  ["100%", undefined, "0%", undefined],
);
