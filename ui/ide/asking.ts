/** How the IDE asks the server: one POST, with a token only where one was typed. */
import type { GraphiQLProps } from "graphiql";

type Ask = GraphiQLProps["fetcher"];
type Headers = Record<string, string>;

/** Posts one operation to /graphql and returns the answer as the server gave it. */
export const ask: Ask = async (operation, options) => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      ...withoutBlankToken(options?.headers ?? {}),
      accept: "application/graphql-response+json, application/json;q=0.9",
      "content-type": "application/json",
    },
    body: JSON.stringify(operation),
  });
  if (!isJson(response)) throw new Error(`HTTP ${response.status} ${await response.text()}`);
  return response.json();
};

/**
 * Leaves out an Authorization header that is still waiting for its token.
 *
 * The server refuses any request that presents a bad token (rule A1), the introspection that
 * draws the documentation included, and that needs none.
 */
function withoutBlankToken(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => name.toLowerCase() !== "authorization" || !/^\s*bearer\s*$/i.test(value),
    ),
  );
}

function isJson(response: Response): boolean {
  return /^application\/(\S+\+)?json\b/i.test(response.headers.get("content-type") ?? "");
}
