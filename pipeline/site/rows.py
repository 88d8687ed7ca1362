"""The tables of a run, report by report."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.extract import families
from pipeline.tables import plain, read_batches, read_table

Row = dict[str, Any]


class Table:
    """One table of a run, cut by report when it is asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame.reset_index(drop=True)
        self._columns = {str(name): self.frame[name].to_numpy() for name in self.frame.columns}
        self._places: Mapping[Any, Any] = self.frame.groupby("doc_id", sort=False).indices

    def of(self, doc_id: str) -> list[Row]:
        """The rows of one report, in the table's order."""
        places = self._places.get(doc_id)
        if places is None:
            return []
        names = list(self._columns)
        values = ([plain(v) for v in column[places].tolist()] for column in self._columns.values())
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


class Run:
    """What the pages are made from: the written tables and nothing else."""

    def __init__(self, out: Path) -> None:
        """Read the tables. Raises RasoatError where ``out`` holds no finished run."""
        self._out = out
        self.documents: list[Row] = [
            {str(name): plain(value) for name, value in row.items()}
            for row in read_table(out, "documents").to_dict(orient="records")
        ]
        self.tables = {name: Table(read_table(out, name)) for name in ("sections", *fact_tables(), *_BESIDE)}
        self.labels: list[Row] = [
            {str(name): plain(value) for name, value in row.items()}
            for row in read_table(out, "labels").to_dict(orient="records")
        ]

    def texts(self) -> Iterator[tuple[Row, Row]]:
        """Every document that was read, with its text; one text is Python's own at a time."""
        documents = {document["doc_id"]: document for document in self.documents}
        for batch in read_batches(self._out, "texts"):
            for place in range(batch.num_rows):
                text: Row = batch.slice(place, 1).to_pylist()[0]
                yield documents[text["doc_id"]], text

    @functools.cached_property
    def copies(self) -> Mapping[str, str]:
        """The report that each other file of its text repeats, by their ids: a report counts once."""
        findings = self.tables["findings"].frame
        found = findings[findings["rule"] == "archive.duplicate"]
        return {str(copy): str(kept[0]) for copy, kept in zip(found["doc_id"], found["evidence"], strict=True)}

    def told(self, doc_id: str) -> list[Row]:
        """The findings that count for a report: those of a copy are its original's, but for its being one."""
        rows = self.rows("findings", doc_id)
        return [row for row in rows if row["rule"] == "archive.duplicate"] if doc_id in self.copies else rows

    def rows(self, table: str, doc_id: str) -> list[Row]:
        """The rows of one table that one report has."""
        return self.tables[table].of(doc_id)


_BESIDE = ("findings", "unexplained")


def fact_tables() -> tuple[str, ...]:
    """The tables of facts found in the text, citations first."""
    names = [family.table for family in families()]
    return ("citations", *sorted(name for name in names if name != "citations"))


def local(row_id: str) -> str:
    """The part of an id that tells rows of one report apart.

    >>> local("0c8fd06f136cf316:f0008")
    'f0008'
    """
    return row_id.rpartition(":")[2]
