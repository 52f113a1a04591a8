import {
  getNamedType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLSchema,
  isEnumType,
  isRequiredArgument,
  isScalarType,
} from "graphql";

/** What every node says of itself in the interface, so that a page shows it otherwise. */
const SHOWN = new Set(["id", "key", "kind", "name"]);

/** The properties of each kind, so that a page can ask for all of a node's, and a new one shows by itself. */
export function propertiesOf(schema: GraphQLSchema): string {
  const kinds = schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType);
  const lines = kinds.map((kind) => {
    const names = Object.values(kind.getFields()).filter(isProperty).map(({ name }) => name);
    return `  ${token(kind.name)}: { type: "${kind.name}", properties: ${JSON.stringify(names)} },`;
  });
  return `/** The type of each kind in the API's schema, and its properties. */
export const PROPERTIES: Readonly<Record<string, { readonly type: string; readonly properties: readonly string[] }>> = {
${lines.join("\n")}
};
`;
}

function isProperty({ name, type, args }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  return !SHOWN.has(name) && !args.some(isRequiredArgument) && (isScalarType(named) || isEnumType(named));
}

/** `MomentOfTruth` as `moment_of_truth`. */
function token(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}
