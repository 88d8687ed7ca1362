"""Whether a quantity is a result, a change or a target."""

from __future__ import annotations

import regex

from extractors.labelling import Labels
from extractors.report import Report
from extractors.statements import Quantity, Statement, read_labels
from patterns.records import changed
from patterns.vocabulary import load

# "giảm từ 4,7% xuống còn 0,9%", "tăng lên 85%", "tăng mạnh, đạt 85%", "tăng, với tổng số 71": levels, no differences.
_LEVEL_BETWEEN = regex.compile(
    r"(?<!\w)(?:từ|xuống|còn|lên|thành|lên thành|đến|mức|con số|quá|đạt|với tổng số|với tổng cộng)\s*(?:còn\s*|mức\s*)?"
    r"(?:dưới|trên|khoảng|gần|hơn)?\s*$",
    regex.IGNORECASE,
)
# What is still to be done.
_FUTURE = regex.compile(
    r"(?<!\w)(?:dự kiến|phấn đấu|thời gian tới|(?<!chương trình )mục tiêu(?!\squốc gia)"
    r"|trong thời gian đến|năm tới|quý tới|tháng tới|kỳ tới|không để"
    r"|đề ra mục tiêu)(?!\w)",
    regex.IGNORECASE,
)
# "hồ sơ đã giải quyết", "trả kết quả", "thực hiện" name what is to be done and do not say that it is.
_DONE = regex.compile(
    r"(?<!\w)(?:(?<!(?:hồ sơ|nhiệm vụ|thủ tục|TTHC|việc)\s)đã|đạt được|(?<!(?:thực|thể|phát)\s)hiện"
    r"|(?<!(?:trả|cấp|hóa|hoá|nhận)\s)kết quả(?!\s(?:giải quyết|điện tử|TTHC|thủ tục))|đến nay)(?!\w)",
    regex.IGNORECASE,
)
# "phấn đấu đạt 90% và 60%", "tối thiểu từ 80% đến 85%": a goal goes on until something is said to be reached.
_GOES_ON = regex.compile(
    r"(?:\s*(?:%|phần trăm))?[^,;.:()]*(?:và|,|đến|-|–)\s*"
    r"(?!(?:[^,;.:()\d]*\s)?(?:đạt|kết quả|thực hiện|trúng tuyển|tuyển được|hiện có|có mặt|sử dụng)\s)"
    r"[^,;.:()\d]{0,60}",
    regex.IGNORECASE,
)
# "84%/chỉ tiêu 80%, [tỷ lệ hồ sơ] đã giải quyết 99%": a rate of its own is told of what is reached.
_RATE_NAMED = regex.compile(r"[,;]\s*(?:tỷ lệ|tỉ lệ|mức độ|chỉ số)\s(?!đạt|là|chiếm)", regex.IGNORECASE)
# "tăng 1.442 hồ sơ (18,1%)", "tăng 73 hồ sơ, tương ứng 8,4%": the same change told as a share.
_SAME_CHANGE = regex.compile(
    r"[^\d,;.()]{0,30}(?:\(|,?\s*(?:tương đương|tương ứng|bằng|tức|hay|ứng với))\s*"
    r"(?:tăng|giảm|với|là|khoảng|tương đương|bằng)?\s*",
    regex.IGNORECASE,
)


# The head of a table's column of goals.
_GOAL_HEAD = regex.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu)(?:\s.{0,30})?", regex.IGNORECASE)
# "So sánh", "Chênh lệch", "Tăng (+), giảm (-)": a column of differences.
_DIFFERENCE_HEAD = regex.compile(
    r"(?:(?:mức |số )?(?:chênh lệch|tăng\W{0,6}(?:và |hoặc )?giảm|tăng|giảm)|so sánh|\+/-)\W*"
    r"(?:(?:so|với|giữa)\s.{0,40})?",
    regex.IGNORECASE,
)


# "Kế hoạch đề ra 80% hồ sơ …", "chỉ tiêu được giao là trên 70%"
_SET_OUT = regex.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|mục tiêu|yêu cầu|nghị quyết)\s(?:đã\s)?(?:đề ra|đặt ra|được giao)\s*(?:là\s*)?:?\s*"
    r"(?:trên|dưới|từ|tối thiểu|ít nhất|khoảng)?\s*$",
    regex.IGNORECASE,
)
# "đạt 62%/80%"
_OVER = regex.compile(r"\s*%\s*/\s*")
# "đạt 99,12% (kế hoạch 98%)"
_GOAL_BRACKET = regex.compile(
    r"\(\s*(?:kế hoạch|chỉ tiêu|mục tiêu|KH|yêu cầu)(?:\s(?:giao|năm|đề ra|được giao|là))*\s*:?\s*$", regex.IGNORECASE
)


def settle_roles(statement: Statement, report: Report) -> tuple[Quantity, ...]:
    """Give every quantity its role; a percentage in brackets behind a change is a change too."""
    labels = read_labels(statement, load("role_cues"), excludes=lambda f: {"change", "target"} <= f)
    planned = any(section.domain in ("plan", "proposals") for section in report.sections_at(statement.start))
    future = statement.columns is None and _is_future(statement)
    settled: list[Quantity] = []
    for i, (quantity, found) in enumerate(zip(statement.quantities, labels, strict=True)):
        role = _own_role(statement, quantity, found)
        if statement.columns is not None:
            role = _role_of_column(statement, quantity) or role
        before = statement.before(i)
        if role is None and quantity.kind == "percent" and _GOAL_BRACKET.search(before):
            role = "target"
        if (
            quantity.kind == "percent"
            and statement.columns is None
            and (_SET_OUT.search(before) or (i and settled[-1].kind == "percent" and _OVER.fullmatch(before)))
        ):
            role = "target"
        if role is None and i:
            previous = settled[i - 1]
            told_again = "percent" in (quantity.number.unit, previous.number.unit) and not quantity.compared
            same = told_again and _SAME_CHANGE.fullmatch(before)
            if previous.role == "change" and (same or (quantity.kind == "percentage_point" and _AND.fullmatch(before))):
                role = "change"
            elif previous.role == "target" and _GOES_ON.fullmatch(before) and not _RATE_NAMED.search(before):
                role = "target"
        if role is None and (
            (planned and not _DONE.search(statement.text, statement.start, quantity.number.start))
            or future
            or _under_goals(statement, quantity)
        ):
            role = "target"
        if role == "change" and quantity.number.range_part == "high" and i and settled[-1].number.range_part == "low":
            role = settled[-1].role  # both ends of a range are levels or neither is
        role = role or "result"
        settled.append(quantity if role == quantity.role else changed(quantity, role=role))
    return tuple(settled)


def _role_of_column(statement: Statement, quantity: Quantity) -> str | None:
    """What the head of a column says by itself: goals of shares and dossiers, or differences."""
    assert statement.columns is not None
    a, b = statement.columns[quantity.position][0]
    head = statement.text[a:b].strip()
    if quantity.kind in ("percent", "dossier") and _GOAL_HEAD.fullmatch(head):
        return "target"
    counted = quantity.kind == "dossier" or (quantity.kind == "percent" and "%" in quantity.number.raw)
    return "change" if counted and _DIFFERENCE_HEAD.fullmatch(head) else None


# "cao hơn tháng trước 112 hồ sơ và 0,25 điểm %"
_AND = regex.compile(r"[^,;.:()]*(?<!\w)và\s+", regex.IGNORECASE)
# "Chỉ tiêu năm 2024: tỷ lệ trễ hạn dưới 1%; tỷ lệ số hóa 100%": what stands behind the lead is set, if not done.
_GOAL_LEAD = regex.compile(
    r"[\s\-–+*•]*(?:các\s+)?(?:chỉ tiêu|mục tiêu)(?:\s(?:cụ thể|phấn đấu|kế hoạch|đề ra|được giao|giao|chủ yếu|chính))*"
    r"(?:\s(?:đến\s|trong\s|của\s)?(?:năm|quý|tháng|giai đoạn)\s[^:;.]{1,25})?\s*:",
    regex.IGNORECASE,
)
_REACHED = regex.compile(
    r"(?<!\w)(?:đã|kết quả đạt|thực hiện|hoàn thành|đạt được|hiện|đến nay|ước)(?!\w)", regex.IGNORECASE
)


# "UBND huyện đặt chỉ tiêu cấp xã đạt 85%, cấp huyện đạt 75%"
_SETS = regex.compile(r"(?<!\w)đặt\s(?:ra\s)?(?:các\s)?(?:chỉ tiêu|mục tiêu)(?!\w)", regex.IGNORECASE)


def _under_goals(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage stands behind the lead of a list of goals, or in a sentence that sets them."""
    if statement.columns is not None or quantity.kind != "percent":
        return False
    if set_out := _SETS.search(statement.text, statement.start, statement.quantities[0].number.start):
        return not _REACHED.search(statement.text, set_out.end(), statement.end)
    lead = _GOAL_LEAD.match(statement.text, statement.start, quantity.number.start)
    return lead is not None and not _REACHED.search(statement.text, lead.end(), statement.end)


def _is_future(statement: Statement) -> bool:
    text = statement.text[statement.start : statement.end]
    match = _FUTURE.search(text)
    if match is None:
        return False
    first = statement.quantities[0].number.start - statement.start
    return match.start() < first and not _DONE.search(text[:first])


# "mục tiêu giảm 10%", "chỉ tiêu tăng 5%"; not "đạt mục tiêu, tăng 5%"
_GOAL_OF_CHANGE = regex.compile(
    r"(?<!\w)(?:mục tiêu|chỉ tiêu|yêu cầu|lộ trình|nhiệm vụ|dự kiến)(?:\s(?:đề ra|được giao))?"
    r"(?:\s(?:là|phải|sẽ))?\s*$",
    regex.IGNORECASE,
)
# "giảm còn khoảng 0,8 - 2%": between which levels, not by how much.
_LEFT_AT = regex.compile(r"(?<!\w)(?:còn|xuống|lên)(?!\w)", regex.IGNORECASE)
# "vẫn thấp hơn mức 70% mà tỉnh giao", "so với mức 60% được giao": a goal by what is said behind it.
_A_LEVEL = regex.compile(r"(?<!\w)(?:mức|ngưỡng|tỷ lệ|so với|hơn)\s+(?:trên\s+|dưới\s+)?$", regex.IGNORECASE)
_SET_BEHIND = regex.compile(
    r"\s*+(?:(?:%|phần trăm)\s*+)?(?:(?:mà|do|theo)\s(?:\p{L}+\s){0,6}?(?:giao|đề ra|quy định|yêu cầu|đặt ra|ấn định)"
    r"|(?:được giao|đề ra|theo quy định|theo yêu cầu))(?!\w)",
    regex.IGNORECASE,
)
_FULFILS = regex.compile(r"(?<!\w)(?:hoàn thành|thực hiện|đạt)(?:\s+(?:được|tỷ lệ|khoảng|trên))*\s*$", regex.IGNORECASE)
_RIGHT_BEHIND = regex.compile(r"\s*(?:các\s+|số\s+)?", regex.IGNORECASE)
# "cao hơn 5,1% so với chỉ tiêu": by how much, whatever it is compared with.
_BY = regex.compile(
    r"(?<!\w)(?:cao|thấp|nhiều|ít|lớn)\s+hơn\s+(?:khoảng\s+|gần\s+)?$|(?<!\w)(?:tăng|giảm|vượt)\s+$", regex.IGNORECASE
)
_THAN = regex.compile(r"\s*+(?:(?:%|phần trăm)\s*+)?(?:so với|so)\s", regex.IGNORECASE)


def _own_role(statement: Statement, quantity: Quantity, found: Labels) -> str | None:
    number = quantity.number
    if _BY.search(statement.before(quantity.position)) and _THAN.match(statement.after(quantity.position)):
        return "change"
    behind = statement.after(quantity.position)
    if number.unit == "percent" and _A_LEVEL.search(statement.before(quantity.position)) and _SET_BEHIND.match(behind):
        return "target"
    changes = [c for c in found.own if c.feature == "change" and c.start < number.start]
    if changes and quantity.number.unit != "rank" and not quantity.compared:
        between = statement.text[changes[-1].end : number.start]
        if any(c.feature == "target" and changes[-1].end <= c.start < number.start for c in found.own):
            return "target"  # "vượt ngưỡng cho phép là 3%"
        if _GOAL_OF_CHANGE.search(statement.text[statement.start : changes[-1].start]):
            return "target"  # "vượt mục tiêu giảm 10%"
        low = number.range_part is not None and number.unit == "percent" and not _LEFT_AT.search(between)
        if low or not _LEVEL_BETWEEN.search(between):
            return "change"
    if number.unit == "percentage_point" and found.features & {"change"}:
        return "change"
    # "hoàn thành 18/20 chỉ tiêu": counted goals are no goal themselves.
    goals = [c for c in found.own if c.feature == "target" and not number.unit_start <= c.start < number.unit_end]
    if number.unit == "percent" and _FULFILS.search(statement.before(quantity.position)):
        # "hoàn thành 100% chỉ tiêu, nhiệm vụ được giao": of goals so many are reached.
        goals = [
            c
            for c in goals
            if not (c.start >= number.end and _RIGHT_BEHIND.fullmatch(behind[: c.start - number.unit_end]))
        ]
    if goals:
        return "target"
    return None
