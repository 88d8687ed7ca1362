"""The words of changes: whether each is more or less, and against what. Rules see these, never the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from extractors.located import Figure
from extractors.report import Report
from pipeline.audits.findings import ChangeWords

# How far before a number its verb may stand, and how far behind it what it is compared with.
_BEFORE, _BEHIND = 60, 90

# "tăng", "cao hơn", "vượt"; not "cao" alone.
MORE = regex.compile(r"(?<!\w)(?:tăng|vượt|(?:cao|nhiều|lớn)\s+hơn)(?!\w)", regex.IGNORECASE)
# "giảm", "ít hơn", "thấp hơn"; not "giảm nghèo", which is a field.
LESS = regex.compile(r"(?<!\w)(?:giảm(?!\s+nghèo)|(?:ít|thấp)\s+hơn)(?!\w)", regex.IGNORECASE)
# "8,5% so với cùng kỳ năm 2022", "300 hồ sơ so với quý I nhưng"; not behind a comma, where another thing is compared.
AGAINST = regex.compile(
    r"[^,;.:()\d]{0,30}(?<!\w)so\s+(?:với\s+)?(?P<than>[^,;.:()\n]{1,40}?)"
    r"(?=\s*(?:[,;.:()\n]|$|(?<!\w)(?:và|nhưng|song|mà)(?!\w)))",
    regex.IGNORECASE,
)


def read_changes(report: Report, figures: Iterable[Figure]) -> Iterator[ChangeWords]:
    """What the text says of every change, in the order of the figures."""
    for figure in figures:
        if figure.role == "change":
            before = report.text[max(0, figure.start - _BEFORE) : figure.start]
            behind = AGAINST.match(report.text[figure.end : figure.end + _BEHIND])
            yield ChangeWords(
                figure_id=figure.figure_id,
                direction=_direction(before.rpartition("\n")[2]),
                against=" ".join(behind["than"].casefold().split()) if behind else None,
            )


def _direction(before: str) -> str | None:
    """More or less, by the last word that says so.

    >>> _direction("trực tuyến tăng 300 hồ sơ, trực tiếp giảm "), _direction("đã tiếp nhận ")
    ('less', None)
    """
    more = [match.start() for match in MORE.finditer(before)]
    less = [match.start() for match in LESS.finditer(before)]
    if not more and not less:
        return None
    return "more" if max(more, default=-1) > max(less, default=-1) else "less"
