"""Which period one sentence hands on to the next, and whether it does."""

from __future__ import annotations

import regex

from extractors.header import Header
from extractors.statements import Quantity, Statement

# "Năm 2022 tiếp nhận 12.405 hồ sơ, như vậy tăng 2.415 hồ sơ": the year before, for comparison.
_COMPARES = regex.compile(r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|so với)(?!\w)", regex.IGNORECASE)


def last_outside(statement: Statement) -> Quantity:
    """The last quantity of a statement that stands in no bracket, else the last of all: its period is handed on.

    "Tiếp nhận 5.210 hồ sơ (năm 2021: 4.980 hồ sơ).": the sentence behind goes on with the 5.210.
    """
    outside = (q for q in statement.quantities[::-1] if statement.clauses.depth(q.number.start) == 0)
    return statement.quantities[-1] if statement.columns is not None else next(outside, statement.quantities[-1])


# "Trong kỳ, …", "Từ đầu năm đến nay, …": the report's own period, whatever period the sentence before was of.
_OWN_PERIOD = regex.compile(
    r"[\s\-–+•*]*(?:(?:tính|lũy kế|luỹ kế)\s+)?"
    r"(?:trong kỳ(?: báo cáo)?|kỳ báo cáo|từ đầu năm (?:đến nay|tới nay|đến kỳ báo cáo))(?!\w)",
    regex.IGNORECASE,
)


def opens_with_own_period(statement: Statement) -> bool:
    """Whether a sentence begins with the period of the report."""
    return _OWN_PERIOD.match(statement.text, statement.start, statement.end) is not None


# "đạt 61%[, năm 2022 đạt] 48%": an earlier value set beside, and no period for what follows it.
_BESIDE = regex.compile(r"[^,;:.()]{0,15},\s*(?:(?:còn|trong khi|trong khi đó)\s+)?(?:cùng kỳ\s+)?", regex.IGNORECASE)
_WAS = regex.compile(r"\s*(?:chỉ\s+)?(?:đạt|là|có|:)?\s*(?:khoảng\s+|gần\s+|hơn\s+)?", regex.IGNORECASE)


def set_beside(statement: Statement, quantity: Quantity, start: int, end: int) -> bool:
    """Whether the period at [start, end) only tells when a figure beside another one was reached."""
    if not quantity.position or statement.columns is not None or end > quantity.number.start:
        return False
    last = statement.quantities[quantity.position - 1].number
    led = _BESIDE.fullmatch(statement.text, last.whole_end, start)
    return led is not None and _WAS.fullmatch(statement.text, end, quantity.number.start) is not None


def hands_on(previous: Statement, last: Quantity, header: Header) -> bool:
    """Whether the next sentence goes on with the period that one ended in.

    Not where that was only told to compare with, and not behind spending, whose sentences have dates of their own.
    """
    return not (last.compared or _of_money(previous) or _tells_earlier(previous, last, header))


def _tells_earlier(statement: Statement, last: Quantity, header: Header) -> bool:
    """Whether a sentence ends in an earlier period that it compares the report's with."""
    start = header.period_start
    earlier = start is not None and last.last is not None and last.last < start
    return earlier and _COMPARES.search(statement.text, statement.start, statement.end) is not None


def _of_money(statement: Statement) -> bool:
    """Whether a sentence tells of spending."""
    return any(q.number.unit == "money" for q in statement.quantities)
