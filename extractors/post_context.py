"""What a number of people or posts is where its own words leave it open: by what stands before, above and its kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import regex

from extractors.cues import find_cues
from extractors.post_events import HAPPENED, changes_event, singled_out
from extractors.post_lists import of_next_office, tells_anew
from extractors.post_measures import CUTS, LEVELS, joined
from extractors.post_tables import other_people
from extractors.posts import RANKS, Post, Who, category_of
from extractors.shares import numerator_of
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "xét tuyển 45 viên chức[, trúng tuyển ]38 người": of those examined.
_PASSED = regex.compile(r"^[^;.:()\d]*,\s*(?:kết quả\s|có\s|đã\s)?trúng tuyển\s*(?:được\s|là\s)?$", regex.IGNORECASE)
MORE_THAN = regex.compile(r"(?:nhiều hơn|ít hơn|cao hơn|thấp hơn)[^,;.\d]*$", regex.IGNORECASE)
# "biên chế dự phòng 15; biên chế cho hội đặc thù 26": posts of another purpose.
_NEW_POSTS = regex.compile(r";[^\d;]*(?<!\w)(?:biên chế|chỉ tiêu|số người làm việc)(?!\w)", regex.IGNORECASE)
# "112 cán bộ, công chức trên tổng số 118 chỉ tiêu": the posts that the people fill.
_OUT_OF = regex.compile(r"(?<!\w)(?:trên|so với|/)\s*(?:tổng(?:\s+số)?\s*)?$", regex.IGNORECASE)
_OF_A_LEVEL = regex.compile(r"(?<!\w)(?:cấp\s+(?:tỉnh|huyện|xã)|khối\s[^,;.()\d]*)\W*$", regex.IGNORECASE)
# "Số viên chức tuyển mới là 32 người; …": whom a list of events is about.
_HEADED_LIST = regex.compile(
    r"[\s\-–+*•]*(?:tổng\s)?số\s(?:lượng\s)?(?:cán bộ|công chức|viên chức|giáo viên)(?:,\s(?:công chức|viên chức))*\s"
    r"(?:được\s|đã\s|xin\s)?(?:tuyển|nghỉ|thôi|bổ nhiệm|điều động|tiếp nhận|chuyển|tinh giản|tăng|giảm)",
    regex.IGNORECASE,
)
_ONLY_WHERE = regex.compile(r";\s*(?:ở|tại|cấp)\s[^,;.()\d]*:\s*$", regex.IGNORECASE)

# "hiện có 12 …", "Công chức: 66 người", "tổng số là 214 người": said to be there.
_THERE = regex.compile(r"(?:(?<!\w)(?:có|là|còn|gồm|với|gồm có)|:)\s*$", regex.IGNORECASE)
# "Số lượng người làm việc hưởng lương từ ngân sách nhà nước là 18.250 người": the quota by its name.
_PAID_BY_BUDGET = regex.compile(
    r"(?<!\w)số\s+(?:lượng\s+)?người làm việc\s[^,;.()\d]*hưởng lương\s[^,;.()\d]*(?:(?<!\w)(?:là|có)|:)\s*$",
    regex.IGNORECASE,
)
# "có 241 người [trình độ đại học]"
_BY_DEGREE = regex.compile(r"\s*(?:có\s+|đạt\s+)?(?:trình độ|học vị|bằng)\s+(?!trên|dưới|chưa)", regex.IGNORECASE)
# "UBND huyện quản lý 1.317 người", not "bổ nhiệm lãnh đạo, quản lý 12 người"
_LOOKS_AFTER = regex.compile(
    r"(?<!(?:lãnh đạo,?|cán bộ|công chức|viên chức)\s)(?<!\w)quản lý(?:\s+tổng số)?\s*$", regex.IGNORECASE
)
# "trong số 264 cán bộ, công chức cấp xã có …"
_AMONG = regex.compile(r"(?<!\w)(?:trong|trên)\s+(?:tổng\s+)?số\s*$", regex.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class PostContext:
    """What stands above a statement: a figure above, what leads to it, every heading, whom it goes on about."""

    above: Post | None
    leading: Post
    everything: Post
    before: str | None


def measure_after(
    statement: Statement, quantity: Quantity, who: Who, posts: Mapping[int, Post], context: PostContext
) -> str | None:
    """The measure of the number before, unless a new clause returns from a change to the levels before it.

    Where a figure above is explained item by item ("³ Công chức: 03 người; viên chức: 17 người"), all are its own.
    """
    if not posts:
        return None
    position = _number_before(statement, quantity, posts)
    part = numerator_of(statement, position)
    if part in posts and (posts[part].measure in HAPPENED or quantity.number.fraction == "numerator"):
        position = part  # "cắt giảm 57/96 biên chế công chức, 1.118 biên chế viên chức", "có mặt 87/93 … và 610/640 …"
    between = statement.text[statement.quantities[position].number.end : quantity.number.start]
    last = posts[position].measure
    if statement.columns is not None and last in ("vacant", "surplus", "reserve") and who.category == "contract":
        return "present"  # "Chưa sử dụng | Hợp đồng 111": a column of its own
    if last == "planned" and _is_earlier(quantity, statement.quantities[position]):
        return "assigned" if quantity.kind == "post" else "present"
    if last == "planned" and (more := MORE_THAN.search(between)):
        return "added" if more[0].startswith(("nhiều", "cao")) else "reduced"
    if ";" in between and last in ("reserve", "surplus", "vacant") and _NEW_POSTS.search(between):
        return "assigned"
    if last == "present" and quantity.kind == "post" and _OUT_OF.search(between):
        return "assigned"
    given = {post.category for post in posts.values() if post.measure == "assigned"}
    # "được giao 52 biên chế công chức, có mặt 49 người; 67 biên chế viên chức": the next that was given.
    others = who.sector is not None or (bool(who.counted) and category_of(who.counted) not in given)
    others = others or of_next_office(statement, quantity)
    if ";" in between and last == "present" and given and quantity.kind == "post" and others:
        return "assigned"
    if event := singled_out(between, last):
        return event
    if ";" in between and last in HAPPENED and who.category in RANKS:
        return last  # "Bổ nhiệm: trưởng phòng 09 người; phó trưởng phòng 17 người"
    if ";" in between and who.category is not None and context.above is None:
        levels = [post.measure for post in posts.values() if post.measure in ("assigned", "present")]
        if last in CUTS and levels:
            return levels[-1]
        bare = quantity.number.unit is None and statement.quantities[position].number.unit is None
        if quantity.kind == "post" or (bare and {post.measure for post in posts.values()} == {"assigned"}):
            return last
        return default_measure(statement, quantity, who.category) or ("present" if last == "present" else None)
    return last


def _number_before(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> int:
    """The position of the last post at a number's depth of brackets or further out, else of the last of all."""
    depth = statement.clauses.depth(quantity.number.start)
    around = [at for at in posts if statement.clauses.depth(statement.quantities[at].number.start) <= depth]
    return max(around or posts)


def _is_earlier(quantity: Quantity, planned: Quantity) -> bool:
    """Whether a number is of a year before the planned one's: "đến năm 2025 không quá 24.310; năm 2021 là 27.016"."""
    return quantity.last is not None and planned.last is not None and quantity.last < planned.last


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
        position = _number_before(statement, quantity, posts)
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
        if measure == "vacant" and last.measure == "recruited" and last.category != "contract":
            return last.category  # "đã tuyển 55 chỉ tiêu, còn 17 chỉ tiêu chưa tuyển được"
        if _HEADED_LIST.match(statement.text, statement.start, statement.end) and not quantity.compared:
            return posts[min(posts)].category  # "Số viên chức tuyển mới 32 người; nghỉ hưu 19 người; …"
        same = last.measure == measure and last.category != "total"
        # "kỳ tuyển dụng công chức có 35 chỉ tiêu, kết quả trúng tuyển 28 người": those the quota is for.
        passed = measure == "recruited" and (
            statement.quantities[position].kind == "post" or _PASSED.search(statement.before(quantity.position))
        )
        return last.category if same and (passed or quantity.number.unit is None) else None
    if context.above is not None and context.above.category not in (None, "total"):
        return context.above.category
    for post in (context.leading, context.everything if level else Post()):
        if post.category is not None and (level or post.category != "total"):
            return post.category
    return context.before if level else None


def default_measure(statement: Statement, quantity: Quantity, category: str | None) -> str | None:
    """Posts without a verb are assigned; people who are only said to be there, or told by a heading, are present."""
    before = statement.before(quantity.position)
    if quantity.kind == "post" or _PAID_BY_BUDGET.search(before):
        return "assigned"
    degree = _BY_DEGREE.match(statement.after(quantity.position)) and quantity.kind == "person"
    if degree or _LOOKS_AFTER.search(before):
        return "present"
    if category is None:
        return None
    if _THERE.search(before) or _AMONG.search(before):
        return "present"
    cues = find_cues(before, 0, len(before), load("staffing_categories"))
    return "present" if cues and regex.fullmatch(r"[^,;.]*", before[cues[-1].end :]) else None


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
