"""Which period one sentence hands on to the next, and whether it does."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.header import Header
from extractors.statements import Quantity, Statement
from patterns.records import changed

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


# "; [tổng cộng ba năm giảm ]09 biên chế", "; cả hai năm 26.510 hồ sơ"
_TOGETHER = regex.compile(
    r"[^;,.]{0,60}[;,.]\s*(?:và\s+|như vậy,?\s+)?(?:(?:tổng\s+)?(?:cộng|số|cả)(?!\w)|cả\s(?:hai|ba|bốn|\d+)\snăm"
    r"|lũy kế|luỹ kế)[^;,.()]{0,60}",
    regex.IGNORECASE,
)


def with_years_together(statement: Statement, settled: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The quantities, where a total that closes a list of single years is of all of them: "…; tổng cộng ba năm 09"."""
    found = tuple(settled)
    counted = [q for q in found if q.kind not in ("time", "percent") and q.first is not None]
    if statement.columns is not None or len(counted) < 3:
        return found
    last = counted[-1]
    listed = [q for q in counted[:-1] if q.kind == last.kind]
    years = {_one_year(q) for q in listed}
    if len(listed) < 2 or None in years or len(years) != len(listed) or listed[-1] is not counted[-2]:
        return found
    between = statement.text[listed[-1].number.end : last.number.start]
    if (last.first, last.last) != (listed[-1].first, listed[-1].last) or not _TOGETHER.fullmatch(between):
        return found
    total = changed(last, first=min(q.first for q in listed if q.first), last=max(q.last for q in listed if q.last))
    return (*found[: last.position], total, *found[last.position + 1 :])


def _one_year(quantity: Quantity) -> int | None:
    """The year that a quantity's period lies in, where it is one."""
    if quantity.first is None or quantity.last is None or quantity.first.year != quantity.last.year:
        return None
    return quantity.first.year
