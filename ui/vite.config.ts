/** The build: one HTML page per folder, and the hashed assets that they share, under /static/. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { chunkGroups } from "./chunks.ts";
import { documents } from "./documents.ts";
import { precompress } from "./precompress.ts";
import { preloads } from "./preloads.ts";
import { relayTags } from "./relay-tags.ts";

const pages = {
  console: join(import.meta.dirname, "console/index.html"),
  early: join(import.meta.dirname, "console/shell/early-session.ts"),
  ide: join(import.meta.dirname, "ide/index.html"),
};
const artifacts = join(import.meta.dirname, "console/__generated__");
const output = join(import.meta.dirname, "../server/static");

/**
 * Remove the former build once this one is sure to be written.
 *
 * Vite's own emptyOutDir would remove everything in server/static, whoever put it there.
 */
function replaceEarlierBuild(): Plugin {
  return {
    name: "replace-earlier-build",
    apply: "build",
    applyToEnvironment: (environment) => environment.name === "client",
    generateBundle() {
      for (const folder of ["assets", ...Object.keys(pages)]) {
        rmSync(join(output, folder), { recursive: true, force: true });
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // Its index has the containers of Relay's first years besides.
  resolve: { alias: [{ find: /^react-relay$/, replacement: "react-relay/hooks" }] },
  base: "/static/",
  plugins: [
    relayTags(artifacts),
    replaceEarlierBuild(),
    documents(artifacts),
    preloads(),
    precompress(output),
  ],
  build: {
    outDir: output,
    emptyOutDir: false,
    // React libraries open with "use client", which means nothing in a browser bundle.
    rolldownOptions: {
      input: pages,
      checks: { moduleLevelDirective: false },
      output: { codeSplitting: { groups: chunkGroups() } },
    },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    license: { fileName: "assets/licenses.md" },
  },
  worker: { format: "es" },
  server: { proxy: { "/graphql": "http://127.0.0.1:8000", "/auth": "http://127.0.0.1:8000" } },
});
