"""A report's normalized text as paragraphs, tables and footnotes, from which every format is made.

The text has one paragraph a line; neighbouring lines with tabs are a table; lines at the end that begin with
superscript digits, and the lines after them, are footnotes.
"""

from __future__ import annotations

import dataclasses
import re

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
PLAIN = str.maketrans(RAISED, "0123456789")


@dataclasses.dataclass(frozen=True)
class Parts:
    """Paragraphs and tables in order, and the footnotes by number."""

    blocks: list[str | list[list[str]]]
    notes: dict[str, list[str]]

    def called(self, text: str) -> list[str]:
        """The numbers of the footnotes whose anchors stand in a text."""
        return [m for m in re.findall(f"[{RAISED}]+", text) if m in self.notes]


def parts_of(text: str) -> Parts:
    """A normalized text as blocks and footnotes."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line[:1] in RAISED and line), len(lines))
    blocks: list[str | list[list[str]]] = []
    for line in lines[:first]:
        if "\t" in line:
            if not blocks or isinstance(blocks[-1], str):
                blocks.append([])
            table = blocks[-1]
            assert isinstance(table, list)
            table.append(line.split("\t"))
        else:
            blocks.append(line)
    notes: dict[str, list[str]] = {}
    for line in lines[first:]:
        match = re.match(f"([{RAISED}]+) ?(.*)", line)
        if match:
            notes[match[1]] = [match[2]]
        else:
            notes[list(notes)[-1]].append(line)
    return Parts(blocks, notes)
