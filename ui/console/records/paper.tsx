/** A page of paper as it will be printed, or would be. */
import { useEffect, useRef } from "react";
import "../styles/paper.css";
import { factsOfFont } from "./font-file";
import { safeSvg } from "./safe-svg";

interface PaperProps {
  readonly svg: string;
  readonly fonts: readonly { readonly family: string; readonly url: string }[];
  readonly label: string;
  /** Written across it, where it is no valid certificate. */
  readonly mark?: string;
}

/** Show it in a tree of its own, which neither takes from the page around it nor gives to it. */
export function Paper({ svg, fonts, label, mark }: PaperProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const tree = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const page = safeSvg(svg);
    if (page === null) return tree.replaceChildren();
    page.setAttribute("width", "100%");
    page.setAttribute("height", "100%");
    page.setAttribute("display", "block");
    page.setAttribute("aria-hidden", "true");
    if (mark !== undefined) page.append(markOf(mark));
    tree.replaceChildren(page);
    fit(page);
    let isCurrent = true;
    const loading = load(fonts);
    void loading.then(() => isCurrent && fit(page));
    return () => {
      isCurrent = false;
    };
  }, [svg, fonts, mark]);
  return (
    <div
      ref={host}
      className={mark === undefined ? "paper" : "paper is-marked"}
      role="img"
      aria-label={mark === undefined ? label : `${label}: ${mark}`}
    />
  );
}

/** Set texts smaller that are wider than their boxes, as the server does. */
function fit(page: SVGSVGElement): void {
  for (const text of page.querySelectorAll<SVGTextElement>("text[data-width]")) {
    text.dataset.size ??= text.getAttribute("font-size") ?? "4";
    text.setAttribute("font-size", text.dataset.size);
    const room = Number(text.dataset.width) || Number.POSITIVE_INFINITY;
    const width = text.getComputedTextLength();
    if (width > room) {
      text.setAttribute("font-size", String((Number(text.dataset.size) * room) / width));
    }
  }
}

/** What is loaded already, by address: a file never changes. */
const loaded = new Map<string, Promise<void>>();

async function load(fonts: PaperProps["fonts"]): Promise<void> {
  const loading = fonts.map(({ family, url }) => {
    const { pathname } = new URL(url, location.href);
    const known = loaded.get(pathname) ?? loadFont(family, pathname);
    loaded.set(pathname, known);
    known.catch(() => loaded.delete(pathname));
    return known;
  });
  await Promise.allSettled(loading);
}

async function loadFont(family: string, address: string): Promise<void> {
  const file = await (await fetch(address)).arrayBuffer();
  const { weight, isItalic } = factsOfFont(file);
  const style = isItalic ? "italic" : "normal";
  document.fonts.add(new FontFace(family, file, { weight: String(weight), style }));
}

/** Write across a page what it is not, so that nobody takes it for what it shows. */
function markOf(words: string): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", "text");
  const attributes = {
    x: "105",
    y: "150",
    "text-anchor": "middle",
    "font-size": String(Math.min(22, 330 / words.length)),
    "font-family": "sans-serif",
    "font-weight": "bold",
    fill: "#b00030",
    "fill-opacity": "0.55",
    transform: "rotate(-45 105 148)",
  };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = words;
  return element;
}
