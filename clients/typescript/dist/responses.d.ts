/** Reads what the server answered: data, or the error of its code. */
import { SelfsameError } from "./errors.ts";
/** Return the data of an answer to GraphQL. Throws SelfsameError. */
export declare function dataOf(answer: Response): Promise<unknown>;
/** Return what a status means by itself, such as one of a proxy; nothing for success. */
export declare function withoutBody(answer: Response): SelfsameError | undefined;
/** Return the JSON object of a body; nothing where there is none. */
export declare function read(answer: Response): Promise<Record<string, unknown> | undefined>;
