/**
 * What can be thrown: an error for each code, and `Unanswered` where no answer came.
 *
 * The message is the server's sentence; nothing of the input is in it.
 */
/** What came beside the sentence of a refusal. */
export interface Details {
    /** What to name to the operators: their log and their trail have it. */
    readonly correlationId?: string | undefined;
    /** The field that was refused. */
    readonly path?: readonly (string | number)[] | undefined;
    readonly extensions?: Readonly<Record<string, unknown>> | undefined;
    /** What of the operation was answered all the same. */
    readonly data?: unknown;
}
/** One thing that is wrong with an input, and where it stands there. */
export interface Violation {
    readonly path: readonly (string | number)[];
    readonly rule: string;
    readonly message: string;
}
/** A refusal; one of a code that this client does not know is of this class itself. */
export declare class SelfsameError extends Error {
    readonly correlationId: string | undefined;
    readonly path: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
    readonly data: unknown;
    constructor(message: string, details?: Details);
    get code(): string | undefined;
    /** For how many seconds the server asks to wait, where it does. */
    get retryAfter(): number | undefined;
}
/** The client's id and secret are not accepted, or the client is blocked. */
export declare class Unauthenticated extends SelfsameError {
}
/** The client lacks a scope, or may not do this with this record. */
export declare class Forbidden extends SelfsameError {
}
/** The request cannot be read: a fault of the program. */
export declare class BadRequest extends SelfsameError {
}
/** There is nothing of that name, or nothing that the client may see. */
export declare class NotFound extends SelfsameError {
}
/** The record is in another state than this needs; to send it again does not help. */
export declare class Conflict extends SelfsameError {
}
/** The input is wrong. Nothing was done, and its idempotency key is free. */
export declare class UnprocessableEntity extends SelfsameError {
    get violations(): readonly Violation[];
}
/** Too much at once; nothing was done. Thrown where the wait is longer than the client waits. */
export declare class RateLimited extends SelfsameError {
}
/** The service is away. An act without an idempotency key may have been done. */
export declare class Unavailable extends SelfsameError {
}
/** A fault of the server; its operators find it by `correlationId`. */
export declare class Internal extends SelfsameError {
}
/**
 * No answer came, or none that can be read: it may have been done.
 *
 * Keep the input with its idempotency key, and send the same again later.
 */
export declare class Unanswered extends SelfsameError {
}
type Class = new (message: string, details?: Details) => SelfsameError;
/** The errors by their codes. */
export declare const byCode: Readonly<Record<string, Class>>;
export {};
