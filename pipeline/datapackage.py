"""The tables of a run as a data package (Frictionless v1, tabular): ``datapackage.json`` beside them.

Made from the schema alone: types, keys, foreign keys, codes, and descriptions in both languages. A resource may be many
files; a reader joins them in the order in which they are named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.descriptions import column_description, column_title, table_description, table_title
from pipeline.labels import name_of, vocabularies
from pipeline.schema import Table, arrow_schema, tables

DATAPACKAGE = "datapackage.json"
_TYPES = {
    pa.string(): "string",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}
_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True}


def datapackage(files: Mapping[str, Sequence[str]], *, spoken: str | None = None) -> str:
    """The descriptor of a package as JSON; ``files`` has the paths of every table's files, from where it stands.

    The files are Parquet; or CSV for people, whose heads and codes are in the language ``spoken``. A table that
    ``files`` does not name is left out, and so are references to it.
    """
    known = [table for table in tables() if files.get(table.name)]
    names = {table.name for table in known}
    package = {
        "profile": "tabular-data-package",
        "name": "rasoat",
        "title": "Báo cáo cải cách hành chính: các bảng đã kiểm tra",
        "description": _both(
            "Số liệu, viện dẫn và phát hiện đọc từ báo cáo cải cách hành chính",
            "Figures, citations and findings read from administrative-reform reports",
        ),
        "resources": [_resource(table, files[table.name], names, spoken) for table in known],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def heads(table: Table, language: str) -> dict[str, str]:
    """The heads of a table's columns for people, by column name; none stands twice, even where two share a label."""
    titles = {name: column_title(table, name, language) for name in table.columns}
    shared = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    return {name: f"{title} ({name})" if title in shared else title for name, title in titles.items()}


def _resource(table: Table, paths: Sequence[str], known: set[str], spoken: str | None) -> dict[str, Any]:
    called = heads(table, spoken) if spoken else {name: name for name in table.columns}
    schema: dict[str, Any] = {"fields": [_field(table, field, called, spoken) for field in arrow_schema(table)]}
    if table.key:
        schema["primaryKey"] = [called[name] for name in table.key]
    foreign = list(_foreign_keys(table, called, known, spoken))
    if foreign:
        schema["foreignKeys"] = foreign
    form = (
        {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig", "dialect": _DIALECT}
        if spoken
        else {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    )
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": paths[0] if len(paths) == 1 else list(paths),
        "title": table_title(table, "vi"),
        "title_en": table_title(table, "en"),
        "description": _both(table_description(table, "vi"), table_description(table, "en")),
        **form,
        "schema": schema,
    }


def _field(table: Table, field: pa.Field, called: Mapping[str, str], spoken: str | None) -> dict[str, Any]:
    described = table.columns[field.name]
    made: dict[str, Any] = {
        "name": called[field.name],
        "type": _TYPES.get(field.type, "array"),
        "title": column_title(table, field.name, "vi"),
        "title_en": column_title(table, field.name, "en"),
        "description": _both(column_description(table, field.name, "vi"), column_description(table, field.name, "en")),
    }
    if spoken:
        made["column"] = field.name
    if described.unit:
        made["unit"] = described.unit
    constraints: dict[str, Any] = {}
    if not field.nullable:
        constraints["required"] = True
    if described.vocabulary:
        listed = [code.value for code in vocabularies()[described.vocabulary]]
        constraints["enum"] = (
            list(dict.fromkeys(name_of(described.vocabulary, value, spoken) for value in listed)) if spoken else listed
        )
    if constraints:
        made["constraints"] = constraints
    return made


def _foreign_keys(
    table: Table, called: Mapping[str, str], known: set[str], spoken: str | None
) -> Sequence[Mapping[str, Any]]:
    found = []
    for name, described in table.columns.items():
        if not described.refers_to:
            continue
        target, column = described.refers_to.split(".")
        if target in known:
            there = next(other for other in tables() if other.name == target)
            field = heads(there, spoken)[column] if spoken else column
            reference = {"resource": "" if target == table.name else target, "fields": [field]}
            found.append({"fields": [called[name]], "reference": reference})
    return found


def _both(vi: str, en: str) -> str:
    """A text in both languages, Vietnamese first, as two paragraphs."""
    return f"{vi}.\n\n{en}."
