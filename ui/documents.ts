/** The Vite plugin that lists the console's documents by SHA-256, for servers that execute no others. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** As relay-compiler writes it, in JSON. */
const TEXT = /^ {4}"text": ("(?:[^"\\]|\\.)*")/m;

/** Return the plugin for the artifacts of one folder; `console/documents.json` has the texts. */
export function documents(artifacts: string): Plugin {
  return {
    name: "documents",
    apply: "build",
    applyToEnvironment: (environment) => environment.name === "client",
    generateBundle() {
      const texts = readdirSync(artifacts)
        .map((name) => TEXT.exec(readFileSync(join(artifacts, name), "utf8"))?.[1])
        .filter((literal) => literal !== undefined)
        .map((literal) => JSON.parse(literal) as string);
      if (texts.length === 0) this.error(`${artifacts} has no documents`);
      const bySha256 = texts.map((text) => [createHash("sha256").update(text).digest("hex"), text]);
      this.emitFile({
        type: "asset",
        fileName: "console/documents.json",
        source: JSON.stringify(Object.fromEntries(bySha256), null, 1),
      });
    },
  };
}
