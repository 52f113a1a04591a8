"""The GraphQL API over the schema registry and the question library."""
