export type Ask = (url: string, init: RequestInit) => Promise<Response>;
/** Gives the token to send; who needs a new one at the same time waits for one request. */
export declare class Tokens {
    #private;
    constructor(url: string, clientId: string, clientSecret: string, scope: string | undefined, ask: Ask);
    /** Return a token that is good for a while. Throws SelfsameError. */
    current(): Promise<string>;
    /** Forget a token that the server refused, unless there is another already. */
    refused(token: string): void;
}
