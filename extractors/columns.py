"""The description of a table column, kept beside the field it describes.

A record type is the schema: the Arrow schema, the reference pages and the labels are made from these descriptions.
"""

from __future__ import annotations

import dataclasses
from typing import Any

_COLUMN = "column"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a reader of a table must know of one column."""

    description: str
    label_vi: str
    unit: str | None = None
    vocabulary: str | None = None
    refers_to: str | None = None


def column(
    description: str,
    label_vi: str,
    *,
    unit: str | None = None,
    vocabulary: str | None = None,
    refers_to: str | None = None,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A dataclass field that carries its column's description.

    ``vocabulary`` names a list of labels in ``patterns/vocabularies/labels.toml``; a value outside it is refused
    when the tables are written. ``refers_to`` names the column whose value this one holds: "sections.section_id".
    """
    described = Column(
        description=description, label_vi=label_vi, unit=unit, vocabulary=vocabulary, refers_to=refers_to
    )
    metadata = {_COLUMN: described}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def columns_of(record: type) -> dict[str, Column]:
    """The described columns of a record type, in field order."""
    return {f.name: f.metadata[_COLUMN] for f in dataclasses.fields(record) if _COLUMN in f.metadata}
