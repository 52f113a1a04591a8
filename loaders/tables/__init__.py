"""Tables of any kind (CSV, TSV, XLSX, ODS, Parquet, JSON, JSON lines) as columns and rows of text, each with its place.

`tables.opening` has what callers need: `grids` for lines of cells with what is merged, `tables` for named columns,
`peek` for the beginning of a table. All of it streams, within bounds; what can't be read is a problem with its place.
"""
