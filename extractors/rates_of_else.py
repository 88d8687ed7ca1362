"""Percentages that are of no dossiers, though words of theirs stand around: of petitions, reports, judgments."""

from __future__ import annotations

import regex

from extractors.kinds import DOSSIERS, DOSSIERS_OR_PROCEDURES
from extractors.rate_subjects import NEXT_RATE
from extractors.statements import Quantity, Statement

# "100% hồ sơ trễ hạn đều có thư xin lỗi"
_LATE_SUBJECT = regex.compile(
    r"\s*(?:số\s+)?(?:hồ sơ\s+)?(?:bị\s+)?(?:trễ hạn|quá hạn|trễ hẹn|chậm)\s+"
    r"(?:đều\s+|đã\s+)?(?:có|được|phải|thực hiện|gửi)",
    regex.IGNORECASE,
)


# "100% báo cáo gửi đúng hạn", "98% phản ánh được xử lý đúng hạn"
_OTHER_SUBJECT = regex.compile(
    r"\s*(?:tổng\s+)?(?:số\s+)?(?:báo cáo|phản ánh|PAKN|kiến nghị|đơn thư|đơn|khiếu nại|ý kiến|cử tri|câu hỏi)(?!\w)",
    regex.IGNORECASE,
)


# "tỷ lệ giải quyết phản ánh, kiến nghị đúng hạn", "báo cáo gửi đúng hạn đạt 98%"; "kỳ báo cáo" is a time
_OTHER_LEADS = regex.compile(
    r"(?:^|(?<=[,;:.]\s)|(?<!\w)(?:tỷ lệ|tỉ lệ|số)\s)(?:\p{Ll}+\s){0,3}?"
    r"(?:(?<!kỳ\s)báo cáo|phản ánh|PAKN|kiến nghị|đơn thư|khiếu nại|văn bản|nhiệm vụ|niêm yết)(?!\w)",
    regex.IGNORECASE,
)
_ALONE_IN_BRACKET = regex.compile(r"\(\s*(?:đạt|chiếm|tỷ lệ|tỉ lệ|là|\s)*$", regex.IGNORECASE)


def told_of_else(statement: Statement, quantity: Quantity) -> bool:
    """Whether late dossiers are only the subject ("100% hồ sơ trễ hạn đều có thư xin lỗi"), or no dossiers are."""
    after = statement.after(quantity.position)
    if _LATE_SUBJECT.match(after) or _OTHER_SUBJECT.match(after):
        return True
    if statement.columns is not None or quantity.kind != "percent":
        return False
    return _led_by_else(statement, quantity) is not None


# "; đã xử lý 14/14 (100%) đúng hạn" behind petitions
_DEALT_WITH = regex.compile(
    r"[^;.:]*[;,.]\s*(?:đã\s|đến nay\s|trong đó\s)*(?:xử lý|trả lời|giải quyết|phản hồi|giải đáp)\s"
    r"(?:xong\s|dứt điểm\s|được\s)*\d[\d.]*\s*/\s*$",
    regex.IGNORECASE,
)
_PETITIONS = regex.compile(
    r"(?<!\w)(?:phản ánh|PAKN|kiến nghị|đơn thư|khiếu nại|câu hỏi|ý kiến)(?!\w)", regex.IGNORECASE
)


def counts_petitions(statement: Statement, fraction: Quantity) -> bool:
    """Whether a bare fraction goes on with petitions: "phản ánh, kiến nghị; đã xử lý 14/14"; ``fraction`` its end."""
    if statement.columns is not None or fraction.number.fraction != "denominator" or fraction.number.unit is not None:
        return False
    told = statement.text[statement.start : fraction.number.start]
    behind = _DEALT_WITH.fullmatch(told)
    return behind is not None and _PETITIONS.search(told) is not None and DOSSIERS_OR_PROCEDURES.search(told) is None


def told_of_petitions(statement: Statement, quantity: Quantity) -> bool:
    """Whether complaints, petitions or reports are what a percentage is a share of, whatever is done with them."""
    if statement.columns is not None or quantity.number.unit not in ("percent", None):
        return False
    led = _led_by_else(statement, quantity)
    named = led is not None and not led[0].casefold().endswith(("văn bản", "nhiệm vụ"))
    return named or _OTHER_SUBJECT.match(statement.after(quantity.position)) is not None


def goes_on_with_petitions(statement: Statement, quantity: Quantity) -> bool:
    """Whether the share before a percentage was of petitions and none of dossiers since: "xử lý 100%, đúng hạn 97%"."""
    if not quantity.position:
        return False
    last = statement.quantities[quantity.position - 1]
    before = statement.before(quantity.position)
    if last.kind != "percent" or ";" in before or DOSSIERS_OR_PROCEDURES.search(before):
        return False
    return told_of_petitions(statement, last)


def _led_by_else(statement: Statement, quantity: Quantity) -> regex.Match[str] | None:
    """The words at the head of a percentage's clause that name no dossiers; None where dossiers follow."""
    before = _ALONE_IN_BRACKET.sub("", statement.before(quantity.position))
    before = before[max((rate.start() for rate in NEXT_RATE.finditer(before)), default=0) :].removeprefix(",")
    before = regex.split("[;(]", before)[-1].lstrip(" -+*•")
    led = _OTHER_LEADS.search(before)
    behind = NEXT_RATE.split(regex.split("[,;(]", statement.after(quantity.position))[0])[0]
    # What is posted ("niêm yết") are procedures: they say nothing of dossiers.
    noun = DOSSIERS if led is not None and led[0].casefold().endswith("niêm yết") else DOSSIERS_OR_PROCEDURES
    return led if led is not None and not noun.search(before[led.start() :] + behind) else None


# "thi hành xong 1.902 việc, đạt 80,1% số việc có điều kiện thi hành": cases of courts, no tasks of a plan
_ENFORCED = regex.compile(r"(?<!\w)(?:thi hành án|thi hành xong|điều kiện thi hành|vụ án)(?!\w)", regex.IGNORECASE)


def told_of_judgments(statement: Statement, quantity: Quantity) -> bool:
    """Whether what a percentage is a share of are judgments carried out."""
    around = statement.text[statement.start : quantity.number.start] + statement.after(quantity.position)
    return statement.columns is None and _ENFORCED.search(around) is not None
