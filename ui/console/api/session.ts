/** The session: the access token in memory, its renewal, and why the session ended (rule E5). */
import { Refusal, readRefusal } from "./refusal";
import { markSession, mayHaveSession } from "./session-marker";

export type EndReason = "signed-out" | "expired" | "user-blocked" | "client-blocked";

/** The state of the session; each sign-in has a number of its own. */
export type SessionState =
  | { readonly phase: "resuming" }
  | { readonly phase: "signed-out"; readonly reason: EndReason | null }
  | { readonly phase: "signed-in"; readonly number: number };

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** A token is renewed this long before it expires. */
const SPARE_SECONDS = 30;

const tabs = new BroadcastChannel("selfsame-session");
const listeners = new Set<() => void>();
let state: SessionState = mayHaveSession()
  ? { phase: "resuming" }
  : { phase: "signed-out", reason: null };
let token: Token | null = null;
let renewal: Promise<string> | null = null;
let signIns = 0;

tabs.onmessage = () => endSession("signed-out");

/** Call a listener whenever the state changes; return the function that stops it. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Return the state of the session. */
export function sessionState(): SessionState {
  return state;
}

/** Resume the session that the browser's cookie keeps, if there is one. */
export async function resume(): Promise<void> {
  if (state.phase !== "resuming") return;
  try {
    await renewToken();
    startSession();
  } catch {
    endSession(null);
  }
}

/** Sign in, or throw the Refusal. */
export async function signIn(username: string, password: string): Promise<void> {
  storeToken(await post("sign-in", { username, password }));
  startSession();
}

/** End the session here, in the other tabs and on the server. */
export async function signOut(): Promise<void> {
  await post("sign-out", {}).catch(() => null);
  markSession(false);
  tabs.postMessage("signed-out");
  endSession("signed-out");
}

/** End the session here, for a reason that the sign-in page shows; the first reason stands. */
export function endSession(reason: EndReason | null): void {
  if (state.phase === "signed-out") return;
  token = null;
  setState({ phase: "signed-out", reason });
}

/** Return a token that is not about to expire, or throw where there is none to be had. */
export async function validToken(): Promise<string> {
  if (token !== null && Date.now() < token.renewAt) return token.value;
  return renewToken();
}

/** Return a new token; callers meanwhile wait for the same one. */
export function renewToken(): Promise<string> {
  renewal ??= oneTabAtATime(requestToken).finally(() => {
    renewal = null;
  });
  return renewal;
}

async function requestToken(): Promise<string> {
  try {
    return storeToken(await post("refresh", {}));
  } catch (error) {
    if (error instanceof Refusal && error.code === "UNAUTHENTICATED") markSession(false);
    throw error;
  }
}

/** The cookie changes with each renewal, and an old one presented again would end the session. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("selfsame-renewal", work) as Promise<T>;
}

function storeToken(answer: { accessToken: string; expiresIn: number }): string {
  const renewAt = Date.now() + (answer.expiresIn - SPARE_SECONDS) * 1000;
  token = { value: answer.accessToken, renewAt };
  markSession(true);
  return answer.accessToken;
}

function startSession(): void {
  signIns += 1;
  setState({ phase: "signed-in", number: signIns });
}

function setState(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

async function post(
  path: string,
  body: unknown,
): Promise<{ accessToken: string; expiresIn: number }> {
  let response: Response;
  try {
    response = await fetch(`/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw Refusal.unreachable();
  }
  if (!response.ok) throw await readRefusal(response);
  return response.status === 204 ? { accessToken: "", expiresIn: 0 } : response.json();
}
