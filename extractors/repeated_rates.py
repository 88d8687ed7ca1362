"""Percentages that tell a rate again: of another year, of another thing, or more exactly."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.labelling import Labels
from extractors.leftovers import leftover_words
from extractors.listed_ways import Way
from extractors.rate_clauses import new_subject
from extractors.rate_metrics import subject_metric, way_metric
from extractors.respectively import answering
from extractors.statements import Quantity, Statement


def rate_before(statement: Statement, told: Mapping[int, tuple[str, ...]]) -> str | None:
    """The rate that the sentence before in the same line told, where it told one."""
    metrics = set(told.get(statement.previous.index, ())) if statement.previous is not None else set()
    metrics.discard("unclassified")
    return metrics.pop() if len(metrics) == 1 else None


# "So với năm 2022 (61,9%), tỷ lệ này tăng 11,5%": the rate told before, in another year or as it changed.
_THE_SAME = regex.compile(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ|con số|mức|kết quả|chỉ tiêu)\s+(?:này|trên|đó|nêu trên)(?!\w)", regex.IGNORECASE
)


def goes_back(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage is the rate of the sentence before: an earlier period's value, or told of "tỷ lệ này"."""
    if quantity.position == 0 and (quantity.compared or (quantity.role == "change" and _opens_with_change(statement))):
        return True
    return bool(_THE_SAME.search(statement.text, statement.start, quantity.number.start))


# "Đặc biệt, giảm tới 20,4% so với tháng 01/2022": a sentence that begins with the change has the last one's subject.
_CHANGES = regex.compile(
    r"[\s\-–+*•]*(?:(?:đặc biệt|riêng|như vậy|đồng thời|đã)(?:\s|,\s*))*(?:tăng|giảm|cao hơn|thấp hơn)(?!\w)"
    r"[^,;:()\d]{0,40}",
    regex.IGNORECASE,
)


def _opens_with_change(statement: Statement) -> bool:
    first = statement.quantities[0].number.start
    return statement.columns is None and _CHANGES.fullmatch(statement.text, statement.start, first) is not None


def sets_goal(statement: Statement, quantity: Quantity) -> bool:
    """Whether a sentence sets a goal and names nothing it is of: "Mục tiêu đến cuối năm đạt 100% ở cả hai cấp"."""
    if statement.columns is not None or quantity.role != "target" or len(statement.quantities) > 1:
        return False
    number = quantity.number
    words = leftover_words(statement, statement.start, number.start)
    return words == 0 and leftover_words(statement, number.whole_end, statement.end) == 0


def in_their_order(
    statement: Statement, ways: tuple[Way, ...], labels: tuple[Labels, ...], metrics: Mapping[int, str]
) -> dict[int, str]:
    """The rates that shares behind "tương ứng là" answer in their order: "…; ở cấp xã tương ứng là 99,9% và 0,1%".

    They say nothing else of themselves, and as many rates, each another, stand before them.
    """
    found: dict[int, str] = {}
    if statement.columns is not None:
        return found
    for run in answering(statement.text, statement.start, statement.end, statement.numbers):
        before = [metric for position, metric in metrics.items() if position < run[0]][-len(run) :]
        if len(set(before)) < len(run) or not set(run) <= set(metrics):
            continue
        named = [way_metric(ways[p].own) or subject_metric(labels[p].features) for p in run]
        if all(own in (None, metric) for own, metric in zip(named, before, strict=True)):
            found.update(zip(run, before, strict=True))
    return found


# "99,5% (chưa làm tròn: 99,478%)": the same value, more exactly.
_EXACTLY = regex.compile(r"[^()]*(?<!\w)(?:làm tròn|chính xác|lẻ|thực tế|đầy đủ)(?!\w)", regex.IGNORECASE)
# "hài lòng về y tế 88%; về giáo dục 90%": the list goes on about another thing of its kind.
_ABOUT = regex.compile(r"[\s,;]*(?:và\s+)?(?:về|đối với|ở|với|riêng|cho)\s[^,;.:()]{2,60}", regex.IGNORECASE)
# "vốn tỉnh 66%, nguồn thu tiền sử dụng đất 54%": one source of money after the other.
_MONEY = regex.compile(r"[\s,;]*(?:(?:và|riêng|còn)\s+)*(?:nguồn|vốn)\s[^,;.:()]{2,70}", regex.IGNORECASE)
_MONEY_BEFORE = regex.compile(r"(?<!\w)(?:nguồn|vốn)\s[^,;.:()]{2,70}$", regex.IGNORECASE)


def _share_before(statement: Statement, quantity: Quantity) -> Quantity | None:
    """The percentage right before a figure of a sentence."""
    if not quantity.position or statement.columns is not None:
        return None
    last = statement.quantities[quantity.position - 1]
    return last if last.kind == "percent" else None


# "chỉ số thành phần “Cải cách thể chế” 92,5%; [“Hiện đại hóa hành chính” đạt] 78%": one field after the other.
_COMPONENT = regex.compile(
    r"[\s,;]*(?:và\s+|chỉ số\s+|lĩnh vực\s+|nội dung\s+|tiêu chí\s+)*[“”\"']?"
    r"(?:cải cách|hiện đại hóa|hiện đại hoá|chỉ đạo|xây dựng|tổ chức bộ máy|công vụ|chế độ công vụ|tài chính công"
    r"|thể chế|tác động|chính quyền|công tác)(?!\w)[^,;.:()\d]{0,60}[“”\"']?\s*(?:đạt|là|:)?\s*",
    regex.IGNORECASE,
)


def is_next_component(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage is told of the next field of the index that the one before it was of."""
    last = _share_before(statement, quantity)
    if last is None:
        return False
    return _COMPONENT.fullmatch(statement.text, last.number.whole_end, quantity.number.start) is not None


# "Chỉ tiêu tỉnh giao 80%[, huyện đạt ]76,5% hồ sơ trực tuyến"
_THEN = regex.compile(
    r"\s*%?\s*,\s*[^,;.:()\d]{0,40}?(?<!\w)(?:đạt|được|kết quả|thực hiện)\s*[^,;.:()\d]{0,20}", regex.IGNORECASE
)


def is_goal_of_next(statement: Statement, quantity: Quantity, label: Labels) -> bool:
    """Whether a goal that opens its sentence names nothing but itself, and the percentage behind it is the result."""
    following = quantity.position + 1
    if statement.columns is not None or quantity.role != "target" or following >= len(statement.quantities):
        return False
    after = statement.quantities[following]
    if quantity.position or after.kind != "percent" or "plan" in label.features or after.role != "result":
        return False
    alone = leftover_words(statement, statement.start, quantity.number.start) <= 1
    return alone and _THEN.fullmatch(statement.before(following)) is not None


# "100%[ TTHC] cấp huyện, 98%[ TTHC] cấp xã được tiếp nhận …": things whose predicate stands behind the second share.
_THINGS = regex.compile(
    r"\s*(?:%\s*)?(?:số\s+|các\s+)*(?P<thing>TTHC|thủ tục hành chính|thủ tục|hồ sơ|văn bản|dịch vụ công)(?!\w)",
    regex.IGNORECASE,
)


# "(244/244 thủ tục)": how many they are.
_HOW_MANY = regex.compile(r"\(\s*[\d.]+\s*/\s*[\d.]+[^()]{0,25}\)")


def predicate_giver(statement: Statement, quantity: Quantity) -> int | None:
    """The position of the next percentage, where it gives this one its predicate; None where it does not.

    They are of the same things, with nothing but a level and a bracket of how many between.
    """
    if statement.columns is not None:
        return None
    after = next((q for q in statement.quantities[quantity.position + 1 :] if q.kind == "percent"), None)
    if after is None:
        return None
    end = after.number.start
    first = _THINGS.match(statement.text, quantity.number.end, end)
    second = _THINGS.match(statement.text, after.number.end, statement.end)
    if first is None or second is None or first["thing"].casefold() != second["thing"].casefold():
        return None
    counted = _HOW_MANY.search(statement.text, first.end(), end)
    start, words = first.end(), 0
    if counted is not None:
        words, start = leftover_words(statement, start, counted.start()), counted.end()
    elif after.position > quantity.position + 1:
        return None
    joined = statement.text[start:end].rstrip().endswith((",", "và"))
    return after.position if joined and words + leftover_words(statement, start, end) == 0 else None


def told_again(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage tells the one before it again: more exactly in its bracket, or about the next thing."""
    last = _share_before(statement, quantity)
    if last is None:
        return False
    between = statement.text[last.number.whole_end : quantity.number.start]
    if between.lstrip().startswith("(") and _EXACTLY.match(between.lstrip()[1:]):
        return True
    if _MONEY.fullmatch(between) and _MONEY_BEFORE.search(statement.text, statement.start, last.number.start):
        return True
    opened = statement.text[statement.start : last.number.start]
    return bool(_ABOUT.fullmatch(between)) and bool(
        regex.search(r"(?<!\w)(?:về|đối với|ở|với|cho)\s[^,;.:()]{2,60}$", opened)
    )


# "số hóa 100% hồ sơ đầu vào [và ]96,4%[ kết quả giải quyết]"
_DIGITIZED_TOO = regex.compile(
    r"\s*+(?:%\s*+)?(?:số\s)?(?:kết quả|giấy tờ|thành phần|hồ sơ|tài liệu)(?!\w)", regex.IGNORECASE
)


def digitizes_too(statement: Statement, quantity: Quantity) -> bool:
    """Whether "và" or a comma joins further papers to those that were digitized."""
    if statement.columns is not None or not _DIGITIZED_TOO.match(statement.text, quantity.number.end, statement.end):
        return False
    return regex.search(r"(?:,|(?<!\w)và)\s*$", statement.before(quantity.position)) is not None


# "đạt 99,4%, cao hơn quý trước 0,6%": the change of the rate told right before.
_RISES = regex.compile(
    r"[^\d;.:()]{0,12}\)?\s?[,(]\s*(?:đã\s+|và\s+|trong đó,?\s+)?(?:so với\s[^;:()%]{1,50}?\s)?"
    r"(?:tăng|giảm|cao hơn|thấp hơn|vượt|hụt|tụt|nhiều hơn|ít hơn)(?!\w)"
    r"[^\d;:.()]{0,40}",
    regex.IGNORECASE,
)


def rises(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage is how much the one right before it rose or fell."""
    last = _share_before(statement, quantity)
    if last is None or last.role != "result":
        return False
    between = statement.text[last.number.whole_end : quantity.number.start]
    return bool(_RISES.fullmatch(between)) and not new_subject(statement, quantity, before_only=True)


# "Kế hoạch | Thực hiện | Tỷ lệ": how far the goal was reached.
_GOAL_HEAD = regex.compile(r"\W*(?:kế hoạch|chỉ tiêu|mục tiêu)(?:\s(?:giao|đề ra|năm))?\b[^\p{L}]*", regex.IGNORECASE)
_SHARE_HEAD = regex.compile(r"\W*(?:tỷ lệ|tỉ lệ|%)(?:\W|%|hoàn thành|đạt|so với kế hoạch|thực hiện)*", regex.IGNORECASE)


def is_share_of_goal(statement: Statement, quantity: Quantity) -> bool:
    """Whether a row's percentage tells how far the percentage before it reaches the one that was planned."""
    at = quantity.position
    if statement.columns is None or at < 2 or any(q.kind != "percent" for q in statement.quantities[at - 2 : at]):
        return False
    goal, share = statement.columns[at - 2], statement.columns[at]
    planned = bool(goal) and _GOAL_HEAD.fullmatch(statement.text, *goal[0]) is not None
    return planned and bool(share) and _SHARE_HEAD.fullmatch(statement.text, *share[0]) is not None


# "bằng 164,2% số hồ sơ trực tuyến của quý II năm 2022", "chỉ bằng 81% (so với) cùng kỳ": beside another period's.
_EQUALS = regex.compile(r"(?<!\w)bằng\s+(?:khoảng\s+|gần\s+|hơn\s+|trên\s+|tới\s+)?$", regex.IGNORECASE)
_BEFORE = regex.compile(
    r"\s*+(?:(?:%|phần trăm)\s*+)?(?:so với\s+|của\s+)?(?:(?:tổng\s+)?số\s[^,;.:()%\d]*?(?:của|so với|trong)\s+)?"
    r"(?:cùng kỳ|(?:năm|quý|tháng|kỳ)\s+(?:trước|ngoái|liền kề))(?!\w)",
    regex.IGNORECASE,
)
_YEAR_BEHIND = regex.compile(
    r"\s*+(?:(?:%|phần trăm)\s*+)?(?:so với\s+)?(?:tổng\s+)?(?:số\s[^,;.:()%\d]*?)?(?:của\s+|trong\s+)?(?:cả\s+)?"
    r"(?:(?:quý|tháng)\s\w{1,3}(?:\s|/)|\d+ tháng (?:đầu |cuối )?)?(?:năm\s)?(?P<year>(?:19|20)\d\d)(?!\d)",
    regex.IGNORECASE,
)
_YEAR_AHEAD = regex.compile(r"(?:năm\s|/)(?P<year>(?:19|20)\d\d)(?!\d)", regex.IGNORECASE)


def beside_earlier(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage tells how many there are beside those of an earlier period: a growth, no share."""
    start, number = statement.start, quantity.number
    if statement.columns is not None or not _EQUALS.search(statement.before(quantity.position)):
        return False
    if _BEFORE.match(statement.text, number.end, statement.end):
        return True
    behind = _YEAR_BEHIND.match(statement.text, number.end, statement.end)
    if behind is None:
        return False
    ahead = [year["year"] for year in _YEAR_AHEAD.finditer(statement.text, start, number.start)]
    return bool(ahead) and behind["year"] not in ahead
