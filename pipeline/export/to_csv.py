"""A run as a folder of CSV files that Excel opens right, with a data package that describes them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.datapackage import DATAPACKAGE, datapackage, heads
from pipeline.errors import RasoatError
from pipeline.export.cells import harmless
from pipeline.export.stored import Stored, flat_rows
from pipeline.export.targets import unfinished


def write_csv(tables: Sequence[Stored], folder: Path, language: str) -> None:
    """Write ``<table>.csv`` for every table: UTF-8 with a byte order mark, heads and codes in words, no formulas.

    Numbers and dates are ISO (99.65, 2023-06-14), lists are JSON. Raises RasoatError where nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RasoatError("not_writable", path=str(folder), problem=error.strerror or str(error)) from error
    for stored in tables:
        with (
            unfinished(folder / f"{stored.table.name}.csv") as path,
            path.open("w", encoding="utf-8-sig", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow(heads(stored.table, language).values())
            writer.writerows(_cells(stored, language))
    with unfinished(folder / DATAPACKAGE) as path:
        named = {stored.table.name: [f"{stored.table.name}.csv"] for stored in tables}
        path.write_text(datapackage(named, spoken=language), encoding="utf-8")


def _cells(stored: Stored, language: str) -> Iterator[list[Any]]:
    for row in flat_rows(stored, language=language):
        yield [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else harmless(value)
