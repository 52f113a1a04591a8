"""What the graph holds: kinds, relationships, the registry, and what derives from them."""
