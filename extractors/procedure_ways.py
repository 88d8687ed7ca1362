"""By which way procedures are handled: behind several verbs, behind a bracket, or by the office that handles them."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.cues import find_cues
from extractors.procedure_metrics import compose
from extractors.procedure_words import after_rate
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "96 TTHC tiếp nhận, trả kết quả qua …": several verbs, then by which way.
_HANDLED = regex.compile(
    r"""
    (?:\s*(?:TTHC|thủ\ tục(?:\ hành\ chính)?))?
    (?:\s+(?:thuộc|của|trong|lĩnh\ vực|ngành)\s[^,;.:()\d]{3,60}?(?=\s(?:vào|ra|được)\s))?
    \s* (?:(?:được|đã|đang|có|cho|vào|ra|thực\ hiện|triển\ khai|áp\ dụng|đăng\ ký|cung\ cấp|cấp\ (?:tỉnh|huyện|xã))\s+)*
    (?:tiếp\ nhận|nhận|giải\ quyết|thẩm\ định|xử\ lý|nộp|trả|chuyển)[^,;.:()\d]*?
    (?:(?:,|\ và|/)\s*(?:tiếp\ nhận|nhận|giải\ quyết|thẩm\ định|xử\ lý|nộp|trả|chuyển|phê\ duyệt)[^,;.:()\d]*?)+
    (?<!\w)(?:qua|tại|theo|bằng)\s (?P<way>[^,;.:()\d]*)
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
# "Bộ phận Một cửa cấp huyện thực hiện 263 TTHC": what a one-stop office handles.
ONE_STOP_OFFICE = regex.compile(
    r"""
    (?<!\w)(?:bộ\ phận\ (?:một\ cửa|tiếp\ nhận\ và\ trả\ kết\ quả|tn\s?&\s?tkq|tn\ và\ tkq|tnvtkq)
    | trung\ tâm\ (?:phục\ vụ\ )?hành\ chính\ công | trung\ tâm\ (?:pv)?hcc)(?!\w)
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
# "Trung tâm Hành chính công bố trí quầy cho 19 ngành, tiếp nhận 1.602 TTHC"
_TAKES_IN = regex.compile(
    r"(?<!\w)(?:tiếp nhận|đảm nhận)(?:,? (?:và )?(?:giải quyết|trả kết quả))?\s*$", regex.IGNORECASE
)
_OFFICE_HANDLES = regex.compile(
    ONE_STOP_OFFICE.pattern
    + r"""
    [^,;.:()\d]*?(?<!\w)(?:tiếp\ nhận|thực\ hiện|giải\ quyết|đảm\ nhận|phục\ vụ)
    (?:(?:,|\ và)\s(?:tiếp\ nhận|thực\ hiện|giải\ quyết|trả\ kết\ quả))* (?:\ (?:đối\ với|cho|được|tổng\ số))?
    \s*$
    """,
    regex.IGNORECASE | regex.VERBOSE,
)


# "thực hiện tiếp nhận 268 TTHC[ tại Bộ phận Một cửa]"
_AT_DESK = regex.compile(
    r"(?:\s*(?:TTHC|thủ\ tục(?:\ hành\ chính)?))?\s+(?:cấp\s+\p{Ll}+\s+)?(?:tại|qua|ở)\s+"
    + f"(?:{ONE_STOP_OFFICE.pattern.strip()})",
    regex.IGNORECASE | regex.VERBOSE,
)


def way_of(statement: Statement, quantity: Quantity) -> str | None:
    """The way by which procedures are handled, behind several verbs, or the one-stop office that handles them."""
    if statement.columns is not None:
        return None
    handled = _HANDLED.match(after_rate(statement, quantity))
    if handled is not None:
        cues = find_cues(handled["way"], 0, len(handled["way"]), load("procedure_cues"))
        if ONE_STOP_OFFICE.match(handled["way"]):
            return "one_stop"
        return compose(frozenset(cue.feature for cue in cues))
    before = statement.before(quantity.position)
    if ONE_STOP_OFFICE.match(statement.text, statement.start, statement.end) and _TAKES_IN.search(before):
        return "one_stop"
    if _TAKES_IN.search(before) and _AT_DESK.match(statement.after(quantity.position)):
        return "one_stop"
    return "one_stop" if _OFFICE_HANDLES.search(before) else None


def behind_bracket(statement: Statement, quantity: Quantity) -> str | None:
    """What the clause goes on to say behind the bracket a number stands in, before its next delimiter.

    "100% TTHC (291 TTHC của huyện, 136 TTHC của xã) được giải quyết qua một cửa, …"
    """
    number = quantity.number
    close = next((b for a, b in statement.clauses.brackets if a < number.start < b), None)
    if close is None:
        return None
    ends = [d.start for d in statement.clauses.between(close, statement.end)] + [statement.end]
    end = ends[0]
    if any(close <= other.start < end for other in statement.numbers):
        return None
    return compose(frozenset(cue.feature for cue in find_cues(statement.text, close, end, load("procedure_cues"))))


def of_rate(statement: Statement, quantity: Quantity, metrics: Sequence[str | None]) -> str | None:
    """What the percentage right before a bracket is of: "toàn trình đạt 32,5% (238/731), một phần đạt 48,2% (368/763)".

    A rate that says nothing is of what the one before it was: "cấp huyện 69,5% (507/735)".
    """
    at = quantity.position
    if not at or statement.columns is not None or statement.quantities[at - 1].kind != "percent":
        return None
    rate = statement.quantities[at - 1].number
    if statement.text[rate.whole_end : quantity.number.start].strip() != "(":
        return None
    start = statement.quantities[at - 2].number.whole_end if at > 1 else statement.start
    told = frozenset(cue.feature for cue in find_cues(statement.text, start, rate.start, load("procedure_cues")))
    before = (m for q, m in zip(statement.quantities[:at], metrics, strict=False) if q.number.fraction == "numerator")
    return compose(told - {"total"}) or next((metric for metric in reversed(list(before)) if metric), None)
