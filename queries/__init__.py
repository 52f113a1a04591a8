"""The question library: each question is an object with Cypher and a row model."""
