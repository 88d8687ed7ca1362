"""The silence meter: every number of a report that ended in a row, is known to be something else, or stays unexplained.

It is the honest replacement of a score of quality: it compares nothing with what somebody expects, it only counts what
the program saw and can say nothing about, and names the places.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import regex

from extractors.columns import column
from extractors.family import Reading
from extractors.located import Located
from extractors.report import Report
from patterns.codes import find_codes
from patterns.not_quantities import not_quantities
from patterns.spelling import lowered

# 9.636, 99,9, 05; the digits of a code or a date are such a token each.
_TOKEN = regex.compile(r"[0-9]+(?:[.,][0-9]+)*")
# 707/QĐ, 28-NQ, 43/ KH: what may be a document's code
_CODE_LIKE = regex.compile(r"[0-9]\w{0,4}[ ]?[/-][ ]?\p{Lu}")
_PERCENT = regex.compile(r"[ ]?%")
_DOSSIERS = regex.compile(r"(?:[ ]?(?:bộ|lượt))?[ ](?:hồ sơ|hs)(?!\w)", regex.IGNORECASE)
_MENTION = regex.compile(r"(?<!\w)(?:hồ sơ|hs)(?!\w)", regex.IGNORECASE)
# (1) (2) (3)=(4)+(5): the columns of a form, numbered below its head
_COLUMN_NUMBERS = regex.compile(r"[\s|]*(?:\(?[0-9]{1,2}\)?(?:[=+\s(]+[0-9]{1,2}\)?)*[\s|]+){2,}\(?[0-9=+()\s]*[|\s]*")
# 2023 without anything to count; a figure with a unit has been read by then
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}")
# "- 12 -", "Trang 3/15": what is left of a page's margin
_MARGIN = regex.compile(
    r"\s*+[-–]?\s*+(?:trang\s*+)?[0-9]{1,3}(?:\s*+/\s*+[0-9]{1,3})?+\s*+[-–]?\s*+", regex.IGNORECASE
)
# Kinds of quantities that have tables of their own: without a row one of them is lost.
_OF_TABLES = frozenset({"dossier", "percent", "procedure", "post"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained(Located):
    """A number or a code of the text that no row holds and nothing explains, or that was probably misread."""

    unexplained_id: str = column("Id: <doc_id>:u0001, in reading order", "Mã", default="")
    kind: str = column("What it looks like", "Loại", vocabulary="unexplained_kind")
    reason: str = column("Why nothing is said of it", "Lý do", vocabulary="unexplained_reason")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What became of the numbers of one report.

    ``seen`` counts tokens of digits and mentions of hồ sơ; each is ``in_rows``, ``recognised`` as something that no
    table is about (a date, money, a marker, prose), or listed in ``unexplained``.
    """

    seen: int
    in_rows: int
    recognised: int
    unexplained: tuple[Unexplained, ...]

    @property
    def share(self) -> float | None:
        """The share of what was seen that stays unexplained; None where nothing was seen."""
        return round(len(self.unexplained) / self.seen, 4) if self.seen else None


def measure(
    reading: Reading, rows: Mapping[str, tuple[Any, ...]], doc_id: str, doubted: Sequence[Located] = ()
) -> Silence:
    """Compare the numbers of a report with the rows that were found in it, of which some are ``doubted``."""
    report = reading.report
    held = _Spans(
        (row.start, row.end)
        for table, records in rows.items()
        if table != "sections"
        for row in records
        if isinstance(row, Located)
    )
    kinds = dict(_kinds(reading))
    found: list[Unexplained] = []
    seen = in_rows = 0
    for start, end in _lines(report.text):
        tokens = [match.span() for match in _TOKEN.finditer(report.text, start, end)]
        mentions = [match.start() for match in _MENTION.finditer(report.text, start, end)]
        inside = sum(held.overlaps(*token) for token in tokens)
        seen += len(tokens) + len(mentions)
        in_rows += inside + sum(held.overlaps(at, at + 1) for at in mentions)
        if inside < len(tokens) or _CODE_LIKE.search(report.text, start, end):
            left = [token for token in tokens if not held.overlaps(*token)]
            found.extend(_unexplained(reading, held, kinds, left, start, end))
    for row in doubted:
        held_in = _TOKEN.search(report.text, row.start, row.end)
        kind = _looks_like(report.text, held_in.end() if held_in else row.end)
        found.append(_row(report, row.start, row.end, kind, "misread"))
    in_rows -= len(doubted)
    found.sort(key=lambda row: row.start)
    numbered = tuple(
        dataclasses.replace(row, doc_id=doc_id, unexplained_id=f"{doc_id}:u{count:04d}")
        for count, row in enumerate(found, start=1)
    )
    return Silence(seen=seen, in_rows=in_rows, recognised=max(0, seen - in_rows - len(numbered)), unexplained=numbered)


class _Spans:
    """Half-open spans that can be asked for an overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._reach: list[int] = []
        for start, end in sorted(spans):
            self._starts.append(start)
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a span shares a character with [start, end)."""
        at = bisect_right(self._starts, end - 1)
        return at > 0 and self._reach[at - 1] > start


def _kinds(reading: Reading) -> Iterator[tuple[int, str]]:
    """The kind of what each token counts, by its offset, as far as a statement has read it."""
    for statement in reading.statements:
        for quantity in statement.quantities:
            kind = quantity.kind
            if kind in (None, "other") and quantity.partner is not None:
                # "xếp thứ 14/63": the lower end of a rank counts nothing of its own.
                kind = statement.quantities[quantity.partner].kind
            for match in _TOKEN.finditer(statement.text, quantity.number.start, quantity.number.end):
                yield match.start(), kind or "other"


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _unexplained(
    reading: Reading,
    held: _Spans,
    kinds: Mapping[int, str],
    left: list[tuple[int, int]],
    start: int,
    end: int,
) -> Iterator[Unexplained]:
    """What nothing explains among the tokens of one line that no row holds."""
    report = reading.report
    text = report.text
    if _COLUMN_NUMBERS.fullmatch(text, start, end) or _MARGIN.fullmatch(text, start, end):
        return
    codes = [
        (code.start, code.end)
        for code in find_codes(text, start, end)
        if code.strong and not held.overlaps(code.start, code.end) and not _is_own(reading, code.number, code.symbol)
    ]
    for first, last in codes:
        yield _row(report, first, last, "code", "no_row")
    explained: _Spans | None = None
    for first, last in left:
        kind = kinds.get(first)
        if any(a <= first < b for a, b in codes) or (kind is None and _YEAR.fullmatch(text, first, last)):
            continue
        if kind in _OF_TABLES:
            yield _row(report, first, last, _looks_like(text, last), "no_row")
        elif kind == "other" or kind is None:
            # A statement begins anew at a line, and so does what explains its digits.
            explained = explained or _Spans((a, b) for a, b, _ in not_quantities(text, lowered(text), start, end))
            if not explained.overlaps(first, last) and not _is_marker(report, first):
                yield _row(report, first, last, _looks_like(text, last), "unknown_thing" if kind else "not_read")


def _is_own(reading: Reading, number: str, symbol: str) -> bool:
    """Whether a code is the report's own."""
    header = reading.header
    return number == header.number and header.symbol is not None and symbol.endswith(header.symbol)


def _is_marker(report: Report, start: int) -> bool:
    """Whether a token stands in the marker of its section."""
    section = report.section_at(start)
    return section is not None and start < section.start + len(section.marker)


def _looks_like(text: str, end: int) -> str:
    if _PERCENT.match(text, end):
        return "percentage"
    return "dossiers" if _DOSSIERS.match(text, end) else "number"


def _row(report: Report, start: int, end: int, kind: str, reason: str) -> Unexplained:
    section = report.section_at(start)
    return Unexplained(
        start=start,
        end=end,
        raw=report.text[start:end],
        page=report.page_at(start),
        section_id=section.section_id if section is not None else None,
        kind=kind,
        reason=reason,
    )
