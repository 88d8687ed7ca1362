"""Every coded value that a table can hold, with what people call it: vocabularies and the table ``labels``."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from importlib import resources

from extractors.columns import column as described  # Label has a field of that name
from pipeline.audits.registry import every_rule

# From the worst down.
SEVERITIES = ("error", "warning", "info")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One value of a vocabulary."""

    value: str
    vi: str
    en: str
    definition: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What people call a column (``value`` is null) or one of its coded values, in both languages."""

    table: str = described("Table the label is for", "Bảng")
    column: str = described("Column the label is for", "Cột")
    value: str | None = described("The coded value; null for the column itself", "Giá trị", default=None)
    label_vi: str = described("What it is called in Vietnamese", "Nhãn tiếng Việt")
    label_en: str = described("What it is called in English", "Nhãn tiếng Anh")
    definition: str = described("What it means", "Định nghĩa")


@functools.cache
def vocabularies() -> dict[str, tuple[Code, ...]]:
    """The vocabularies that columns name: those of labels.toml, and ``rule``, which the rules themselves declare."""
    path = resources.files("patterns") / "vocabularies" / "labels.toml"
    listed = {
        name: tuple(Code(**code) for code in codes)
        for name, codes in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }
    rules = tuple(
        Code(value=rule.name, vi=rule.title_vi, en=rule.title_en, definition=_first_line(rule.check.__doc__))
        for rule in every_rule()
    )
    return {**listed, "rule": rules}


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().split("\n")[0]


@functools.cache
def values_of(vocabulary: str) -> frozenset[str]:
    """The coded values of a vocabulary. Raises KeyError where there is none of this name."""
    return frozenset(code.value for code in vocabularies()[vocabulary])


def name_of(vocabulary: str, value: str, language: str) -> str:
    """What people call a coded value, in Vietnamese or English. Raises KeyError for a value that is not there."""
    codes = {code.value: code for code in vocabularies()[vocabulary]}
    return codes[value].vi if language == "vi" else codes[value].en
