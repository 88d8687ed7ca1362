"""Ids: unique in the archive, the same in every run, made of the file's bytes and the reading order."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from extractors.located import Figure
from patterns.records import changed
from pipeline.audits.findings import Finding

Rows = Mapping[str, tuple[Any, ...]]

# What a figure of each table counts: decides the order of figures that begin at the same character.
_WHAT_IT_COUNTS = ("metric", "measure", "criterion")


def doc_id_of(data: bytes) -> str:
    """First 16 hex digits of the SHA-256 of a file's bytes.

    >>> doc_id_of(b"")
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(data).hexdigest()[:16]


def is_reference(name: str) -> bool:
    """Whether a column holds the id of a row or a group."""
    return name != "doc_id" and (name.endswith("_id") or name in ("resolves_to", "part_of"))


@cache
def _references(kind: type) -> tuple[str, ...]:
    """The columns of a record that hold ids of rows or groups."""
    return tuple(field.name for field in dataclasses.fields(kind) if is_reference(field.name))


def with_document(record: Any, doc_id: str) -> Any:
    """The record with its document's id, and that id before each of its local ids ("c0001")."""
    changes: dict[str, str] = {"doc_id": doc_id}
    for name in _references(record.__class__):
        local = getattr(record, name)
        if local:
            changes[name] = f"{doc_id}:{local}"
    return changed(record, **changes)


def _reading_order(table: str, figure: Figure) -> tuple[int, str, str]:
    counted = next((str(getattr(figure, name)) for name in _WHAT_IT_COUNTS if hasattr(figure, name)), "")
    return figure.start, table, counted


def number_figures(rows: Rows) -> dict[str, tuple[Any, ...]]:
    """Give the figures of all tables one numbering, f0001 and up: by start, then table, then metric.

    Rows keep their places in their tables, and ``part_of`` follows the new numbers; it becomes null where the whole is
    a quantity that made no row. Groups, whatever families call them, become g0001 and up in the order of their first
    figures. Tables of other things pass unchanged.
    """
    figures = [
        (_reading_order(table, row), position, table)
        for table, records in rows.items()
        for position, row in enumerate(records)
        if isinstance(row, Figure)
    ]
    figures.sort(key=lambda item: item[:2])
    renamed: dict[tuple[str, str], str] = {}
    anywhere: dict[str, str] = {}
    for count, (_, position, table) in enumerate(figures, start=1):
        local, final = rows[table][position].figure_id, f"f{count:04d}"
        renamed.setdefault((table, local), final)
        anywhere.setdefault(local, final)
    groups: dict[str, str] = {}
    for _, position, table in figures:
        if local := rows[table][position].group_id:
            groups.setdefault(local, f"g{len(groups) + 1:04d}")
    numbered = {table: list(records) for table, records in rows.items()}
    for count, (_, position, table) in enumerate(figures, start=1):
        row = numbered[table][position]
        whole = renamed.get((table, row.part_of)) or anywhere.get(row.part_of) if row.part_of else None
        numbered[table][position] = changed(
            row,
            figure_id=f"f{count:04d}",
            part_of=whole,
            group_id=groups[row.group_id] if row.group_id else None,
        )
    return {table: tuple(records) for table, records in numbered.items()}


def identify(rows: Rows, doc_id: str) -> dict[str, tuple[Any, ...]]:
    """Rows of one document with their ids in the archive."""
    return {
        table: tuple(with_document(record, doc_id) for record in records)
        for table, records in number_figures(rows).items()
    }


def number_findings(findings: Iterable[Finding], doc_id: str) -> tuple[Finding, ...]:
    """Findings with their ids, in reading order; those without a place come last."""

    def order(finding: Finding) -> tuple[bool, int, str, str]:
        return finding.start is None, finding.start or 0, finding.rule, finding.subject

    ordered: Sequence[Finding] = sorted(findings, key=order)
    return tuple(
        dataclasses.replace(finding, doc_id=doc_id, finding_id=f"{doc_id}:a{count:04d}")
        for count, finding in enumerate(ordered, start=1)
    )
