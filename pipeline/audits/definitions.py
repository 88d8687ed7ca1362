"""Which definition of a rate a report uses: the one that gives the printed percentage from the figures beside it."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence

from extractors.dossiers import Dossier
from extractors.rates import Rate
from pipeline.audits.asked_once import asked_once
from pipeline.audits.findings import Facts
from pipeline.audits.recomputed import rate_agrees, ratio
from pipeline.audits.shares import Share, completion, shares
from pipeline.audits.sheets import Sheet, sheets_in, sheets_of


class Shares:
    """What the rates of a report may be shares of: the sheets beside them, each worked out once."""

    def __init__(self, sheets: Sequence[Sheet], rates: Sequence[Rate]) -> None:
        self._rates = frozenset(rate.figure_id for rate in rates)
        self._at: dict[tuple[str | None, ...], list[Sheet]] = defaultdict(list)
        for sheet in sheets:
            first = sheet.rows[0]
            self._at[first.group_id, first.scope, first.scope_name, first.field].append(sheet)
        self._of: dict[tuple[str, int], tuple[Share, ...]] = {}
        self._exact: dict[tuple[str, int], tuple[Share, ...]] = {}

    def beside(self, rate: Rate) -> Sheet | None:
        """The sheet a rate stands beside: of its group, scope and field, and of its period where one of them has it."""
        beside = self._at.get((rate.group_id, rate.scope, rate.scope_name, rate.field), ())
        if not beside:
            return None
        same_period = [
            s for s in beside if (s.rows[0].period_start, s.rows[0].period_end) == (rate.period_start, rate.period_end)
        ]
        candidates = same_period or beside
        # In a paragraph of several statements a rate follows its counts, or opens the first of them.
        before = [s for s in candidates if s.rows[0].start <= rate.start]
        return before[-1] if before else candidates[0]

    def of(self, rate: Rate, metric: str | None = None) -> tuple[Share, ...]:
        """Every share of the counts beside a rate that its name, or another one, can mean, the plainest first."""
        sheet = self.beside(rate)
        if sheet is None:
            return ()
        key = metric or rate.metric, id(sheet)
        if key not in self._of:
            self._of[key] = shares(metric or rate.metric, sheet)
        return self._of[key]

    def options(self, rate: Rate) -> tuple[Share, ...]:
        """Those of exact counts alone, and where none is right, of counts that are not the fraction of another rate.

        "trực tuyến 541 HS (88,4%), lũy kế đạt 85,24% (2.501/2.934 HS)": 2.934 is no base of the first.
        """
        sheet = self.beside(rate)
        if sheet is None:
            return ()
        key = rate.metric, id(sheet)
        if key not in self._exact:
            self._exact[key] = tuple(s for s in self.of(rate) if all(r.qualifier is None for r in s.rows))
        found = self._exact[key]
        others = self._rates - {rate.figure_id}
        if not any(r.part_of in others for s in found for r in s.rows) or any(s.agrees(rate) for s in found):
            return found
        return tuple(s for s in found if not any(r.part_of in others for r in s.rows))

    def fitting(self, rate: Rate) -> tuple[str, ...]:
        """The definitions that reproduce a rate, the plainest first, each once."""
        if rate.role != "result":
            return ()
        exact = ratio(rate)
        if exact is not None:
            return ("of_fraction",) if rate_agrees(rate, exact) else ()
        found = [s for s in self.options(rate) if s.agrees(rate)]
        sheet = self.beside(rate)
        if not found and rate.metric == "on_time_rate" and sheet is not None:
            found = [s for s in completion(sheet) if s.agrees(rate)]
        return tuple(dict.fromkeys(s.definition for s in found))


@asked_once
def shares_in(facts: Facts) -> Shares:
    """What the rates of a report may be shares of."""
    return Shares(sheets_in(facts), facts.rates)


def with_definitions(rates: Sequence[Rate], dossiers: Sequence[Dossier]) -> tuple[Rate, ...]:
    """The rates with the definition that each follows.

    Where several fit, as they do when the counts add up, it is the one that fits most rates of that name in the
    report, and among equals the plainest: a report has one habit.
    """
    beside = Shares(sheets_of(dossiers), rates)
    fits = [beside.fitting(rate) for rate in rates]
    habits = Counter((rate.metric, name) for rate, names in zip(rates, fits, strict=True) for name in names)
    return tuple(
        dataclasses.replace(rate, definition=max(names, key=lambda n: (habits[rate.metric, n], -names.index(n))))
        if names
        else rate
        for rate, names in zip(rates, fits, strict=True)
    )
