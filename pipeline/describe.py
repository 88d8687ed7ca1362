"""The schema for readers: every table and column, as text or as JSON."""

from __future__ import annotations

import typing
from typing import Any

from pipeline.labels import vocabularies
from pipeline.schema import arrow_schema, tables
from pipeline.wording import Wording


def as_json() -> dict[str, Any]:
    """All tables with their columns, and all vocabularies that columns name."""
    return {
        "tables": [
            {
                "name": table.name,
                "description": table.description,
                "columns": [
                    {"name": field.name, "type": str(field.type), "nullable": field.nullable, **_facts(field)}
                    for field in arrow_schema(table)
                ],
            }
            for table in tables()
        ],
        "vocabularies": {
            name: [
                {"value": code.value, "label_vi": code.vi, "label_en": code.en, "definition": code.definition}
                for code in codes
            ]
            for name, codes in sorted(vocabularies().items())
        },
    }


def _facts(field: typing.Any) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}


def render(words: Wording) -> str:
    """All tables with their columns, one line a column."""
    lines: list[str] = []
    for table in tables():
        lines += [f"{table.name}: {table.description}", ""]
        for field in arrow_schema(table):
            facts = _facts(field)
            notes = [facts["label_vi"]] if words.language == "vi" else []
            notes += [facts[key] for key in ("unit",) if key in facts]
            notes += [f"{words.say('schema_vocabulary')} {facts['vocabulary']}"] if "vocabulary" in facts else []
            notes += [words.say("schema_optional")] if field.nullable else []
            kind = str(field.type) if not str(field.type).startswith("list<") else "list"
            noted = f" ({'; '.join(notes)})" if notes else ""
            lines.append(f"  {field.name:<18} {kind:<12} {facts['description']}{noted}")
        lines.append("")
    return "\n".join(lines).rstrip()
