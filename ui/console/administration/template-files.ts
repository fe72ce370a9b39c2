/** The files of templates: a page that is saved, and fonts that are chosen. */
import { factsOfFont } from "../records/font-file";

export interface FontFile {
  readonly family: string;
  readonly file: string;
}

interface Page {
  readonly name: string;
  readonly kind: string;
  readonly language: string;
  readonly version: number;
  readonly svg: string;
}

/** Save a template's page as a file, from which it can be loaded again. */
export function savePage({ name, kind, language, version, svg }: Page): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  link.download = `${name}.${kind.toLowerCase()}.${language}.${version}.svg`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Return a font as the API takes it, with the family that it says it is of. */
export async function fontOf(file: File): Promise<FontFile> {
  const content = await file.arrayBuffer();
  return { family: factsOfFont(content).family ?? "", file: base64(new Uint8Array(content)) };
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
