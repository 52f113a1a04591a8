import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, type DocumentNode, Kind, parse, print, type Source, visit } from "graphql";
import { propertiesOf } from "./facts.ts";
import { questionsOf } from "./questions.ts";

/** Writes beside each `.graphql` file of the explorer a `.graphql.ts` with its operations, typed by the API's schema. */

const EXPLORER = resolve(import.meta.dirname, "../explorer/src");
const SCHEMA = resolve(import.meta.dirname, "../../docs/schema.graphql");
const CONFIG = {
  enumType: "string-literal",
  useTypeImports: true,
  skipTypename: true,
  immutableTypes: true,
  avoidOptionals: { field: true },
  mergeFragmentTypes: true,
  scalars: { ID: "string", Date: "string", DateTime: "string", JSON: "unknown" },
};

type Document = DocumentNode & { loc?: { source: Source } };

const schema = buildSchema(readFileSync(SCHEMA, "utf8"));
const files = globSync("**/*.graphql", { cwd: EXPLORER }).sort();
const parsed = new Map<string, Document>(files.map((file) => [file, parse(readFileSync(join(EXPLORER, file), "utf8"))]));
const fragments = new Map(
  [...parsed.values()].flatMap(({ definitions }) =>
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
  ),
);

/** A document with the fragments of other files that it spreads, so that it can be sent as it is. */
function whole(document: DocumentNode): DocumentNode {
  const own = new Set(document.definitions);
  const needed = new Map(document.definitions.map((one) => [one, one]));
  for (const definition of needed.values()) {
    visit(definition, {
      FragmentSpread: ({ name }) => {
        const found = fragments.get(name.value);
        if (found && !own.has(found)) needed.set(found, found);
      },
    });
  }
  return { kind: Kind.DOCUMENT, definitions: [...needed.values()] };
}

/** The text of one operation, with only the fragments that it spreads itself. */
function textOf(document: DocumentNode, name: string): string {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value === name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  return print(whole({ kind: Kind.DOCUMENT, definitions: [operation] }));
}

for (const [file, document] of parsed) {
  const named = document.definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION && one.name ? [one] : []));
  if (named.length === 0) continue;
  const types = await codegen({
    schema: parse("scalar Unused"),
    schemaAst: schema,
    documents: [{ location: file, document: whole(document) }],
    config: CONFIG,
    filename: `${file}.ts`,
    plugins: [{ operations: {} }],
    pluginMap: { operations },
    skipDocumentsValidation: { skipDuplicateValidation: true },
  });
  const from = relative(dirname(file), "api/operation.ts");
  const constants = named.map(({ name, operation }) => {
    const word = name?.value ?? "";
    const type = `${word}${operation === "mutation" ? "Mutation" : "Query"}`;
    const text = JSON.stringify(textOf(document, word));
    return `export const ${word}: Operation<${type}, ${type}Variables> = {\n  name: "${word}",\n  text: ${text},\n};\n`;
  });
  const head = `// Written from ${file} by plugins/operations.ts.\nimport type { Operation } from "${from.startsWith(".") ? from : `./${from}`}";\n`;
  writeFileSync(join(EXPLORER, `${file}.ts`), [head, types, ...constants].join("\n"));
}

const head = "// Written by plugins/operations.ts.";
writeFileSync(join(EXPLORER, "views/node/properties.graphql.ts"), `${head}\n${propertiesOf(schema)}`);
writeFileSync(join(EXPLORER, "views/questions/rows.graphql.ts"), `${head}\n${questionsOf(schema)}`);
