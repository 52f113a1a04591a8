/** What a tab holds on the first visit; afterwards GraphiQL keeps the visitor's own tabs. */
export interface Example {
  query: string;
  variables?: string;
}

export const examples: Example[] = [
  {
    query: `# Ctrl-Enter runs it.
query Hello {
  __typename
}
`,
  },
];
