/** What the first pages cost on the wire, as Chromium counts it, and what it finds wrong in them. */
import assert from "node:assert/strict";
import { audit, base, runStory, signIn } from "./browser.mjs";

/** Bytes with their headers, compressed as they come; a little above what they are. */
const limits = {
  "the sign-in page": { bytes: 87_300, requests: 7 },
  "what follows while it stands idle": { bytes: 91_000, requests: 14 },
  "a reviewer's first page": { bytes: 190_000, requests: 32 },
  "the same page again": { bytes: 4_000, requests: 4 },
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
  const followed = visitor.waitForResponse(/signed-in-/);
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

/** Count what comes over the wire, and note failures, errors in the console and issues. */
async function meter(page) {
  const client = await page.context().newCDPSession(page);
  const urls = new Map();
  const pending = new Set();
  let files = [];
  let problems = [];
  let onSettled = null;
  const finish = (requestId) => {
    pending.delete(requestId);
    if (pending.size === 0) onSettled?.();
  };
  client.on("Network.requestWillBeSent", ({ requestId, request }) => {
    urls.set(requestId, request.url.replace(base, ""));
    pending.add(requestId);
  });
  client.on("Network.responseReceived", ({ response }) => {
    if (response.status >= 400) problems.push(`${response.status} ${response.url}`);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (encodedDataLength > 0) files.push([urls.get(requestId), encodedDataLength]);
    finish(requestId);
  });
  client.on("Network.loadingFailed", ({ requestId, errorText }) => {
    problems.push(`${errorText} ${urls.get(requestId)}`);
    finish(requestId);
  });
  client.on("Audits.issueAdded", ({ issue }) => problems.push(JSON.stringify(issue)));
  client.on("Log.entryAdded", ({ entry }) => problems.push(`${entry.level}: ${entry.text}`));
  page.on("console", (line) => problems.push(line.text()));
  for (const domain of ["Network", "Audits", "Log"]) await client.send(`${domain}.enable`);
  return {
    /** Resolve once no request is under way. */
    settled: () =>
      new Promise((resolve) => {
        onSettled = resolve;
        if (pending.size === 0) resolve();
      }),
    take() {
      const taken = { files, problems };
      files = [];
      problems = [];
      return taken;
    },
  };
}
