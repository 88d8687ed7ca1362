"""How a number of people or posts is split: the rows that are its parts of one kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractors.staffing import Staffing
from pipeline.audits.wording import Words

WORKFORCE = ("officials", "civil_servants", "public_employees", "contract", "non_specialist")
"""Categories that make up a total; leaders cut across them."""

CHANGES = frozenset({"reduced", "added"})

SECTORS = {
    "education": Words(vi="giáo dục", en="education"),
    "health": Words(vi="y tế", en="health"),
    "culture": Words(vi="văn hóa", en="culture"),
    "other": Words(vi="khác", en="other"),
}
"""Coded sectors and what people call them; any other sector is in the text's own words."""

Rows = tuple[Staffing, ...]


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


def categories(whole: Staffing, rows: Rows) -> Rows:
    """Officials, civil servants, public employees, contract staff of a total.

    A bracket may count several categories in one part ("cán bộ, công chức cấp xã: 04 người"); a total that is itself a
    part of one category ("02 viên chức …, khiển trách 04 người") has none of these parts. A category may be told by its
    sectors alone ("công chức 88, sự nghiệp giáo dục 962, sự nghiệp y tế 24").
    """
    if whole.category != "total" or whole.part_of in {r.figure_id for r in rows if r.category in WORKFORCE}:
        return ()
    parts = tuple(
        r
        for r in rows
        if (r.category in WORKFORCE or (r.category == "total" and r.part_of == whole.figure_id))
        and r.sector == whole.sector
        and _same_people(whole, r)
        and _belongs(whole, r)
    )
    told = {part.category for part in parts}
    by_sector = tuple(
        r
        for r in rows
        if r.category in WORKFORCE
        and r.category not in told
        and r.sector is not None
        and r.part_of == whole.figure_id
        and _same_people(whole, r)
    )
    parts = tuple(sorted((*parts, *by_sector), key=lambda r: r.start)) if parts else ()
    # "cán bộ, công chức cấp huyện 05 người, cấp xã 12 người": several categories, level by level
    return (
        parts if _one_of_each(parts, ((p.category, p.sector, p.category == "total" and p.scope) for p in parts)) else ()
    )


def leadership(whole: Staffing, rows: Rows) -> Rows:
    """Heads and deputies of the leaders."""
    if whole.category != "leaders":
        return ()
    parts = tuple(r for r in rows if r.category in ("heads", "deputies") and _same_people(whole, r))
    return parts if {p.category for p in parts} == {"heads", "deputies"} and len(parts) == 2 else ()


EVENTS = frozenset({"reduced", "disciplined", "dismissed"})
"""Measures whose kinds (khiển trách, cảnh cáo; nghỉ hưu trước tuổi, thôi việc ngay) divide the people they count."""


def kinds(whole: Staffing, rows: Rows) -> Rows:
    """The kinds of discipline, the ways of leaving: parts that the text ties to a whole and tells apart in words."""
    if whole.measure not in EVENTS:
        return ()
    parts = tuple(r for r in rows if r.part_of == whole.figure_id and r.role == whole.role)
    alike = {(p.measure, p.category, p.sector) for p in parts}
    # Other measures and categories of the whole's people ("trong đó có 3 nữ") are counted apart.
    same = len(alike) == 1 and all(p.measure in EVENTS and p.category in ("unspecified", whole.category) for p in parts)
    return parts if same else ()


def _following(whole: Staffing, rows: Rows) -> Rows:
    """The rows after a whole, or before one that comes last."""
    after = tuple(r for r in rows if r.start > whole.start)
    return after or rows


def sectors(whole: Staffing, rows: Rows) -> Rows:
    """Education, health, culture and the rest of a category; kinds of school where the whole is a sector itself."""
    found: list[Staffing] = []
    following = _following(whole, rows)
    nearer = _between(whole, following)
    for row in following:
        if row is whole or not (_belongs(whole, row) or _behind(whole, row)):
            continue
        if any(_behind(part, row) for part in nearer):
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


def _behind(whole: Staffing, row: Staffing) -> bool:
    """Whether a sector stands behind a part of the total that both are tied to: "gồm 94 công chức và 918 viên chức;
    trong số viên chức có 861 người thuộc sự nghiệp giáo dục"."""
    siblings = row.part_of is not None and row.part_of == whole.part_of and whole.sector is None
    return siblings and whole.start < row.start and whole.value > row.value


def _between(whole: Staffing, rows: Rows) -> Rows:
    """The parts of a total that have sectors of their own behind them, nearer than the total is."""
    if whole.sector is not None:
        return ()
    return tuple(
        r
        for r in rows
        if r.part_of == whole.figure_id and r.category == whole.category and r.sector is None and whole.start < r.start
    )


def offices(whole: Staffing, rows: Rows) -> Rows:
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
        and (r.period_start, r.period_end) == (whole.period_start, whole.period_end)
    ]
    if whole.scope not in ("all", "unknown", "province") and not any(r.part_of == whole.figure_id for r in found):
        return ()
    if whole.scope == "province" and any(_over(whole, r) for r in rows):
        return ()  # "2.148 biên chế: sở, ngành 1.086, cấp huyện 1.052": the departments are a part themselves
    names = [(r.measure, r.scope, r.scope_name) for r in found]
    return tuple(found) if _one_of_each(found, names) else ()


def _over(part: Staffing, row: Staffing) -> bool:
    """Whether a row is of all, of the same posts as a part of a level, and stands before it."""
    return (
        row.scope == "all"
        and row.start < part.start
        and (row.measure, row.category, row.sector, row.role) == (part.measure, part.category, part.sector, part.role)
        and (row.period_start, row.period_end) == (part.period_start, part.period_end)
    )


def columns(rows: Sequence[Staffing]) -> Iterator[tuple[Staffing, Rows]]:
    """Totals under their columns of offices: "Văn phòng 14, Phòng Nội vụ 9, Phòng Tư pháp 5, Cộng 28"."""
    found: dict[tuple[object, ...], list[Staffing]] = defaultdict(list)
    for row in rows:
        found[(row.measure, row.role, row.section_id, row.period_start, row.period_end)].append(row)
    for column in found.values():
        run: list[Staffing] = []
        for row in column:
            if row.scope == "unit":
                run.append(row)
                continue
            several = len(run) > 2 and _one_of_each(run, ((r.scope_name, r.category, r.sector) for r in run))
            if several and {r.category for r in run} <= {row.category, "unspecified", "leaders"}:
                yield row, tuple(run)
            run = [row] if row.category == "leaders" else []


LEVELS_OF = frozenset({"assigned", "present", "planned"})
"""Measures that are a level at a time: each post stands in one block, and the difference of two is a change."""


def blocks(whole: Staffing, tied: Rows) -> Rows:
    """Parts that the text ties to a whole, whatever it calls them: khối Đảng, sở, ngành, cấp xã.

    Three or more; two where they are posts, of which each stands in one block. Two courses may train the same people.
    A block of a total may be called by the category that fills it: đơn vị sự nghiệp.
    """
    kinds = (whole.category, "total", "unspecified", *(WORKFORCE if whole.category == "total" else ()))
    parts = tuple(
        r
        for r in tied
        if r.measure == whole.measure
        and r.role == whole.role
        and r.sector == whole.sector
        and r.category in kinds
        and (r.period_start, r.period_end) == (whole.period_start, whole.period_end)
    )
    fewest = 2 if whole.measure in LEVELS_OF else 3
    return parts if len(parts) >= fewest and len(parts) == len(tied) else ()


def year_of(row: Staffing) -> int | None:
    """The one year of a figure."""
    if row.period_start is None or row.period_end is None or row.period_start.year != row.period_end.year:
        return None
    whole_year = (row.period_start.month, row.period_start.day, row.period_end.month, row.period_end.day)
    return row.period_start.year if whole_year == (1, 1, 12, 31) else None


def years(whole: Staffing, rows: Rows) -> Rows:
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
    found = [year_of(p) for p in parts]
    if None in found or not _one_of_each(parts, found):
        return ()
    # "…; năm 2026: 04; cộng 10": the total stands last, under the year before it.
    closes = len(parts) >= 3 and whole.category == "total" != parts[0].category and whole.start > parts[-1].start
    return parts if year_of(whole) is None or closes else ()
