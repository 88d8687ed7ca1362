"""Whom a number of people or posts counts where its own words leave it open: taken from its whole, the number before
it, the lines above.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import regex

from extractors.post_events import changes_event
from extractors.post_lists import of_next_office, tells_anew
from extractors.post_measures import CUTS, LEVELS, joined
from extractors.post_tables import other_people
from extractors.posts import RANKS, Post, Who
from extractors.statements import Quantity, Statement

_OF_A_LEVEL = regex.compile(r"(?<!\w)(?:cấp\s+(?:tỉnh|huyện|xã)|khối\s[^,;.()\d]*)\W*$", regex.IGNORECASE)
# "Số viên chức tuyển mới là 32 người; …": whom a list of events is about.
_HEADED_LIST = regex.compile(
    r"[\s\-–+*•]*(?:tổng\s)?số\s(?:lượng\s)?(?:cán bộ|công chức|viên chức|giáo viên)(?:,\s(?:công chức|viên chức))*\s"
    r"(?:được\s|đã\s|xin\s)?(?:tuyển|nghỉ|thôi|bổ nhiệm|điều động|tiếp nhận|chuyển|tinh giản|tăng|giảm)",
    regex.IGNORECASE,
)
_ONLY_WHERE = regex.compile(r";\s*(?:ở|tại|cấp)\s[^,;.()\d]*:\s*$", regex.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class PostContext:
    """What stands above a statement: a figure above, what leads to it, every heading, whom it goes on about."""

    above: Post | None
    leading: Post
    everything: Post
    before: str | None


def inherited_category(
    statement: Statement,
    quantity: Quantity,
    measure: str | None,
    whole: Post | None,
    posts: Mapping[int, Post],
    context: PostContext,
) -> str | None:
    """The category that a number takes over: levels of one sentence tell of the same people, events do not.

    A level in a clause of its own, behind several categories, is about all of them: "công chức 85 người; viên chức
    1.076 người; còn thiếu 47 người".
    """
    if whole is not None and quantity.whole is not None:
        before, last = posts.get(quantity.whole - 1), posts.get(quantity.position - 1)
        if last is not None and measure in CUTS and whole.measure in LEVELS:
            beside = statement.quantities[quantity.position - 1]
            if beside.whole == quantity.whole:
                return last.category  # "trong đó có 47 phó giám đốc, giảm 03 người": it is they who are fewer
        if before is not None and before.category != whole.category and joined(statement, quantity.whole - 1):
            return "total"
        if whole.category == "total" and not quantity.compared:
            # "412 cán bộ, công chức (cấp huyện 96 người, …)": the same people, level by level.
            return "total" if _OF_A_LEVEL.search(statement.before(quantity.position)) else None
        return whole.category
    level = measure in LEVELS | CUTS
    if posts:
        depth = statement.clauses.depth(quantity.number.start)
        position = max(
            [k for k in posts if statement.clauses.depth(statement.quantities[k].number.start) <= depth] or posts
        )
        last = posts[position]
        if other_people(statement, last):
            return None
        if level and ";" in statement.text[statement.quantities[position].number.end : quantity.number.start]:
            told = {post.category for post in posts.values() if post.measure in LEVELS} - {None}
            if any(post.measure == measure and post.category not in (None, "total") for post in posts.values()):
                told = {last.category}  # "công chức giao 92; sử dụng 85; viên chức giao 640; sử dụng 611"
            # "không chuyên trách ở xã: 171 người; ở thôn: 402 người" goes on with the same people.
            elsewhere = _ONLY_WHERE.search(statement.before(quantity.position)) is not None
            if len(told) > 1 and not elsewhere:
                return "total"
        if level and last.measure in LEVELS | CUTS:
            ranked = last.category in {*RANKS, "leaders"}
            cut = all(post.measure in CUTS for post in posts.values())
            if tells_anew(statement, quantity, measure, last, position, cut=cut):
                return None
            return None if ranked and of_next_office(statement, quantity) else last.category
        if changes_event(statement, quantity, Post(measure=measure)):
            return last.category  # "432 lượt người, tăng 51 lượt so với năm 2023"
        same = last.measure == measure and last.category != "total"
        # "kỳ tuyển dụng công chức có 35 chỉ tiêu, kết quả trúng tuyển 28 người": those the quota is for.
        if measure == "vacant" and last.measure == "recruited" and last.category != "contract":
            return last.category  # "đã tuyển 55 chỉ tiêu, còn 17 chỉ tiêu chưa tuyển được"
        if _HEADED_LIST.match(statement.text, statement.start, statement.end) and not quantity.compared:
            return posts[min(posts)].category  # "Số viên chức tuyển mới 32 người; nghỉ hưu 19 người; …"
        passed = measure == "recruited" and statement.quantities[position].kind == "post"
        return last.category if same and (passed or quantity.number.unit is None) else None
    if context.above is not None and context.above.category not in (None, "total"):
        return context.above.category
    for post in (context.leading, context.everything if level else Post()):
        if post.category is not None and (level or post.category != "total"):
            return post.category
    return context.before if level else None


def inherited_sector(
    statement: Statement, quantity: Quantity, who: Who, measure: str | None, posts: Mapping[int, Post]
) -> str | None:
    """The sector of the level before, where one clause tells the levels of one sector only.

    "Ngành giáo dục được giao 1.512 biên chế, hiện có 1.446": of those given, so many are there.
    """
    if statement.columns is not None or who.category is not None or measure not in LEVELS or not posts:
        return None
    told: list[Post] = []
    for position in range(quantity.position, 0, -1):
        if ";" in statement.before(position) or position - 1 not in posts:
            break
        told.append(posts[position - 1])
    alike = len({post.sector for post in told}) == 1 and all(post.measure in LEVELS - {measure} for post in told)
    return told[0].sector if told and alike else None
