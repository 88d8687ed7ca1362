"""Which period each quantity of a statement belongs to."""

from __future__ import annotations

import regex

from extractors.bracketed_periods import Span, dates_figures_of_a_bracket, held_by_bracket
from extractors.cues import Cue
from extractors.handed_periods import (
    hands_on,
    last_outside,
    opens_with_own_period,
    set_beside,
    with_years_together,
)
from extractors.header import Header
from extractors.labelling import Labels
from extractors.lines import leads
from extractors.statements import Quantity, Statement, labels_of
from extractors.told_periods import span_of, told_periods
from patterns.dates import PeriodMention, find_periods
from patterns.records import changed

# "so với năm trước (86,25%)", "hơn cùng kỳ (7.963 hồ sơ)": an earlier value without a dated period.
_COMPARED_BRACKET = regex.compile(
    r"(?<!\w)(?:so với|so|(?<!(?:sớm|muộn|chậm)\s)hơn|cùng kỳ)\s"
    r"(?!(?:tổng\s|số\s|hồ sơ\s){0,3}(?:tiếp nhận|phải|hồ sơ))[^()\d,;]{0,40}\(\s*(?:đạt|là)?\s*$",
    regex.IGNORECASE,
)


def settle_periods(
    statement: Statement, header: Header, counted: Span, again: Span | None = None
) -> tuple[Quantity, ...]:
    """Give every quantity its period: its own clause's, the last named before it, the lines above, else ``counted``.

    ``again`` is the span of an earlier count that the statement repeats; it comes before the lines above.
    """
    spans: tuple[tuple[int, int], ...] = ((statement.start, statement.end),)
    if statement.columns is not None:
        spans = tuple(sorted({s for spans in statement.columns for s in spans}))
    mentions = [m for a, b in spans for m in told_periods(statement.text, a, b)]
    cues = tuple(Cue(feature=str(m.start), start=m.start, end=m.end, weak=compared) for m, compared in mentions)
    labels = labels_of(statement, cues, excludes=lambda features: len(features) > 1)
    walk = _Walk(statement, header, mentions, counted, again or _from_context(statement, header, counted))
    settled = [walk.settled(*each) for each in zip(statement.quantities, labels, strict=True)]
    return with_years_together(statement, settled) if len(mentions) > 1 else tuple(settled)


class _Walk:
    """The walk over the quantities of a statement: the period named last holds until another is named.

    ``context`` is what holds before any is named.
    """

    def __init__(
        self,
        statement: Statement,
        header: Header,
        mentions: list[tuple[PeriodMention, bool]],
        counted: Span,
        context: Span,
    ) -> None:
        self._statement, self._header = statement, header
        self._mentions = mentions
        self._by_place = {mention.start: mention for mention, _ in mentions}
        self._owned = _owned(statement, mentions)
        self._counted, self._context = counted, context
        self._current = context
        # Where a bracket with a period of its own ends, and what holds behind it.
        self._held: list[tuple[int, Span]] = []

    def settled(self, quantity: Quantity, found: Labels) -> Quantity:
        """The next quantity with its period."""
        while self._held and self._held[-1][0] <= quantity.number.start:
            self._current = self._held.pop()[1]
        span, compared = self._told(quantity, found)
        if span == (None, None):
            span = self._context
        if self._statement.columns is not None and span == (self._header.period_start, self._header.period_end):
            span = self._counted  # a caption or head that names the report's period: counted as the report counts it
        same = (*span, compared) == (quantity.first, quantity.last, quantity.compared)
        return quantity if same else changed(quantity, first=span[0], last=span[1], compared=compared)

    def _told(self, quantity: Quantity, found: Labels) -> tuple[Span, bool]:
        """The period of a quantity, and whether it is one that others are compared with."""
        statement, header = self._statement, self._header
        owners = self._owned
        own = [c for c in found.own if not c.weak and owners.get(c.start, quantity.position) == quantity.position]
        bracket = _compared_bracket(statement, quantity, self._mentions)
        if bracket is not None:
            span, compared = span_of(bracket, header), True
        else:
            compared = _COMPARED_BRACKET.search(statement.before(quantity.position)) is not None
            if not own and (earlier := _risen_from(statement, quantity, self._mentions)) is not None:
                span = span_of(earlier, header)
            elif quantity.position in owners.values():
                start = next(start for start, position in owners.items() if position == quantity.position)
                span = span_of(self._by_place[start], header)
            elif own:
                span, compared = self._named(quantity, own, compared)
            else:
                span = self._reached(quantity, found)
        if statement.columns is not None and not own:
            span = _headed(statement, quantity, header) or span
        return span, compared

    def _named(self, quantity: Quantity, own: list[Cue], compared: bool) -> tuple[Span, bool]:
        """The period that the clause of a quantity names; one named before it holds for what follows too."""
        nearest = min(own, key=lambda cue: abs(cue.start - quantity.number.start))
        span = span_of(self._by_place[nearest.start], self._header)
        if nearest.start < quantity.number.start:
            self._held += held_by_bracket(self._statement, quantity, nearest, self._current)
            beside = set_beside(self._statement, quantity, nearest.start, nearest.end)
            if beside and _is_before(span, self._current):
                self._held.append((_next_clause(self._statement, quantity), self._current))
            compared = bool(self._held) and _is_before(span, self._held[-1][1])
            self._current = span
        return span, compared

    def _reached(self, quantity: Quantity, found: Labels) -> Span:
        """The period that is named before the clause of a quantity, or the one that holds there."""
        reached = [cue for cue in found.weak if cue.start < quantity.number.start and not cue.weak]
        if reached:
            self._held += held_by_bracket(self._statement, quantity, reached[-1], self._current)
            self._current = span_of(self._by_place[reached[-1].start], self._header)
        return self._current


def _next_clause(statement: Statement, quantity: Quantity) -> int:
    """Where the clause of a quantity ends: what stands behind is told of the period before it again."""
    marks = (d.start for d in statement.clauses.delimiters if d.start >= quantity.number.whole_end)
    return next(marks, statement.end)


def _is_before(span: Span, current: Span) -> bool:
    """Whether a span ends before another does and begins before it, as far as both are known."""
    (first, last), (begins, ends) = span, current
    if first is None or last is None or begins is None or ends is None:
        return False
    return first < begins and last < ends


# "so với 80,1%[ của ]năm 2022 thì tăng 2,6%": the year of what is compared with, behind it.
_OF_THE_YEAR = regex.compile(r"\s*+(?:(?:%|phần trăm)\s*+)?(?:của|ở|trong)\s++(?:cùng kỳ\s++)?", regex.IGNORECASE)
_SET_AGAINST = regex.compile(r"(?<!\w)(?:so với|hơn|bằng)\s+(?:mức\s+|con số\s+)?$", regex.IGNORECASE)


def _owned(statement: Statement, mentions: list[tuple[PeriodMention, bool]]) -> dict[int, int]:
    """Periods right behind a value that something is compared with, by their starts, with its position."""
    if statement.columns is not None:
        return {}
    found: dict[int, int] = {}
    for mention, _ in mentions:
        ahead = [q for q in statement.quantities if q.number.end <= mention.start]
        if not ahead or not _SET_AGAINST.search(statement.before(ahead[-1].position)):
            continue
        number = ahead[-1].number
        if _OF_THE_YEAR.fullmatch(statement.text, number.whole_end, mention.start):
            found[mention.start] = ahead[-1].position
    return found


# "So với năm 2022, tỷ lệ trễ hạn giảm từ 3,05% xuống còn 1,59%": the first is the earlier year's.
_FROM = regex.compile(r"(?<!\w)(?:giảm|tăng|nâng|hạ)(?:\s\p{L}+)?\s+từ\s*(?:mức\s*)?$", regex.IGNORECASE)


def _risen_from(
    statement: Statement, quantity: Quantity, mentions: list[tuple[PeriodMention, bool]]
) -> PeriodMention | None:
    """The compared period of a figure that something rose or fell from."""
    if statement.columns is not None or not _FROM.search(statement.before(quantity.position)):
        return None
    return next((m for m, compared in mentions if compared and m.end <= quantity.number.start), None)


# "Cộng 8 tháng", "Tổng 6 tháng", "Lũy kế 9 tháng": the row that closes a table of months.
_MONTHS_TOGETHER = regex.compile(
    r"\W*(?:tổng cộng|cộng dồn|cộng|tổng|lũy kế|luỹ kế)\s+(?:trong\s+|của\s+)?(?P<months>\d{1,2})\s+tháng\W*",
    regex.IGNORECASE,
)


# A column's head that is a year by its digits alone.
_YEAR_HEAD = regex.compile(r"\s*(?:19|20)[0-9]{2}\s*")


def _headed(statement: Statement, quantity: Quantity, header: Header) -> Span | None:
    """The year that heads a column by its digits alone; the months that a total row counts together."""
    assert statement.columns is not None
    for a, b in statement.columns[quantity.position]:
        together = _MONTHS_TOGETHER.fullmatch(statement.text, a, b)
        if together and header.period_year is not None:
            for mention in find_periods(f"{together['months']} tháng đầu năm {header.period_year}"):
                return span_of(mention, header)
        if _YEAR_HEAD.fullmatch(statement.text, a, b):
            for mention in find_periods(f"năm {statement.text[a:b].strip()}"):
                return span_of(mention, header)
    return None


# "cao hơn năm 2022 là 2,16 điểm phần trăm", "tăng so với năm 2022 là 120 hồ sơ": how much it changed, not what it was.
_BY_HOW_MUCH = regex.compile(
    r"(?<!\w)(?:(?:cao|thấp|nhiều|ít|lớn) hơn|tăng|giảm)(?:\s+(?:so với|so|với|cùng kỳ|của))*\s*$", regex.IGNORECASE
)


# "so với năm 2021 (", "năm trước là": what may part a period from its value.
_UP_TO_VALUE = regex.compile(r"\s*+(?P<bracket>\()?\s*+(?:là|đạt|có|:)?\s*+")


def _compared_bracket(
    statement: Statement, quantity: Quantity, mentions: list[tuple[PeriodMention, bool]]
) -> PeriodMention | None:
    """The compared period right before a bracket or colon that holds this quantity: "so với năm 2021 (7.963 hồ sơ)"."""
    for mention, compared in mentions:
        if not compared or mention.end > quantity.number.start:
            continue
        gap = _UP_TO_VALUE.fullmatch(statement.text, mention.end, quantity.number.start)
        if gap is None:
            continue
        before = statement.text[max(statement.start, mention.start - 40) : mention.start]
        if gap["bracket"] or not _BY_HOW_MUCH.search(before):
            return mention
    return None


def _from_context(statement: Statement, header: Header, counted: Span) -> Span:
    previous = statement.previous
    own = opens_with_own_period(statement)
    if previous is not None and not own and hands_on(previous, last := last_outside(previous), header):
        return last.first, last.last
    if statement.explained is not None:
        return statement.explained.first, statement.explained.last
    for start, end in (*statement.caption, *statement.leads):
        for mention, compared in reversed(told_periods(statement.text, start, end)):
            span = span_of(mention, header)
            if compared or span == (None, None) or _left_over(span, header):
                continue
            if dates_figures_of_a_bracket(statement.text, start, end, mention):
                continue
            # A heading that names the report's own period adds nothing to the days its figures are counted for.
            return counted if span == (header.period_start, header.period_end) else span
    parent = statement.parents[0] if statement.parents else None
    if parent is not None and leads(statement.text, parent.line.start, parent.line.end):
        last = last_outside(parent)
        return last.first, last.last
    return counted


def _left_over(span: Span, header: Header) -> bool:
    """Whether a heading names a time of the same year before the report's: one left from the report before."""
    start, last = header.period_start, span[1]
    return start is not None and last is not None and last.year == start.year and last < start
