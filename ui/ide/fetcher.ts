/** The fetcher of the IDE: one POST, with a token only where one was typed. */
import type { GraphiQLProps } from "graphiql";

type Fetcher = GraphiQLProps["fetcher"];
type Headers = Record<string, string>;

/** Post one operation to /graphql and return the response as it is. */
export const fetcher: Fetcher = async (operation, options) => {
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
 * Return the headers without an Authorization header that has no token yet.
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
