"""The ready views of the database exports, and the questions that they answer, one SQL file each.

The same text for DuckDB and SQLite. A file opens with two comments, ``-- vi:`` and ``-- en:``: what a row of the view
is, or the question that is asked. Reference pages and the databases' own comments are made from them.
"""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A named statement with what it is for, in both languages."""

    name: str
    vi: str
    en: str
    sql: str

    def told(self, language: str) -> str:
        """What a row of the view is, or what is asked."""
        return self.vi if language == "vi" else self.en


@functools.cache
def views() -> tuple[Statement, ...]:
    """All views by name, which is also an order in which they can be made: a view stands on ones before it."""
    return _statements("views")


@functools.cache
def questions() -> tuple[Statement, ...]:
    """What auditors ask of an archive, each a query over the views."""
    return _statements("questions")


def _statements(folder: str) -> tuple[Statement, ...]:
    found = []
    for file in (resources.files("pipeline") / "export" / folder).iterdir():
        if file.name.endswith(".sql"):
            vi, en, sql = file.read_text(encoding="utf-8").split("\n", 2)
            found.append(
                Statement(
                    name=file.name.removesuffix(".sql"),
                    vi=vi.removeprefix("-- vi: "),
                    en=en.removeprefix("-- en: "),
                    sql=sql.strip().removesuffix(";"),
                )
            )
    return tuple(sorted(found, key=lambda statement: statement.name))
