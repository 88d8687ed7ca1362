"""The tables of a run in the files that other programs open: DuckDB, SQLite, Excel, CSV."""
