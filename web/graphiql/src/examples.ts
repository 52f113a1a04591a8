/** What the tabs hold on the first visit, in the order of the files; afterwards GraphiQL keeps the visitor's own tabs. */
const files = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });

export const examples = Object.values(files).map((query) => ({ query }));
