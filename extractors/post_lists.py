"""What a neighbour tells of a number of people or posts: left over or unfilled, moved on, compared, cut as well."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import regex

from extractors.post_measures import LEVELS
from extractors.posts import STAFF, Post
from extractors.statements import Quantity, Statement

# "còn 15 người sẽ xử lý xong trước năm 2025", "còn lại 03 người", "còn dư 04 biên chế"
_REMAIN = regex.compile(r"(?<!\w)còn(?:\s+lại)?(?:\s+(?:là|số|dư|khoảng))?\s*$", regex.IGNORECASE)
# "03 người chờ bố trí", "08 người tiếp tục sắp xếp": what is still to be done with them.
_TO_PLACE = regex.compile(
    r"[^.,;:()\d]*?(?<!\w)(?:(?:chờ|tiếp tục|sẽ|đang)\s+(?:được\s+|thực hiện\s+)?"
    r"(?:bố trí|sắp xếp|giải quyết|xử lý|xem xét|phân công))(?!\w)",
    regex.IGNORECASE,
)
# "so với số được giao còn 61 biên chế[ chưa tuyển dụng]"
_UNFILLED = regex.compile(
    r"[^.,;:()\d]*?(?<!\w)chưa\s+(?:được\s+|thực hiện\s+)?(?:tuyển|sử dụng)(?!\w)", regex.IGNORECASE
)
# "08 người được bố trí sang phường khác"
_MOVED_ON = regex.compile(
    r"[^.,;:()\d]*?(?<!\w)(?:bố trí|sắp xếp|điều chuyển|chuyển)(?:\s+(?:công tác|làm việc))?\s+sang(?!\w)",
    regex.IGNORECASE,
)
# "ít hơn năm 2022 là 282 chỉ tiêu", "nhiều hơn số được giao 12 người"
_BY_HOW_MANY = regex.compile(
    r"(?<!\w)(?P<how>nhiều|cao|ít|thấp)\s+hơn(?:\s+(?:so\s+với|với))?[^,;.()\d]*+(?:(?<=năm\s)(?:19|20)\d\d[^,;.()\d]*+)?$",
    regex.IGNORECASE,
)
# "nhiều hơn quy định 02 người": what the rule has room for, no level of before.
_THAN_ALLOWED = regex.compile(
    r"hơn\s+(?:so\s+với\s+)?(?:mức\s+|số\s+)?(?:quy định|định mức|định biên)", regex.IGNORECASE
)
# "203 chỉ tiêu biên chế hành chính[ và ]2.458 chỉ tiêu biên chế sự nghiệp"
_AND_ALSO = regex.compile(r"[^,;.:()\d]{0,60}(?:\([^()]{0,40}\)\s*)?(?:(?<!\w)và|,)\s*", regex.IGNORECASE)


# "đến nay đã [bố trí, giải quyết ]26 người": what was done with them.
_PLACED = regex.compile(
    r"(?<!\w)(?:đã\s)(?:(?:bố trí|sắp xếp|giải quyết|xử lý)(?:,\s|\svà\s|\s)){1,3}(?:lại\s|được\s|xong\s|cho\s)*$",
    regex.IGNORECASE,
)


def left_over(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> str | None:
    """What became of surplus people told before: still surplus where they remain or wait, rotated where they moved on.

    "dôi dư 46 người; đã giải quyết cho 20 người, còn 26 người", "dôi dư 09 người, trong đó … 03 người chờ bố trí".
    """
    if statement.columns is not None or not any(post.measure == "surplus" for post in posts.values()):
        return None
    after = statement.after(quantity.position)
    if _MOVED_ON.match(after):
        return "rotated"
    if _PLACED.search(statement.before(quantity.position)):
        return "other"
    return "surplus" if _REMAIN.search(statement.before(quantity.position)) or _TO_PLACE.match(after) else None


def remains_unfilled(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number is of posts that nobody was taken for yet: "còn 61 biên chế chưa tuyển dụng"."""
    if statement.columns is not None or not _REMAIN.search(statement.before(quantity.position)):
        return False
    return _UNFILLED.match(statement.after(quantity.position)) is not None


def by_how_many(statement: Statement, quantity: Quantity) -> str | None:
    """Whether a number is by how many a level is higher or lower than another: added or reduced."""
    if statement.columns is not None:
        return None
    match = _BY_HOW_MANY.search(statement.text, statement.start, quantity.number.start)
    if match is None or any(match.start() < number.start < quantity.number.start for number in statement.numbers):
        return None
    more = match["how"].casefold() in ("nhiều", "cao")
    if _THAN_ALLOWED.search(match[0]):
        return "surplus" if more else "vacant"
    return "added" if more else "reduced"


def cut_as_well(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> str | None:
    """The change of the number right before, that "và" or a comma goes on with: "giảm 203 … và 2.458 …"."""
    position = max((k for k in posts if k < quantity.position), default=-1)
    last = posts.get(position)
    if last is None or last.measure not in ("reduced", "added") or statement.columns is not None:
        return None
    before = statement.quantities[position]
    between = statement.text[before.number.whole_end : quantity.number.start]
    same = before.kind == quantity.kind == "post" and before.whole == quantity.whole
    return last.measure if same and _AND_ALSO.fullmatch(between) else None


def same_people(statement: Statement, known: Mapping[int, Mapping[int, Post]]) -> str | None:
    """The one category that the sentence before in the same line told, of which this one gives further levels."""
    previous = statement.previous
    if previous is None or statement.columns is not None:
        return None
    told = {post.category for post in known.get(previous.index, {}).values()}
    return told.pop() if len(told) == 1 else None


def with_compared(statement: Statement, posts: dict[int, Post]) -> dict[int, Post]:
    """An earlier level told first has the category of the change it leads to.

    "So với năm 2015 (104 biên chế), biên chế hành chính giảm 12 biên chế".
    """
    found = dict(posts)
    for position, post in posts.items():
        following = posts.get(position + 1)
        if post.category is None and following is not None and statement.quantities[position].compared:
            found[position] = dataclasses.replace(post, category=following.category)
    return found


# "Chỉ tiêu năm 2024: công chức 1.945; viên chức 31.934"
_QUOTA_HEAD = regex.compile(r"(?<!\w)(?:chỉ tiêu|biên chế)(?!\w)", regex.IGNORECASE)


def is_of_quota(statement: Statement, quantity: Quantity, post: Post) -> bool:
    """Whether a bare number is one of the posts given that a sentence opens with."""
    if post.measure != "assigned" or quantity.number.unit is not None or statement.columns is not None:
        return False
    return _QUOTA_HEAD.search(statement.text, statement.start, quantity.number.start) is not None


def wholes_of_parts(statement: Statement, posts: dict[int, Post]) -> dict[int, Post]:
    """People who are told only as cases are staff where all their parts are: "37 trường hợp, gồm 29 … và 08 …"."""
    if statement.columns is not None:
        return posts
    found = dict(posts)
    for quantity in statement.quantities:
        parts = [q.position for q in statement.quantities if q.whole == quantity.position]
        if quantity.position in posts or quantity.kind not in STAFF or not parts or not all(p in posts for p in parts):
            continue
        measures = {posts[part].measure for part in parts}
        found[quantity.position] = Post(
            measure=measures.pop() if len(measures) == 1 else None,
            category=posts[parts[0]].category if len({posts[part].category for part in parts}) == 1 else None,
            confidence=min(posts[part].confidence for part in parts),
        )
    return dict(sorted(found.items()))


# "năm 2022 giảm 06; năm 2023: 04; [cộng ]10 biên chế"
_ALL_TOGETHER = regex.compile(
    r"[^;,]*[;,]\s*(?:và\s+)?(?:tổng\s+)?(?:cộng|tổng)(?:\s+(?:số|cả|là|chung|lại))*"
    r"(?:\s+(?:trong\s+)?(?:\d+ năm|cả giai đoạn|(?:hai|ba|bốn|năm) năm)(?:,?\s(?:đã\s)?(?:giảm|tinh giản))?)?\s*:?\s*",
    regex.IGNORECASE,
)


def closing_total(statement: Statement, posts: dict[int, Post]) -> dict[int, Post]:
    """A total that closes a list counts what the list counts: one measure, and one category where all have it."""
    last = max(posts, default=0)
    listed = [post for position, post in posts.items() if position < last]
    if statement.columns is not None or len(listed) < 2:
        return posts
    ends = statement.quantities[max(position for position in posts if position < last)].number.end
    if not _ALL_TOGETHER.fullmatch(statement.text, ends, statement.quantities[last].number.start):
        return posts
    measures, categories = {post.measure for post in listed}, {post.category for post in listed}
    if len(measures) != 1:
        return posts
    total = dataclasses.replace(
        posts[last],
        measure=listed[0].measure,
        category=listed[0].category if len(categories) == 1 else "total",
    )
    return posts | {last: total}


# "lãnh đạo UBND 06 người[; Văn phòng ]12 người": an office of its own, whose people are of no rank told before.
_NEXT_OFFICE = regex.compile(
    r"[^;]*;\s*(?:Văn phòng|Phòng|Trung tâm|Ban|Sở|Thanh tra|Chi cục|Bộ phận|Đội|Trạm)\s[^;]*", regex.IGNORECASE
)


def of_next_office(statement: Statement, quantity: Quantity) -> bool:
    """Whether a semicolon and the name of an office part a number from the one before it."""
    return statement.columns is None and _NEXT_OFFICE.fullmatch(statement.before(quantity.position)) is not None


# "13 người hoạt động không chuyên trách; [trình độ đại học] 17 người": what is told of all that were named.
_OF_ALL = regex.compile(r"[^;]*;\s*(?:về\s+)?(?:trình độ|độ tuổi|đảng viên|nữ|dân tộc)(?!\w)[^;]*", regex.IGNORECASE)
# "tinh giản 03 công chức; [đã sử dụng] 255 biên chế", but "giảm 03 công chức, còn 82 biên chế"
_LEFT_OF_CUT = regex.compile(r"(?<!\w)(?:còn|xuống|nay|lên)(?!\w)", regex.IGNORECASE)


def tells_anew(
    statement: Statement, quantity: Quantity, measure: str | None, last: Post, position: int, *, cut: bool
) -> bool:
    """Whether a level is told of others than the number before: posts behind contracts, a level behind cuts alone.

    So is what a clause tells of everybody named: their degrees, their age.
    """
    if quantity.kind == "post" and last.category in ("contract", "non_specialist"):
        return True
    between = statement.text[statement.quantities[position].number.end : quantity.number.start]
    if position and _OF_ALL.fullmatch(between):
        return True
    return cut and measure in LEVELS and ";" in between and not _LEFT_OF_CUT.search(between)
