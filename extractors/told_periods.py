"""The periods that a text names and that a figure can belong to."""

from __future__ import annotations

import datetime
from functools import lru_cache

import regex

from extractors.bracketed_periods import Span
from extractors.header import Header
from patterns.dates import PeriodMention, find_periods

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


def span_of(mention: PeriodMention, header: Header) -> Span:
    """First and last day of a period that a report names; what it leaves open follows from the report's own."""
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
def told_periods(text: str, start: int, end: int) -> tuple[tuple[PeriodMention, bool], ...]:
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
