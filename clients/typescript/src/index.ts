/** A typed client of Selfsame: `new Selfsame(…).send(DeclareBirth, { input })`. */
export { idempotencyKey, type Options, Selfsame, type SendOptions } from "./client.ts";
export type { Document } from "./document.ts";
export * from "./errors.ts";
export * from "./operations.ts";
export type { Standing, VerifiedPaper } from "./papers.ts";
