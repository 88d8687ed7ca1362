"""Numbers that count procedures without their noun: before a bracket, as services, as parts."""

from __future__ import annotations

import dataclasses

import regex

from extractors.cues import find_cues
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "(277/277) TTHC"
_NOUN_BEHIND = regex.compile(r"[0-9]\s*\)\s*(?:TTHC|thủ tục)(?!\w)", regex.IGNORECASE)
_CLOSED_BEFORE_NOUN = regex.compile(r"(?:\s*/\s*[0-9.]+)?\s*\)\s*(?:TTHC|thủ tục)(?!\w)", regex.IGNORECASE)
# "mức độ 3 là 90 dịch vụ"
_SERVICE = regex.compile(r"\s*dịch vụ(?!\s+(?:bưu chính|viễn thông|việc làm))(?!\w)", regex.IGNORECASE)


# "47 TTHC (12 mới, 25 sửa đổi)", "12 dịch vụ công (7 toàn trình, 5 một phần)": told right behind the part.
_TELLING = frozenset({"announced", "online_full", "online_partial", "linked"})


def with_bracketed(statement: Statement) -> Statement:
    """Counts in a bracket before their noun are procedures: "đưa 100% (277/277) TTHC ra một cửa"."""
    if not _NOUN_BEHIND.search(statement.text, statement.start, statement.end):
        return statement
    return statement.with_quantities(
        tuple(
            dataclasses.replace(q, kind="procedure")
            if q.number.unit is None
            and q.kind in (None, "other")
            and _CLOSED_BEFORE_NOUN.match(statement.text, q.number.end, statement.end)
            else q
            for q in statement.quantities
        )
    )


def with_services(statement: Statement) -> Statement:
    """Beside procedures, "90 dịch vụ" are procedures too, and so are parts that are told without a noun.

    "47 TTHC (12 mới, 25 sửa đổi, 10 bãi bỏ)".
    """

    def counts(quantity: Quantity) -> bool:
        if _SERVICE.match(statement.text, quantity.number.end):
            return True
        if quantity.whole is None or quantity.number.unit is not None or quantity.kind not in (None, "other"):
            return False
        after = statement.after(quantity.position)
        cues = find_cues(after, 0, len(after), load("procedure_cues"))
        told = bool(cues) and cues[0].feature in _TELLING and not after[: cues[0].start].strip()
        return told and statement.quantities[quantity.whole].kind == "procedure"

    return statement.with_quantities(
        tuple(dataclasses.replace(q, kind="procedure") if counts(q) else q for q in statement.quantities)
    )
