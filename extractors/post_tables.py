"""What the rows and columns of a table of posts make of each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from extractors.cues import find_cues
from extractors.grid_heads import is_total
from extractors.posts import RANKS, Post
from extractors.statements import Statement
from patterns.vocabulary import load

_SEVERAL = (None, "total", "unspecified")


def added_rows(statements: Sequence[Statement], known: dict[int, dict[int, Post]]) -> None:
    """The row that adds the rows above counts whom they all count: sectors of public employees, then "Tổng cộng"."""
    above: set[str | None] = set()
    columns: dict[int, set[str | None]] = {}
    table: int | None = None
    for statement in statements:
        posts = known.get(statement.index)
        if statement.columns is None or posts is None:
            table = None
            continue
        head = min(a for spans in statement.columns for a, _ in spans)
        if head != table:
            above, columns, table = set(), {}, head
        adds = adds_rows(statement)
        sums = [position for position, post in posts.items() if adds and post.category == "total"]
        if sums and len(above) == 1 and not above & {*_SEVERAL}:
            category = next(iter(above))
            for position in sums:
                if not _column_adds(statement, position):
                    posts[position] = dataclasses.replace(posts[position], category=category)
        for position, post in posts.items():
            kinds = columns.setdefault(position, set())
            if len(kinds) > 1 and post.category in kinds and adds:
                posts[position] = dataclasses.replace(post, category="total")  # "Công chức 86, Viên chức 640, Cộng 726"
            kinds |= {post.category} - {*_SEVERAL, *RANKS}
        above |= {post.category for post in posts.values()}


def adds_rows(statement: Statement) -> bool:
    """Whether a row is headed as the sum of others: "Tổng cộng"."""
    assert statement.columns is not None
    return any(is_total(statement.text[a:b]) for a, b in statement.columns[0] if a >= statement.start)


def _column_adds(statement: Statement, position: int) -> bool:
    """Whether a column's head itself names several categories."""
    assert statement.columns is not None
    heads = [span for span in statement.columns[position] if span[0] < statement.start]
    cues = [cue for a, b in heads for cue in find_cues(statement.text, a, b, load("staffing_categories"))]
    return any(cue.feature == "total" for cue in cues) or len({cue.feature for cue in cues}) > 1


def other_people(statement: Statement, last: Post) -> bool:
    """Whether the column before counts those who lead: "Lãnh đạo | Chuyên viên" are different people."""
    return statement.columns is not None and last.category in {*RANKS, "leaders"}
