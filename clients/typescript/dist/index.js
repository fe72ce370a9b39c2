/** A typed client of Selfsame: `new Selfsame(…).send(DeclareBirth, { input })`. */
export { idempotencyKey, Selfsame } from "./client.js";
export * from "./errors.js";
export * from "./operations.js";
