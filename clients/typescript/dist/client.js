import { RateLimited, SelfsameError, Unanswered, Unauthenticated, Unavailable } from "./errors.js";
import * as papers from "./papers.js";
import { dataOf } from "./responses.js";
import { Tokens } from "./tokens.js";
/** Return a key for one act. Keep it with the act's input before the input is first sent. */
export function idempotencyKey() {
    return crypto.randomUUID();
}
/** All that a portal does, as a machine with an id and a secret. */
export class Selfsame {
    #options;
    #url;
    #tokens;
    #position = "";
    constructor(options) {
        this.#options = options;
        this.#url = options.url.replace(/\/+$/, "");
        const ask = (url, init) => this.#ask(url, init);
        this.#tokens = new Tokens(this.#url, options.clientId, options.clientSecret, options.scope, ask);
    }
    /** How far the last act came: what another client sends to read no older state. */
    get position() {
        return this.#position === "" ? undefined : this.#position;
    }
    /** Send an operation until there is an answer, and return its data. Throws SelfsameError. */
    async send(document, variables, options = {}) {
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
            let token;
            try {
                token = await this.#tokens.current();
                return (await this.#post(body, token, correlationId, options.signal));
            }
            catch (error) {
                if (error instanceof Unauthenticated && token !== undefined && mayRenew && (isRepeatable || !isDone(error))) {
                    this.#tokens.refused(token);
                    mayRenew = false;
                    continue;
                }
                if (!mayGoAway(error) || triesLeft <= 0 || options.signal?.aborted)
                    throw error;
                // Without a token nothing was sent, so nothing can have been done.
                const isLimited = error instanceof RateLimited && !isDone(error);
                const isSafe = isRepeatable || token === undefined || isLimited;
                const seconds = error.retryAfter ?? pause;
                if (!isSafe || seconds > longestWait)
                    throw error;
                await (this.#options.sleep ?? sleep)(seconds + Math.random() * Math.min(pause / 4, 0.99));
                pause = Math.min(pause * 2, longestWait);
                mayRenew = true;
                triesLeft -= 1;
            }
        }
    }
    /** Return whether a certificate is valid, by its `verificationUrl`. */
    standing(verificationUrl) {
        return papers.standing((url, init) => this.#ask(url, init), verificationUrl);
    }
    /** Return what a certificate on paper must say, by its `verificationUrl`. */
    readPaper(verificationUrl) {
        return papers.readPaper((url, init) => this.#ask(url, init), verificationUrl);
    }
    /** Return a certificate or a receipt to print, by its `pdfUrl` or `receiptUrl`. */
    page(url) {
        return papers.page((address, init) => this.#ask(address, init), url);
    }
    async #post(body, token, correlationId, signal) {
        const headers = {
            ...this.#options.headers,
            authorization: `Bearer ${token}`,
            accept: "application/json",
            "content-type": "application/json",
            "x-correlation-id": correlationId,
        };
        if (this.#position !== "")
            headers["selfsame-position"] = this.#position;
        const init = { method: "POST", headers, body, redirect: "manual" };
        const answer = await this.#ask(`${this.#url}/graphql`, init, signal);
        const reached = answer.headers.get("selfsame-position") ?? "";
        if (bytes(reached) > bytes(this.#position))
            this.#position = reached;
        return dataOf(answer);
    }
    /** Send one request; where no answer comes, throw Unanswered. */
    async #ask(url, init, signal) {
        const timeout = AbortSignal.timeout((this.#options.timeout ?? 20) * 1000);
        const ends = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
        try {
            return await (this.#options.fetch ?? fetch)(url, { ...init, signal: ends });
        }
        catch {
            throw new Unanswered("No answer");
        }
    }
}
function hasKey(variables) {
    const input = variables?.input;
    return typeof input?.idempotencyKey === "string";
}
/** Return whether a part of the operation was answered all the same. */
function isDone(error) {
    return Object.values(error.data ?? {}).some((it) => it !== null);
}
function mayGoAway(error) {
    return error instanceof Unanswered || error instanceof Unavailable || error instanceof RateLimited;
}
function sleep(seconds) {
    return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
/** Return a position as a number, 0 for none and for what is none. */
function bytes(position) {
    const parts = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(position);
    return parts === null ? 0n : (BigInt(`0x${parts[1]}`) << 32n) | BigInt(`0x${parts[2]}`);
}
