/**
 * Writes src/operations.ts from schema.graphql and clients/operations, and the list of documents by
 * which a register executes nothing else (`make clients`).
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, Kind, parse, print, visit } from "graphql";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

const names = readdirSync(new URL("clients/operations/", root)).filter((it) => it.endsWith(".graphql")).sort();
const documents = names.map((name) => ({ location: name, document: parse(read(`clients/operations/${name}`), { noLocation: true }) }));
const definitions = documents.flatMap((it) => it.document.definitions);
const fragments = new Map(definitions.filter((it) => it.kind === Kind.FRAGMENT_DEFINITION).map((it) => [it.name.value, it]));
const operations = definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);

/** Return the names of the fragments that a definition spreads, and that these spread. */
function spread(definition, found = new Set()) {
  visit(definition, {
    FragmentSpread(node) {
      if (found.has(node.name.value)) return;
      found.add(node.name.value);
      spread(fragments.get(node.name.value), found);
    },
  });
  return found;
}

const texts = new Map(
  operations.map((it) => {
    const needed = [...spread(it)].sort().map((name) => fragments.get(name));
    return [it.name.value, [it, ...needed].map((part) => print(part)).join("\n\n")];
  }),
);

const digest = (text) => createHash("sha256").update(text).digest("hex");

const schema = parse(read("schema.graphql"), { noLocation: true });
const types = await codegen({
  schema,
  schemaAst: buildSchema(read("schema.graphql")),
  documents,
  filename: "operations.ts",
  plugins: [{ operations: {} }],
  pluginMap: { operations: typescriptOperations },
  config: {
    immutableTypes: true,
    skipTypename: true,
    arrayInputCoercion: false,
    inputMaybeValue: "T | null | undefined",
    useTypeImports: true,
    scalars: {
      ID: "string",
      UUID: "string",
      Date: "string",
      DateTime: "string",
      PartialDate: "string",
      Decimal: "string",
      JSON: "unknown",
    },
  },
});

const constants = operations.map((it) => {
  const name = it.name.value;
  const suffix = it.operation === "mutation" ? "Mutation" : "Query";
  return `export const ${name}: Document<${name}${suffix}, ${name}${suffix}Variables> = {
  name: ${JSON.stringify(name)},
  operation: ${JSON.stringify(it.operation)},
  sha256: ${JSON.stringify(digest(texts.get(name)))},
  text: \`${texts.get(name).replaceAll(/`|\\|\$(?=\{)/g, "\\$&")}\`,
};
`;
});

writeFileSync(
  new URL("src/operations.ts", import.meta.url),
  `/** Written by \`make clients\` from schema.graphql and clients/operations. */
import type { Document } from "./document.ts";

${types.trim()}

${constants.join("\n")}`,
);

const listed = operations.map((it) => [digest(texts.get(it.name.value)), texts.get(it.name.value)]);
writeFileSync(
  new URL("documents.json", import.meta.url),
  `${JSON.stringify(Object.fromEntries(listed), null, 2)}\n`,
);
