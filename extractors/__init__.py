"""From text to facts: one family per file, each with its record type and one find function."""
