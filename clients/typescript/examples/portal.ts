/**
 * A portal's whole life: declares a birth, waits for its registration, corrects, certifies, verifies.
 *
 * SELFSAME_URL, SELFSAME_CLIENT_ID and SELFSAME_CLIENT_SECRET name the register and the machine; a
 * registrar registers and approves meanwhile. Run it with Node.js: `node portal.ts`.
 */
import {
  CertifyVitalEvent,
  Certificates,
  Correction,
  DeclareBirth,
  type DeclareBirthInput,
  idempotencyKey,
  IssueVitalEvent,
  RequestBirthCorrection,
  Selfsame,
  UnprocessableEntity,
  VitalEventByTrackingId,
} from "selfsame-client";

const selfsame = new Selfsame({
  url: setting("SELFSAME_URL"),
  clientId: setting("SELFSAME_CLIENT_ID"),
  clientSecret: setting("SELFSAME_CLIENT_SECRET"),
});

// Letters of this run's own, so that nobody on record resembles the family.
const lastName = Array.from(crypto.getRandomValues(new Uint8Array(8)), (it) => "bdfgklmnrstvz"[it % 13]).join("a");
const today = new Date().toISOString().slice(0, 10);
const birth: Omit<DeclareBirthInput, "idempotencyKey"> = {
  child: { firstName: "Jon", lastName, birthDate: today, gender: "FEMALE" },
  mother: { firstName: "Mary", lastName, birthDate: "1994-05-06" },
  informant: { relationship: "MOTHER", phoneNumber: "+380441234567" },
  placeOfBirth: "City hospital 3",
};

// What is wrong with an input comes all at once, each with the field that it is about.
try {
  const unborn = { ...birth, child: { ...birth.child, birthDate: "2999-01-01" } };
  await selfsame.send(DeclareBirth, { input: { ...unborn, idempotencyKey: idempotencyKey() } });
} catch (error) {
  if (!(error instanceof UnprocessableEntity)) throw error;
  for (const it of error.violations) console.log(`${it.path.join(".")}: ${it.message}`);
}

// The key is written down with the input before either is sent: the same again is one act.
const declaration = { ...birth, idempotencyKey: idempotencyKey() };
const declared = there((await selfsame.send(DeclareBirth, { input: declaration })).declareBirth).vitalEvent;
const again = there((await selfsame.send(DeclareBirth, { input: declaration })).declareBirth).vitalEvent;
console.log(`declared ${declared.trackingId}`);
if (again.id !== declared.id) throw new Error("One key made two records");

const registered = await waitFor(`${declared.trackingId} is registered`, async () => {
  const { trackingId } = declared;
  const found = there((await selfsame.send(VitalEventByTrackingId, { trackingId })).vitalEventByTrackingId);
  if (found.status === "REJECTED") throw new Error(`Rejected: ${found.reason}`);
  return found.status === "DECLARED" ? undefined : found;
});
console.log(`registered as ${registered.registrationNumber}`);

const named = { ...birth.child, firstName: "Joan" };
let version = await correct(registered.version, { ...birth, child: named }, "As in the passport");
const certificate = await certify();
console.log(`certified by ${certificate.serialNumber}`);

console.log(`verified: ${(await selfsame.standing(certificate.verificationUrl)).status}`);
const paper = await selfsame.readPaper(certificate.verificationUrl);
const line = paper.lines.find((it) => it.field === "child.firstName");
console.log(`the paper says ${line?.label}: ${line?.text}`);
console.log(`its page has ${(await selfsame.page(certificate.pdfUrl)).length} bytes`);

const payment = { amount: "12.10", currency: "EUR", outcome: "COMPLETED", paidAt: new Date().toISOString() } as const;
const issue = { idempotencyKey: idempotencyKey(), id: declared.id, payment };
const issued = there((await selfsame.send(IssueVitalEvent, { input: issue })).issueVitalEvent).vitalEvent;
console.log(`issued against ${issued.payments[0]?.receiptNumber}`);

// What is corrected afterwards takes the certificate back, and another is made.
const father = { firstName: "Peter", lastName };
version = await correct(version, { ...birth, child: named, father }, "The father acknowledged her");
console.log(`version ${version}; the first paper is ${(await selfsame.standing(certificate.verificationUrl)).status}`);
const second = await certify();
console.log(`the second paper is ${(await selfsame.standing(second.verificationUrl)).status}`);
const all = there((await selfsame.send(Certificates, { id: declared.id })).vitalEvent).certificates;
console.log(`certificates: ${all.map((it) => (it.revokedAt === null ? "valid" : "revoked")).join(", ")}`);

/** Ask for a correction, wait until a registrar has approved it, and return the new version. */
async function correct(seen: number, details: typeof birth, reason: string): Promise<number> {
  const input = { ...details, idempotencyKey: idempotencyKey(), id: declared.id, version: seen, reason };
  const asked = there((await selfsame.send(RequestBirthCorrection, { input })).requestBirthCorrection).correction;
  const decided = await waitFor(`the correction of ${declared.trackingId} is approved`, async () => {
    const found = there((await selfsame.send(Correction, { id: asked.id })).correction);
    return found.status === "REQUESTED" ? undefined : found;
  });
  if (decided.status !== "APPROVED") throw new Error(`Not approved: ${decided.rejectionReason}`);
  console.log(`corrected ${asked.changedFields.join(", ")}`);
  return decided.vitalEvent.version;
}

/** Make a certificate, and return it. */
async function certify() {
  const collector = { relationship: "MOTHER", hasShownDocument: true } as const;
  const input = { idempotencyKey: idempotencyKey(), id: declared.id, template: "standard", language: "en", collector };
  const { certificates } = there((await selfsame.send(CertifyVitalEvent, { input })).certifyVitalEvent).vitalEvent;
  return there(certificates.at(-1));
}

/** Look again and again, ever more rarely; a portal of people looks when its webhook is called. */
async function waitFor<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  console.log(`waiting until ${what}`);
  for (let seconds = 0.2, waited = 0; waited < 900; waited += seconds, seconds = Math.min(seconds * 1.5, 10)) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
  throw new Error(`Nobody saw to it that ${what}`);
}

/** Return what is not null: fields are null beside an error, and an error is thrown. */
function there<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("The answer lacks what was asked for");
  return value;
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
