"""Rule over people and posts: the parts of a total add up, and a cut is the difference of the two levels."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from extractors.located import Figure
from extractors.staffing import Staffing
from pipeline.audits.asked_once import asked_once
from pipeline.audits.balances import CLOSE, NEAR, Balance, Equation, sum_findings
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.places import Count
from pipeline.audits.registry import rule
from pipeline.audits.staffing_splits import (
    CHANGES,
    LEVELS_OF,
    SECTORS,
    Rows,
    blocks,
    categories,
    columns,
    kinds,
    leadership,
    offices,
    sectors,
    year_of,
    years,
)
from pipeline.audits.wording import Words, label, same

HAIR = Fraction(1, 50)
"""How far parts may fall short of a total where they are likely to be some of many."""

TWO_PARTS = Fraction(1, 10)
"""How far two categories may fall short of a total: nearer than three, since a third is easily left out."""


def staffing_name(row: Count | Figure) -> Words:
    """What a number of people or posts is called in a message."""
    if not isinstance(row, Staffing):
        return same("")
    name = label("staffing_measure", row.measure)
    if row.category != "unspecified":
        name = name + same(" ") + label("staffing_category", row.category)
    if row.sector:
        name = name + same(" (") + SECTORS.get(row.sector, same(row.sector)) + same(")")
    if row.scope == "unit" and row.scope_name:
        name = name + same(f" ({row.scope_name})")
    elif row.scope not in ("all", "unknown", "unit"):
        name = name + same(" ") + label("scope", row.scope)
    year = year_of(row) if row.measure in CHANGES else None
    return name if year is None else name + same(f" ({year})")


def _groups(rows: Iterable[Staffing]) -> tuple[Rows, ...]:
    found: dict[str, list[Staffing]] = defaultdict(list)
    for row in rows:
        if row.group_id is not None:
            found[row.group_id].append(row)
    return tuple(map(tuple, found.values()))


SENTENCE = 200
"""Code points that may lie between two figures of one passage: the heading of a table, a clause without figures."""


def _passages(rows: Sequence[Staffing]) -> tuple[Rows, ...]:
    """Figures that follow each other closely in one section, whatever their scopes and periods."""
    found: list[list[Staffing]] = []
    for row in rows:
        last = found[-1][-1] if found else None
        if last is not None and last.section_id == row.section_id and row.start - last.start <= SENTENCE:
            found[-1].append(row)
        else:
            found.append([row])
    return tuple(map(tuple, found))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """The rows among which the parts of a number are looked for, the nearest first."""

    tied: Rows
    group: Rows
    passage: Rows
    section: Rows


def _surroundings(rows: Sequence[Staffing]) -> Iterator[tuple[Staffing, _Surroundings]]:
    passages = {r.figure_id: passage for passage in _passages(rows) for r in passage}
    for whole in rows:
        alone = sum(_alike(whole, r) for r in rows) == 1
        yield (
            whole,
            _Surroundings(
                tied=tuple(r for r in rows if r.part_of == whole.figure_id),
                group=tuple(r for r in rows if whole.group_id is not None and r.group_id == whole.group_id),
                passage=passages[whole.figure_id],
                # A footnote of the section, where only one number can be meant.
                section=tuple(r for r in rows if r.section_id == whole.section_id) if alone else (),
            ),
        )


def _alike(whole: Staffing, other: Staffing) -> bool:
    """Whether two rows of one section could have the same parts."""
    return (whole.section_id, whole.measure, whole.category, whole.sector, whole.role) == (
        other.section_id,
        other.measure,
        other.category,
        other.sector,
        other.role,
    ) and (whole.measure not in CHANGES or (year_of(whole) is None) == (year_of(other) is None))


Split = Callable[[Staffing, Rows], Rows]


def _parts(whole: Staffing, around: _Surroundings, split: Split) -> tuple[Rows, Fraction | None]:
    """The parts of one kind, from the nearest rows that have them, with the slack that these call for."""
    exact = split in (leadership, years)
    for rows, near in ((around.tied, NEAR), (around.group, NEAR), (around.passage, NEAR), (around.section, CLOSE)):
        parts = split(whole, rows)
        # "…, sự nghiệp khác 38": what is left over closes the list, whatever its parts come to.
        if split is sectors and len(parts) > 2 and rows is around.tied and any(p.sector == "other" for p in parts):
            return parts, None
        if len(parts) < 2 or any(p.value > whole.value for p in parts):
            continue
        if split is sectors and whole.sector is None and len(parts) == 2 and all(p.sector != "other" for p in parts):
            # "riêng giáo dục 26.000, y tế 3.600": there are always others.
            return parts, HAIR
        if exact and near is NEAR and (len(parts) > 2 or split is leadership):
            return parts, None
        if split is offices and any(p.scope == "unit" and p.part_of is None for p in parts):
            return parts, CLOSE
        return parts, TWO_PARTS if near is NEAR and len(parts) == 2 and not exact else near if not exact else NEAR
    return (), None


def _split_balances(rows: Sequence[Staffing]) -> Iterator[Balance]:
    for whole, around in _surroundings(rows):
        if whole.role == "change" and whole.measure not in CHANGES:
            continue
        most = 0
        for split in (leadership, years, categories, kinds, sectors, offices):
            parts, slack = _parts(whole, around, split)
            if parts:
                most = max(most, len(parts))
                yield _balance(whole, parts, slack, around)
        parts = blocks(whole, around.tied)
        if len(parts) > most:
            # Two blocks are easily two of several.
            yield _balance(whole, parts, CLOSE if len(parts) > 2 else HAIR, around)
    for whole, parts in columns(rows):
        yield Balance(subject=whole, equations=(Equation(whole=(whole,), parts=parts),), slack=CLOSE)


def _balance(whole: Staffing, parts: Rows, slack: Fraction | None, around: _Surroundings) -> Balance:
    """The parts that were read as such, unless all that the text ties to the whole add up to it."""
    others = [around.tied] if len(around.tied) > 1 else []
    if len({part.category for part in parts}) > 1:
        # "Công chức | Viên chức | Cán bộ, công chức cấp xã | Tổng số": those of the communes are told as one.
        communes = (r for r in around.passage if r.category == "total" and r.scope == "commune" != whole.scope)
        others += [(*parts, row) for row in communes if row not in parts]
    misread = tuple(Equation(whole=(whole,), parts=other) for other in others)
    return Balance(subject=whole, equations=(Equation(whole=(whole,), parts=parts),), slack=slack, misread=misread)


def _difference_balances(rows: Rows) -> Iterator[Balance]:
    """Từ 310 biên chế xuống còn 294 biên chế: the cut is the difference of the two levels."""
    levels = [r for r in rows if r.measure in LEVELS_OF and r.role == "result"]
    by_kind: dict[tuple[object, ...], list[Staffing]] = defaultdict(list)
    for row in levels:
        by_kind[(row.measure, row.category, row.sector, row.scope, row.scope_name)].append(row)
    for pair in by_kind.values():
        if len(pair) != 2 or pair[0].part_of == pair[1].figure_id or pair[1].part_of == pair[0].figure_id:
            continue
        first, second = pair
        if first.period_end is not None and second.period_end is not None and first.period_end > second.period_end:
            first, second = second, first
        measure = "reduced" if first.value > second.value else "added"
        changes = [
            r
            for r in rows
            if r.measure == measure
            and r.category in (first.category, "unspecified", "total")
            and r.sector == first.sector
            and (r.period_end in (first.period_end, second.period_end) or year_of(r) is None)
        ]
        if not changes or len({r.value for r in changes}) > 1 or first.value == second.value:
            continue
        high, low = (first, second) if measure == "reduced" else (second, first)
        yield Balance(subject=changes[0], equations=(Equation(whole=(high,), parts=(low, changes[0])),))


def _adjacent_balances(rows: Rows) -> Iterator[Balance]:
    """Giảm 16 biên chế (từ 310 biên chế xuống 294 biên chế), where more levels stand in the passage.

    The two levels directly after or before the change are meant where their difference is near it.
    """
    for i, change in enumerate(rows):
        if change.measure not in CHANGES or change.role != "result":
            continue
        for pair in (rows[i + 1 : i + 3], rows[max(0, i - 2) : i]):
            if len(pair) < 2 or any(r.measure not in LEVELS_OF or r.role != "result" for r in pair):
                continue
            high, low = sorted(pair, key=lambda r: -r.value)
            alike = (high.measure, high.category, high.sector, high.scope) == (
                low.measure,
                low.category,
                low.sector,
                low.scope,
            )
            tied = high.part_of == low.figure_id or low.part_of == high.figure_id
            near = 4 * abs(high.value - low.value - change.value) <= change.value
            same_people = change.category in (high.category, "unspecified", "total")
            if alike and same_people and near and not tied:
                yield Balance(subject=change, equations=(Equation(whole=(high,), parts=(low, change)),))
                break


@asked_once
def staffing_balances(facts: Facts) -> tuple[Balance, ...]:
    """Everything about people and posts that must add up."""
    rows = sorted(facts.staffing, key=lambda r: r.start)
    found = list(_split_balances(rows))
    differences = [b for some in (*_groups(rows), *_passages(rows)) for b in _difference_balances(some)]
    differences += [b for some in _passages(rows) for b in _adjacent_balances(some)]
    found += {b.subject.figure_id: b for b in reversed(differences)}.values()
    return tuple(found)


@rule(
    "staffing.sum",
    severity="error",
    vi="Số biên chế, số người không khớp với các thành phần",
    en="Numbers of posts or people do not add up",
    explained_vi=(
        "Số biên chế, số người của các thành phần cộng lại bằng tổng: cán bộ, công chức, viên chức, hợp "
        "đồng; theo lĩnh vực; cấp trưởng, cấp phó; theo đơn vị; số cắt giảm từng năm. Danh sách chỉ kể một "
        'số ("trong đó có 3 nữ") không bị xét.'
    ),
)
def check_staffing_sums(facts: Facts) -> Iterable[Finding]:
    """The parts of a number of posts or people add to the stated total.

    Parts of one kind of split are added: officials, civil servants, public employees and contract staff; the sectors
    of the public employees; heads and deputies; departments, districts and the reserve; the years of a plan to cut
    posts. A cut is also the difference of the level before and the level after. A list that is no partition ("trong đó
    có 3 nữ, 12 đảng viên") is silent: at least two parts must differ in the same way, and their sum must come within a
    quarter of the total, within a tenth where there are only two.

    Wrong: ``Biên chế được giao là 540, gồm công chức 62 và viên chức 488`` (62 + 488 = 550)

    Right: ``Biên chế được giao là 540, gồm công chức 62 và viên chức 478``
    """
    return sum_findings("staffing.sum", "error", staffing_balances(facts), staffing_name)
