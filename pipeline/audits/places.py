"""From rows to a finding: where it stands, what it rests on, and one finding for each subject."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import regex

from extractors.dossiers import Dossier
from extractors.located import Figure
from extractors.procedures import Procedure
from extractors.staffing import Staffing
from pipeline.audits.findings import Finding
from pipeline.audits.wording import Words, canonical

Count = Dossier | Staffing | Procedure
"""A figure that counts whole things."""


def figure_finding(
    rule: str,
    severity: str,
    *,
    row: Figure,
    subject: str,
    message: Words,
    evidence: Sequence[Figure] = (),
    stated: str | None = None,
    expected: str | None = None,
    delta: Fraction | None = None,
    suggestion: Words | None = None,
    at: tuple[int | None, int | None] = (None, None),
) -> Finding:
    """A finding that stands at a figure, or ``at`` another number of its row, and rests on it and on others."""
    rows = sorted({r.figure_id: r for r in (row, *evidence)}.values(), key=lambda r: (r.start, r.figure_id))
    return Finding(
        doc_id=row.doc_id,
        rule=rule,
        severity=severity,
        subject=subject,
        stated=stated,
        expected=expected,
        delta=None if delta is None else float(delta),
        message_vi=message.vi,
        message_en=message.en,
        suggestion=None if suggestion is None else suggestion.vi,
        suggestion_en=None if suggestion is None else suggestion.en,
        evidence=tuple(r.figure_id for r in rows),
        section_id=row.section_id,
        start=row.start if at[0] is None else at[0],
        end=row.end if at[1] is None else at[1],
        page=row.page,
    )


def one_per_subject(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first finding for each subject, with the evidence of all that share it."""
    kept: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.subject)
        if key in kept:
            evidence = tuple(dict.fromkeys((*kept[key].evidence, *finding.evidence)))
            kept[key] = dataclasses.replace(kept[key], evidence=evidence)
        else:
            kept[key] = finding
    return tuple(kept.values())


def values(rows: Iterable[Count]) -> int:
    """What the rows add up to."""
    return sum(row.value for row in rows)


Value = int | Fraction
"""What a figure counts, or the percentage it gives."""


def values_with(rows: Iterable[Count], changed: Mapping[str, Value]) -> Value:
    """What the rows would add up to if figures, by their ids, had other values."""
    return sum(changed.get(row.figure_id, row.value) for row in rows)


# "1,02 triệu hồ sơ", "61,3 ngàn": a count that is written in thousands or millions is rounded to what is written.
_IN_MILLIONS = regex.compile(r"\d\s*(?:nghìn|ngàn|triệu|vạn)(?!\w)", regex.IGNORECASE)


def is_rounded(row: Figure) -> bool:
    """Whether a figure stands for more than one number: hơn, gần, khoảng, or thousands and millions in words."""
    return row.qualifier is not None or _in_millions(row.raw)


def rounding(row: Count) -> int:
    """How far a count written in thousands or millions may lie from what was counted: a unit of its last digit.

    1,18 triệu is 1.180.000, give or take 10.000; nothing for a count that is written out.
    """
    if not _in_millions(row.raw):
        return 0
    digits = str(abs(row.value))
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


@lru_cache(maxsize=4096)
def _in_millions(raw: str) -> bool:
    return _IN_MILLIONS.search(raw) is not None


def subject_of(row: Count) -> str:
    """The canonical number that a finding about a count has as its subject."""
    return canonical(row.value)
