/** How long something took is told in the unit that a person would say. */
import assert from "node:assert/strict";
import { durationText } from "../../ui/console/components/durations.ts";

const words = { seconds: (count) => `${count} s`, minutes: (count) => `${count} min` };
const told = (seconds) => durationText(seconds, words, String);

assert.equal(told(0), "< 1 s");
assert.equal(told(0.99), "< 1 s");
assert.equal(told(1), "1 s");
assert.equal(told(119.4), "119 s");
assert.equal(told(120), "2 min");
assert.equal(told(3600), "60 min");
