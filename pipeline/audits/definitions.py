"""Which definition of a rate a report uses: the one that gives the printed percentage from the figures beside it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from extractors.dossiers import Dossier
from extractors.rates import Rate
from pipeline.audits.recomputed import rate_agrees, ratio
from pipeline.audits.shares import Share, completion, shares
from pipeline.audits.sheets import Sheet, sheets_of


def sheets_beside(rate: Rate, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sheets a rate stands beside: its group, scope and field, and its period where one of them has it."""
    beside = [
        s
        for s in sheets
        if rate.group_id is not None
        and s.rows[0].group_id == rate.group_id
        and (s.rows[0].scope, s.rows[0].scope_name, s.rows[0].field) == (rate.scope, rate.scope_name, rate.field)
    ]
    same_period = [
        s for s in beside if (s.rows[0].period_start, s.rows[0].period_end) == (rate.period_start, rate.period_end)
    ]
    candidates = same_period or beside
    # In a paragraph of several statements a rate follows its counts, or opens the first of them.
    before = [s for s in candidates if s.rows[0].start <= rate.start]
    return tuple(before[-1:] or candidates[:1])


def options(rate: Rate, sheets: Sequence[Sheet]) -> tuple[Share, ...]:
    """Every share of exact counts beside a rate that its name can mean, the plainest first."""
    found = [s for sheet in sheets_beside(rate, sheets) for s in shares(rate.metric, sheet)]
    return tuple(s for s in found if all(r.qualifier is None for r in s.rows))


def fitting(rate: Rate, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The definitions that reproduce a rate, the plainest first, each once."""
    if rate.role != "result":
        return ()
    exact = ratio(rate)
    if exact is not None:
        return ("of_fraction",) if rate_agrees(rate, exact) else ()
    found = [s for s in options(rate, sheets) if s.percent is not None and rate_agrees(rate, s.percent)]
    if not found and rate.metric == "on_time_rate":
        finished = (s for sheet in sheets_beside(rate, sheets) for s in completion(sheet))
        found = [s for s in finished if s.percent is not None and rate_agrees(rate, s.percent)]
    return tuple(dict.fromkeys(s.definition for s in found))


def with_definitions(rates: Sequence[Rate], dossiers: Sequence[Dossier]) -> tuple[Rate, ...]:
    """The rates with the definition that each follows.

    Where several fit, as they do when the counts add up, it is the one that fits most rates of that name in the
    report, and among equals the plainest: a report has one habit.
    """
    sheets = sheets_of(dossiers)
    fits = [fitting(rate, sheets) for rate in rates]
    habits = Counter((rate.metric, name) for rate, names in zip(rates, fits, strict=True) for name in names)
    return tuple(
        dataclasses.replace(rate, definition=max(names, key=lambda n: (habits[rate.metric, n], -names.index(n))))
        if names
        else rate
        for rate, names in zip(rates, fits, strict=True)
    )
