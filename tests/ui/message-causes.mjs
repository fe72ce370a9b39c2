/** Why messages did not arrive, and what they are, is said in every language: the sentences and the kinds of the server. */
import assert from "node:assert/strict";
import {
  adviceFor,
  adviceOn,
  causeText,
  kindText,
  metSomethingElse,
  obstacleOf,
} from "../../ui/console/administration/message-causes.ts";

const { sentences, kinds, hopeless } = JSON.parse(process.argv[2]);
for (const language of ["english", "ukrainian", "arabic"]) {
  const folder = `../../ui/console/texts/${language}`;
  const { causes } = await import(`${folder}/causes.ts`);
  const { runs } = await import(`${folder}/runs.ts`);
  const { errors } = await import(`${folder}/errors.ts`);
  for (const sentence of sentences) {
    const words = causeText(sentence, { causes, messages: errors.messages, runs });
    if (language === "english") continue;
    assert.notEqual(words, sentence, language);
    for (const number of sentence.match(/\d+/g) ?? []) assert.ok(words.includes(number), words);
  }
  const named = kinds.map((kind) => kindText(kind, causes));
  assert.ok(!named.includes(null), `${language}: ${kinds[named.indexOf(null)]}`);
  assert.equal(kindText("webhook.birth.declared", causes), null);
}
for (const cause of hopeless) assert.equal(adviceOn(cause)?.helps, false, cause);
assert.equal(adviceOn("Answered 503"), null);
assert.equal(adviceOn("The mail server answered 550")?.first, "address");
assert.equal(adviceOn("The mail server answered 451"), null);

// Once the webhook has been put right, another attempt helps.
const [unopened, switchedOff] = [hopeless[0], hopeless[1]];
const webhook = { isActive: true, needsNewSecret: true };
assert.equal(adviceFor({ lastError: unopened, webhook })?.helps, false);
assert.equal(
  adviceFor({ lastError: unopened, webhook: { ...webhook, needsNewSecret: false } }),
  null,
);
const opened = { ...webhook, needsNewSecret: false };
assert.equal(adviceFor({ lastError: switchedOff, webhook: opened }), null);
// What keeps a webhook from sending comes before what one message met.
const unavailable = { status: "FAILED", lastError: "Answered 503" };
assert.equal(adviceFor({ ...unavailable, webhook })?.helps, false);
assert.equal(obstacleOf({ ...unavailable, webhook }), "secret");
// And is not taken for what the message met.
assert.equal(metSomethingElse({ ...unavailable, webhook }), true);
assert.equal(metSomethingElse({ ...unavailable, lastError: unopened, webhook }), false);
assert.equal(metSomethingElse({ ...unavailable, webhook: opened }), false);
assert.equal(obstacleOf({ ...unavailable, webhook: { ...opened, isActive: false } }), "switchOn");
assert.equal(obstacleOf({ ...unavailable, webhook: opened }), null);
assert.equal(obstacleOf({ ...unavailable, status: "DISCARDED", webhook }), null);
assert.equal(
  adviceFor({ lastError: "Answered 503", webhook: { ...webhook, isActive: false } })?.first,
  "switchOn",
);
