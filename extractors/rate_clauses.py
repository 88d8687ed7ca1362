"""Whether a percentage's clause names a subject of its own, so that nothing is taken from the rate before it."""

from __future__ import annotations

import regex

from extractors.leftovers import leftover_words
from extractors.statements import TRANSPARENT, Quantity, Statement
from patterns.numbers import Number

# "tỷ lệ hộ nghèo 5%", "tỷ lệ báo cáo điện tử đạt 98%": a rate by its name, known or not; "tỷ lệ khá cao" is none.
_RATE = regex.compile(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ)\s+(?!(?:này|đó|trên|nêu trên|chung|lần lượt|tương ứng|khá|rất|cao|thấp|còn|khiêm tốn|đạt"
    r"|chiếm|là|bằng|trung bình|bình quân|tăng|giảm|hoàn thành|thực hiện|tối thiểu|ít nhất|tuyệt đối|dưới|hơn|khoảng"
    r"|gần)(?!\w))",
    regex.IGNORECASE,
)

_CLAUSE_ENDS = ("semicolon", "stop", "open", "close", "cell")


def new_subject(statement: Statement, quantity: Quantity, *, before_only: bool = False) -> bool:
    """Whether a percentage has a subject of its own that no vocabulary knows: "tỷ lệ bao phủ bảo hiểm y tế 96,8%"."""
    number = quantity.number
    earlier = [q.number.whole_end for q in statement.quantities[: quantity.position] if q.kind not in TRANSPARENT]
    start = earlier[-1] if earlier else statement.start
    delimiters = statement.clauses.between(start, number.start)
    marks = (d for d in delimiters if d.kind != "open" or _named_behind(statement, d.end, number))
    clause = max((d.end for d in marks if d.kind in ("comma", "semicolon", "stop", "open")), default=start)
    # "Tỷ lệ đúng hạn: cấp tỉnh 99%": behind a lead stand those whose rate it is.
    clause = max(
        (d.end for d in delimiters if d.kind == "colon" and _named_behind(statement, d.end, number)), default=clause
    )
    end = number.whole_end
    ends = (d.start for d in statement.clauses.delimiters if d.start >= end and d.kind in _CLAUSE_ENDS)
    after = next(ends, statement.end)
    if quantity.position + 1 < len(statement.quantities):
        # The words before the next figure may be its own; what this one is of stands before the first comma.
        commas = (d.start for d in statement.clauses.delimiters if d.start >= end and d.kind == "comma")
        after = min(after, statement.quantities[quantity.position + 1].number.start, next(commas, after))
    if leftover_words(statement, clause, number.start) > 2 or names_rate(statement, clause, number.start):
        return True
    return not before_only and leftover_words(statement, end, after) > 2


def _named_behind(statement: Statement, start: int, number: Number) -> bool:
    return regex.search(r"\p{L}{2}", statement.text[start : number.start]) is not None


def names_rate(statement: Statement, start: int, end: int) -> bool:
    """Whether the last "tỷ lệ" of a clause goes on with words that no vocabulary of scope or time knows."""
    named = list(_RATE.finditer(statement.text, start, end))
    return bool(named) and leftover_words(statement, named[-1].end(), end) > 1
