"""What happened to people, where a count goes on with an event told before: compared with it, or singled out of it."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.cues import find_cues
from extractors.posts import STATUS, Post
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# Measures that count what happened in a period, as opposed to how many there are.
HAPPENED = frozenset(
    {"reduced", "recruited", "appointed", "reappointed", "rotated", "dismissed", "disciplined", "admitted", "trained"}
)
# "tinh giản 174 người; tăng [21 người] so với năm 2021": by how many more than before.
_BY_HOW_MANY = regex.compile(r"(?<!\w)(?P<way>tăng|giảm)(?:\s+(?:thêm|đi|hơn))?\s*$", regex.IGNORECASE)
_THAN_BEFORE = regex.compile(r"[^,;.:()\d]{0,40}(?<!\w)so\s+với(?!\w)", regex.IGNORECASE)
# "… được đào tạo; [riêng] về chuyên môn là 812 công chức"
_SINGLED_OUT = regex.compile(r"[;,.]\s*(?:trong\s+đó|riêng)(?!\w)[^;.\d]*$", regex.IGNORECASE)


def compared_event(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> str | None:
    """The event whose earlier count a number is, or by how many it differs from that: None where it is neither.

    "tinh giản 174 người; tăng 21 người so với năm 2021 (153 người)". A "giảm" behind a cut may be a cut itself, and is
    left to it; levels told in between make the comparison theirs.
    """
    if statement.columns is not None or not posts:
        return None
    told = {post.measure for position, post in posts.items() if _rise_or_fall(statement, position) is None}
    event = told.pop() if len(told) == 1 else None
    if event not in HAPPENED:
        return None
    way = _rise_or_fall(statement, quantity.position)
    if way is not None:
        return None if event == "reduced" and way == "giảm" else event
    follows = quantity.position - 1 in posts and _rise_or_fall(statement, quantity.position - 1) is not None
    return event if follows and quantity.compared else None


def changes_event(statement: Statement, quantity: Quantity, post: Post) -> bool:
    """Whether a number is by how many more or fewer people an event met than in an earlier period.

    "bổ nhiệm 19 người, giảm 04 người so với năm trước"; behind a cut "giảm" is left to the cut, as above.
    """
    if post.measure not in HAPPENED or statement.columns is not None:
        return False
    way = _rise_or_fall(statement, quantity.position)
    return way is not None and not (post.measure == "reduced" and way == "giảm")


def _rise_or_fall(statement: Statement, position: int) -> str | None:
    """Whether a number is by how many something rose ("tăng") or fell ("giảm") against before; None where neither."""
    match = _BY_HOW_MANY.search(statement.before(position))
    if match is None or _THAN_BEFORE.match(statement.after(position)) is None:
        return None
    return match["way"].casefold()


# "quản lý nhà nước 65 lượt", "nội dung khác: 110 lượt": what a course is about.
_COURSE_TOPIC = regex.compile(
    r"(?:(?:^|[,;:(\n+–•-])\s*(?:và\s+)?(?:bồi dưỡng\s+)?(?:kiến thức\s+|nghiệp vụ\s+)?(?:về\s+)?"
    r"(?:quản lý nhà nước|hành chính)"
    r"|(?<!\w)(?:nội dung |lĩnh vực |chuyên đề |kiến thức )?khác)\s*(?:là|có|cho|:)?\s*$",
    regex.IGNORECASE,
)


_COURSE_CELL = regex.compile(
    r"\W*(?:bồi dưỡng\s+)?(?:kiến thức\s+|nghiệp vụ\s+)?(?:về\s+)?(?:quản lý nhà nước|hành chính)\W*", regex.IGNORECASE
)


def names_course(statement: Statement, quantity: Quantity, measure: str | None) -> bool:
    """Whether the words at a number of people who learn are what they learn, not who they are."""
    if measure != "trained":
        return False
    if statement.columns is None:
        named = quantity.number.unit is not None
        return named and _COURSE_TOPIC.search(statement.before(quantity.position)) is not None
    spans = statement.columns[quantity.position]
    people = [
        cue
        for a, b in spans
        if a < statement.start
        for cue in find_cues(statement.text, a, b, load("staffing_categories"))
    ]
    return not people and any(_COURSE_CELL.fullmatch(statement.text, a, b) for a, b in spans if a >= statement.start)


def works_under_contract(statement: Statement, quantity: Quantity, whole: Post | None) -> bool:
    """Whether a number is of an office's people under contract: "hợp đồng 274: … đơn vị sự nghiệp 58"."""
    if whole is None or whole.category != "contract" or statement.columns is not None:
        return False
    return STATUS.search(statement.before(quantity.position)) is None


def singled_out(between: str, last: str | None) -> str | None:
    """The event of the last count (``last``), where ``between``, up to the next, singles some of its people out.

    >>> singled_out("; riêng về chuyên môn là ", "trained"), singled_out("; viên chức: ", "trained")
    ('trained', None)
    """
    return last if last in HAPPENED and _SINGLED_OUT.search(between) else None


# "27 biên chế và 2,6 tỷ đồng chi thường xuyên đã được cắt giảm"
_BOTH_CUT = regex.compile(
    r"\s*(?:và|cùng|cùng với)\s+[^;.()]{0,60}?(?<!\w)(?:đã|được)(?:\s+được)?\s+"
    r"(?:cắt giảm|tinh giản|giảm|tiết giảm)(?!\w)",
    regex.IGNORECASE,
)


def cut_with_money(statement: Statement, quantity: Quantity) -> str | None:
    """The cut told once behind posts and the money that went with them."""
    following = quantity.position + 1
    if following >= len(statement.quantities) or statement.quantities[following].kind != "money":
        return None
    return "reduced" if _BOTH_CUT.match(statement.text, quantity.number.whole_end, statement.end) else None
