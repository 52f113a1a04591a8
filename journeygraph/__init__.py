"""journeygraph: a graph-based customer journey knowledge base."""
