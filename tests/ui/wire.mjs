/** What the first pages cost on the wire, as Chromium counts it, and what it finds wrong in them. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn } from "./browser.mjs";
import { meter } from "./meter.mjs";

/** Bytes with their headers, compressed as they come; a little above what they are. */
const limits = {
  "the sign-in page": { bytes: 94_500, requests: 8 },
  "what follows while it stands idle": { bytes: 83_000, requests: 3 },
  "a reviewer's first page": { bytes: 204_000, requests: 18 },
  "the same page again": { bytes: 6_200, requests: 4 },
};

await runStory(async (open) => {
  const visitor = await open();
  const wire = await meter(visitor);
  await visitor.addInitScript(() => {
    globalThis.requestIdleCallback = (work) => addEventListener("idle-at-last", work);
  });
  await visitor.goto(base);
  await visitor.getByLabel("Password").waitFor();
  await visitor.waitForLoadState("networkidle");
  await audit(visitor, "the sign-in page");
  held("the sign-in page", wire.take());
  const followed = visitor.waitForResponse(/workplace-/);
  await visitor.evaluate(() => dispatchEvent(new Event("idle-at-last")));
  await followed;
  await wire.settled();
  held("what follows while it stands idle", wire.take());

  const reviewer = await open();
  const pages = await meter(reviewer);
  await signIn(reviewer, "reviewer1", "/review");
  const next = reviewer.getByRole("button", { name: "Get the next pair" });
  await next.waitFor();
  await reviewer.waitForLoadState("networkidle");
  held("a reviewer's first page", pages.take());
  await reviewer.reload();
  await next.waitFor();
  await reviewer.waitForLoadState("networkidle");
  held("the same page again", pages.take());
});

function held(name, { problems, files }) {
  const bytes = files.reduce((sum, [, length]) => sum + length, 0);
  const requests = files.length;
  console.log(`${name}: ${bytes} bytes, ${requests} requests`);
  const list = files.map(([url, length]) => `${length} ${url}`).join("\n");
  assert.deepEqual(problems, [], name);
  assert.ok(bytes <= limits[name].bytes, `${name} takes ${bytes} bytes:\n${list}`);
  assert.ok(requests <= limits[name].requests, `${name} takes ${requests} requests:\n${list}`);
}
