/** What each page takes over the wire when it is the first that is opened: held by budgets.json; ANEW=yes writes it. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runStory, signIn } from "./browser.mjs";
import { pages, visit } from "./every-page.mjs";
import { meter } from "./meter.mjs";

const file = join(import.meta.dirname, "budgets.json");
const budgets = JSON.parse(readFileSync(file, "utf8"));
const isAnew = process.env.ANEW === "yes";
/** What is left to grow without asking, in bytes and requests. */
const SPARE = { bytes: 3_000, requests: 3 };

await runStory(async (open) => {
  const taken = {};
  const faults = [];
  for (const [name, ofAccount] of Object.entries(pages)) {
    const page = await open();
    await signIn(page, name);
    const wire = await meter(page);
    for (const it of ofAccount) {
      // A link is found, and a reviewer given their pair, before what is counted.
      const isFirst = it.link !== undefined || it.route === "/review";
      const address = isFirst ? await visit(page, it) : (it.path ?? it.route);
      await page.goto("about:blank");
      await wire.forget();
      await visit(page, { route: it.route, path: address });
      await page.waitForLoadState("networkidle");
      const { files, problems } = wire.take();
      const bytes = files.reduce((sum, [, length]) => sum + length, 0);
      const path = it.path?.split("?")[0] ?? it.route;
      const key = it.link === undefined ? path : it.route;
      taken[key] = { bytes: Math.ceil(bytes / 1000) * 1000, requests: files.length };
      if (problems.length > 0) faults.push(`${key}: ${problems}`);
      const budget = budgets[key];
      console.log(`${key}: ${bytes} bytes, ${files.length} requests`);
      if (budget === undefined) faults.push(`${key} has no budget`);
      else if (2 * bytes < budget.bytes) faults.push(`${key} takes ${bytes}: was it in a cache?`);
      else {
        for (const of of ["bytes", "requests"]) {
          const most = budget[of] + SPARE[of];
          if (taken[key][of] > most) faults.push(`${key} takes ${taken[key][of]} ${of} of ${most}`);
        }
      }
    }
    await page.context().close();
  }
  if (isAnew) writeFileSync(file, `${JSON.stringify(taken, null, 2)}\n`);
  else assert.deepEqual(faults, []);
});
