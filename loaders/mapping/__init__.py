"""Mapping files: a YAML file says what the columns of a table become, in the words of the bundle (docs/mapping.md).

`model` has what can be written, `file` reads it, `form` loads a table by it, `presets` are those that are shipped.
"""
