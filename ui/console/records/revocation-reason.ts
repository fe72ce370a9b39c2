/** Why a certificate was revoked: what the registry says of itself is in the language of the page. */

/** Return the reason in words; what a registrar typed stays as it was typed. */
export function revocationReason(
  reason: string | null | undefined,
  words: Readonly<Record<string, string>>,
): string {
  return words[reason ?? ""] ?? reason ?? "";
}
