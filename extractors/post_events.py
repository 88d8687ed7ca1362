"""What happened to people, where a count goes on with an event told before: compared, out of a plan, singled out."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.posts import Post
from extractors.statements import Quantity, Statement

# Measures that count what happened in a period, as opposed to how many there are.
HAPPENED = frozenset(
    {"reduced", "recruited", "appointed", "reappointed", "rotated", "dismissed", "disciplined", "admitted", "trained"}
)
# "tinh giản 174 người; tăng [21 người] so với năm 2021": by how many more than before.
_MORE = regex.compile(r"(?<!\w)(?P<way>tăng|giảm)(?:\s+(?:thêm|đi|hơn))?\s*$", regex.IGNORECASE)
_THAN_BEFORE = regex.compile(r"[^,;.:()\d]{0,40}(?<!\w)so\s+với(?!\w)", regex.IGNORECASE)
# "… được đào tạo; [riêng] về chuyên môn là 812 công chức"
_SINGLED_OUT = regex.compile(r"[;,.]\s*(?:trong\s+đó|riêng)(?!\w)[^;.\d]*$", regex.IGNORECASE)
# What somebody is, as opposed to where he works.
_STATUS = regex.compile(r"(?<!\w)(?:viên chức|công chức|cán bộ|biên chế)(?!\w)", regex.IGNORECASE)
# "so với số được giao còn [61 biên chế] chưa tuyển dụng"
_REMAINING = regex.compile(r"(?<!\w)còn(?:\s+lại)?(?:\s+(?:là|dư))?\s*$", regex.IGNORECASE)
_UNFILLED = regex.compile(
    r"[^.,;:()\d]*?(?<!\w)chưa\s+(?:được\s+|thực hiện\s+)?(?:tuyển|sử dụng)(?!\w)", regex.IGNORECASE
)


def remains_unfilled(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number is of posts that nobody was taken for yet: "còn 61 biên chế chưa tuyển dụng"."""
    if statement.columns is not None or not _REMAINING.search(statement.before(quantity.position)):
        return False
    return _UNFILLED.match(statement.after(quantity.position)) is not None


def compared_event(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> str | None:
    """The event whose earlier count a number is, or by how many it differs from that: None where it is neither.

    "tinh giản 174 người; tăng 21 người so với năm 2021 (153 người)". A "giảm" behind a cut may be a cut itself, and is
    left to it; levels told in between make the comparison theirs.
    """
    if statement.columns is not None or not posts:
        return None
    told = {post.measure for position, post in posts.items() if not _differs(statement, position)}
    event = told.pop() if len(told) == 1 else None
    if event not in HAPPENED:
        return None
    if _differs(statement, quantity.position):
        return None if event == "reduced" and _is_less(statement, quantity) else event
    follows = quantity.position - 1 in posts and _differs(statement, quantity.position - 1)
    return event if follows and quantity.compared else None


def _differs(statement: Statement, position: int) -> bool:
    more = _MORE.search(statement.before(position))
    return more is not None and _THAN_BEFORE.match(statement.after(position)) is not None


def _is_less(statement: Statement, quantity: Quantity) -> bool:
    more = _MORE.search(statement.before(quantity.position))
    return more is not None and more["way"].casefold() == "giảm"


def changes_event(statement: Statement, quantity: Quantity, post: Post) -> bool:
    """Whether a number is by how many more or fewer people an event met than in an earlier period."""
    if post.measure not in HAPPENED or statement.columns is not None or not _differs(statement, quantity.position):
        return False
    return not (post.measure == "reduced" and _is_less(statement, quantity))


def works_under_contract(statement: Statement, quantity: Quantity, whole: Post | None) -> bool:
    """Whether a number is of an office's people under contract: "hợp đồng 274: … đơn vị sự nghiệp 58"."""
    if whole is None or whole.category != "contract" or statement.columns is not None:
        return False
    return _STATUS.search(statement.before(quantity.position)) is None


def singled_out(between: str, last: str | None) -> str | None:
    """The event that those singled out of its people went through as well; ``between`` leads from the one to the other.

    >>> singled_out("; riêng về chuyên môn là ", "trained"), singled_out("; viên chức: ", "trained")
    ('trained', None)
    """
    return last if last in HAPPENED and _SINGLED_OUT.search(between) else None
