/**
 * Sends operations until they are answered, as a portal has to.
 *
 * The token is renewed, RATE_LIMITED and UNAVAILABLE are waited for as long as the server asks, what
 * got no answer is sent again where it cannot be done twice, and reads are never older than the acts
 * of the same client. All tries of one call bear the same correlation id.
 */
import type { Document } from "./document.ts";
import { RateLimited, SelfsameError, Unanswered, Unauthenticated, Unavailable } from "./errors.ts";
import * as papers from "./papers.ts";
import { dataOf } from "./responses.ts";
import { type Ask, Tokens } from "./tokens.ts";

export interface Options {
  /** The server's address. */
  readonly url: string;
  /** A machine's id and secret. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes parted by blanks, where the token shall have fewer than the client. */
  readonly scope?: string;
  /** For how many seconds an answer is waited for; 20. */
  readonly timeout?: number;
  /** How often an operation is sent at most; 8. */
  readonly tries?: number;
  /** A server that asks for more seconds than this is not waited for; 60. */
  readonly longestWait?: number;
  /** Sent with every operation. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Send the documents' digests alone, to a register that lists them. */
  readonly persisted?: boolean;
  readonly fetch?: typeof fetch;
  readonly sleep?: (seconds: number) => Promise<void>;
}

export interface SendOptions {
  /** A UUID by which the trail and the log know what this call caused. */
  readonly correlationId?: string;
  /** Ends waiting for an answer. */
  readonly signal?: AbortSignal;
}

/** Return a key for one act. Keep it with the act's input before the input is first sent. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}

/** All that a portal does, as a machine with an id and a secret. */
export class Selfsame {
  readonly #options: Options;
  readonly #url: string;
  readonly #tokens: Tokens;
  #position = "";

  constructor(options: Options) {
    this.#options = options;
    this.#url = options.url.replace(/\/+$/, "");
    const ask: Ask = (url, init) => this.#ask(url, init);
    this.#tokens = new Tokens(this.#url, options.clientId, options.clientSecret, options.scope, ask);
  }

  /** How far the last act came: what another client sends to read no older state. */
  get position(): string | undefined {
    return this.#position === "" ? undefined : this.#position;
  }

  /** Send an operation until there is an answer, and return its data. Throws SelfsameError. */
  async send<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    options: SendOptions = {},
  ): Promise<Result> {
    const body = JSON.stringify({
      ...(this.#options.persisted ? { documentId: `sha256:${document.sha256}` } : { query: document.text }),
      operationName: document.name,
      variables,
    });
    const correlationId = options.correlationId ?? crypto.randomUUID();
    const isRepeatable = document.operation === "query" || hasKey(variables);
    const { tries = 8, longestWait = 60 } = this.#options;
    let mayRenew = true;
    let pause = 1;
    let triesLeft = tries - 1;
    for (;;) {
      let token: string | undefined;
      try {
        token = await this.#tokens.current();
        return (await this.#post(body, token, correlationId, options.signal)) as Result;
      } catch (error) {
        if (error instanceof Unauthenticated && token !== undefined && mayRenew && (isRepeatable || !isDone(error))) {
          this.#tokens.refused(token);
          mayRenew = false;
          continue;
        }
        if (!mayGoAway(error) || triesLeft <= 0 || options.signal?.aborted) throw error;
        // Without a token nothing was sent, so nothing can have been done.
        const isLimited = error instanceof RateLimited && !isDone(error);
        const isSafe = isRepeatable || token === undefined || isLimited;
        const seconds = error.retryAfter ?? pause;
        if (!isSafe || seconds > longestWait) throw error;
        await (this.#options.sleep ?? sleep)(seconds + Math.random() * Math.min(pause / 4, 0.99));
        pause = Math.min(pause * 2, longestWait);
        mayRenew = true;
        triesLeft -= 1;
      }
    }
  }

  /** Return whether a certificate is valid, by its `verificationUrl`. */
  standing(verificationUrl: string): Promise<papers.Standing> {
    return papers.standing((url, init) => this.#ask(url, init), verificationUrl);
  }

  /** Return what a certificate on paper must say, by its `verificationUrl`. */
  readPaper(verificationUrl: string): Promise<papers.VerifiedPaper> {
    return papers.readPaper((url, init) => this.#ask(url, init), verificationUrl);
  }

  /** Return a certificate or a receipt to print, by its `pdfUrl` or `receiptUrl`. */
  page(url: string): Promise<Uint8Array> {
    return papers.page((address, init) => this.#ask(address, init), url);
  }

  async #post(body: string, token: string, correlationId: string, signal?: AbortSignal): Promise<unknown> {
    const headers: Record<string, string> = {
      ...this.#options.headers,
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "content-type": "application/json",
      "x-correlation-id": correlationId,
    };
    if (this.#position !== "") headers["selfsame-position"] = this.#position;
    const init: RequestInit = { method: "POST", headers, body, redirect: "manual" };
    const answer = await this.#ask(`${this.#url}/graphql`, init, signal);
    const reached = answer.headers.get("selfsame-position") ?? "";
    if (bytes(reached) > bytes(this.#position)) this.#position = reached;
    return dataOf(answer);
  }

  /** Send one request; where no answer comes, throw Unanswered. */
  async #ask(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout((this.#options.timeout ?? 20) * 1000);
    const ends = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    try {
      return await (this.#options.fetch ?? fetch)(url, { ...init, signal: ends });
    } catch {
      throw new Unanswered("No answer");
    }
  }
}

function hasKey(variables: unknown): boolean {
  const input = (variables as { input?: { idempotencyKey?: unknown } } | null)?.input;
  return typeof input?.idempotencyKey === "string";
}

/** Return whether a part of the operation was answered all the same. */
function isDone(error: SelfsameError): boolean {
  return Object.values(error.data ?? {}).some((it) => it !== null);
}

function mayGoAway(error: unknown): error is SelfsameError {
  return error instanceof Unanswered || error instanceof Unavailable || error instanceof RateLimited;
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Return a position as a number, 0 for none and for what is none. */
function bytes(position: string): bigint {
  const parts = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(position);
  return parts === null ? 0n : (BigInt(`0x${parts[1]}`) << 32n) | BigInt(`0x${parts[2]}`);
}
