"""The tables: described once, in the record types, and rendered here to Arrow schemas and rows.

A record type's fields are its table's columns (see ``extractors.columns``); nothing about a column is written twice.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import operator
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from extractors.columns import Column, columns_of
from extractors.report import Section
from pipeline.audits.findings import Finding
from pipeline.documents import Document, Text
from pipeline.extract import families
from pipeline.labels import Label, values_of, vocabularies
from pipeline.personal import PersonalDatum
from pipeline.silence import Unexplained


class UnknownCodeError(ValueError):
    """A value that its column's vocabulary does not hold: a bug in what made the row, never a null."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a run; ``key`` names the columns that tell its rows apart, where none of them may be null.

    The files of a ``private`` one are for their owner alone.
    """

    name: str
    description: str
    record: type
    sorted_by: tuple[str, ...]
    private: bool = False
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> Mapping[str, Column]:
        """The described columns, the table's keys first."""
        described = columns_of(self.record)
        first = [name for name in _LEADING if name in described]
        return {name: described[name] for name in [*first, *(n for n in described if n not in first)]}


# Columns that open every table that has them; the rest follow as the record type declares them.
_LEADING = (
    "doc_id",
    "section_id",
    "citation_id",
    "figure_id",
    "finding_id",
    "unexplained_id",
    "source_path",
    "also_at",
    "format",
    "bytes",
    "sha256",
    "pages",
    "chars",
    "text_layer",
    "ocr_confidence",
    "encoding",
)


@functools.cache
def tables() -> tuple[Table, ...]:
    """Every table of a run, in the order in which a reader meets them."""
    facts = tuple(
        Table(
            name=f.table,
            description=f.description,
            record=f.record,
            sorted_by=("doc_id", "start", _id_of(f.record)),
            key=_key_of(f.record),
        )
        for f in families()
    )
    return (
        Table(
            name="documents",
            description="A row for every file met, read or not; files with the same bytes are one row",
            record=Document,
            sorted_by=("source_path", "doc_id"),
            key=("doc_id",),
        ),
        Table(
            name="texts",
            description="The normalized text of every document that was read, and the way back to its source",
            record=Text,
            sorted_by=("doc_id",),
            key=("doc_id",),
        ),
        Table(
            name="sections",
            description="A row for every numbered heading or paragraph",
            record=Section,
            sorted_by=("doc_id", "ordinal"),
            key=("section_id",),
        ),
        *facts,
        Table(
            name="findings",
            description="A row for everything that does not hold",
            record=Finding,
            sorted_by=("doc_id", "finding_id"),
            key=("finding_id",),
        ),
        Table(
            name="unexplained",
            description="A row for every number and code that no other table holds and nothing explains",
            record=Unexplained,
            sorted_by=("doc_id", "start", "unexplained_id"),
            key=("unexplained_id",),
        ),
        Table(
            name="personal_data",
            description="A row for all personal data that is masked in the texts; empty unless it is asked for",
            record=PersonalDatum,
            sorted_by=("doc_id", "start"),
            key=("doc_id", "start"),
            private=True,
        ),
        Table(
            name="labels",
            description="What people call every column and every coded value, in both languages",
            record=Label,
            sorted_by=("table", "column", "value"),
        ),
    )


def _id_of(record: type) -> str:
    """The column that tells the rows of a record type apart."""
    names = columns_of(record)
    return next((name for name in ("citation_id", "figure_id") if name in names), "end")


def _key_of(record: type) -> tuple[str, ...]:
    return (found,) if (found := _id_of(record)) != "end" else ()


def table_named(name: str) -> Table:
    """The table of this name. Raises KeyError where there is none."""
    return _by_name()[name]


@functools.cache
def _by_name() -> Mapping[str, Table]:
    return {table.name: table for table in tables()}


_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime.date: pa.date32(),
}


def _arrow_type(annotation: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of a field's annotation, and whether it may be null."""
    if annotation in _SCALARS:
        return _SCALARS[annotation], False
    arguments = typing.get_args(annotation)
    origin = typing.get_origin(annotation)
    if origin in (types.UnionType, typing.Union) and type(None) in arguments and len(arguments) == 2:
        inner = next(argument for argument in arguments if argument is not type(None))
        return _arrow_type(inner)[0], True
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return pa.list_(pa.field("element", _arrow_type(arguments[0])[0], nullable=False)), False
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        hints = typing.get_type_hints(annotation)
        inner_fields = [(f.name, *_arrow_type(hints[f.name])) for f in dataclasses.fields(annotation)]
        return pa.struct([pa.field(name, kind, nullable) for name, kind, nullable in inner_fields]), False
    raise TypeError(f"no Arrow type for {annotation!r}")


def _metadata(described: Column) -> dict[str, str]:
    facts = {
        "description": described.description,
        "label_vi": described.label_vi,
        "unit": described.unit,
        "vocabulary": described.vocabulary,
        "refers_to": described.refers_to,
    }
    return {key: value for key, value in facts.items() if value is not None}


@functools.cache
def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table: types and nullability from the annotations, descriptions as metadata."""
    hints = typing.get_type_hints(table.record)
    fields = []
    for name, described in table.columns.items():
        kind, nullable = _arrow_type(hints[name])
        fields.append(pa.field(name, kind, nullable, _metadata(described)))
    return pa.schema(fields, {"table": table.name, "description": table.description})


def check_codes(table: Table, records: Iterable[Any]) -> None:
    """Raise UnknownCodeError where a row holds a value outside its column's vocabulary."""
    coded = _coded(table.name)
    for record in records:
        for name, vocabulary, known in coded:
            value = getattr(record, name)
            if value is not None and value not in known:
                raise UnknownCodeError(f"{table.name}.{name}: {value!r} is not in the vocabulary {vocabulary}")


@functools.cache
def _coded(table: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The columns of a table that hold codes, each with its vocabulary and what that holds."""
    described = table_named(table).columns
    coded = [(name, column.vocabulary) for name, column in described.items() if column.vocabulary]
    return tuple((name, vocabulary, values_of(vocabulary)) for name, vocabulary in coded)


def to_arrow(table: Table, records: Iterable[Any]) -> pa.Table:
    """Rows of a table, sorted, as Arrow.

    Raises UnknownCodeError for a value outside its vocabulary and ValueError for a null where none may be.
    """
    rows = sorted(records, key=lambda record: tuple(_sortable(getattr(record, name)) for name in table.sorted_by))
    check_codes(table, rows)
    schema = arrow_schema(table)
    nested = [at for at, field in enumerate(schema) if pa.types.is_nested(field.type)]
    values = [_values(row, names=tuple(schema.names), nested=nested) for row in rows]
    # A table at a time: an array for every column of a few rows would cost more than the rows.
    columns = pa.RecordBatch.from_struct_array(pa.array(values, type=pa.struct(list(schema)))).columns
    for field, array in zip(schema, columns, strict=True):
        if array.null_count and not field.nullable:
            raise ValueError(f"{table.name}.{field.name} holds a null")
    return pa.Table.from_arrays(columns, schema=schema)


def _values(row: Any, *, names: tuple[str, ...], nested: Sequence[int]) -> tuple[Any, ...]:
    values = _getter(names)(row)
    if nested:
        plain = list(values)
        for at in nested:
            plain[at] = _plain(values[at])
        return tuple(plain)
    return values


@functools.cache
def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    return operator.attrgetter(*names)


def _sortable(value: Any) -> tuple[bool, Any]:
    """A key that puts nulls first and never compares them with values."""
    return value is not None, value if value is not None else 0


def _plain(value: Any) -> Any:
    """Nested records as tuples of their values, for Arrow."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _getter(_names_of(type(value)))(value)
    return value


@functools.cache
def _names_of(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(record))


def labels() -> tuple[Label, ...]:
    """The rows of the table ``labels``: one for every column of every table, one for every value it can hold."""
    found: list[Label] = []
    for table in tables():
        for name, described in table.columns.items():
            found.append(
                Label(
                    table=table.name,
                    column=name,
                    label_vi=described.label_vi,
                    label_en=name.replace("_", " "),
                    definition=described.description,
                )
            )
            for code in vocabularies()[described.vocabulary] if described.vocabulary else ():
                found.append(
                    Label(
                        table=table.name,
                        column=name,
                        value=code.value,
                        label_vi=code.vi,
                        label_en=code.en,
                        definition=code.definition,
                    )
                )
    return tuple(found)
