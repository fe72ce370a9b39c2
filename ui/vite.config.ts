/** The build: one HTML page per folder, and the hashed assets that they share, under /static/. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { precompress } from "./precompress.ts";
import { relayTags } from "./relay-tags.ts";

const pages = {
  console: join(import.meta.dirname, "console/index.html"),
  ide: join(import.meta.dirname, "ide/index.html"),
};
const artifacts = join(import.meta.dirname, "console/__generated__");
const output = join(import.meta.dirname, "../server/static");

/** The modules that every page of the console loads first. */
const FIRST =
  /node_modules\/(react|react-dom|scheduler|wouter|use-sync-external-store)\/|preload-helper/;

/** Each icon is a few hundred bytes: a file for each costs more than it holds. */
const icons = {
  name: "icons",
  test: /node_modules\/lucide-react\//,
  includeDependenciesRecursively: false,
};

/** So is each of the parts that almost every page has, and what loads its texts. */
const PARTS = [
  ...["act-icon", "empty-state", "failed-state", "filter-panel", "last-searches"],
  ...["load-more", "moment", "query-boundary", "scroll-region", "status", "trail-link"],
];
const parts = {
  name: "parts",
  test: new RegExp(
    `console/(components|finding)/(${PARTS.join("|")})\\.tsx$` +
      "|console/texts/[a-z]+-texts\\.ts$|console/api/(connections|all-pages)\\.ts$",
  ),
  includeDependenciesRecursively: false,
};

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
  base: "/static/",
  plugins: [relayTags(artifacts), replaceEarlierBuild(), precompress(output)],
  build: {
    outDir: output,
    emptyOutDir: false,
    // React libraries open with "use client", which means nothing in a browser bundle.
    rolldownOptions: {
      input: pages,
      checks: { moduleLevelDirective: false },
      // What every page loads first: one file of it is smaller, and one request.
      output: { codeSplitting: { groups: [{ name: "react", test: FIRST }, icons, parts] } },
    },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    license: { fileName: "assets/licenses.md" },
  },
  worker: { format: "es" },
  server: { proxy: { "/graphql": "http://127.0.0.1:8000", "/auth": "http://127.0.0.1:8000" } },
});
