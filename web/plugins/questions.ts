import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/**
 * What each question is asked with and what its rows are made of, so that a form can be made of the one, and a query and a
 * table of the other.
 */
export function questionsOf(schema: GraphQLSchema): string {
  const asks: string[] = [];
  const types = new Map<string, GraphQLObjectType>();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const answer = getNamedType(field.type);
    if (!isObjectType(answer) || !answer.name.endsWith("Answer")) continue;
    const row = getNamedType(answer.getFields().rows?.type);
    if (!isObjectType(row)) continue;
    collect(row, types);
    const given = field.args.map(({ name, type }) => `${name}: { type: "${type}", choice: ${isEnumType(getNamedType(type))} }`);
    asks.push(`  ${field.name}: { row: "${row.name}", given: { ${given.join(", ")} } },`);
  }
  const described = [...types.values()].map((type) => {
    const fields = Object.values(type.getFields()).map(({ name, type: of, description }) => {
      const named = getNamedType(of);
      const list = isListType(isNonNullType(of) ? of.ofType : of);
      return `    ${name}: { type: "${named.name}", list: ${list}, about: ${JSON.stringify(description ?? "")} },`;
    });
    return `  ${type.name}: {\n${fields.join("\n")}\n  },`;
  });
  return `/** A field of a row, or of a part of one. */
export interface Field {
  readonly type: string;
  readonly list: boolean;
  /** What it holds, in the API's words. */
  readonly about: string;
}

/** By the root field of a question: the type of its rows, and what it is given. */
export const ASKS: Readonly<
  Record<string, { readonly row: string; readonly given: Readonly<Record<string, { readonly type: string; readonly choice: boolean }>> }>
> = {
${asks.join("\n")}
};

/** The types of rows and of their parts, by name. */
export const TYPES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
${described.join("\n")}
};
`;
}

function collect(type: GraphQLObjectType, into: Map<string, GraphQLObjectType>): void {
  if (into.has(type.name)) return;
  into.set(type.name, type);
  for (const field of Object.values(type.getFields())) {
    const named = getNamedType(field.type);
    if (isObjectType(named)) collect(named, into);
  }
}
