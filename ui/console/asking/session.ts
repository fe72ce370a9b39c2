/** Who is signed in: the token in memory, renewed unseen, and why a session came to its end. */
import { Refusal, refusalOf } from "./refusal";

export type Ending = "signed-out" | "expired" | "user-blocked" | "client-blocked";

/** Where the session stands; each sign-in has a number of its own. */
export type Standing =
  | { readonly phase: "resuming" }
  | { readonly phase: "out"; readonly ending: Ending | null }
  | { readonly phase: "in"; readonly number: number };

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** So long before its end a token is renewed. */
const SPARE_SECONDS = 30;

const tabs = new BroadcastChannel("selfsame-session");
const listeners = new Set<() => void>();
let standing: Standing = { phase: "resuming" };
let token: Token | null = null;
let renewing: Promise<string> | null = null;
let signIns = 0;

tabs.onmessage = () => leave("signed-out");

/** Calls a listener whenever the standing changes, until it is told to stop. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells where the session stands. */
export function current(): Standing {
  return standing;
}

/** Takes up the session that the browser's cookie keeps, if there is one. */
export async function resume(): Promise<void> {
  try {
    await renewed();
    enter();
  } catch {
    leave(null);
  }
}

/** Signs in, or throws the Refusal. */
export async function signIn(username: string, password: string): Promise<void> {
  keep(await post("sign-in", { username, password }));
  enter();
}

/** Ends the session here, in the other tabs and on the server. */
export async function signOut(): Promise<void> {
  await post("sign-out", {}).catch(() => null);
  tabs.postMessage("signed-out");
  leave("signed-out");
}

/** Ends the session here, for a reason that the sign-in page tells; the first reason stands. */
export function leave(ending: Ending | null): void {
  if (standing.phase === "out") return;
  token = null;
  stand({ phase: "out", ending });
}

/** Gives a token that is good for a while yet, or throws when there is none to be had. */
export async function usableToken(): Promise<string> {
  if (token !== null && Date.now() < token.renewAt) return token.value;
  return renewed();
}

/** Gets a new token; whoever asks meanwhile waits for the same one. */
export function renewed(): Promise<string> {
  renewing ??= oneTabAtATime(renew).finally(() => (renewing = null));
  return renewing;
}

async function renew(): Promise<string> {
  return keep(await post("refresh", {}));
}

/** The cookie changes with each renewal, and an old one presented again would end the session. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("selfsame-renewal", work) as Promise<T>;
}

function keep(answer: { accessToken: string; expiresIn: number }): string {
  const renewAt = Date.now() + (answer.expiresIn - SPARE_SECONDS) * 1000;
  token = { value: answer.accessToken, renewAt };
  return answer.accessToken;
}

function enter(): void {
  signIns += 1;
  stand({ phase: "in", number: signIns });
}

function stand(next: Standing): void {
  standing = next;
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
  if (!response.ok) throw await refusalOf(response);
  return response.status === 204 ? { accessToken: "", expiresIn: 0 } : response.json();
}
