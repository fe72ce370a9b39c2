/** The fetcher of the IDE: one POST, with the token that was typed or that of a chosen account. */
import type { GraphiQLProps } from "graphiql";
import { type Account, forget, tokenOf } from "./accounts";

type Fetcher = GraphiQLProps["fetcher"];
type Headers = Record<string, string>;

/** Return what posts one operation to /graphql and returns the response as it is. */
export function fetcherAs(account: Account | undefined): Fetcher {
  return async (operation, options) => {
    const typed = withoutBlankToken(options?.headers ?? {});
    if (account === undefined || hasToken(typed)) return answerOf(await post(operation, typed));
    const asAccount = async () => ({ ...typed, authorization: `Bearer ${await tokenOf(account)}` });
    let response = await post(operation, await asAccount());
    if (response.status === 401) {
      forget(account);
      response = await post(operation, await asAccount());
    }
    return answerOf(response);
  };
}

function post(operation: unknown, headers: Headers): Promise<Response> {
  return fetch("/graphql", {
    method: "POST",
    headers: {
      ...headers,
      accept: "application/graphql-response+json, application/json;q=0.9",
      "content-type": "application/json",
    },
    body: JSON.stringify(operation),
  });
}

async function answerOf(response: Response) {
  if (!isJson(response)) throw new Error(`HTTP ${response.status} ${await response.text()}`);
  return response.json();
}

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

function hasToken(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}

function isJson(response: Response): boolean {
  return /^application\/(\S+\+)?json\b/i.test(response.headers.get("content-type") ?? "");
}
