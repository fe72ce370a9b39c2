/** What a font file says of itself: its family, its weight, and whether it leans. */

const [FAMILY, TYPOGRAPHIC_FAMILY] = [1, 16];
const [UNICODE, WINDOWS] = [0, 3];
const ENGLISH = 0x409;
const ITALIC = 1;

export interface FontFacts {
  readonly family: string | null;
  readonly weight: number;
  readonly isItalic: boolean;
}

/** Return them for a TrueType or OpenType file; for another, what a plain font would say. */
export function factsOfFont(file: ArrayBuffer): FontFacts {
  const font = new DataView(file);
  try {
    const names = tableOf(font, "name");
    const metrics = tableOf(font, "OS/2");
    return {
      family: names === null ? null : familyIn(font, names),
      weight: metrics === null ? 400 : font.getUint16(metrics + 4),
      isItalic: metrics !== null && (font.getUint16(metrics + 62) & ITALIC) !== 0,
    };
  } catch {
    // It ends too early: the server says what is wrong with it.
    return { family: null, weight: 400, isItalic: false };
  }
}

/** Return where a table begins. */
function tableOf(font: DataView, tag: string): number | null {
  const count = font.getUint16(4);
  for (let table = 0; table < count; table++) {
    const at = 12 + 16 * table;
    if (text(font, at, 4, 1) === tag) return font.getUint32(at + 8);
  }
  return null;
}

/** Return the family that the server takes too: the typographic one, else the plain one, in English. */
function familyIn(font: DataView, names: number): string | null {
  const count = font.getUint16(names + 2);
  const strings = names + font.getUint16(names + 4);
  const found = new Map<number, string>();
  for (let name = 0; name < count; name++) {
    const at = names + 6 + 12 * name;
    const platform = font.getUint16(at);
    const isEnglish = platform === WINDOWS && font.getUint16(at + 4) === ENGLISH;
    if (platform !== UNICODE && !isEnglish) continue;
    const written = text(font, strings + font.getUint16(at + 10), font.getUint16(at + 8), 2);
    found.set(font.getUint16(at + 6), written);
  }
  return found.get(TYPOGRAPHIC_FAMILY) ?? found.get(FAMILY) ?? null;
}

/** Read characters of one byte, or of two. */
function text(font: DataView, from: number, length: number, width: 1 | 2): string {
  const read = (at: number) => (width === 1 ? font.getUint8(at) : font.getUint16(at));
  const places = Array.from({ length: length / width }, (_, index) => from + index * width);
  return places.map((at) => String.fromCharCode(read(at))).join("");
}
