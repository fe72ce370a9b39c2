/** An address on one line names its country where that is known, or where it says nothing else. */
import assert from "node:assert/strict";
import { formatAddress } from "../../ui/console/persons/formatting.ts";

const street = { street: "Light Street", building: "3", zip: "3212", settlement: "Windermere" };

assert.equal(formatAddress({ ...street, country: "UA" }), "Light Street 3, 3212 Windermere, UA");
assert.equal(formatAddress({ ...street, country: "UNKNOWN" }), "Light Street 3, 3212 Windermere");
assert.equal(formatAddress({ country: "UNKNOWN" }), "UNKNOWN");
