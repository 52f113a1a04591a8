"""Opens the database: settings, driver, the local Neo4j, applying the schema, writing, running questions."""
