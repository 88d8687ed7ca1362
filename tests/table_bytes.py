"""The bytes of a run's tables, which are the same for the same documents."""

from __future__ import annotations

from pathlib import Path

from pipeline.schema import tables
from pipeline.tables import MANIFEST


def all_bytes(out: Path) -> dict[str, bytes]:
    """Every file of every table, and the manifest, by its place below ``out``."""
    names = [*(f"{table.name}/*.parquet" for table in tables()), MANIFEST]
    return {str(path.relative_to(out)): path.read_bytes() for name in names for path in sorted(out.glob(name))}
