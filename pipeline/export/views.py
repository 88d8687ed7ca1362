"""The ready views of the database exports, one SQL file each in ``views/``; the same text for DuckDB and SQLite.

A file opens with two comments, ``-- vi:`` and ``-- en:``, that say what a row is; reference pages and the databases'
own comments are made from them.
"""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view: its name, what a row of it is in both languages, and the statement that makes it."""

    name: str
    vi: str
    en: str
    sql: str

    def description(self, language: str) -> str:
        """What a row of the view is."""
        return self.vi if language == "vi" else self.en


@functools.cache
def views() -> tuple[View, ...]:
    """All views by name, which is also an order in which they can be made: a view stands on ones before it."""
    found = []
    for file in (resources.files("pipeline") / "export" / "views").iterdir():
        if file.name.endswith(".sql"):
            vi, en, sql = file.read_text(encoding="utf-8").split("\n", 2)
            found.append(
                View(
                    name=file.name.removesuffix(".sql"),
                    vi=vi.removeprefix("-- vi: "),
                    en=en.removeprefix("-- en: "),
                    sql=sql.strip().removesuffix(";"),
                )
            )
    return tuple(sorted(found, key=lambda view: view.name))
