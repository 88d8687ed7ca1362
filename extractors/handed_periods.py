"""Which period one sentence hands on to the next."""

from __future__ import annotations

import regex

from extractors.header import Header
from extractors.statements import Quantity, Statement

# "Năm 2022 tiếp nhận 12.405 hồ sơ, như vậy tăng 2.415 hồ sơ": the year before, for comparison.
_ROSE = regex.compile(r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|so với)(?!\w)", regex.IGNORECASE)


def hands_on(previous: Statement, last: Quantity, header: Header) -> bool:
    """Whether the next sentence goes on with the period that one ended in."""
    return not (last.compared or _of_money(previous) or _compares(previous, last, header))


def _compares(statement: Statement, last: Quantity, header: Header) -> bool:
    """Whether a sentence ends in an earlier period that it compares the report's with."""
    start = header.period_start
    earlier = start is not None and last.last is not None and last.last < start
    return earlier and _ROSE.search(statement.text, statement.start, statement.end) is not None


def _of_money(statement: Statement) -> bool:
    """Whether a sentence tells of spending, which has dates of its own."""
    return any(q.number.unit == "money" for q in statement.quantities)
