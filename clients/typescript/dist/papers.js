/** Certificates on paper: whether one is valid, what it must say, and its page to print. */
import { NotFound, SelfsameError, Unanswered } from "./errors.js";
import { dataOf, read, withoutBody } from "./responses.js";
/** Return whether the certificate of an address, as its QR code has it, is valid. */
export async function standing(ask, verificationUrl) {
    const { address } = parts(verificationUrl);
    return (await json(await ask(address, { headers: { accept: "application/json" } })));
}
/** Return what the paper must say: the secret behind `#` opens it. */
export async function readPaper(ask, verificationUrl) {
    const { address, secret } = parts(verificationUrl);
    const answer = await ask(address, {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify({ secret }),
    });
    return (await json(answer));
}
/** Return the page that a `pdfUrl` or a `receiptUrl` leads to, as PDF. */
export async function page(ask, url) {
    const answer = await ask(url, { headers: { accept: "application/pdf" } });
    if (answer.status !== 200)
        throw await refusal(answer);
    return new Uint8Array(await answer.arrayBuffer());
}
function parts(verificationUrl) {
    const url = new URL(verificationUrl);
    const secret = url.hash.slice(1);
    url.hash = "";
    return { address: url.href, secret };
}
async function json(answer) {
    if (answer.status !== 200)
        throw await refusal(answer);
    const found = await read(answer);
    if (found === undefined)
        throw new Unanswered("The answer cannot be read");
    return found;
}
/** Return what was refused; where the body has no code, the status says it. */
async function refusal(answer) {
    try {
        await dataOf(answer);
    }
    catch (error) {
        if (error instanceof SelfsameError && !(error instanceof Unanswered))
            return error;
    }
    if (answer.status === 404)
        return new NotFound("There is no such paper");
    return withoutBody(answer) ?? new Unanswered("The answer cannot be read");
}
