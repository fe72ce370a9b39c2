/** The session: the access token in memory, its renewal, and why the session ended (rule E5). */
import { forgetOpenedUnless } from "../finding/recent";
import { deleteDrafts, deleteDraftsOfOthers } from "./drafts";
import { Refusal, readRefusal } from "./refusal";
import { markSession, mayHaveSession } from "./session-marker";

export type EndReason = "signed-out" | "expired" | "user-blocked" | "client-blocked";

/**
 * The state of the session; each sign-in has a number of its own.
 *
 * One that has expired goes on under its number when the same user signs in again: the page stays
 * as it is, and the requests that found it expired wait.
 */
export type SessionState =
  | { readonly phase: "resuming" }
  | { readonly phase: "signed-out"; readonly reason: EndReason | null }
  | { readonly phase: "signed-in" | "expired"; readonly number: number; readonly user: string };

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** What the tabs of a browser tell each other. */
type Message = { readonly signedIn: string } | "signed-out";

/** A token is renewed this long before it expires. */
const SPARE_SECONDS = 30;

const tabs = new BroadcastChannel("selfsame-session");
const listeners = new Set<() => void>();
let state: SessionState = mayHaveSession()
  ? { phase: "resuming" }
  : { phase: "signed-out", reason: null };
let token: Token | null = null;
let viewer: unknown = null;
let renewal: Promise<void> | null = null;
let signIns = 0;
let lastUser = "";
let isAnother = false;

tabs.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data === "signed-out") {
    forgetOpenedUnless(null);
    endSession("signed-out");
  } else if (state.phase === "expired" && data.signedIn === state.user) {
    void renewToken().catch(() => null);
  }
};

/** Call a listener whenever the state changes; return the function that stops it. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Return the state of the session. */
export function sessionState(): SessionState {
  return state;
}

/** Return the id of the user who is signed in; empty where nobody is. */
export function signedInUser(): string {
  return "user" in state ? state.user : "";
}

/** Return who signed in, as the query of the viewer would answer it. */
export function viewerOfSession(): unknown {
  return viewer;
}

/** Return whether somebody else was signed in here before: the address may be of a page of theirs. */
export function cameAfterAnother(): boolean {
  return isAnother;
}

/** Resume the session that the browser's cookie keeps, if there is one. */
export async function resume(): Promise<void> {
  if (state.phase !== "resuming") return;
  try {
    await renewToken();
  } catch {
    endSession(null);
  }
}

/** Sign in, or throw the Refusal. */
export async function signIn(username: string, password: string, code?: string): Promise<void> {
  storeToken(await postAuth<Answer>("sign-in", { username, password, code }));
  tabs.postMessage({ signedIn: signedInUser() } satisfies Message);
}

/** Replace a password, or throw the Refusal; other sessions of its user end. */
export async function changePassword(
  username: string,
  oldPassword: string,
  newPassword: string,
): Promise<void> {
  await postAuth("password", { username, oldPassword, newPassword });
}

/**
 * End the session here, in the other tabs and on the server; this tab forgets what it kept of it.
 *
 * Whoever signs in here next begins at their start: the page that was left is somebody else's work. The other tabs
 * keep their pages, as do sessions that expire or are ended elsewhere.
 */
export async function signOut(): Promise<void> {
  deleteDrafts();
  forgetOpenedUnless(null);
  await postAuth("sign-out", {}).catch(() => null);
  markSession(false);
  tabs.postMessage("signed-out" satisfies Message);
  endSession("signed-out");
  history.replaceState(null, "", "/");
  scrollTo(0, 0);
}

/**
 * End the session here, for a reason that the sign-in page shows; the first reason stands.
 *
 * When it has only expired, its page stays until its user or another one signs in.
 */
export function endSession(reason: EndReason | null): void {
  if (state.phase === "signed-out") return;
  token = null;
  if (reason === "expired" && state.phase !== "resuming") setState({ ...state, phase: "expired" });
  else setState({ phase: "signed-out", reason });
}

/** Return a token of a session that is not about to expire; wait where the session has expired. */
export async function validToken(session: number): Promise<string> {
  if (token !== null && Date.now() < token.renewAt) return tokenOf(session);
  return renewedToken(session);
}

/** Return a token for what nobody asked for: throw where only signing in again would bring one. */
export async function unaskedToken(session: number): Promise<string> {
  if (token === null || Date.now() >= token.renewAt) {
    if (state.phase === "expired") throw sessionIsOver();
    await renewToken();
  }
  return tokenOf(session);
}

/** Return a new token of a session; where it has expired, wait until its user is back. */
export async function renewedToken(session: number): Promise<string> {
  if (state.phase !== "expired") {
    try {
      await renewToken();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "UNAUTHENTICATED") throw error;
      if (isCurrent(session)) endSession("expired");
    }
  }
  await leavesExpired(session);
  return tokenOf(session);
}

/** Throw where the session is over: nothing of it is sent in the name of whoever came after. */
function tokenOf(session: number): string {
  if (token !== null && isCurrent(session)) return token.value;
  throw sessionIsOver();
}

function sessionIsOver(): Refusal {
  return new Refusal({ message: "Session is over", extensions: { code: "UNAUTHENTICATED" } });
}

function isCurrent(session: number): boolean {
  return "number" in state && state.number === session;
}

/** Resolve once a session has not expired any more: it goes on, or it is over. */
function leavesExpired(session: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (state.phase === "expired" && isCurrent(session)) return;
      stop();
      resolve();
    };
    const stop = subscribe(look);
    look();
  });
}

/** Renew the token; callers meanwhile wait for the same one. */
function renewToken(): Promise<void> {
  renewal ??= oneTabAtATime(requestToken).finally(() => {
    renewal = null;
  });
  return renewal;
}

async function requestToken(): Promise<void> {
  const before = signIns;
  let answer: Answer;
  try {
    answer = await postAuth<Answer>("refresh", {});
  } catch (error) {
    if (error instanceof Refusal && error.code === "UNAUTHENTICATED") markSession(false);
    throw error;
  }
  // Whoever has signed out or in meanwhile is not signed in again by an answer that comes late; and
  // the cookie may be that of another user by now, who signed in elsewhere.
  if (state.phase === "signed-out" || signIns !== before) throw sessionIsOver();
  if ("user" in state && state.user !== subjectOf(answer.accessToken)) throw sessionIsOver();
  storeToken(answer);
}

/** The cookie changes with each renewal, and an old one presented again would end the session. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("selfsame-renewal", work) as Promise<T>;
}

/** Store a token; the session goes on if it is of the same user, and another one starts if not. */
function storeToken(answer: Answer): void {
  const renewAt = Date.now() + (answer.expiresIn - SPARE_SECONDS) * 1000;
  const user = subjectOf(answer.accessToken);
  token = { value: answer.accessToken, renewAt };
  viewer = answer.viewer;
  markSession(true);
  deleteDraftsOfOthers(user);
  forgetOpenedUnless(user);
  if (signedInUser() !== user) signIns += 1;
  if (lastUser !== user) isAnother = lastUser !== "";
  lastUser = user;
  if (state.phase === "signed-in" && state.number === signIns) return;
  setState({ phase: "signed-in", number: signIns, user });
}

/** Return whose a token is; whether it is good is the server's to say. */
function subjectOf(accessToken: string): string {
  const payload = (accessToken.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  return (JSON.parse(atob(payload)) as { readonly sub: string }).sub;
}

function setState(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

interface Answer {
  readonly accessToken: string;
  readonly expiresIn: number;
  /** What the query of the viewer would answer. */
  readonly viewer: unknown;
}

/** Ask something below `/auth`, or throw the Refusal; an answer without a body is null. */
export async function postAuth<Result>(path: string, body: unknown): Promise<Result> {
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
  return (response.status === 204 ? null : await response.json()) as Result;
}
