/** Signing in at a source for a sync: where to go, and what begins when somebody is back (rule S5). */
import { Refusal, readRefusal } from "../api/refusal";
import { sessionState, validToken } from "../api/session";

/** What somebody signs in for: to sync a link, or to let a run go on that stopped. */
export type SignInFor =
  | { readonly sourceLinkId: string; readonly mode: string }
  | { readonly runId: string };

/** What a source sends back in the address of the page. */
export interface SentBack {
  readonly state: string;
  readonly code: string | null;
  readonly iss: string | null;
  readonly error: string | null;
}

/** Leave the console for the source, or throw the Refusal. */
export async function leaveForSource(wanted: SignInFor): Promise<void> {
  const { authorizationUrl } = await post<{ authorizationUrl: string }>("authorize", wanted);
  location.assign(authorizationUrl);
}

/** Return the id of the run that begins with what came back, or throw the Refusal. */
export async function runOf(back: SentBack): Promise<string> {
  return (await post<{ runId: string }>("callback", back)).runId;
}

/** Read what a source sent back from the query of an address; null where it is none. */
export function readSentBack(query: string): SentBack | null {
  const given = new URLSearchParams(query);
  const state = given.get("state");
  if (state === null) return null;
  return { state, code: given.get("code"), iss: given.get("iss"), error: given.get("error") };
}

async function post<Result>(path: string, body: unknown): Promise<Result> {
  const session = sessionState();
  const token = await validToken("number" in session ? session.number : 0);
  let response: Response;
  try {
    response = await fetch(`/sources/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw Refusal.unreachable();
  }
  if (!response.ok) throw await readRefusal(response);
  return (await response.json()) as Result;
}
