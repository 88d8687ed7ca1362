"""What tables and columns are called and mean, in Vietnamese or English: ``descriptions.toml`` beside the schema."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from pipeline.schema import Table


@functools.cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    path = resources.files("pipeline") / "descriptions.toml"
    loaded: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return loaded


def translated(kind: str) -> frozenset[str]:
    """The English texts that have a Vietnamese one: descriptions of ``columns``, or ``units``."""
    return frozenset(_texts()[kind])


def table_title(table: Table, language: str) -> str:
    """What people call a table; its name where nobody has said."""
    title: str = _texts()["tables"].get(table.name, {}).get(f"title_{language}", table.name)
    return title


def table_description(table: Table, language: str) -> str:
    """What the rows of a table are; in English where there is no Vietnamese."""
    if language != "vi":
        return table.description
    description: str = _texts()["tables"].get(table.name, {}).get("description_vi", table.description)
    return description


def column_title(table: Table, name: str, language: str) -> str:
    """What people call a column.

    >>> from pipeline.schema import table_named
    >>> column_title(table_named("rates"), "value", "vi"), column_title(table_named("rates"), "scope_name", "en")
    ('Giá trị', 'scope name')
    """
    return table.columns[name].label_vi if language == "vi" else name.replace("_", " ")


def column_description(table: Table, name: str, language: str) -> str:
    """What a column holds, with its unit; in English where there is no Vietnamese."""
    described = table.columns[name]
    text, unit = described.description, described.unit
    if language == "vi":
        text = _texts()["columns"].get(text, text)
        unit = _texts()["units"].get(unit, unit) if unit else None
    return f"{text} ({unit})" if unit else text
