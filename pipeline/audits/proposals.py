"""Suggestions: the answers of the solver as sentences in both languages, put into the findings that they mend."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from extractors.rates import Rate
from extractors.staffing import Staffing
from pipeline.audits.constraints import AnyCount, clusters, constraints_of
from pipeline.audits.culprits import Answer, Change, answers, value_now
from pipeline.audits.dossiers import dossier_name
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.procedures import procedure_name
from pipeline.audits.sheets import copied_figures
from pipeline.audits.staffing import staffing_name
from pipeline.audits.wording import Words, joined, label, number, percent, same

SOLVED = frozenset(
    {
        "dossier.sum",
        "dossier.part_exceeds_whole",
        "staffing.sum",
        "procedure.sum",
        "rate.recompute",
        "figure.contradiction",
    }
)
"""Rules whose findings are equations that a change of figures can mend."""

_MOST = 3
"""Equally likely answers that a suggestion names."""


def propose(facts: Facts, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with a suggestion wherever a slip of the pen in one figure, or two, explains them."""
    found = tuple(findings)
    if not any(f.rule in SOLVED for f in found):
        return found
    best: dict[tuple[str, int, int], Words] = {}
    copied = copied_figures(facts.dossiers)
    for failing, holding in clusters(constraints_of(facts)):
        solutions = answers(failing, holding, copied)
        for constraint in failing:
            ids = {row.figure_id for row in constraint.rows}
            mine = [a for a in solutions if any(c.row.figure_id in ids for c in a.changes)]
            anchor = constraint.anchor
            if mine:
                best.setdefault((constraint.rule, anchor.start, anchor.end), _told(mine))
    return tuple(_with(f, best.get((f.rule, f.start or 0, f.end or 0))) for f in found)


def _with(finding: Finding, words: Words | None) -> Finding:
    if words is None:
        return finding
    return dataclasses.replace(finding, suggestion=words.vi, suggestion_en=words.en)


def _told(solutions: Sequence[Answer]) -> Words:
    distinct = {tuple((c.row.figure_id, c.value) for c in a.changes): a for a in reversed(solutions)}
    shown = [_answer(a) for a in list(distinct.values())[::-1][:_MOST]]
    vi, en = " hoặc ".join(w.vi for w in shown), " or ".join(w.en for w in shown)
    return Words(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:])


def _answer(answer: Answer) -> Words:
    told = [_change(c) for c in answer.changes]
    reasons = list(dict.fromkeys((c.reason.vi, c.reason.en) for c in answer.changes if c.part is None))
    words = joined(told, "; ")
    if not reasons:
        return words
    reason = joined((Words(vi=vi, en=en) for vi, en in reasons), ", ")
    return words + same(" (") + reason + same(")")


def _change(change: Change) -> Words:
    row = change.row
    if change.part is not None:
        part, name = number(change.part.value), name_of(change.part)
        whole = number(row.value)
        unit = Words(vi=" người" if isinstance(row, Staffing) else " hồ sơ", en="")
        return Words(
            vi=f"{whole.vi} đã gồm {part.vi}{unit.vi} {name.vi}?",
            en=f"does {whole.en} already include the {part.en} {name.en}?",
        )
    if isinstance(row, Rate):
        before, after = (percent(v, row.decimals) for v in (value_now(change), change.value))
    else:
        before, after = (number(v, 0) for v in (value_now(change), change.value))
    return name_of(row) + same(": ") + before + same(" → ") + after


def name_of(row: AnyCount) -> Words:
    """What a figure is called."""
    if isinstance(row, Rate):
        return label("rate_metric", row.metric)
    return next((w for w in (dossier_name(row), procedure_name(row), staffing_name(row)) if w.vi), same(""))
