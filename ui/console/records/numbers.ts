/** The numbers that papers and people carry, and by which filter the API finds the record of each. */

/** A year and a running number stand in numbers of records, certificates and receipts alone. */
const NUMBERED = /-\d{4}-\d+$/;
const TRACKING_ID = /^[BDM][0-9A-Z-]{3,}$/i;

interface NumberFilter {
  readonly registrationNumber?: string;
  readonly certificateNumber?: string;
  readonly receiptNumber?: string;
  readonly trackingIdPrefix?: string;
}

/** Return the filter for what was typed: a number of any kind, or the beginning of a tracking id. */
export function filterOfNumber(text: string): NumberFilter {
  const number = text.trim();
  if (/^C-/i.test(number)) return { certificateNumber: number };
  if (/^R-/i.test(number)) return { receiptNumber: number };
  if (TRACKING_ID.test(number) && !NUMBERED.test(number)) return { trackingIdPrefix: number };
  return { registrationNumber: number };
}
