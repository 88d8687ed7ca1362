"""Which period each quantity of a statement belongs to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractors.bracketed_periods import Span, dates_figures_of_a_bracket, held_by_bracket
from extractors.cues import Cue
from extractors.handed_periods import hands_on, last_outside, opens_with_own_period, set_beside
from extractors.header import Header
from extractors.lines import leads
from extractors.statements import Quantity, Statement, labels_of
from patterns.dates import PeriodMention, find_periods
from patterns.records import changed

# "so với năm 2021", "cùng kỳ năm 2022": the period that a figure is compared with.
_COMPARED = regex.compile(
    r"(?:so với|so|cùng kỳ|hơn)(?:\s+(?:với|cùng kỳ|kết quả|của|chỉ số|số liệu))*\s*$", regex.IGNORECASE
)
# "Kế hoạch CCHC năm 2023", "Nghị quyết … năm 2023": the year is the document's name, not the figure's period.
_NAMED = regex.compile(
    r"(?:Kế hoạch(?! vốn)|Chương trình|Quyết định|Nghị quyết|Công văn|Đề án|Bộ chỉ số)[^,.;:()]{0,80}$"
)
# "số 25/KH-UBND ngày 29/01/2024 về chuyển đổi số đến năm 2025, định hướng đến năm 2030": its subject's years.
_SUBJECT = regex.compile(r"\bsố \d+[-/][^\s.;]+ [^.;:()%]{0,180}[^\s,.;:()%]\s+$")


# "Quyết định số 18/QĐ-TTg của Thủ tướng Chính phủ giao năm 2013: 1.200 biên chế": what is given, for which year.
_GIVES = regex.compile(r"(?<!\w)giao(?!\s(?:thông|dịch|ban|lưu|tiếp|nhận))(?!\w)[^.;:()%]*$", regex.IGNORECASE)


# "so với năm trước (86,25%)", "hơn cùng kỳ (7.963 hồ sơ)": an earlier value without a dated period.
_COMPARED_BRACKET = regex.compile(
    r"(?<!\w)(?:so với|so|(?<!(?:sớm|muộn|chậm)\s)hơn|cùng kỳ)\s"
    r"(?!(?:tổng\s|số\s|hồ sơ\s){0,3}(?:tiếp nhận|phải|hồ sơ))[^()\d,;]{0,40}\(\s*(?:đạt|là)?\s*$",
    regex.IGNORECASE,
)


# "năm 2022 [chuyển qua] 391 hồ sơ", "quý I [còn tồn] 12 hồ sơ": where a backlog comes from, not the period of figures.
_LEFT_OVER = regex.compile(
    r"\s*(?:đã\s+|còn\s+)?(?:(?:chuyển|mang|để)\s+(?:tiếp\s+)?(?:qua|sang|lại)|tồn(?:\s+(?:đọng|lại))?)(?!\w)",
    regex.IGNORECASE,
)


# "năm 2022 chuyển sang 812 hồ sơ", "chuyển sang năm 2024 là 769 hồ sơ": where dossiers come from or go to.
_CARRIED_FROM = regex.compile(
    r"\s*(?:còn\s+)?(?:chuyển|tồn)\s+(?:sang|qua|lại|tiếp|đọng|chuyển)(?!\w)", regex.IGNORECASE
)
_CARRIED_TO = regex.compile(
    r"(?<!\w)(?:chuyển|tồn|gối đầu)\s+(?:tiếp\s+)?(?:sang|qua)\s+(?:kỳ\s+|đầu\s+)?$", regex.IGNORECASE
)


def _span(mention: PeriodMention, header: Header) -> Span:
    year = header.period_year or header.issued_year
    if mention.first is None and mention.last is None:
        if mention.months is not None and year is not None:
            return mention.within(year) or (None, None)
        return None, None
    first = mention.first
    if first is None and mention.open_start and mention.last is not None:
        start = header.period_start
        if start is not None and start <= mention.last and mention.last.year - start.year <= 1:
            # "phấn đấu đến cuối năm 2024" in a report of 2023: that year's own goal.
            of_next_year = mention.last.year > start.year and (mention.last.month, mention.last.day) == (12, 31)
            first = datetime.date(mention.last.year, 1, 1) if of_next_year else start
    return first, mention.last


# A sentence is asked first for what its report counts, then for its figures; a table's heads for every row.
@lru_cache(maxsize=2048)
def _mentions(text: str, start: int, end: int) -> tuple[tuple[PeriodMention, bool], ...]:
    """Period mentions that can be a figure's, each with whether it is one compared with."""
    found = []
    for mention in find_periods(text, start, end):
        before = text[max(start, mention.start - 200) : mention.start]
        of_year = mention.kind == "year" and not mention.open_start
        if _CARRIED_FROM.match(text, mention.end, end) or _CARRIED_TO.search(before):
            continue
        whole_years = of_year or mention.months == (1, 12)
        if not mention.open_start and _LEFT_OVER.match(text, mention.end, end):
            continue
        if (whole_years and _SUBJECT.search(before) and not _GIVES.search(before)) or (
            of_year and _NAMED.search(before)
        ):
            continue
        found.append((mention, bool(_COMPARED.search(before))))
    return tuple(found)


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
        for mention, compared in _mentions(text, start, end):
            if mention.kind != "custom" or compared or mention.last is None:
                continue
            span = _span(mention, self._header)
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


def settle_periods(
    statement: Statement, header: Header, counted: Span, again: Span | None = None
) -> tuple[Quantity, ...]:
    """Give every quantity its period: its own clause's, the last named before it, the lines above, else ``counted``.

    ``again`` is the span of an earlier count that the statement repeats; it comes before the lines above.
    """
    spans: tuple[tuple[int, int], ...] = ((statement.start, statement.end),)
    if statement.columns is not None:
        spans = tuple(sorted({s for spans in statement.columns for s in spans}))
    mentions = [m for a, b in spans for m in _mentions(statement.text, a, b)]
    by_place = {m.start: (m, compared) for m, compared in mentions}
    cues = tuple(Cue(feature=str(m.start), start=m.start, end=m.end, weak=compared) for m, compared in mentions)
    labels = labels_of(statement, cues, excludes=lambda features: len(features) > 1)
    owned = _owned(statement, mentions)
    context = again or _from_context(statement, header, counted)
    settled: list[Quantity] = []
    current = context
    held: list[tuple[int, Span]] = []  # where a bracket with a period of its own ends, and what holds behind it
    for quantity, found in zip(statement.quantities, labels, strict=True):
        while held and held[-1][0] <= quantity.number.start:
            current = held.pop()[1]
        own = [
            cue for cue in found.own if not cue.weak and owned.get(cue.start, quantity.position) == quantity.position
        ]
        reached = [cue for cue in found.weak if cue.start < quantity.number.start and not cue.weak]
        compared = False
        span = current
        bracket = _compared_bracket(statement, quantity, mentions)
        if bracket is None and _COMPARED_BRACKET.search(statement.before(quantity.position)):
            compared = True
        if bracket is not None:
            span, compared = _span(bracket, header), True
        elif not own and (earlier := _risen_from(statement, quantity, mentions)) is not None:
            span = _span(earlier, header)
        elif quantity.position in owned.values():
            start = next(start for start, position in owned.items() if position == quantity.position)
            span = _span(by_place[start][0], header)
        elif own:
            nearest = min(own, key=lambda cue: abs(cue.start - quantity.number.start))
            span = _span(by_place[nearest.start][0], header)
            if nearest.start < quantity.number.start:
                held += held_by_bracket(statement, quantity, nearest, current)
                if set_beside(statement, quantity, nearest.start, nearest.end) and _is_before(span, current):
                    held.append((_next_clause(statement, quantity), current))
                compared = bool(held) and _is_before(span, held[-1][1])
                current = span
        elif reached:
            span = _span(by_place[reached[-1].start][0], header)
            held += held_by_bracket(statement, quantity, reached[-1], current)
            current = span
        if statement.columns is not None and not own:
            span = _headed(statement, quantity, header) or span
        if span == (None, None):
            span = context
        if statement.columns is not None and span == (header.period_start, header.period_end):
            span = counted  # a caption or head that names the report's period: counted as the report counts it
        same = (*span, compared) == (quantity.first, quantity.last, quantity.compared)
        settled.append(quantity if same else changed(quantity, first=span[0], last=span[1], compared=compared))
    return tuple(settled)


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
                return _span(mention, header)
        if _YEAR_HEAD.fullmatch(statement.text, a, b):
            for mention in find_periods(f"năm {statement.text[a:b].strip()}"):
                return _span(mention, header)
    return None


# "cao hơn năm 2022 là 2,16 điểm phần trăm", "tăng so với năm 2022 là 120 hồ sơ": how much it changed, not what it was.
_BY_HOW_MUCH = regex.compile(
    r"(?<!\w)(?:(?:cao|thấp|nhiều|ít|lớn) hơn|tăng|giảm)(?:\s+(?:so với|so|với|cùng kỳ|của))*\s*$", regex.IGNORECASE
)


def _compared_bracket(
    statement: Statement, quantity: Quantity, mentions: list[tuple[PeriodMention, bool]]
) -> PeriodMention | None:
    """The compared period right before a bracket or colon that holds this quantity: "so với năm 2021 (7.963 hồ sơ)"."""
    for mention, compared in mentions:
        gap = statement.text[mention.end : quantity.number.start]
        if not compared or mention.end > quantity.number.start:
            continue
        if not regex.fullmatch(r"\s*\(?\s*(?:là|đạt|có|:)?\s*", gap):
            continue
        before = statement.text[max(statement.start, mention.start - 40) : mention.start]
        if "(" in gap or not _BY_HOW_MUCH.search(before):
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
        for mention, compared in reversed(_mentions(statement.text, start, end)):
            span = _span(mention, header)
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
