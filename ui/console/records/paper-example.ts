/** What a template would say of somebody who does not exist: made-up values for its fields. */
import { filled } from "./paper-values";
import { withoutStyle } from "./safe-svg";

/** Names and a place, in the words of whoever looks. */
export interface MadeUp {
  readonly firstName: string;
  readonly secondName: string;
  readonly lastName: string;
  readonly place: string;
}

const FIELD = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** Return the SVG of a template with made-up values; a field that has none keeps its name. */
export function withMadeUpValues(svg: string, language: string, madeUp: MadeUp): string {
  // To read what is no SVG is against the page's policy: the browser writes a style into it.
  if (svg === "") return svg;
  const names = [...svg.matchAll(FIELD)].map(([, name = ""]) => name);
  const values = names.map((name) => [name, madeUpValue(name, madeUp) ?? `{{${name}}}`] as const);
  try {
    return filled(withoutStyle(svg), Object.fromEntries(values), language.trim() || "en");
  } catch {
    // No language yet: while it is typed, it is none.
    return svg;
  }
}

function madeUpValue(name: string, madeUp: MadeUp): string | undefined {
  const last = name.split(".").at(-1) ?? name;
  const known: Readonly<Record<string, string>> = {
    ...madeUp,
    office: madeUp.place,
    registrar: `${madeUp.firstName} ${madeUp.lastName}`,
    gender: "FEMALE",
    birthDate: "1990-05-14",
    nationalId: "1234567890",
    serialNumber: "C-2026-0000001",
    registrationNumber: "B-2026-0000001",
    of: "2",
    order: "1",
  };
  if (known[last] !== undefined) return known[last];
  if (/^placeOf/.test(last)) return madeUp.place;
  return /^dateOf|Date$/.test(last) ? "2026-11-27" : undefined;
}
