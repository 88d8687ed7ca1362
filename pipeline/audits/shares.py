"""Shares: what a percentage about dossiers may be computed from, in the definitions that offices use."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import product

from extractors.rates import Rate
from pipeline.audits.balances import distinct
from pipeline.audits.dossiers import done_ways, dossier_name, leaver_ways, on_time_ways, pending_ways, wholes
from pipeline.audits.intervals import agrees_with_ratio, exact
from pipeline.audits.places import Value, values, values_with
from pipeline.audits.recomputed import rate_agrees_with_ratio
from pipeline.audits.sheets import Rows, Sheet
from pipeline.audits.wording import Words, joined, number, same


@dataclasses.dataclass(frozen=True, kw_only=True)
class Share:
    """part / (whole - out), or 1 less that share where ``complement``.

    ``definition`` is its value in the vocabulary ``rate_definition``.
    """

    definition: str
    part: Rows
    whole: Rows
    out: Rows = ()
    complement: bool = False

    @cached_property
    def ratio(self) -> tuple[int, int]:
        """The percentage as top and bottom in whole numbers; there is none where the bottom is not above nothing."""
        part, whole = values(self.part), values(self.whole) - values(self.out)
        return 100 * (whole - part if self.complement else part), whole

    @property
    def percent(self) -> Fraction | None:
        """The exact percentage; None where there is nothing to divide by."""
        top, bottom = self.ratio
        return Fraction(top, bottom) if bottom > 0 else None

    @property
    def known_percent(self) -> Fraction:
        """The exact percentage of a share that has one."""
        percent = self.percent
        assert percent is not None
        return percent

    def percent_with(self, changed: Mapping[str, Value]) -> Fraction | None:
        """The percentage where figures, by their ids, had other values."""
        part, whole = values_with(self.part, changed), values_with(self.whole, changed) - values_with(self.out, changed)
        if whole <= 0:
            return None
        return Fraction(100 * (whole - part if self.complement else part)) / whole

    def agrees(self, rate: Rate) -> bool:
        """Whether a stated percentage is this one, rounded."""
        top, bottom = self.ratio
        return bottom > 0 and rate_agrees_with_ratio(rate, top, bottom)

    def gives(self, value: float, decimals: int) -> bool:
        """Whether this is rounded to a percentage with so many decimals, whatever stands before it."""
        top, bottom = self.ratio
        return bottom > 0 and agrees_with_ratio(value, decimals, top, bottom)

    def weights(self) -> dict[str, tuple[int, int]]:
        """What one more of each figure, by its id, adds to the top and to the bottom."""
        found: dict[str, tuple[int, int]] = {}
        for rows, in_part, in_whole in ((self.part, 1, 0), (self.whole, 0, 1), (self.out, 0, -1)):
            for row in rows:
                top, bottom = found.get(row.figure_id, (0, 0))
                more = in_whole - in_part if self.complement else in_part
                found[row.figure_id] = top + 100 * more, bottom + in_whole
        return found

    @property
    def rows(self) -> Rows:
        """The counts that it is computed from."""
        return distinct((*self.part, *self.whole, *self.out))

    @property
    def of_resolved(self) -> bool:
        """Whether it is divided by what was resolved: stated, or as its parts."""
        return not self.out and all(r.metric.startswith("resolved") for r in self.whole)

    @property
    def words(self) -> Words:
        """The calculation, written out with its names."""
        top, bottom = _terms(self.part, ()), _terms(self.whole, self.out)
        return same("100% - " if self.complement else "") + top + same(" / ") + bottom


def _terms(plus: Rows, minus: Rows) -> Words:
    text = joined((dossier_name(r) + same(" ") + number(r.value) for r in plus), " + ")
    for row in minus:
        text = text + same(" - ") + dossier_name(row) + same(" ") + number(row.value)
    return same("(") + text + same(")") if len(plus) + len(minus) > 1 else text


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a share is divided by: rows that add up, less rows that are taken off, and what that is called."""

    name: str
    rows: Rows
    out: Rows = ()


def _resolved(sheet: Sheet) -> Iterator[Base]:
    """What was resolved: stated, as its parts, or as what is neither pending nor gone."""
    for rows in sheet.ways("resolved"):
        yield Base(name="of_resolved", rows=rows)
    for on_time, late in product(on_time_ways(sheet), sheet.ways("resolved_late")):
        yield Base(name="of_resolved", rows=(*on_time, *late))
    for whole, pending, left in product(wholes(sheet), pending_ways(sheet), leaver_ways(sheet)):
        yield Base(name="of_resolved", rows=whole, out=(*pending, *left))


def _received(sheet: Sheet) -> Iterator[Base]:
    """What there was to resolve, with or without those that left."""
    for whole, left in product(wholes(sheet), leaver_ways(sheet)):
        yield Base(name="of_received_less_left" if left else "of_received", rows=whole, out=left)
    for rows in sheet.ways("due"):
        yield Base(name="of_due", rows=rows)
    # What fell due: done on time, done late, and not done though late.
    for on_time, overdue in product(on_time_ways(sheet), sheet.ways("pending_overdue")):
        for late in sheet.ways("resolved_late") or ((),):
            yield Base(name="of_due", rows=(*on_time, *late, *overdue))


def _bases(sheet: Sheet) -> tuple[Base, ...]:
    return (*_resolved(sheet), *_received(sheet))


_LESS = {"of_resolved": "less_late_of_resolved"}


def _of(
    parts: Iterable[Rows], bases: Iterable[Base], *, complement: bool = False, name: str | None = None
) -> Iterator[Share]:
    for part, base in product(tuple(parts), tuple(bases)):
        called = _LESS.get(base.name, "less_late_of_received") if complement else base.name
        yield Share(definition=name or called, part=part, whole=base.rows, out=base.out, complement=complement)


def _on_time(sheet: Sheet) -> Iterator[Share]:
    """Of the resolved, of the received, with the pending in term counted as on time, or 100 less the late."""
    parts = on_time_ways(sheet) if sheet.has("resolved_on_time") else ()
    yield from _of(parts, _bases(sheet))
    in_term = product(parts, sheet.ways("pending_on_time"))
    yield from _of(((*p, *t) for p, t in in_term), _received(sheet), name="in_term_on_time")
    late = sheet.ways("resolved_late")
    overdue = tuple((*r, *o) for r, o in product(late, sheet.ways("pending_overdue")))
    yield from _of((*late, *overdue), _bases(sheet), complement=True)


def completion(sheet: Sheet) -> Iterator[Share]:
    """What was resolved of what there was to resolve, at times printed as the on-time rate."""
    yield from _of(done_ways(sheet), _received(sheet), name="completion")


def _late(sheet: Sheet) -> Iterator[Share]:
    late = sheet.ways("resolved_late")
    overdue = tuple((*r, *o) for r, o in product(late or ((),), sheet.ways("pending_overdue")))
    yield from _of((*late, *overdue), _bases(sheet))
    if sheet.has("resolved_on_time"):
        yield from _of(on_time_ways(sheet), _bases(sheet), complement=True, name="less_on_time")


def _early(sheet: Sheet) -> Iterator[Share]:
    on_time = tuple(Base(name="of_on_time", rows=rows) for rows in sheet.ways("resolved_on_time"))
    early = sheet.ways("resolved_early")
    yield from _of(early, (*_bases(sheet), *on_time))


def _resolution(sheet: Sheet) -> Iterator[Share]:
    yield from _of(done_ways(sheet), _received(sheet))
    yield from _of(pending_ways(sheet), _received(sheet), complement=True, name="less_pending")


def _online(sheet: Sheet) -> Iterator[Share]:
    online = sheet.ways("received_online")
    channels = tuple(Base(name="of_channels", rows=(*o, *d)) for o, d in product(online, sheet.ways("received_direct")))
    plain = (*_received(sheet), *channels)
    # Some divide by the resolved; where nothing else is told, the total may as well stand elsewhere.
    resolved = tuple(Base(name="of_resolved", rows=rows) for rows in sheet.ways("resolved")) if plain else ()
    yield from _of(online, (*plain, *resolved))


_DEFINITIONS = {
    "on_time_rate": _on_time,
    "late_rate": _late,
    "early_rate": _early,
    "resolution_rate": _resolution,
    "online_rate": _online,
}


def shares(metric: str, sheet: Sheet) -> tuple[Share, ...]:
    """Every definition of a rate that the counts of a sheet allow, the plainest first."""
    definition = _DEFINITIONS.get(metric)
    return () if definition is None else tuple(s for s in definition(sheet) if s.ratio[1] > 0)


def nearest_of_each(rate: Rate, meant: Iterable[Share]) -> dict[str, Share]:
    """Of every definition the reading that comes nearest to the printed percentage, the definitions in their order.

    Where the early ones stand beside the on time, a share of the on time alone is none that an office would print.
    """
    found: dict[str, Share] = {}
    stated = exact(rate.value)
    for share in meant:
        known = found.setdefault(share.definition, share)
        if share.percent is not None and (
            known.percent is None or abs(share.percent - stated) < abs(known.percent - stated)
        ):
            found[share.definition] = share
    return found
