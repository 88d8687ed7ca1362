"""What several categories of people make together: the category of the number that they are parts of."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence, Set

from extractors.handed_posts import goes_on
from extractors.lines import leads
from extractors.post_measures import LEVELS
from extractors.posts import RANKS, STAFF, Post, Who
from extractors.statements import Statement


def together(categories: Set[str | None]) -> str | None:
    """What several categories are together: leaders where all are ranks, else total; None where there is only one."""
    told = categories - {None}
    if len(told) < 2:
        return None
    return "leaders" if told <= set(RANKS) else "total"


def total_wholes(statement: Statement, people: Sequence[Who], posts: dict[int, Post]) -> dict[int, Post]:
    """What several categories are parts of is their total."""
    for position in sorted(posts, reverse=True):  # the innermost first
        post = posts[position]
        whole = together({p.category for k, p in posts.items() if statement.quantities[k].whole == position})
        if whole == "leaders" and post.measure in LEVELS:
            continue  # "23 biên chế, trong đó trưởng phòng 04, phó trưởng phòng 03": not all of them lead
        if people[position].category is None and whole is not None:
            posts[position] = dataclasses.replace(post, category=whole)
    return posts


def total_leads(statements: Sequence[Statement], known: dict[int, dict[int, Post]]) -> None:
    """A number that a list, a footnote or the next sentence of several categories explains is their total.

    "733 biên chế, cụ thể:", "Tuyển dụng 40 người. Trong đó: công chức 11, viên chức 29".
    """
    parts: dict[tuple[int, int], set[str | None]] = {}
    for statement in statements:
        if statement.index not in known:
            continue
        previous = statement.previous
        if previous is not None and goes_on(statement):
            posts = known[statement.index]
            _know_whole(previous, posts, known)
        if previous is not None and previous.index in known and goes_on(statement):
            outer = {p.category for k, p in posts.items() if statement.quantities[k].whole is None}
            parts.setdefault((previous.index, max(known[previous.index])), set()).update(outer)
        if not statement.parents:
            continue
        parent = statement.parents[0]
        if parent.index not in known:
            continue
        listed = leads(statement.text, parent.line.start, parent.line.end)
        position = max(known[parent.index]) if listed else statement.under if statement.line.in_footnote else None
        if position in known[parent.index]:
            posts = known[statement.index]
            outer = {p.category for k, p in posts.items() if statement.quantities[k].whole is None}
            parts.setdefault((parent.index, position), set()).update(outer)
    for (index, position), categories in parts.items():
        whole = together(categories)
        if whole is not None and known[index][position].category is None:
            known[index][position] = dataclasses.replace(known[index][position], category=whole)


def _know_whole(previous: Statement, posts: dict[int, Post], known: dict[int, dict[int, Post]]) -> None:
    """People of the sentence before are staff where all that they consist of is: "Huyện có 66 người. Trong đó: …"."""
    measures = {post.measure for post in posts.values()}
    people = [q.position for q in previous.quantities if q.kind in STAFF]
    if previous.index not in known and len(people) == 1 and len(measures) == 1:
        known[previous.index] = {people[0]: Post(measure=measures.pop(), confidence=0.8)}
