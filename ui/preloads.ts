/** The Vite plugin that writes which files each page of the console begins with, for the server to name in its HTML. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin, Rolldown } from "vite";
import { importedBy } from "./chunks.ts";

const shell = join(import.meta.dirname, "console/shell");
const texts = join(import.meta.dirname, "console/texts");
/** As `shell/pages.ts` names them. */
const PAGE = /"(\/[^"]*)": later\(\(\) => import\("([^"]+)"\)\)/g;

type Bundle = Rolldown.OutputBundle;

/** Return the plugin; `console/preloads.json` has, by language and by path, the scripts and the styles. */
export function preloads(): Plugin {
  return {
    name: "preloads",
    apply: "build",
    applyToEnvironment: (environment) => environment.name === "client",
    transformIndexHtml: {
      order: "post",
      // It asks for the session as soon as it is there, whatever else is not yet.
      handler: (html) => html.replace(/ (?=crossorigin src="[^"]*\/early-)/, " async "),
    },
    generateBundle: {
      // Vite has taken out by then what held nothing but styles.
      order: "post",
      handler(_options, bundle) {
        const look = (id: string) => this.getModuleInfo(id);
        const pages = [...readFileSync(join(shell, "pages.ts"), "utf8").matchAll(PAGE)];
        if (pages.length === 0) this.error("console/shell/pages.ts names no page");
        const languages = [...(look(join(texts, "languages.ts"))?.importedIds ?? [])]
          .filter((id) => id.endsWith("/language.ts"))
          .map((id) => dirname(id));
        const found: Record<string, Record<string, readonly string[]>> = {};
        for (const folder of languages) {
          const code = /code: "(\w+)"/.exec(readFileSync(join(folder, "language.ts"), "utf8"))?.[1];
          if (code === undefined) this.error(`${folder} has no code`);
          const ofPath = (roots: readonly string[]) =>
            filesOf(bundle, withTexts(roots, folder, look));
          const start = [join(shell, "../main.tsx"), join(shell, "signed-in.tsx")];
          const below = Object.fromEntries(
            pages.map(([, path = "", file = ""]) => [
              path,
              ofPath([...start, `${resolve(shell, file)}.tsx`]),
            ]),
          );
          found[code] = { "/": ofPath(start), ...below };
        }
        this.emitFile({
          type: "asset",
          fileName: "console/preloads.json",
          source: JSON.stringify(found, null, 1),
        });
      },
    },
  };
}

/** Return modules with the texts that they load in the language of a folder. */
function withTexts(
  roots: readonly string[],
  folder: string,
  look: (id: string) => Rolldown.ModuleInfo | null,
): readonly string[] {
  const modules = [...importedBy(roots, look)];
  const later = modules
    .filter((id) => dirname(id) === texts)
    .flatMap((id) => look(id)?.dynamicallyImportedIds ?? []);
  return [...modules, ...later.filter((id) => dirname(id) === folder)];
}

/** Return the files that hold modules, in the order in which the browser needs them. */
function filesOf(bundle: Bundle, modules: readonly string[]): readonly string[] {
  const wanted = new Set(modules);
  const files = new Set<string>();
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === "chunk" && chunk.moduleIds.some((id) => wanted.has(id))) {
      files.add(chunk.fileName);
      for (const name of chunk.viteMetadata?.importedCss ?? []) files.add(name);
      for (const name of chunk.imports) files.add(name);
    }
  }
  return [...files];
}
