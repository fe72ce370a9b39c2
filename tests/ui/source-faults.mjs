/** What failed of which host is said in every language, for each sentence that the server has: the first argument. */
import assert from "node:assert/strict";
import { sourceFault } from "../../ui/console/runs/source-faults.ts";

const sentences = JSON.parse(process.argv[2]);
const said = new Set();
for (const language of ["english", "ukrainian", "arabic"]) {
  const { runs } = await import(`../../ui/console/texts/${language}/runs.ts`);
  for (const sentence of sentences) {
    const words = sourceFault(sentence, runs);
    assert.ok(words?.includes("scouts.example:8443"), `${language}: ${sentence}`);
    for (const number of sentence.match(/\b\d{2,3}\b/g) ?? []) assert.ok(words.includes(number));
    said.add(words);
  }
  assert.equal(sourceFault("The source no longer accepts the token", runs), null);
}
assert.equal(said.size, 3 * sentences.length, "each has words of its own");
