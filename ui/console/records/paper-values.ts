/** What a certificate would say in its fields, in the words of its language. */

/** What the API says of each field; what it does not know is not there. */
export type PaperValues = Readonly<Record<string, string | null>>;

/** As rules/printed_values.py has them. */
const genders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: { MALE: "male", FEMALE: "female", OTHER: "other", UNKNOWN: "unknown" },
  uk: { MALE: "чоловіча", FEMALE: "жіноча", OTHER: "інша", UNKNOWN: "невідома" },
};
const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;
const NOTHING = "—";
const QR = "{{qr}}";
const SVG = "http://www.w3.org/2000/svg";

/** Return the SVG of a template with its fields filled; what is not known yet is a dash. */
export function filled(svg: string, values: PaperValues, language: string): string {
  const page = new DOMParser().parseFromString(svg, "image/svg+xml");
  for (const text of page.querySelectorAll("text")) {
    const written = text.textContent ?? "";
    if (written.search(FIELD) < 0) continue;
    const said = written.replace(FIELD, (_, name: string) => printed(name, values, language));
    text.textContent = said.trim() || NOTHING;
  }
  for (const image of page.querySelectorAll("image")) {
    if (image.getAttribute("href")?.trim() === QR) image.replaceWith(...standInFor(image));
  }
  return new XMLSerializer().serializeToString(page);
}

/** Draw where the QR code comes, which there is none of before the certificate is made. */
function standInFor(image: Element): readonly Element[] {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
    Number(image.getAttribute(name)),
  ) as [number, number, number, number];
  const make = (name: string, attributes: Readonly<Record<string, string | number>>) => {
    const made = image.ownerDocument.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const size = height / 4;
  const look = { fill: "none", stroke: "#666", "stroke-width": height / 50 };
  const frame = make("rect", { x, y, width, height, ...look, "stroke-dasharray": height / 12 });
  const word = make("text", {
    ...{ x: x + width / 2, y: y + height / 2 + size / 3, fill: "#666" },
    ...{ "font-size": size, "text-anchor": "middle" },
  });
  word.textContent = "QR";
  return [frame, word];
}

function printed(name: string, values: PaperValues, language: string): string {
  const value = values[name] ?? "";
  const [short = ""] = language.split("-");
  if (name.endsWith(".gender")) return genders[short]?.[value] ?? value.slice(0, 1);
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(value)) return value;
  // As the server writes them: 27 November 2026.
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    ...(value.length > 7 ? { day: "numeric" } : {}),
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(value)).replace(/ р\.$/, " року");
}
