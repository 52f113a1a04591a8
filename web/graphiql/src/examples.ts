/** What a tab holds on the first visit; afterwards GraphiQL keeps the visitor's own tabs. */
export interface Example {
  query: string;
  variables?: string;
}

export const examples: Example[] = [
  {
    query: `# Ctrl-Enter runs it. The other tabs hold larger examples.
query Hello {
  __typename
}
`,
  },
  {
    query: `# Which brand goals does each moment of truth serve, and where does the chain break?
query Trace {
  trace {
    rows {
      moment { key name }
      links {
        relationship
        strength
        end { kind name }
        evidence { source basis locator }
      }
      brandGoal { name }
      strength
      gap
    }
    restsOn { claims stated inferred measured sources { key } }
    complete
  }
}
`,
  },
  {
    query: `# A whole journey map in one request.
query JourneyMap($key: String!) {
  journey(key: $key) {
    name
    stages {
      edges {
        node {
          name
          steps {
            edges {
              node {
                name
                via { edges { node { name } } }
                momentsOfTruth { edges { node { name } } }
                painPoints { edges { node { name severity } } }
                feelings { edges { node { score emotion { name } } } }
              }
            }
          }
        }
      }
    }
  }
}
`,
    variables: `{ "key": "newspaper-first-use" }`,
  },
  {
    query: `# Who says that the moments serve these goals?
query Evidence {
  momentsOfTruth {
    totalCount
    edges {
      node {
        name
        serves {
          edges {
            node { name }
            assertions { source dataset basis locator quotes strength note }
          }
        }
      }
    }
  }
}
`,
  },
];
