"""What is said once of several counts of procedures that "và" or a comma joins."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.labelling import Labels
from extractors.procedure_metrics import compose
from extractors.procedure_predicates import said_behind
from extractors.statements import Statement

# "trong tổng số 402 TTHC", "toàn bộ 1.865 TTHC", "Trong 1.590 TTHC của tỉnh, …", "Đối với 66 TTHC cấp tỉnh: …"
AMONG = regex.compile(
    r"(?<!\w)(?:(?:trong|trên)\s+(?:tổng\s+)?số|toàn\s+bộ|tất\s+cả|(?:^|(?<=[.;]\s))(?:trong|trên|(?:đối\s+)?với))\s*$",
    regex.IGNORECASE | regex.MULTILINE,
)


def told_together(statement: Statement, position: int, labels: Sequence[Labels]) -> str | None:
    """The metric said once behind two counts: "302 TTHC cấp huyện và 136 TTHC cấp xã được công khai"."""
    if AMONG.search(statement.before(position)):
        return "total"
    following = position + 1
    # "256/256 thủ tục cấp huyện và 142/142 thủ tục cấp xã": the counts of two fractions.
    numbers = [q.number for q in statement.quantities]
    if numbers[position].fraction == "numerator":
        following += 1
    elif numbers[position].fraction == "denominator":
        return None
    # "100% TTHC cấp huyện (256/256) và 100% TTHC cấp xã (142/142)"
    skipped = int(following + 1 < len(labels) and statement.quantities[following].kind == "percent")
    following += skipped
    if following >= len(labels) or statement.quantities[following].kind != "procedure":
        return None
    joined = regex.search(r"(?:(?<!\w)và|,)\s*$", statement.before(following - skipped))
    # The words behind a fraction belong to its second number.
    told = following + 1 if numbers[following].fraction == "numerator" and following + 1 < len(labels) else following
    after = frozenset(c.feature for at in {following, told} for c in labels[at].own if c.start > numbers[told].start)
    if joined is None:
        return None
    return (
        compose(after)
        or compose(said_behind(statement, statement.quantities[following]) or frozenset())
        or (
            # "10 TTHC cấp tỉnh, 8 TTHC cấp huyện và 5 TTHC cấp xã được …": a list has any length.
            told_together(statement, following, labels) if statement.before(following).count(",") < 2 else None
        )
    )
