"""Changes through the API: single claims, and files that are planned, applied and undone."""
