/** Which fonts a page of a template names, as the server reads it (rule C12). */

const GENERIC = ["serif", "sans-serif", "monospace"];

/** Return the families of an SVG that are to be among its fonts, each once; none of what is no SVG. */
export function namedFamilies(svg: string): readonly string[] {
  const page = new DOMParser().parseFromString(svg, "image/svg+xml");
  const named = [...page.querySelectorAll("[font-family], [style]")].flatMap(familiesOf);
  return [...new Set(named)].filter((it) => !GENERIC.includes(it));
}

/** Return the families that an element names itself. */
function familiesOf(element: Element): readonly string[] {
  const style = (element.getAttribute("style") ?? "").split(";").map((it) => it.split(":"));
  const declared = style.filter(([name = ""]) => /^\s*font(-family)?\s*$/i.test(name)).at(-1)?.[1];
  const listed = declared ?? element.getAttribute("font-family") ?? "";
  return listed.split(",").flatMap((it) => it.trim().replace(/^['"]+|['"]+$/g, "") || []);
}
