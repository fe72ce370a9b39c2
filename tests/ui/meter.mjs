/** Counts what a page takes over the wire. */
import { base } from "./browser.mjs";

/** Count what comes over the wire, and note failures, errors in the console and issues. */
export async function meter(page) {
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
    /** Count from here, as of a browser that has nothing in any cache. */
    async forget() {
      // What the page itself has in memory goes as its cache is switched off.
      await client.send("Network.setCacheDisabled", { cacheDisabled: true });
      await client.send("Network.setCacheDisabled", { cacheDisabled: false });
      await client.send("Network.clearBrowserCache");
      files = [];
      problems = [];
    },
    take() {
      const taken = { files, problems };
      files = [];
      problems = [];
      return taken;
    },
  };
}
