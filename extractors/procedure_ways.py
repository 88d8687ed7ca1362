"""By which way procedures are handled: behind several verbs, behind a bracket, or by the office that handles them."""

from __future__ import annotations

import regex

from extractors.cues import find_cues
from extractors.procedure_metrics import compose
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "96 TTHC tiếp nhận, trả kết quả qua …": several verbs, then by which way.
_HANDLED = regex.compile(
    r"""
    (?:\s*(?:TTHC|thủ\ tục(?:\ hành\ chính)?))?
    (?:\s+(?:thuộc|của|trong|lĩnh\ vực|ngành)\s[^,;.:()\d]{3,60}?(?=\s(?:vào|ra|được)\s))?
    \s* (?:(?:được|đã|đang|có|cho|vào|ra|thực\ hiện|triển\ khai|áp\ dụng|cấp\ (?:tỉnh|huyện|xã))\s+)*
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


def way_of(statement: Statement, quantity: Quantity) -> str | None:
    """The way by which procedures are handled, behind several verbs, or the one-stop office that handles them."""
    if statement.columns is not None:
        return None
    whole = quantity.partner if quantity.number.fraction == "numerator" else None
    handled = _HANDLED.match(statement.after(quantity.position if whole is None else whole))
    if handled is not None:
        cues = find_cues(handled["way"], 0, len(handled["way"]), load("procedure_cues"))
        if ONE_STOP_OFFICE.match(handled["way"]):
            return "one_stop"
        return compose(frozenset(cue.feature for cue in cues))
    before = statement.before(quantity.position)
    if ONE_STOP_OFFICE.match(statement.text, statement.start, statement.end) and _TAKES_IN.search(before):
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
