import type { Ask } from "./tokens.ts";
/** Whether a certificate is valid, as everybody may ask who knows its number. */
export interface Standing {
    readonly serialNumber: string;
    /** VALID, REVOKED, or a word of a later version. */
    readonly status: string;
    readonly revokedAt: string | null;
    readonly reason: string | null;
}
/** What the paper must say, for whoever holds it. */
export interface VerifiedPaper extends Standing {
    readonly kind: string;
    readonly language: string;
    readonly lines: readonly {
        readonly field: string;
        readonly label: string;
        readonly text: string | null;
    }[];
}
/** Return whether the certificate of an address, as its QR code has it, is valid. */
export declare function standing(ask: Ask, verificationUrl: string): Promise<Standing>;
/** Return what the paper must say: the secret behind `#` opens it. */
export declare function readPaper(ask: Ask, verificationUrl: string): Promise<VerifiedPaper>;
/** Return the page that a `pdfUrl` or a `receiptUrl` leads to, as PDF. */
export declare function page(ask: Ask, url: string): Promise<Uint8Array>;
