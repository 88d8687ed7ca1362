"""What a clause says was done with the procedures it counts, where their owner's name stands between."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractors.cues import find_cues
from extractors.procedure_words import PROPOSED, after_rate
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

_WORDS = r"(?:TTHC|thủ tục(?: hành chính)?|dịch vụ(?: công)?(?: trực tuyến)?|DVC(?:TT)?)(?!\w)"
_NOUN = regex.compile(r"\s{0,2}\)?\s{0,2}" + _WORDS, regex.IGNORECASE)
_NOUN_OF = regex.compile(r"(?<!\w)" + _WORDS, regex.IGNORECASE)
# A clause ends there, but for the digit of "mức độ 3".
_CLAUSE_END = regex.compile(r"[;:()]|(?<!mức |mức độ )\d", regex.IGNORECASE)
# "109[ TTHC lĩnh vực văn hóa, thể thao và du lịch ]được rút ngắn thời gian", "[ thủ tục của các sở, ban, ngành ]đã …"
_OWNER = regex.compile(
    r"(?:(?:hiện|nay|đều|cũng|mới)\s*)*(?:$|(?:thuộc|trong|của|ở|tại|cấp|lĩnh vực|ngành|do|về|UBND|khối)\s)",
    regex.IGNORECASE,
)
_DONE = regex.compile(r"(?<!\w)(?:(?:được|đã|bị|đang|chưa)(?:\s|$))++", regex.IGNORECASE)
_WAS_DONE = regex.compile(r"(?<!\w)(?:(?:được|đã|bị)\s)++", regex.IGNORECASE)
# "được tiếp nhận, giải quyết qua …": the comma of several verbs.
_COMMA = regex.compile(
    r",(?!\s(?:tiếp nhận|giải quyết|thẩm định|xử lý|phê duyệt|trả|cung cấp)(?!\w))", regex.IGNORECASE
)
# "số TTHC được số hóa thành phần hồ sơ[ là ]391"
_LINK = regex.compile(r"(?:(?<!\w)(?:là|đạt|có|gồm))?\s?:?\s?$", regex.IGNORECASE)
# What every procedure undergoes: such a verb alone says nothing of the count.
_HANDLED = regex.compile(
    r"(?:(?:đang|được|đã)\s)*+(?:thực hiện|giải quyết|tiếp nhận|áp dụng|cung cấp|triển khai|quản lý|xử lý|trả kết quả"
    r"|nhận|phục vụ|đưa vào|sử dụng|ban hành|thống kê|có|UBND|cấp)(?!\w)",
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
    after = after_rate(statement, quantity)
    noun = _NOUN.match(after)
    start = noun.end() if noun else 0
    end = _CLAUSE_END.search(after, start)
    clause = after[start : end.start() if end else len(after)]
    done = _DONE.search(clause)
    if done is None or not _OWNER.match(clause[: done.start()].strip(" )")):
        return None
    return _told(_COMMA.split(clause[done.end() :], maxsplit=1)[0])


def said_before(statement: Statement, quantity: Quantity) -> frozenset[str] | None:
    """What is said of procedures before their number: "số TTHC được số hóa thành phần hồ sơ là 391"."""
    if statement.columns is not None:
        return None
    before = statement.before(quantity.position)
    clause = _LINK.sub("", regex.split(r"[,;.()]|:(?!\s*$)", before)[-1])
    noun = _NOUN_OF.search(clause)
    done = _WAS_DONE.search(clause, noun.end()) if noun else None
    return None if done is None else _told(clause[done.end() :])
