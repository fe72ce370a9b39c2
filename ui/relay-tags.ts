/** The Vite plugin that replaces each graphql`…` tag with the artifact of relay-compiler. */
import { dirname, join, relative } from "node:path";
import type { Plugin } from "vite";

const tag = /graphql`\s*(?:query|mutation|fragment)\s+(\w+)[^`]*`/g;

/** Return the plugin for the artifacts of one folder. */
export function relayTags(artifacts: string): Plugin {
  return {
    name: "relay-tags",
    enforce: "pre",
    transform: {
      filter: { id: /\.tsx?$/, code: "graphql`" },
      handler(code, file) {
        const names = new Set<string>();
        const body = code.replace(tag, (_tag, name: string) => {
          names.add(name);
          return `${name}__artifact`;
        });
        const imports = [...names].map((name) => {
          const path = relative(dirname(file), join(artifacts, `${name}.graphql`));
          const from = path.replaceAll("\\", "/").replace(/^(?!\.)/, "./");
          return `import ${name}__artifact from ${JSON.stringify(from)};`;
        });
        // On one line, so that the lines of the source keep their numbers.
        return { code: imports.join("") + body, map: null };
      },
    },
  };
}
