"""Numbers of people and posts.

A number's measure (assigned, recruited …), category (civil servants, deputies …) and sector come from the words beside it; what
they do not say comes from the number it is a part of, the number before it, the lines above and, last, from its unit.
"""

from __future__ import annotations

import dataclasses

import regex

from extractors.columns import column
from extractors.cues import find_cues
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.labelling import Labels
from extractors.located import Figure
from extractors.statements import Quantity, Statement, read_labels
from patterns.vocabulary import load


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Staffing(Figure):
    """One number of people or posts."""

    measure: str = column("What happened to the people or posts", "Chỉ tiêu", vocabulary="staffing_measure")
    category: str = column("Who they are", "Đối tượng", vocabulary="staffing_category", default="unspecified")
    sector: str | None = column("education, health, culture, other, or the text's own words", "Ngành", default=None)
    value: int = column("The number", "Giá trị", unit="people or posts")
    unit: str | None = column("biên chế, người or lượt", "Đơn vị tính", default=None)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What one number tells of posts or people, resolved."""

    measure: str | None = None
    category: str | None = None
    sector: str | None = None
    confidence: float = 1.0


_UNITS = {"post": "biên chế", "person": "người", "turn": "lượt"}
_STAFF = frozenset(_UNITS)
# What the vocabularies' cues speak of: posts and people, and offices that lack somebody.
_COUNTED: frozenset[str | None] = _STAFF | {"agency", "office", "school", None}
# Audiences and citizens are no staff.
_AUDIENCE = regex.compile(
    r"(?<!\w)(?:tuyên truyền|người dân|nhân dân|hội viên|đoàn viên|công dân|dân số|cử tri|khán giả|lượt người xem|học sinh|truy cập|phổ biến pháp luật|phổ biến, giáo dục|tiếp công dân|hộ gia đình|đối thoại|bảo hiểm|hộ nghèo)(?!\w)",
    regex.IGNORECASE,
)
# "tinh giản từ 310 xuống còn 294", "giảm còn 75": what is left, not the cut.
_LEFT = regex.compile(r"(?<!\w)(?:còn|xuống|xuống còn|còn lại|lên|từ)\s*$", regex.IGNORECASE)
_PLAN = regex.compile(r"(?<!\w)(?:đến năm|lộ trình|kế hoạch|dự kiến|phấn đấu|mục tiêu)(?!\w)", regex.IGNORECASE)
_RANKS = ("heads", "deputies", "leaders")
_KINDS = ("officials", "civil_servants", "public_employees")


def category_of(features: frozenset[str]) -> str | None:
    """The category that features name: a rank before a kind, several kinds together are total.

    >>> category_of(frozenset({"civil_servants", "deputies"})), category_of(frozenset({"officials", "civil_servants"}))
    ('deputies', 'total')
    """
    if {"heads", "deputies"} <= features:
        return "leaders"
    for rank in _RANKS:
        if rank in features:
            return rank
    for single in ("non_specialist", "contract"):
        if single in features and not features & set(_KINDS):
            return single
    kinds = [kind for kind in _KINDS if kind in features]
    if len(kinds) > 1 or ("total" in features and not kinds):
        return "total"
    if kinds:
        return "total" if "total" in features and len(kinds) > 1 else kinds[0]
    return "non_specialist" if "non_specialist" in features else ("contract" if "contract" in features else None)


def find_staffing(reading: Reading) -> tuple[Staffing, ...]:
    """Find every number of people or posts, in reading order."""
    found: list[Staffing] = []
    known: dict[int, dict[int, Post]] = {}
    for statement in reading.statements:
        if not any(_counts_staff(statement, q, None) for q in statement.quantities):
            continue
        posts = _read_posts(reading, statement, known)
        known[statement.index] = posts
        for position, post in posts.items():
            quantity = statement.quantities[position]
            left = post.measure == "planned"
            fields = figure_fields(reading, statement, quantity)
            role = (
                "target"
                if left
                else (
                    "result"
                    if post.measure in ("reduced", "added") and not _compares(statement, position)
                    else quantity.role
                )
            )
            found.append(
                Staffing(
                    measure="unclassified" if post.measure in (None, "other") else post.measure,
                    category=post.category or "unspecified",
                    sector=post.sector,
                    value=round(quantity.number.value),
                    unit=_UNITS.get(quantity.kind or "", "người"),
                    confidence=post.confidence,
                    **(fields | {"role": role}),
                )
            )
    return tuple(found)


def _compares(statement: Statement, position: int) -> bool:
    return bool(regex.search(r"(?:nhiều hơn|ít hơn|cao hơn|thấp hơn)[^,;.\d]*$", statement.before(position)))


def _counts_staff(statement: Statement, quantity: Quantity, measures: Labels | None) -> bool:
    """Whether a number counts people or posts; an office counts where it lacks a holder."""
    if not quantity.number.value.is_integer() or quantity.number.fraction == "denominator":
        return False
    if quantity.kind in _STAFF:
        return True
    near = statement.before(quantity.position)[-40:] + statement.after(quantity.position)[:60]
    return quantity.kind in ("agency", "school", "division") and any(
        cue.feature == "vacant" for cue in find_cues(near, 0, len(near), load("staffing_measures"))
    )


def _read_posts(reading: Reading, statement: Statement, known: dict[int, dict[int, Post]]) -> dict[int, Post]:
    measures = read_labels(statement, load("staffing_measures"), kinds=_COUNTED)
    categories = read_labels(statement, load("staffing_categories"), kinds=_COUNTED)
    sectors = read_labels(statement, load("sectors"), kinds=_COUNTED)
    section = reading.report.section_at(statement.start)
    personnel = section is not None and section.domain in ("apparatus", "civil_service")
    audience = bool(_AUDIENCE.search(statement.text, statement.start, statement.end))
    posts: dict[int, Post] = {}
    context = _context(statement, known)
    for quantity, measure, category, sector in zip(statement.quantities, measures, categories, sectors, strict=True):
        if not _counts_staff(statement, quantity, measure):
            continue
        own_category = category_of(category.features)
        own_measure = _measure_of(statement, quantity, measure)
        if quantity.kind in ("person", "turn"):
            named = own_category is not None or own_measure not in (None, "admitted", "present", "assigned")
            if audience and own_category is None and quantity.whole is None:
                continue
            if not named and not posts and context is None and not personnel and quantity.number.unit is not None:
                continue
        if quantity.kind in ("agency", "school", "division"):
            own_measure = "vacant"
        whole = posts.get(quantity.whole) if quantity.whole is not None else None
        before = next((posts[p] for p in reversed(posts)), None)
        base = whole or before or context or Post()
        weak = _measure_of(statement, quantity, Labels(own=measure.weak))
        final_measure = (
            own_measure
            or (whole and whole.measure)
            or weak
            or base.measure
            or _default(statement, quantity, own_category, personnel)
        )
        final_category = own_category
        if final_category is None and not _other_people(statement, quantity):
            final_category = (
                base.category
                if base.category not in (None, "total") or quantity.whole is not None
                else category_of(category.weak_features)
            )
            final_category = final_category or base.category
        own_sector = _sector(sector.features)
        final_sector = own_sector or (whole.sector if whole is not None else None)
        if own_sector is not None and own_category is None and final_category in (None, "total"):
            final_category = "public_employees"
        posts[quantity.position] = Post(
            measure=final_measure,
            category=final_category,
            sector=final_sector,
            confidence=min(measure.confidence, category.confidence),
        )
    return _total_wholes(statement, posts)


def _other_people(statement: Statement, quantity: Quantity) -> bool:
    """Whether the unit itself says who they are ("nhân viên bưu điện"), so that nothing is carried on."""
    unit = statement.text[quantity.number.unit_start : quantity.number.unit_end].casefold().strip()
    return quantity.kind == "person" and unit not in ("", "người", "đối tượng", "trường hợp", "đồng chí", "đ/c")


def _total_wholes(statement: Statement, posts: dict[int, Post]) -> dict[int, Post]:
    """What several categories are parts of is their total."""
    for position, post in posts.items():
        parts = {p.category for k, p in posts.items() if statement.quantities[k].whole == position}
        if post.category is None and len(parts - {None}) > 1:
            posts[position] = dataclasses.replace(post, category="total")
    return posts


def _sector(features: frozenset[str]) -> str | None:
    return next((s for s in ("education", "health", "culture", "other") if s in features), None)


def _measure_of(statement: Statement, quantity: Quantity, label: Labels) -> str | None:
    """The measure of a number: the first verb of its clause decides; what is left after a cut is no cut."""
    number = quantity.number
    before = [cue for cue in label.own if cue.start < number.start]
    after = [cue for cue in label.own if cue.start >= number.start]
    if before and before[-1].feature in ("reduced", "added", "vacant", "planned"):
        gap = statement.text[before[-1].end : number.start]
        if _LEFT.search(gap):
            context = statement.before(quantity.position)
            return "planned" if _PLAN.search(context) else "assigned"
    if _LEFT.search(statement.before(quantity.position)) and quantity.kind == "post":
        return "planned" if _PLAN.search(statement.before(quantity.position)) else "assigned"
    ordered = before or after
    if not ordered:
        return None
    specific = [cue.feature for cue in ordered if cue.feature not in ("present", "assigned")]
    return specific[0] if specific else ordered[0].feature


def _default(statement: Statement, quantity: Quantity, category: str | None, personnel: bool) -> str | None:
    """Posts without a verb are assigned ones; people told by a heading ("Cấp trưởng: 41 người") are there."""
    if quantity.kind == "post":
        return "assigned"
    before = statement.before(quantity.position)
    cues = find_cues(before, 0, len(before), load("staffing_categories"))
    if category is not None and cues and regex.fullmatch(r"[^,;.]*", before[cues[-1].end :]):
        return "present"
    return None


def _context(statement: Statement, known: dict[int, dict[int, Post]]) -> Post | None:
    if statement.previous is not None and known.get(statement.previous.index):
        return list(known[statement.previous.index].values())[-1]
    for parent in statement.parents:
        posts = known.get(parent.index)
        if posts:
            return next(iter(posts.values()))
    for start, end in statement.leads:
        measures = find_cues(statement.text, start, end, load("staffing_measures"))
        categories = find_cues(statement.text, start, end, load("staffing_categories"))
        if measures:
            return Post(measure=measures[0].feature, category=category_of(frozenset(c.feature for c in categories)))
    return None


FAMILY = Family(
    table="staffing", description="A row for every number of people or posts", record=Staffing, find=find_staffing
)
