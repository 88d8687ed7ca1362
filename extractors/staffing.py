"""Numbers of people and posts.

A number's measure (assigned, recruited …), category (civil servants, deputies …) and sector come from the words beside
it; what they do not say comes from the number it is a part of, the number before it, the lines above and its unit.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

import regex

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.handed_posts import handed_down, headings
from extractors.labelling import Labels
from extractors.located import Figure
from extractors.post_context import (
    MORE_THAN,
    PostContext,
    default_measure,
    inherited_category,
    inherited_sector,
    measure_after,
)
from extractors.post_events import (
    changes_event,
    compared_event,
    names_course,
    works_under_contract,
)
from extractors.post_fractions import fraction_posts
from extractors.post_lists import (
    by_how_many,
    closing_total,
    cut_as_well,
    is_of_quota,
    left_over,
    remains_unfilled,
    same_people,
    wholes_of_parts,
    with_compared,
)
from extractors.post_measures import (
    CUTS,
    LEVELS,
    carried_out,
    goes_with_given,
    headed_event,
    lacks_holder,
    level_of_change,
    own_measure,
    raises_events,
    sole_measure,
    title_measure,
    told_together,
    topic_measure,
)
from extractors.post_tables import added_rows
from extractors.post_totals import total_leads, total_wholes
from extractors.post_verbs import read_measures
from extractors.posts import OFFICES, RANKS, STAFF, Post, Who, counted_phrases, read_people
from extractors.staff import (
    STAFF_BODY,
    VAGUE_UNITS,
    is_staff,
    share_of_staff,
    unit_of,
    was_selected,
    with_heads_as_staff,
    with_year_labels,
)
from extractors.statements import Quantity, Statement


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Staffing(Figure):
    """One number of people or posts."""

    measure: str = column("What happened to the people or posts", "Chỉ tiêu", vocabulary="staffing_measure")
    category: str = column("Who they are", "Đối tượng", vocabulary="staffing_category", default="unspecified")
    sector: str | None = column("education, health, culture, other, or the text's own words", "Ngành", default=None)
    value: int = column("The number", "Giá trị", unit="people or posts")
    unit: str | None = column("biên chế, người or lượt", "Đơn vị tính", default=None)


_UNITS = {"post": "biên chế", "person": "người", "turn": "lượt"}
# Nouns of the unit that leave open who is counted.
_OPEN_UNITS = frozenset(
    {"", "người", "đối tượng", "trường hợp", "đồng chí", "đ/c", "nhân sự", "lượt", "lượt người"}
    | {"biên chế", "chỉ tiêu", "chỉ tiêu biên chế", "vị trí"}
)
# Between a percentage and the count it stands for.
_RESTATED = regex.compile(
    r"\s*+%?[^,;.()\d]{0,50}?\W{0,5}(?:tương ứng|tương đương|tức|bằng)(?:\s++(?:với|là|giảm|tăng))?\s*+",
    regex.IGNORECASE,
)
_MEANT_FOR = regex.compile(r"(?<!\w)(?:đối với|cho)\s", regex.IGNORECASE)


def find_staffing(reading: Reading) -> tuple[Staffing, ...]:
    """Find every number of people or posts, in reading order."""
    known: dict[int, dict[int, Post]] = {}
    for statement in reading.statements:
        posts = _read_posts(reading, statement, known)
        if posts:
            known[statement.index] = posts
    total_leads(reading.statements, known)
    added_rows(reading.statements, known)
    return tuple(
        _row(reading, statement, statement.quantities[position], post)
        for statement in reading.statements
        for position, post in known.get(statement.index, {}).items()
    )


def _row(reading: Reading, statement: Statement, quantity: Quantity, post: Post) -> Staffing:
    fields = figure_fields(reading, statement, quantity)
    if post.measure == "assigned" and _is_to_come(reading, fields["period_start"]):
        post = dataclasses.replace(post, measure="planned")
    if post.measure == "planned":
        fields["role"] = "target"
    elif changes_event(statement, quantity, post):
        fields["role"] = "change"
    elif post.measure in CUTS | LEVELS and not MORE_THAN.search(statement.before(quantity.position)):
        quota = unit_of(statement, quantity).startswith("chỉ tiêu")
        fields["role"] = "result" if quota or fields["role"] == "change" or post.measure in CUTS else fields["role"]
    return Staffing(
        measure="unclassified" if post.measure in (None, "other") else post.measure,
        category=post.category or "unspecified",
        sector=post.sector,
        value=round(quantity.number.value),
        unit="biên chế"
        if unit_of(statement, quantity) == "biên chế" or is_of_quota(statement, quantity, post)
        else _UNITS.get(quantity.kind or "", "người"),
        confidence=post.confidence,
        **fields,
    )


def _is_to_come(reading: Reading, start: datetime.date | None) -> bool:
    """Whether a period begins after the report was signed: "giao biên chế năm 2025" in a report of December 2024."""
    signed = reading.header.issued_date
    return start is not None and signed is not None and start > signed


def _read_posts(reading: Reading, statement: Statement, known: Mapping[int, Mapping[int, Post]]) -> dict[int, Post]:
    """The posts of one statement by position; empty where it counts no staff."""
    kinds = STAFF | OFFICES | {None, "contract"}
    if not any(q.kind in kinds or was_selected(statement, q) for q in statement.quantities):
        return {}
    statement = with_heads_as_staff(with_year_labels(statement))
    measures, phrases = read_measures(statement), counted_phrases(statement)
    people = read_people(statement)
    context = PostContext(
        handed_down(reading.report, statement, known), *headings(statement), same_people(statement, known)
    )
    section = reading.report.section_at(statement.start)
    personnel = section is not None and section.domain in ("apparatus", "civil_service")
    posts: dict[int, Post] = {}
    named = any(who.reached not in (None, "total") for who in people)
    named = named or STAFF_BODY.match(statement.text, statement.start, statement.end) is not None
    for quantity in statement.quantities:
        part = quantity.partner if quantity.number.fraction == "denominator" and quantity.kind in STAFF else None
        if part is not None and part in posts:
            posts[part], posts[quantity.position] = fraction_posts(statement, quantity, posts[part])
            continue
        label, who = _words_of(statement, quantity, measures, people)
        lacking = quantity.kind in OFFICES and lacks_holder(statement, quantity)
        lacking = lacking and quantity.number.fraction != "denominator"
        measure = "vacant" if lacking else own_measure(statement, quantity, label)
        if was_selected(statement, quantity):
            measure = "recruited"
        if measure in (None, "present"):
            measure = told_together(phrases, quantity, measures) or measure
        if measure is None and (quantity.kind in STAFF or "total" in who.headed):
            measure = title_measure(statement)
        expected = personnel or bool(posts or context.above or context.leading.measure)
        expected = expected or headed_event(statement, quantity)
        led = context.before is not None or context.leading.category is not None
        expected = expected or (led and measure in LEVELS)
        expected = expected or (named and unit_of(statement, quantity) not in VAGUE_UNITS)
        if not who.counted and (share := share_of_staff(statement, quantity)) is not None:
            who, expected = people[share], True
        carried = goes_with_given(statement, quantity, posts)
        if not lacking and not carried and not is_staff(statement, quantity, who, measure, expected=expected):
            continue
        posts[quantity.position] = _resolve(statement, quantity, label, who, measure, posts, context)
    posts = closing_total(statement, wholes_of_parts(statement, _shared_tail(statement, people, posts)))
    return with_compared(statement, total_wholes(statement, people, posts))


def _words_of(
    statement: Statement, quantity: Quantity, measures: Sequence[Labels], people: Sequence[Who]
) -> tuple[Labels, Who]:
    """The words of a number; one that only restates a percentage has the percentage's.

    "97,4% số người làm việc được giao (1.347 người)", "biên chế sự nghiệp giảm 10%, tương ứng 120 người".
    """
    label, who = measures[quantity.position], people[quantity.position]
    holder = statement.quantities[quantity.whole] if quantity.whole is not None else None
    if holder is None and quantity.position:
        last = statement.quantities[quantity.position - 1]
        restated = _RESTATED.fullmatch(statement.before(quantity.position))
        holder = last if restated and last.number.unit == "percent" else None
    if holder is None or holder.kind in STAFF:
        return label, who
    return (
        label if label.own else measures[holder.position],
        who if who.category else people[holder.position],
    )


def _resolve(
    statement: Statement,
    quantity: Quantity,
    label: Labels,
    who: Who,
    measure: str | None,
    posts: Mapping[int, Post],
    context: PostContext,
) -> Post:
    """Settle one number: its own words first, then its whole, the number before, the lines above, its unit."""
    whole = posts.get(quantity.whole) if quantity.whole is not None else None
    category = who.reached
    measure = (
        left_over(statement, quantity, posts)
        or ("vacant" if remains_unfilled(statement, quantity) else None)
        or compared_event(statement, quantity, posts)
        or (measure if measure in ("vacant", "surplus", "reserve") else None)
        or (by_how_many(statement, quantity) if measure in (None, "assigned") else None)
        or (cut_as_well(statement, quantity, posts) if measure in (None, "assigned", "planned") else None)
        or level_of_change(statement, quantity, posts)
        or (
            "reduced"
            if measure == "dismissed" and "reduced" in (_measure_of(whole), _measure_of(context.above))
            else None
        )
        or (carried_out(statement, quantity, posts) if measure is None else None)
        or measure
        or (whole.measure if whole is not None else None)
        or own_measure(statement, quantity, Labels(own=label.weak))
        or measure_after(statement, quantity, who, posts, context)
        or (context.above.measure if context.above is not None and not posts else None)
        or context.leading.measure
        or topic_measure(statement, quantity)
        or ("assigned" if statement.columns is not None and unit_of(statement, quantity) == "biên chế" else None)
        or (sole_measure(statement, quantity) if not posts else None)
        or default_measure(statement, quantity, category)
        or context.everything.measure
    )
    if not who.counted and names_course(statement, quantity, measure):
        category, who = None, Who()
    if category in RANKS and "non_specialist" in who.far:
        category = "non_specialist"
    if category == "total" and statement.columns is not None:
        # "Cộng" adds the rows of one table: what its caption counts.
        category = context.everything.category or context.leading.category or category
    if category == "total" and posts and raises_events(statement, quantity):
        category = posts[max(posts)].category
    if category is None and (quantity.kind in OFFICES or unit_of(statement, quantity) in _OPEN_UNITS):
        category = inherited_category(statement, quantity, measure, whole, posts, context)
    if category in RANKS and measure == "assigned" and quantity.kind != "post":
        measure = "present"
    sector = who.sector or (whole.sector if whole is not None else None)
    sector = sector or inherited_sector(statement, quantity, who, measure, posts)
    if who.sector is not None and who.category is None and category in (None, "total"):
        category = "public_employees"
    if not who.counted and works_under_contract(statement, quantity, whole):
        category = "contract"
    return Post(
        measure=measure,
        category=category,
        sector=sector if category not in ("civil_servants", "officials", "non_specialist") else None,
        confidence=min(label.confidence, who.confidence),
    )


def _measure_of(post: Post | None) -> str | None:
    return None if post is None else post.measure


def _shared_tail(statement: Statement, people: Sequence[Who], posts: dict[int, Post]) -> dict[int, Post]:
    """Bare numbers whose people are named at the end: "Điều động 03, biệt phái 01 … đối với viên chức"."""
    if len(posts) < 2 or statement.columns is not None:
        return posts
    if any(statement.quantities[position].number.unit is not None for position in posts if position != max(posts)):
        return posts
    told = [statement.quantities[position] for position in posts]
    if any(q.whole is None and statement.clauses.depth(q.number.start) for q in told):
        return posts
    last = people[max(posts)]
    if last.category in RANKS and not _MEANT_FOR.search(statement.before(max(posts)) + statement.after(max(posts))):
        return posts  # "tiếp nhận 02, bổ nhiệm lại 01 phó trưởng phòng": the first two have no rank
    if last.category is None or any(people[position].reached for position in posts if position != max(posts)):
        return posts
    return {
        position: dataclasses.replace(post, category=last.category, sector=last.sector)
        for position, post in posts.items()
    }


FAMILY = Family(
    table="staffing", description="A row for every number of people or posts", record=Staffing, find=find_staffing
)
