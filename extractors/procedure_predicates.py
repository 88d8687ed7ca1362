"""What a clause says was done with the procedures it counts, where their owner's name stands between."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractors.cues import find_cues
from extractors.procedure_words import PROPOSED
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

_NOUN = r"(?:TTHC|thủ\ tục(?:\ hành\ chính)?|dịch\ vụ(?:\ công)?(?:\ trực\ tuyến)?|DVC(?:TT)?)"
# "109[ TTHC lĩnh vực văn hóa, thể thao và du lịch được ]rút ngắn thời gian", "[ thủ tục của các sở, ban, ngành đã ]…"
_PREDICATE = regex.compile(
    rf"""
    \s*\)?(?:\s*{_NOUN})?
    (?:\s+(?:thuộc|trong|của|ở|tại|cấp|lĩnh\ vực|ngành|do|về|UBND|khối)\s[^;:()\d]*?)??
    \s+(?:(?:hiện|nay|đều|cũng|mới)\s+)?(?:(?:được|đã|bị|đang|chưa)\s+)++
    (?P<done>(?:[^,;:()\d]|(?<=mức\ |mức\ độ\ )\d)*
        (?:,\ (?:tiếp\ nhận|giải\ quyết|thẩm\ định|xử\ lý|phê\ duyệt|trả|cung\ cấp)[^,;:()\d]*)*)
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
# "số TTHC được [số hóa thành phần hồ sơ ]là 391"
_SUBJECT = regex.compile(
    rf"""
    (?<!\w){_NOUN}(?:\s[^,;:()\d]*?)??\s(?:(?:được|đã|bị)\s+)++(?P<done>[^,;:()\d]*?)\s*(?:\s(?:là|đạt|có|gồm)\s*)?:?\s*$
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
# What every procedure undergoes: such a verb alone says nothing of the count.
_HANDLED = regex.compile(
    r"(?:\s*(?:,|và|đang|được|đã|UBND\s\p{Ll}+|tỉnh|huyện|xã|phường|cấp)?\s*"
    r"(?:thực hiện|giải quyết|tiếp nhận|áp dụng|cung cấp|triển khai|quản lý|xử lý|trả kết quả|nhận|phục vụ|đưa vào"
    r"|sử dụng|ban hành|thống kê|có))++",
    regex.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _features(clause: str) -> frozenset[str]:
    return frozenset(
        "other" if cue.feature == "announced" and PROPOSED.search(clause, 0, cue.start) else cue.feature
        for cue in find_cues(clause, 0, len(clause), load("procedure_cues"))
    )


def _told(clause: str) -> frozenset[str] | None:
    """The features of a predicate; ``other`` where its verb is none that the vocabulary knows, None where it says
    nothing."""
    features = _features(clause)
    if features:
        return features
    bare = clause.strip(" ,.")
    return None if not bare or _HANDLED.match(bare) else frozenset({"other"})


def said_behind(statement: Statement, quantity: Quantity) -> frozenset[str] | None:
    """What is said of procedures behind their noun and their owner's name, commas in it and all.

    "08 TTHC lĩnh vực hộ tịch, chứng thực đã kết nối …": something was done that is no metric.
    """
    if statement.columns is not None:
        return None
    whole = quantity.partner if quantity.number.fraction == "numerator" else None
    match = _PREDICATE.match(statement.after(quantity.position if whole is None else whole))
    return None if match is None else _told(match["done"])


def said_before(statement: Statement, quantity: Quantity) -> frozenset[str] | None:
    """What is said of procedures before their number: "số TTHC được số hóa thành phần hồ sơ là 391"."""
    if statement.columns is not None:
        return None
    match = _SUBJECT.search(statement.before(quantity.position))
    return None if match is None else _told(match["done"])
