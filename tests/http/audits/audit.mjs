/** What graphql-http's audits say of a running server: one line an audit, then a JSON summary. */
import { serverAudits } from "graphql-http";

const answerWithin = 10_000; // milliseconds

const url = process.argv[2];
if (url === undefined) {
  console.error("usage: node audit.mjs URL");
  process.exit(2);
}

const audits = serverAudits({ url, fetchFn: fetchInTime });
const results = [];
for (const audit of audits) {
  const result = await perform(audit);
  results.push(result);
  console.log([result.status, result.id, result.name, result.reason].filter(Boolean).join("  "));
}

const failed = results.filter((result) => result.status !== "ok");
console.log(JSON.stringify({ audits: results.length, ok: results.length - failed.length, failed }));
process.exitCode = results.length > 0 && failed.length === 0 ? 0 : 1;

function fetchInTime(address, options) {
  return fetch(address, { ...options, signal: AbortSignal.timeout(answerWithin) });
}

/** Runs one audit; a server that cannot be reached fails it like one that answers wrongly. */
async function perform({ id, name, fn }) {
  try {
    const { status, reason, response } = await fn();
    if (status === "ok") return { id, name, status };
    return { id, name, status, reason: `${reason} (HTTP ${response.status})` };
  } catch (error) {
    return { id, name, status: "error", reason: `${error.message} ${error.cause?.message ?? ""}`.trim() };
  }
}
