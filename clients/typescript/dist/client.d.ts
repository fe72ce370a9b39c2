/**
 * Sends operations until they are answered, as a portal has to.
 *
 * The token is renewed, RATE_LIMITED and UNAVAILABLE are waited for as long as the server asks, what
 * got no answer is sent again where it cannot be done twice, and reads are never older than the acts
 * of the same client. All tries of one call bear the same correlation id.
 */
import type { Document } from "./document.ts";
import * as papers from "./papers.ts";
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
export declare function idempotencyKey(): string;
/** All that a portal does, as a machine with an id and a secret. */
export declare class Selfsame {
    #private;
    constructor(options: Options);
    /** How far the last act came: what another client sends to read no older state. */
    get position(): string | undefined;
    /** Send an operation until there is an answer, and return its data. Throws SelfsameError. */
    send<Result, Variables>(document: Document<Result, Variables>, variables: Variables, options?: SendOptions): Promise<Result>;
    /** Return whether a certificate is valid, by its `verificationUrl`. */
    standing(verificationUrl: string): Promise<papers.Standing>;
    /** Return what a certificate on paper must say, by its `verificationUrl`. */
    readPaper(verificationUrl: string): Promise<papers.VerifiedPaper>;
    /** Return a certificate or a receipt to print, by its `pdfUrl` or `receiptUrl`. */
    page(url: string): Promise<Uint8Array>;
}
