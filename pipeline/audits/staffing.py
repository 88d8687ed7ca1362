"""Rule over people and posts: the parts of a total add up, and a cut is the difference of the two levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from extractors.located import Figure
from extractors.staffing import Staffing
from pipeline.audits.balances import CLOSE, NEAR, Balance, Equation, sum_findings
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.places import Count
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, label, same

WORKFORCE = ("officials", "civil_servants", "public_employees", "contract", "non_specialist")
"""Categories that make up a total; leaders cut across them."""

LEVELS_OF = frozenset({"assigned", "present", "planned"})
"""Measures that are a level at a time, so that the difference of two is a change."""

CHANGES = frozenset({"reduced", "added"})

SECTORS = frozenset({"education", "health", "culture", "other"})

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
        name = name + same(" (") + _SECTOR_WORDS.get(row.sector, same(row.sector)) + same(")")
    if row.scope == "unit" and row.scope_name:
        name = name + same(f" ({row.scope_name})")
    year = _year(row) if row.measure in CHANGES else None
    return name if year is None else name + same(f" {year}")


_SECTOR_WORDS = {
    "education": Words(vi="giáo dục", en="education"),
    "health": Words(vi="y tế", en="health"),
    "culture": Words(vi="văn hóa", en="culture"),
    "other": Words(vi="khác", en="other"),
}

Rows = tuple[Staffing, ...]


def _groups(rows: Iterable[Staffing]) -> tuple[Rows, ...]:
    found: dict[str, list[Staffing]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: r.start):
        if row.group_id is not None:
            found[row.group_id].append(row)
    return tuple(tuple(rows) for rows in found.values())


def _same_people(whole: Staffing, part: Staffing) -> bool:
    """Whether two rows speak of the same people at the same time."""
    return (
        whole.measure == part.measure
        and whole.role == part.role
        and (whole.period_start, whole.period_end) == (part.period_start, part.period_end)
        and (whole.scope == part.scope or "all" in (whole.scope, part.scope))
        and whole.scope_name == part.scope_name
    )


def _belongs(whole: Staffing, part: Staffing) -> bool:
    """Whether nothing in the text ties the part to another whole."""
    return part is not whole and part.part_of in (None, whole.figure_id)


def _one_of_each(rows: Sequence[Staffing], names: Iterable[object]) -> bool:
    return len(set(names)) == len(rows)


def _categories(whole: Staffing, rows: Rows) -> Rows:
    """Officials, civil servants, public employees, contract staff of a total."""
    if whole.category != "total" or whole.sector is not None:
        return ()
    parts = tuple(
        r
        for r in rows
        if r.category in WORKFORCE and r.sector is None and _same_people(whole, r) and _belongs(whole, r)
    )
    return parts if _one_of_each(parts, (p.category for p in parts)) else ()


def _leadership(whole: Staffing, rows: Rows) -> Rows:
    """Heads and deputies of the leaders."""
    if whole.category != "leaders":
        return ()
    parts = tuple(r for r in rows if r.category in ("heads", "deputies") and _same_people(whole, r))
    return parts if {p.category for p in parts} == {"heads", "deputies"} and len(parts) == 2 else ()


def _following(whole: Staffing, rows: Rows) -> Rows:
    """The rows after a whole, or before one that comes last."""
    after = tuple(r for r in rows if r.start > whole.start)
    return after or rows


def _sectors(whole: Staffing, rows: Rows) -> Rows:
    """Education, health, culture and the rest of a category; kinds of school where the whole is a sector itself."""
    found: list[Staffing] = []
    for row in _following(whole, rows):
        if row is whole or not _belongs(whole, row):
            continue
        tied = row.part_of == whole.figure_id
        # Kinds of school are parts of education; health beside education is no part of it.
        within = whole.sector is None or tied or row.sector == whole.sector or row.sector not in SECTORS
        split = row.sector is not None and row.category == whole.category and _same_people(whole, row) and within
        if split:
            found.append(row)
        elif found and not tied:
            break
    return tuple(found)


def _offices(whole: Staffing, rows: Rows) -> Rows:
    """Departments of the province, the districts, the communes, and a reserve."""
    found = [
        r
        for r in _following(whole, rows)
        if _belongs(whole, r)
        and r.category == whole.category
        and r.sector == whole.sector
        and (r.measure == whole.measure or r.measure == "reserve")
        and (r.measure == "reserve" or (r.scope, r.scope_name) != (whole.scope, whole.scope_name))
        and r.role == whole.role
    ]
    if whole.scope not in ("all", "unknown", "province") and not any(r.part_of == whole.figure_id for r in found):
        return ()
    names = [(r.measure, r.scope, r.scope_name) for r in found]
    return tuple(found) if _one_of_each(found, names) else ()


def _year(row: Staffing) -> int | None:
    """The one year of a figure."""
    if row.period_start is None or row.period_end is None or row.period_start.year != row.period_end.year:
        return None
    whole_year = (row.period_start.month, row.period_start.day, row.period_end.month, row.period_end.day)
    return row.period_start.year if whole_year == (1, 1, 12, 31) else None


def _years(whole: Staffing, rows: Rows) -> Rows:
    """The cuts of single years of a cut over several."""
    if whole.measure not in CHANGES:
        return ()
    parts = tuple(
        r
        for r in rows
        if r is not whole
        and r.measure == whole.measure
        and (r.category == whole.category or whole.category in ("total", "unspecified"))
        and r.sector == whole.sector
        and _belongs(whole, r)
    )
    years = [_year(p) for p in parts]
    if None in years or not _one_of_each(parts, years) or _year(whole) in years:
        return ()
    return parts


def _split_balances(rows: Rows) -> Iterator[Balance]:
    for whole in rows:
        if whole.role == "change" and whole.measure not in CHANGES:
            continue
        leaders, years = _leadership(whole, rows), _years(whole, rows)
        categories, sectors, offices = _categories(whole, rows), _sectors(whole, rows), _offices(whole, rows)
        named = any(p.scope == "unit" and p.part_of is None for p in offices)
        for parts, slack in (
            (leaders, None),
            (years, NEAR if len(years) < 3 else None),
            (categories, NEAR if len(categories) > 2 else TWO_PARTS),
            (sectors, NEAR if len(sectors) > 2 else TWO_PARTS),
            (offices, CLOSE if named else NEAR),
        ):
            if len(parts) >= 2 and all(p.value <= whole.value for p in parts):
                yield Balance(subject=whole, equations=(Equation(whole=(whole,), parts=parts),), slack=slack)


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
            and (r.period_end in (first.period_end, second.period_end) or _year(r) is None)
        ]
        if not changes or len({r.value for r in changes}) > 1 or first.value == second.value:
            continue
        high, low = (first, second) if measure == "reduced" else (second, first)
        yield Balance(subject=changes[0], equations=(Equation(whole=(high,), parts=(low, changes[0])),))


def staffing_balances(facts: Facts) -> tuple[Balance, ...]:
    """Everything about people and posts that must add up."""
    found: list[Balance] = []
    for rows in _groups(facts.staffing):
        found += _split_balances(rows)
        found += _difference_balances(rows)
    return tuple(found)


@rule(
    "staffing.sum",
    severity="error",
    vi="Số biên chế, số người không khớp với các thành phần",
    en="Numbers of posts or people do not add up",
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
