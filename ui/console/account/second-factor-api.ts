/** What is asked of the server about one's own second factor; each answer has a secret in it. */
import { postAuth } from "../api/session";

/** Who shows their password for it. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface BegunFactor {
  /** In the base32 that authenticators take. */
  readonly secret: string;
  /** The QR code: a text for each row, 1 for a dark module. */
  readonly qr: readonly string[];
}

/** Begin a second factor, or throw the Refusal. */
export function beginSecondFactor(credentials: Credentials): Promise<BegunFactor> {
  return postAuth<BegunFactor>("second-factor/begin", credentials);
}

/** Confirm it by a first code, or throw the Refusal; return the codes to recover by. */
export async function confirmSecondFactor(
  credentials: Credentials,
  code: string,
): Promise<readonly string[]> {
  const body = { ...credentials, code };
  return (await postAuth<{ recoveryCodes: string[] }>("second-factor/confirm", body)).recoveryCodes;
}

/** Replace the codes to recover by, by a code of it, or throw the Refusal; the former are over. */
export async function renewRecoveryCodes(
  credentials: Credentials,
  code: string,
): Promise<readonly string[]> {
  const body = { ...credentials, code };
  const path = "second-factor/recovery-codes";
  return (await postAuth<{ recoveryCodes: string[] }>(path, body)).recoveryCodes;
}

/** Remove it by a code of it, or throw the Refusal. */
export async function removeSecondFactor(credentials: Credentials, code: string): Promise<void> {
  await postAuth("second-factor/remove", { ...credentials, code });
}
