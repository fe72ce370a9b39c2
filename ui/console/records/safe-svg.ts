/** SVG of templates in the page: built anew from what may be in it, so that nothing else can be. */

const NAMESPACE = "http://www.w3.org/2000/svg";

/** What a template may have (docs/certificates.md); a script is none of them. */
const elements = new Set([
  ...["svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line"],
  ...["polyline", "polygon", "text", "tspan", "image", "use", "symbol", "stop"],
  ...["linearGradient", "radialGradient", "clipPath"],
]);

/** Return the SVG of a text, without whatever could act or lead anywhere; null where it is none. */
export function safeSvg(text: string): SVGSVGElement | null {
  const root = new DOMParser().parseFromString(withoutStyle(text), "image/svg+xml").documentElement;
  const copied = copyOf(root);
  return copied instanceof SVGSVGElement ? copied : null;
}

/** Return it without its style sheet, which names the fonts: even to read that is against the page's policy. */
export function withoutStyle(text: string): string {
  return text.replaceAll(/<style\b[\s\S]*?<\/style>/gi, "");
}

function copyOf(element: Element): Element | null {
  if (element.namespaceURI !== NAMESPACE || !elements.has(element.localName)) return null;
  const copied = document.createElementNS(NAMESPACE, element.localName);
  for (const { localName, value } of element.attributes) {
    if (isHarmless(localName, value)) copied.setAttribute(localName, value);
  }
  for (const child of element.childNodes) {
    if (child instanceof Text) copied.append(child.data);
    if (!(child instanceof Element)) continue;
    const inner = copyOf(child);
    if (inner !== null) copied.append(inner);
  }
  return copied;
}

function isHarmless(name: string, value: string): boolean {
  if (name.startsWith("on") || name === "style" || name === "class") return false;
  if (name === "href") return /^#[\w.-]+$|^data:image\/png;base64,[\w+/=\s]*$/.test(value);
  return !/url\(\s*['"]?\s*(?!#)/i.test(value);
}
