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
    clause = _clause_start(statement, quantity)
    end = number.whole_end
    delimiters = statement.clauses.delimiters
    ends = (d.start for d in delimiters if d.start >= end and (d.anew or d.kind in _CLAUSE_ENDS))
    after = next(ends, statement.end)
    if quantity.position + 1 < len(statement.quantities):
        # The words before the next figure may be its own; what this one is of stands before the first comma.
        commas = (d.start for d in delimiters if d.start >= end and d.kind == "comma")
        after = min(after, statement.quantities[quantity.position + 1].number.start, next(commas, after))
    if leftover_words(statement, clause, number.start) > 2 or names_rate(statement, clause, number.start):
        return True
    if before_only:
        return False
    return leftover_words(statement, end, after) > 2 or _counts_else(statement, quantity, after)


def names_rate_of_its_own(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage's clause names its rate: "tỷ lệ hộ nghèo 5%"."""
    return names_rate(statement, _clause_start(statement, quantity), quantity.number.start)


def is_of_its_own(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage's clause names its rate, or things that it is a share of and no rate before it was."""
    marks = (d for d in statement.clauses.delimiters if d.start >= quantity.number.whole_end)
    ends = (d.start for d in marks if d.kind == "comma" or d.kind in _CLAUSE_ENDS)
    end = min(next(ends, statement.end), quantity.number.end + len(statement.after(quantity.position)))
    return names_rate_of_its_own(statement, quantity) or _counts_else(statement, quantity, end)


# "; [100% TTHC được rà soát]", "và [19% công chức sử dụng thành thạo máy tính]"; not "đạt 40% hồ sơ"
_OTHER_THING = regex.compile(
    r"\s*(?:tổng\s+)?(?:số\s+|các\s+)*(?:TTHC|thủ tục|dịch vụ công|văn bản|nhiệm vụ|báo cáo"
    r"|(?:cán bộ|công chức)(?:,\scông chức|,\sviên chức)*|viên chức|người dân|cơ quan|đơn vị|hồ sơ)"
    r"\s+(?!so với|trên|trong|năm|cùng|phải|này|đó|của)\p{L}",
    regex.IGNORECASE,
)
_OPENS = regex.compile(
    r"(?:[,;:.]|(?<!\w)và|^)\s*(?:có\s+|đã có\s+|trên\s+|hơn\s+|tối thiểu\s+|ít nhất\s+|khoảng\s+)*$", regex.IGNORECASE
)


def opens_with_thing(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage opens its clause and is followed by the things that it is a share of."""
    return _opening_thing(statement, quantity, statement.end) is not None


def _counts_else(statement: Statement, quantity: Quantity, end: int) -> bool:
    """Whether a percentage opens its clause and things with words of their own follow it."""
    thing = _opening_thing(statement, quantity, end)
    return thing is not None and leftover_words(statement, thing.end() - 1, end) > 1


def _opening_thing(statement: Statement, quantity: Quantity, end: int) -> regex.Match[str] | None:
    """The things right behind a percentage that opens its clause."""
    thing = _OTHER_THING.match(statement.text, quantity.number.whole_end, end)
    return thing if thing is not None and _OPENS.search(statement.before(quantity.position)) else None


def _clause_start(statement: Statement, quantity: Quantity) -> int:
    """Where a percentage's clause begins: behind a mark, or behind a lead where those whose rate it is follow."""
    number = quantity.number
    earlier = [q.number.whole_end for q in statement.quantities[: quantity.position] if q.kind not in TRANSPARENT]
    start = earlier[-1] if earlier else statement.start
    delimiters = statement.clauses.between(start, number.start)
    marks = (d for d in delimiters if d.kind != "open" or _named_behind(statement, d.end, number))
    clause = max((d.end for d in marks if d.kind in ("comma", "semicolon", "stop", "open")), default=start)
    # "Tỷ lệ đúng hạn: cấp tỉnh 99%": behind a lead stand those whose rate it is.
    return max(
        (d.end for d in delimiters if d.kind == "colon" and _named_behind(statement, d.end, number)), default=clause
    )


def _named_behind(statement: Statement, start: int, number: Number) -> bool:
    return regex.search(r"\p{L}{2}", statement.text[start : number.start]) is not None


def names_rate(statement: Statement, start: int, end: int) -> bool:
    """Whether a "tỷ lệ" of a clause goes on with words that no vocabulary of scope or time knows."""
    return any(leftover_words(statement, rate.end(), end) > 1 for rate in _RATE.finditer(statement.text, start, end))
