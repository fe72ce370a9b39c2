/**
 * A portal of web pages: a form that declares a birth, a page that follows the record and certifies
 * it, and a page that verifies a certificate.
 *
 * SELFSAME_URL names the register, SELFSAME_CLIENT_ID and SELFSAME_CLIENT_SECRET the machine; a
 * sandbox says the two by itself. Run it with Node.js: `node web-portal.ts`, and open its address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CertifyVitalEvent,
  Certificates,
  DeclareBirth,
  type DeclareBirthInput,
  Forbidden,
  idempotencyKey,
  NotFound,
  Selfsame,
  SelfsameError,
  Unanswered,
  Unavailable,
  UnprocessableEntity,
  type VerifiedPaper,
  type Violation,
  type VitalEventFactsFragment,
  VitalEventByTrackingId,
} from "selfsame-client";

const url = process.env.SELFSAME_URL;
if (url === undefined) throw new Error("SELFSAME_URL is not set");
// A person waits for each page, so two tries are enough: the same form is sent again.
const selfsame = new Selfsame({ url, ...(await machine(url)), tries: 2, timeout: 10 });

/** Return who this portal is at the register. */
async function machine(register: string): Promise<{ clientId: string; clientSecret: string }> {
  const { SELFSAME_CLIENT_ID: clientId, SELFSAME_CLIENT_SECRET: clientSecret } = process.env;
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  const answer = await fetch(`${register}/sandbox`);
  if (!answer.ok) throw new Error("SELFSAME_CLIENT_ID and SELFSAME_CLIENT_SECRET are not set");
  return (await answer.json()) as { clientId: string; clientSecret: string };
}

/** Text that is HTML already; all other text is escaped. */
interface Html {
  readonly html: string;
}

function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const texts = values.map((it) =>
    typeof it === "string" ? escaped(it) : [it].flat().map((each) => each.html).join(""),
  );
  return { html: String.raw({ raw: parts }, ...texts) };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
}

/** What becomes of a request: a page, or another address to go to. */
interface Reply {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** After how many seconds the browser looks again. */
  readonly again?: number;
}

function pageOf({ title, body, again }: Reply): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>${again === undefined ? "" : html`<meta http-equiv="refresh" content="${String(again)}">`}
<style>body { max-width: 40rem; margin: 1rem auto; font: 1rem/1.5 system-ui } label { display: block }</style></head>
<body><p><a href="/">Declare a birth</a> · <a href="/verify">Verify a certificate</a></p>
<h1>${title}</h1>${body}</body></html>`.html;
}

// The names are paths of the input, so that each violation stands at its field.
const fields: readonly (readonly [name: string, label: string, type: string])[] = [
  ["child.firstName", "First name of the child", "text"],
  ["child.lastName", "Last name of the child", "text"],
  ["child.birthDate", "Date of birth", "date"],
  ["placeOfBirth", "Place of birth", "text"],
  ["mother.firstName", "First name of the mother", "text"],
  ["mother.lastName", "Last name of the mother", "text"],
  ["mother.birthDate", "Date of birth of the mother", "date"],
  ["informant.phoneNumber", "Your telephone number", "tel"],
];
const genders = ["FEMALE", "MALE", "OTHER", "UNKNOWN"] as const;

/** Return the form; what is wrong stands at its fields, and the key stays with what was typed. */
function declaring(typed: URLSearchParams, violations: readonly Violation[] = [], sentence = ""): Reply {
  const wrong = new Map(violations.map((it) => [it.path.join("."), it.message]));
  const inputs = fields.map(([name, label, type]) => {
    const message = wrong.get(name);
    wrong.delete(name);
    return html`<label>${label} <input name="${name}" type="${type}" value="${typed.get(name) ?? ""}">
<strong>${message ?? ""}</strong></label>`;
  });
  const chosen = typed.get("child.gender");
  const options = genders.map((it) => html`<option${it === chosen ? " selected" : ""}>${it}</option>`);
  const others = [...wrong].map(([path, message]) => html`<li>${path}: ${message}</li>`);
  const body = html`<p role="alert">${sentence}</p><ul>${others}</ul><form method="post" action="/">
<input type="hidden" name="key" value="${typed.get("key") ?? idempotencyKey()}">
<input type="hidden" name="amends" value="${typed.get("amends") ?? ""}">
${inputs}<label>Sex <select name="child.gender">${options}</select></label>
<p><button>Declare</button></p></form>`;
  return { title: "Declare a birth", body, status: sentence === "" ? 200 : 422 };
}

function declaration(typed: URLSearchParams): DeclareBirthInput {
  const text = (name: string) => typed.get(name)?.trim() || undefined;
  const person = (name: string) => ({
    firstName: text(`${name}.firstName`),
    lastName: text(`${name}.lastName`),
    birthDate: text(`${name}.birthDate`),
  });
  const mother = person("mother");
  return {
    idempotencyKey: text("key") ?? idempotencyKey(),
    amends: text("amends"),
    child: { ...person("child"), gender: genders.find((it) => it === typed.get("child.gender")) },
    mother: Object.values(mother).some((it) => it !== undefined) ? mother : undefined,
    informant: { relationship: "MOTHER", phoneNumber: text("informant.phoneNumber") },
    placeOfBirth: text("placeOfBirth") ?? "",
  };
}

/** Declare what was typed: its page follows, or the form again with what is wrong. */
async function declare(typed: URLSearchParams): Promise<Reply | URL> {
  try {
    const { declareBirth } = await selfsame.send(DeclareBirth, { input: declaration(typed) });
    return pathOf(there(declareBirth).vitalEvent);
  } catch (error) {
    if (error instanceof UnprocessableEntity) return declaring(typed, error.violations, "Please mend what is wrong.");
    if (!(error instanceof Unanswered || error instanceof Unavailable)) throw error;
    return { ...declaring(typed, [], "No answer came. Send the same again: it is declared once."), status: 503 };
  }
}

const meanings: Readonly<Record<string, string>> = {
  DECLARED: "A registrar looks at it.",
  REGISTERED: "It is registered, and you may have a certificate.",
  CERTIFIED: "Your certificate is made.",
};

/** Show how far a record is, and its certificates. */
async function follow(trackingId: string): Promise<Reply> {
  const { vitalEventByTrackingId } = await selfsame.send(VitalEventByTrackingId, { trackingId });
  if (vitalEventByTrackingId === null) throw new NotFound("No record has this tracking id");
  const record = vitalEventByTrackingId;
  const certificates = there((await selfsame.send(Certificates, { id: record.id })).vitalEvent).certificates;
  const papers = certificates.map(
    (it) => html`<li><a href="${it.pdfUrl}">${it.serialNumber}</a> ${it.revokedAt === null ? "valid" : "revoked"}
<form method="post" action="/verify"><input type="hidden" name="address" value="${it.verificationUrl}">
<button>Verify</button></form></li>`,
  );
  const body = html`<p>${meanings[record.status] ?? record.status} ${record.reason ?? ""}</p>
<p>Registration number: ${record.registrationNumber ?? "none yet"}</p><ul>${papers}</ul>${actions(record)}`;
  return { title: record.trackingId, body, ...(record.status === "DECLARED" ? { again: 2 } : {}) };
}

/** Offer what may be done with the record: the register says it. */
function actions(record: VitalEventFactsFragment): readonly Html[] {
  const offered: Html[] = [];
  if (record.availableActions.includes("CERTIFY"))
    offered.push(html`<form method="post"><input type="hidden" name="key" value="${idempotencyKey()}">
<button>Make a certificate</button></form>`);
  if (record.availableActions.includes("AMEND"))
    offered.push(html`<p><a href="/?amends=${encodeURIComponent(record.id)}">Declare it again</a></p>`);
  return offered;
}

/** Make a certificate for the mother, who comes for it. */
async function certify(trackingId: string, typed: URLSearchParams): Promise<URL> {
  const { vitalEventByTrackingId } = await selfsame.send(VitalEventByTrackingId, { trackingId });
  const collector = { relationship: "MOTHER", hasShownDocument: true } as const;
  const key = typed.get("key") ?? idempotencyKey();
  const input = { idempotencyKey: key, id: there(vitalEventByTrackingId).id, template: "standard", collector };
  return pathOf(there((await selfsame.send(CertifyVitalEvent, { input })).certifyVitalEvent).vitalEvent);
}

function verifying(result: Html = html``): Reply {
  const body = html`<form method="post"><label>Address on the certificate, as its QR code has it
<input name="address" size="60" required></label><button>Verify</button></form>${result}`;
  return { title: "Verify a certificate", body };
}

/** Show whether a certificate is valid, and what the paper must say. */
async function verify(given: string): Promise<Reply> {
  // The path and the secret alone are taken, so that nobody has this server ask another one.
  const { pathname, hash } = URL.parse(given, url) ?? { pathname: "", hash: "" };
  if (!/^\/verify\/[\w-]+$/.test(pathname))
    return verifying(html`<p role="alert">That is no address of a certificate.</p>`);
  try {
    const address = new URL(pathname + hash, url).href;
    const paper: VerifiedPaper | undefined = hash === "" ? undefined : await selfsame.readPaper(address);
    const { serialNumber, status } = paper ?? (await selfsame.standing(address));
    const lines = (paper?.lines ?? []).map((it) => html`<dt>${it.label}</dt><dd>${it.text ?? "-"}</dd>`);
    return verifying(html`<h2>${serialNumber}: ${status}</h2><dl>${lines}</dl>`);
  } catch (error) {
    if (!(error instanceof Forbidden || error instanceof NotFound)) throw error;
    return verifying(html`<p role="alert">Do not accept this paper: the register made no such certificate.</p>`);
  }
}

async function respond(request: IncomingMessage): Promise<Reply | URL> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://portal");
  const typed = request.method === "POST" ? await formOf(request) : undefined;
  const empty = new URLSearchParams({ amends: searchParams.get("amends") ?? "" });
  if (pathname === "/") return typed === undefined ? declaring(empty) : declare(typed);
  if (pathname === "/verify") return typed === undefined ? verifying() : verify(typed.get("address") ?? "");
  const trackingId = /^\/records\/(\w+)$/.exec(pathname)?.[1];
  if (trackingId === undefined) throw new NotFound("There is no such page");
  return typed === undefined ? follow(trackingId) : certify(trackingId, typed);
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += part;
    if (text.length > 20_000) throw new SelfsameError("The form is too long");
  }
  return new URLSearchParams(text);
}

/** Say what was refused, without a word of the input. */
function refused(error: unknown): Reply {
  const isRefusal = error instanceof SelfsameError;
  console.error(isRefusal ? `${error.name}: ${error.message}, ${error.correlationId}` : error);
  const [status, title] = error instanceof NotFound ? [404, "Not found"] : [500, "That did not work"];
  return { title, status, body: html`<p>${isRefusal ? error.message : ""}</p>` };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = await respond(request).catch(refused);
  response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Cache-Control", "no-store");
  if (reply instanceof URL) response.writeHead(303, { location: reply.pathname }).end();
  else response.writeHead(reply.status ?? 200, { "content-type": "text/html; charset=utf-8" }).end(pageOf(reply));
}

function pathOf(record: { readonly trackingId: string }): URL {
  return new URL(`/records/${record.trackingId}`, "http://portal");
}

/** Return what is not null: fields are null beside an error, and an error is thrown. */
function there<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("The answer lacks what was asked for");
  return value;
}

const server = createServer((request, response) => void serve(request, response));
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`The portal listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
