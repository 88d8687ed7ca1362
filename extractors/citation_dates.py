"""The date of a document: behind its code or its issuer; dates before a whole sentence are told from bounds."""

from __future__ import annotations

import bisect
import dataclasses

import regex

from extractors.bodies import Body
from patterns.dates import DateMention, find_dates

# Between the parts of a mention: spaces, and the anchor of a footnote ("61/2018/NĐ-CP² ngày …").
# It gives nothing back: several stand side by side, and no mark behind one could be its own.
SPACE = r"(?:[^\S\n]|[⁰¹²³⁴-⁹]|\[\d{1,3}\])*+"

# 707/QĐ-UBND [ngày] 09/3/2023, [, ngày], [(ngày], [ký ngày], [lần lượt ngày]; a table has none:
# 707/QĐ-UBND | 09/3/2023.
_GAP = regex.compile(
    rf"{SPACE}[,|]?{SPACE}\(?{SPACE}(?:được{SPACE})?(?:(?:ký|ban{SPACE}hành|đề|ra|gửi|cùng|đều|được|lần{SPACE}lượt|vào|các)(?!\p{{L}}){SPACE})*(?:ngày{SPACE})?",
    regex.IGNORECASE,
)
# 21/NQ-HĐND[ tại kỳ họp thứ 14 (]ngày 14/7/2023: the day of the session that passed it.
_SESSION = regex.compile(
    rf"{SPACE}[,(]?{SPACE}(?:trong|tại|ở){SPACE}(?:kỳ|phiên){SPACE}họp(?:{SPACE}(?!ngày)[\p{{L}}\d]+){{0,5}}{SPACE}[,(]?{SPACE}(?:ngày{SPACE})?",
    regex.IGNORECASE,
)
# 707/QĐ-UBND [của ]UBND tỉnh[, ]ngày 09/3/2023
_OF = regex.compile(rf"{SPACE}[,(]?{SPACE}(?:của|do){SPACE}", regex.IGNORECASE)
_AFTER_BODY = regex.compile(rf"{SPACE}(?:ban{SPACE}hành)?{SPACE}[,(]?{SPACE}(?:ngày{SPACE})?", regex.IGNORECASE)
# What issues: ", ngày 12/3/2023[, ]UBND huyện [đã ban hành] …" is the date of what follows.
_ISSUES = regex.compile(
    rf"{SPACE}(?:đã|cũng|tiếp{SPACE}tục|kịp{SPACE}thời|có|ký|ban{SPACE}hành|ra|phê{SPACE}duyệt|tổ{SPACE}chức|thành{SPACE}lập)(?!\p{{L}})",
    regex.IGNORECASE,
)
# "đến ngày", "từ ngày" bound a period, they date no document.
BOUNDS = regex.compile(
    r"(?<!\p{L})(?:đến|tới|từ|trước|sau|hết|kể|tính|chậm nhất|hạn|thời hạn)(?:\s+(?:hết|là|nay))?\s*$",
    regex.IGNORECASE,
)
# ngày 08/12/2022[ và ngày ]14/4/2023
_NEXT_DATE = regex.compile(rf"{SPACE}(?:[,;]|và|&|[,;]{SPACE}và){SPACE}(?:ngày{SPACE})?", regex.IGNORECASE)
_SAME_DAY = regex.compile(
    rf"{SPACE}[,(]?{SPACE}(?:ban{SPACE}hành{SPACE})?cùng{SPACE}ngày(?!{SPACE}\d)", regex.IGNORECASE
)


def own_date(text: str, end: int, dates: tuple[DateMention, ...], bodies: tuple[Body, ...]) -> DateMention | None:
    """The date that stands with a code ending at ``end``, behind it or behind its issuer.

    A date after a comma that opens the next statement (", ngày 12/3/2023 UBND huyện ban hành …") is not the code's.
    """
    if text.startswith("ngày", end):
        return _glued_date(text, end)
    index = bisect.bisect_left(dates, end, key=lambda d: d.start)
    if index == len(dates):
        return None
    date = dates[index]
    gap = text[end : date.start]
    if _GAP.fullmatch(gap):
        return None if "," in gap and _opens_statement(text, date, bodies) else date
    if _SESSION.fullmatch(gap):
        return date
    of = _OF.match(text, end, date.start)
    if of is None:
        return None
    body = next((b for b in bodies if b.start == of.end()), None)
    if body is None or body.end > date.start or not text[date.start : date.end].lower().startswith("ngày"):
        return None
    if not _AFTER_BODY.fullmatch(text, body.end, date.start):
        return None
    return None if _opens_statement(text, date, bodies) else date


def _glued_date(text: str, end: int) -> DateMention | None:
    """The date that a scan tied to the code: QĐ-UBNDngày 17/5/2018."""
    date = next(iter(find_dates(text[end : end + 40])), None)
    if date is None or date.start != 0:
        return None
    return dataclasses.replace(date, start=end, end=end + date.end)


def _opens_statement(text: str, date: DateMention, bodies: tuple[Body, ...]) -> bool:
    index = bisect.bisect_left(bodies, date.end, key=lambda b: b.start)
    body = bodies[index] if index < len(bodies) else None
    if body is None or text[date.end : body.start].strip(" ,\t\u00a0"):
        return False
    return _ISSUES.match(text, body.end) is not None


def dates_in_row(
    text: str, first: DateMention, dates: tuple[DateMention, ...], bodies: tuple[Body, ...]
) -> tuple[DateMention, ...]:
    """A date with those that follow it directly: "ngày 08/12/2022 và ngày 14/4/2023".

    One that opens the next statement is not of the row.
    """
    row = [first]
    for date in dates[bisect.bisect_left(dates, first.end, key=lambda d: d.start) :]:
        if not _NEXT_DATE.fullmatch(text, row[-1].end, date.start) or _opens_statement(text, date, bodies):
            break
        row.append(date)
    return tuple(row)


def same_day(text: str, end: int) -> int | None:
    """Where "cùng ngày" behind a code ends: it has the date of the document before it."""
    match = _SAME_DAY.match(text, end)
    return match.end() if match else None


def dates_before(text: str, start: int, end: int, dates: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    """The dates of text[start:end] that are the time of an act, not the bound of a period."""
    return tuple(d for d in dates if start <= d.start and d.end <= end and not BOUNDS.search(text, start, d.start))
