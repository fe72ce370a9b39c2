/** The Vite plugin that puts a brotli and a gzip file next to each asset, for the server to send. */
import { readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const kinds = new Set([".css", ".js", ".svg", ".ttf"]);

/** Below this many bytes a file fits into one packet with its headers, compressed or not. */
const SMALLEST = 1000;

/** Above this many bytes, which only the IDE's files have, brotli's best takes seconds. */
const LARGE = 400_000;

/** Return the plugin for the files of one output folder. */
export function precompress(output: string): Plugin {
  return {
    name: "precompress",
    apply: "build",
    applyToEnvironment: (environment) => environment.name === "client",
    async writeBundle(_options, bundle) {
      const names = Object.keys(bundle).filter((name) => kinds.has(extname(name)));
      await Promise.all(names.map((name) => compress(join(output, name))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < SMALLEST) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: content.length > LARGE ? 9 : constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const compressed = {
    br: await promisify(brotliCompress)(content, { params }),
    gz: await promisify(gzip)(content, { level: 9 }),
  };
  for (const [suffix, bytes] of Object.entries(compressed)) {
    if (bytes.length < content.length) await writeFile(`${file}.${suffix}`, bytes);
  }
}
