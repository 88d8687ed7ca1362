"""The span of time that figures without a period of their own belong to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import regex

from extractors.bracketed_periods import Span
from extractors.header import Header
from extractors.statements import Statement
from extractors.told_periods import span_of, told_periods
from patterns.dates import PeriodMention

# "(số liệu tính từ ngày … đến ngày …)", "báo cáo kết quả đến hết ngày …": the span of the whole report's figures.
_OF_THE_REPORT = regex.compile(r"(?<!\w)(?:số liệu|tính từ|báo cáo|lũy kế)(?!\w)[^.;]{0,80}$", regex.IGNORECASE)


# "(số liệu hồ sơ tính từ …)", "số liệu giải quyết TTHC": of dossiers, not of posts and plans.
_OF_DOSSIERS = regex.compile(r"(?<!\w)(?:hồ sơ|TTHC|thủ tục hành chính)(?!\w)", regex.IGNORECASE)
# "Cùng kỳ, cấp xã tiếp nhận …", not "cùng kỳ năm trước"
_SAME_TIME = regex.compile(
    r"[\s\-–+•]*(?:trong\s+)?(?:cùng kỳ|cùng thời gian|cùng thời điểm)(?:\s+(?:này|trên|báo cáo))?\s*,",
    regex.IGNORECASE,
)
_UNLIKELY_TWICE = 1000  # smaller counts recur by chance
# Offices that count from the middle of a month to the middle of another are at most so far from the calendar.
_DAYS_APART = 31
# A report of a year that began with an office's first day is written up to so many days before the year ends.
_DAYS_TO_END = 45


class CountedSpans:
    """The span of time that figures without a period of their own belong to, section by section.

    It begins as the header's; a span of days named in the opening lines holds for the report, one named in a section
    ("Từ ngày 15/12 đến ngày 14/6 …") for the rest of that section.
    """

    def __init__(self, header: Header) -> None:
        self._header = header
        self._report: Span = (header.period_start, header.period_end)
        self._dossiers: Span | None = None
        self._sections: dict[str, Span] = {}
        self._told: dict[float, Span] = {}
        self._latest: Span | None = None

    def of(self, sections: Sequence[str], statement: Statement, *, annexed: bool = False) -> Span:
        """The span that holds for a statement; ``sections`` are those it stands in, outermost first.

        In an annex that of the one section that counts by days; else that of its section so far, for dossiers and
        shares also of those around it; else the report's, where the opening lines may have one for dossiers alone.
        """
        whole = self._header.period_start, self._header.period_end
        if annexed and self._report == whole and len(spans := set(self._sections.values())) == 1:
            span = next(iter(spans))
            if all(a and b and abs((a - b).days) <= _DAYS_APART for a, b in zip(span, whole, strict=True)):
                return span
        counts = any(q.kind == "dossier" for q in statement.quantities)
        shares = any(q.kind == "percent" for q in statement.quantities)
        for section in sections[::-1] if counts or shares else sections[-1:]:
            if section in self._sections:
                return self._sections[section]
        return self._dossiers or self._report if counts else self._report

    def told_again(self, statement: Statement) -> Span | None:
        """The span of an earlier count of dossiers that a sentence repeats, or of the last one: "Cùng kỳ, cấp xã …"."""
        if statement.columns is not None:
            return None
        if self._latest is not None and _SAME_TIME.match(statement.text, statement.start):
            return self._latest
        counts = (q.number.value for q in statement.quantities if q.kind == "dossier")
        return next((self._told[value] for value in counts if value in self._told), None)

    def note(self, statement: Statement) -> None:
        """Remember the spans of the counts of a statement, for where they are told again."""
        for quantity in statement.quantities:
            span = quantity.first, quantity.last
            if quantity.kind != "dossier" or quantity.compared or None in span:
                continue
            self._latest = span
            if quantity.number.value >= _UNLIKELY_TWICE and span != self._report:
                self._told.setdefault(quantity.number.value, span)

    def read(self, text: str, start: int, end: int, section: str | None) -> None:
        """Note the spans of days that text[start:end] names."""
        for mention, compared in told_periods(text, start, end):
            if mention.kind != "custom" or compared or mention.last is None:
                continue
            span = span_of(mention, self._header)
            if section is None:
                if opened := _OF_THE_REPORT.search(text[start : mention.start]):
                    whole = span[0] or datetime.date(mention.last.year, 1, 1), span[1]
                    if _OF_DOSSIERS.search(opened[0]):
                        self._dossiers = whole
                    else:
                        self._report = whole
            elif mention.first is not None and (
                mention.first.day != 1
                or self._cuts_short(mention)
                or (self._reaches_on(mention) and _OF_DOSSIERS.search(text, start, end))
            ):
                self._sections[section] = span

    def _reaches_on(self, mention: PeriodMention) -> bool:
        """Whether a span begins within the report's period and ends near its end: from when an office was set up."""
        start, whole = self._header.period_start, self._header.period_end
        if start is None or whole is None or mention.first is None or mention.last is None:
            return False
        return start < mention.first < mention.last <= whole and (whole - mention.last).days <= _DAYS_TO_END

    def _cuts_short(self, mention: PeriodMention) -> bool:
        """Whether a span begins with the report's period and ends within it, not at a month's end."""
        last, whole = mention.last, self._header.period_end
        assert last is not None
        within = mention.first == self._header.period_start and whole is not None and last < whole
        return within and (last + datetime.timedelta(days=1)).day != 1
