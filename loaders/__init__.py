"""Files in, graph out: one module per form of research data, on one pipeline."""
