"""What the cells of a table count: by the head of their column, a stated unit, the table, or the head of their row."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.lines import Line
from patterns.numbers import Number
from patterns.vocabulary import load

Span = tuple[int, int]

# What tables of these reports count; a head's other nouns (years, levels) are no units.
_COUNTED = frozenset(
    {"dossier", "procedure", "post", "person", "turn", "percent", "point", "money", "document", "task"}
)
# Words that tables of nothing else have.
_WAYS = frozenset({"receive", "resolve", "pending", "on_time", "early", "late", "not_due", "in_term", "carried"})
_CHANNELS = frozenset({"online", "direct"})
_PERCENT_HEAD = regex.compile(r"%|tỷ lệ|tỉ lệ", regex.IGNORECASE)


def counts_dossiers(text: str, head: Sequence[Span]) -> bool:
    """Whether a column counts dossiers, so that 1987 in it is no year."""
    features = {hit.entry.canonical for a, b in head for hit in load("dossier_cues").find(text, a, b)}
    return bool(features & (_WAYS | _CHANNELS))


def kind_of_table(text: str, table: Sequence[tuple[Line, Sequence[Span]]]) -> str | None:
    """What a table counts where a column does not say: what its heads name, else dossiers, where two ways are named."""
    start, end = (table[0][0].start, table[-1][0].end) if table else (0, 0)
    units = {hit.entry.canonical for hit in load("units").find(text, start, end)}
    if "dossier" not in units and "procedure" in units:
        return "procedure"
    # "ĐH", "TN" alone are degrees and other things as well.
    hits = load("dossier_cues").find(text, start, end)
    features = {hit.entry.canonical for hit in hits if hit.end - hit.start > 2}
    received = "receive" in features and features & _CHANNELS
    return "dossier" if len(features & _WAYS) > 1 or received else None


# "Đơn vị tính", "ĐVT": the column that says what each row counts.
_UNIT_HEAD = regex.compile(r"\W*(?:đơn vị tính|đvt)\W*", regex.IGNORECASE)


def stated_unit(text: str, heads: Sequence[Span], cell: Span) -> str | None:
    """What a row counts by its cell under "Đơn vị tính", where that is a unit."""
    if not any(_UNIT_HEAD.fullmatch(text, *head) for head in heads):
        return None
    written = text[slice(*cell)].strip()
    if written == "%":
        return "percent"
    hit = next(iter(load("units").find(text, *cell)), None)
    whole = hit is not None and text[hit.start : hit.end].casefold() == written.casefold()
    return hit.entry.canonical if hit is not None and whole else None


def kind_of_cell(
    text: str, number: Number, head: Sequence[Span], row_head: Sequence[Span], default: str | None
) -> str | None:
    """What a cell counts: by its column, a percentage by its row ("Tỷ lệ … (%)"), the table, else its row."""
    in_row = _kind(text, number, row_head)
    return _kind(text, number, head) or ("percent" if in_row == "percent" else None) or default or in_row


def _kind(text: str, number: Number, heads: Sequence[Span]) -> str | None:
    words = " ".join(text[a:b] for a, b in heads)
    if number.unit is not None:
        return number.unit
    if _PERCENT_HEAD.search(words):
        return "percent"
    units = [h.entry.canonical for a, b in heads for h in load("units").find(text, a, b)]
    units = [unit for unit in units if unit in _COUNTED]
    return units[-1] if units else None
