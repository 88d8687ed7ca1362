"""Pairs expected rows with found ones: one to one, on the columns that make two rows the same thing."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

Row = Mapping[str, Any]

# The columns on which two rows are the same thing, and those compared once they are.
KEYS: dict[str, tuple[str, ...]] = {
    "sections": ("path", "heading"),
    "citations": ("doc_type", "code", "issued_date"),
    "dossiers": ("metric", "scope", "value"),
    "rates": ("metric", "scope", "value"),
    "staffing": ("measure", "category", "value"),
    "procedures": ("metric", "scope", "value"),
    "scores": ("score", "max_score", "percent", "deduction"),
    "findings": ("rule", "subject"),
}
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "sections": ("domain",),
    "citations": ("issuer", "in_footnote", "kind"),
    "dossiers": ("role", "period_start", "period_end", "scope_name", "field", "qualifier"),
    "rates": ("role", "numerator", "denominator", "period_start", "period_end"),
    "staffing": ("role", "sector", "unit"),
    "procedures": (),
    "scores": ("criterion", "rank"),
    "findings": (),
}

# "KẾT QUẢ ĐẠT ĐƯỢC:", "Cải cách thể chế **": marks that close a heading are no part of it.
_HEADING_END = regex.compile(r"[\s.:;,*#_]+$")
# "9.737", "99,9 %", "7-8" is none: a subject that is nothing but a number.
_NUMBER = regex.compile(r"[\d.,\s%]+")
_SAME_ISSUER = {"ủy ban nhân dân": "ubnd", "hội đồng nhân dân": "hđnd"}


def canonical(column: str, value: Any) -> Any:
    """A value as it is compared: case, spaces and number types folded, dates as ISO, empty text as null.

    >>> canonical("heading", "KẾT QUẢ  ĐẠT ĐƯỢC:"), canonical("subject", "9.737"), canonical("value", 5)
    ('kết quả đạt được', '9737', 5.0)
    >>> canonical("issuer", "Ủy ban nhân dân tỉnh"), canonical("raw", " ")
    ('ubnd tỉnh', None)
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return None if value != value else round(float(value), 6)
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    text = " ".join(str(value).split()).casefold()
    if column == "heading":
        text = _HEADING_END.sub("", text)
    elif column == "subject" and _NUMBER.fullmatch(text):
        text = regex.sub(r"\D", "", text)
    elif column == "issuer":
        for long, short in _SAME_ISSUER.items():
            text = text.replace(long, short)
    return text or None


def readings(expected: Row) -> Iterator[Row]:
    """The row as annotated, then every other reading its annotation accepts."""
    yield expected
    for other in expected.get("accept", ()):
        yield {**expected, **other}


def agrees(expected: Row, found: Row, columns: Sequence[str]) -> bool:
    """Whether a found row has the expected values; a column the annotation leaves out is not compared."""
    return all(
        canonical(column, expected[column]) == canonical(column, found.get(column))
        for column in columns
        if column in expected
    )


def accepts(expected: Row, found: Row, columns: Sequence[str]) -> bool:
    """Whether a found row agrees with one of the accepted readings."""
    return any(agrees(reading, found, columns) for reading in readings(expected))


def pair(expected: Sequence[Row], found: Sequence[Row], table: str) -> dict[int, int]:
    """The largest one-to-one pairing, as positions in ``expected`` to positions in ``found``.

    Rows that must be found choose before optional ones, the partner that agrees most before any other, and of rows that
    agree as well the one that has fewer such partners first.
    """
    keys, attributes = KEYS[table], ATTRIBUTES[table]

    def distance(wanted: Row, row: Row) -> tuple[bool, int]:
        return not agrees(wanted, row, keys), sum(not accepts(wanted, row, (column,)) for column in attributes)

    distances = [
        {position: distance(wanted, row) for position, row in enumerate(found) if accepts(wanted, row, keys)}
        for wanted in expected
    ]
    owner: dict[int, int] = {}

    def settle(wanted: int, tried: set[int]) -> bool:
        """Give this row a partner, moving others to another of theirs where need be."""
        for position in sorted(distances[wanted], key=distances[wanted].__getitem__):
            if position in tried:
                continue
            tried.add(position)
            if position not in owner or settle(owner[position], tried):
                owner[position] = wanted
                return True
        return False

    optional = [bool(row.get("optional")) for row in expected]
    partners = [Counter(ranked.values()) for ranked in distances]
    closest = sorted(
        (optional[wanted], away, partners[wanted][away], wanted, position)
        for wanted, ranked in enumerate(distances)
        for position, away in ranked.items()
    )
    paired: set[int] = set()
    for *_, wanted, position in closest:
        if wanted not in paired and position not in owner:
            owner[position] = wanted
            paired.add(wanted)
    for wanted in sorted(set(range(len(expected))) - paired, key=optional.__getitem__):
        settle(wanted, set())
    return {wanted: position for position, wanted in owner.items()}
