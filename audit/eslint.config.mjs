// Looks at the schema with graphql-eslint's recommended rules and those for Relay. Each exception says why.
import graphql from "@graphql-eslint/eslint-plugin";

const { configs, parser } = graphql;

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: "./schema.graphql" } } },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...configs["flat/schema-recommended"].rules,
      ...configs["flat/schema-relay"].rules,
      // Only nodes have an identity. Connections, edges, assertions and the rows of answers are values, and Relay is
      // told so by their lack of an id; relay.py asserts that every node has one.
      "@graphql-eslint/strict-id-in-types": "off",
      // Assertions of an edge, rows of an answer and texts of a node are short lists that are read as a whole.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // A search is read from its best hit on: it pages forward only, which Relay's specification allows.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // The one directive, @oneOf, is GraphQL's own; a server that describes it would describe it another way than it does.
      "@graphql-eslint/require-description": ["error", { types: true, rootField: true, DirectiveDefinition: false }],
      // Field names are those of the model and of its files: `insights` of an insight, `contentKind` beside `kind`.
      "@graphql-eslint/no-typename-prefix": "off",
    },
  },
];
