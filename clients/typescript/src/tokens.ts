/** The token of a machine: asked for with its id and secret, kept until it runs out. */
import { Forbidden, Unanswered, Unauthenticated } from "./errors.ts";
import { read, withoutBody } from "./responses.ts";

/** Milliseconds before its end from which a token is no longer sent. */
const early = 30_000;

export type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** Gives the token to send; who needs a new one at the same time waits for one request. */
export class Tokens {
  readonly #url: string;
  readonly #authorization: string;
  readonly #scope: string | undefined;
  readonly #ask: Ask;
  #token: string | undefined;
  #ends = 0;
  #coming: Promise<string> | undefined;

  constructor(url: string, clientId: string, clientSecret: string, scope: string | undefined, ask: Ask) {
    this.#url = url;
    this.#authorization = `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
    this.#scope = scope;
    this.#ask = ask;
  }

  /** Return a token that is good for a while. Throws SelfsameError. */
  async current(): Promise<string> {
    if (this.#token !== undefined && Date.now() < this.#ends) return this.#token;
    this.#coming ??= this.#request().finally(() => {
      this.#coming = undefined;
    });
    return this.#coming;
  }

  /** Forget a token that the server refused, unless there is another already. */
  refused(token: string): void {
    if (this.#token === token) this.#token = undefined;
  }

  async #request(): Promise<string> {
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (this.#scope !== undefined) form.set("scope", this.#scope);
    const answer = await this.#ask(`${this.#url}/oauth/token`, {
      method: "POST",
      headers: { authorization: this.#authorization },
      body: form,
      redirect: "manual",
    });
    if (answer.status === 400 && (await read(answer))?.["error"] === "invalid_scope") {
      throw new Forbidden("The client lacks a scope that is asked for");
    }
    if (answer.status === 400 || answer.status === 401) {
      throw new Unauthenticated("The client's id and secret are not accepted");
    }
    const refusal = withoutBody(answer);
    if (refusal !== undefined) throw refusal;
    const given = await read(answer);
    const token = given?.["access_token"];
    if (typeof token !== "string") throw new Unanswered("No token came: the answer cannot be read");
    const seconds = Number(given?.["expires_in"] ?? 60) * 1000;
    this.#ends = Date.now() + Math.max(seconds - early, seconds / 2);
    this.#token = token;
    return token;
  }
}
