"""Which numbers count staff: posts and people of the administration, no citizens, audiences or party members."""

from __future__ import annotations

import dataclasses

import regex

from extractors.cues import find_cues
from extractors.posts import RANKS, STAFF, Who
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# Audiences and citizens are no staff.
_AUDIENCE = regex.compile(
    r"(?<!\w)(?:tuyên truyền|người dân|(?<!ban |hội đồng |tòa án )nhân dân|hội viên|đoàn viên|công dân|dân số|cử tri"
    r"|khán giả|lượt người xem|học sinh|truy cập|phổ biến pháp luật|phổ biến, giáo dục|hộ gia đình|đối thoại|bảo hiểm"
    r"|hộ nghèo|dự thi|người tham dự|lượt người tham gia|giao dịch|khảo sát|doanh nghiệp)(?!\w)",
    regex.IGNORECASE,
)
# Even officials are an audience here.
_HEARING = regex.compile(
    r"(?<!\w)(?:tuyên truyền|dự thi|hội thi|cuộc thi|và nhân dân|và người dân|phổ biến pháp luật)(?!\w)",
    regex.IGNORECASE,
)
# Nouns that count staff only where the sentence is about staff.
VAGUE_UNITS = frozenset({"đối tượng", "trường hợp", "thành viên", "học viên", "cộng tác viên"})
# "Đội ngũ cán bộ, công chức xã gồm 214 người": the sentence is about staff.
STAFF_BODY = regex.compile(
    r"[^\p{L}]*(?:tổng số |số lượng |số |đội ngũ |lực lượng )?(?:cán bộ|công chức|viên chức|cbccvc|cbcc)(?!\w)"
    r"[^;.:()\d]*(?:(?<!\w)(?:gồm|gồm có|có|là|hiện có)|:)\s*(?=\d)",
    regex.IGNORECASE,
)
# "có 39 thí sinh trúng tuyển"
_SELECTED = regex.compile(
    r"(?:\s*/\s*\d+)?\s*(?:thí sinh|ứng viên|người dự tuyển)\s+(?:đã |được )?trúng tuyển", regex.IGNORECASE
)
# "công chức, viên chức" are total as "tổng số" is, but name whom they count.
_KIND_WORD = regex.compile(r"cán bộ|công chức|viên chức|cbcc", regex.IGNORECASE)
_PARTY_MEMBERS = regex.compile(r"(?<!\w)đảng viên\s*(?:là|có|gồm|:)?\s*$", regex.IGNORECASE)


# "phục vụ công chức xử lý 12.600 lượt hỏi đáp": times that something was done, whoever did it.
_TURNS_OF_USE = regex.compile(
    r"\s*(?:hỏi|câu hỏi|tra cứu|tương tác|tư vấn|xem|tải|đăng nhập|chia sẻ|phản ánh|góp ý|gọi|cuộc gọi|khai thác"
    r"|văn bản|tin|bài|khách|dân|hộ|đơn|giao dịch|tổ chức|công dân|cá nhân"
    r"|người dân|doanh nghiệp|truy cập|sử dụng|gửi|nhận|phát|kiểm tra)(?!\w)",
    regex.IGNORECASE,
)

# "đã kiểm tra đột xuất 04 lượt": how often something was done.
_TIMES_DONE = regex.compile(
    r"(?<!\w)(?:kiểm tra|giám sát|khảo sát|làm việc|rà soát|nhắc nhở|truy cập|đối thoại)"
    r"(?:\s(?:đột xuất|định kỳ|thực tế|được|trực tiếp|tại chỗ))*\s*$",
    regex.IGNORECASE,
)
_OF_PEOPLE = regex.compile(r"\s*(?:người|cán bộ|công chức|viên chức|CBCC)", regex.IGNORECASE)

# "40 thành viên tổ công nghệ số cộng đồng": volunteers of a neighbourhood.
_OF_THE_COMMUNITY = regex.compile(r"[^,;.:()\d]*?(?<!\w)cộng đồng(?!\w)", regex.IGNORECASE)
_COMMUNITY_HAS = regex.compile(r"(?<!\w)cộng đồng\s*(?:với|gồm|có|,|\(|:)*\s*$", regex.IGNORECASE)
# "có 17/20 chỉ tiêu đạt và vượt kế hoạch", "hoàn thành 12 chỉ tiêu": goals of a plan.
_GOAL_TOLD = regex.compile(
    r"\s*(?:\p{L}+\s+){0,3}?(?:đạt|vượt|hoàn thành|thấp|chưa đạt|chưa hoàn thành|chưa có số liệu|không đạt)(?!\w)",
    regex.IGNORECASE,
)


def with_year_labels(statement: Statement) -> Statement:
    """A year that heads an item ("2021: 11 người, 2022: 17 người") counts nothing."""
    return statement.with_quantities(
        tuple(
            dataclasses.replace(q, kind="time")
            if q.number.unit is None
            and 1990 <= q.number.value <= 2100
            and statement.columns is None
            and statement.after(q.position).startswith(":")
            else q
            for q in statement.quantities
        )
    )


def with_heads_as_staff(statement: Statement) -> Statement:
    """Numbers whose noun is only part of a name count people: "01 chi cục trưởng", a list's sectors and events.

    A bare number that a sector or an event heads goes on with the people or posts before it.

    "giáo dục 1.231, văn hóa - thông tin 23", "cảnh cáo 02, buộc thôi việc 01": "thông tin" and "việc" are counted
    elsewhere, but are here only words of the head.
    """
    if statement.columns is not None:
        return statement
    heads = {cue.end: cue.start for name in ("sectors", "staffing_measures") for cue in statement.cues(load(name))}
    heads |= {match.end(): match.start() for match in _JOBS.finditer(statement.text, statement.start, statement.end)}
    ranks = {c.start: c.end for c in statement.cues(load("staffing_categories")) if c.feature in RANKS}
    settled: list[Quantity] = []
    for quantity in statement.quantities:
        number = quantity.number
        if number.unit is not None and ranks.get(number.unit_start, 0) > number.unit_end:
            quantity = dataclasses.replace(quantity, kind="person")
        if number.unit is None and quantity.kind not in STAFF and number.end + 1 in ranks:
            quantity = dataclasses.replace(quantity, kind="person")
        last = settled[-1] if settled else None
        if last is not None and last.kind in STAFF and quantity.kind not in STAFF and number.unit is None:
            before = statement.before(quantity.position)
            end = statement.quantities[quantity.position].number.start - (len(before) - len(before.rstrip(" :")))
            start = heads.get(end)
            head = None if start is None else statement.text[last.number.end : start]
            if head is not None and _NEXT_OF_LIST.fullmatch(head):
                quantity = dataclasses.replace(quantity, kind=last.kind)
        settled.append(quantity)
    return statement.with_quantities(tuple(settled))


# "gồm bảo vệ 07, phục vụ 06, lái xe 05"
_JOBS = regex.compile(
    r"(?<!\w)(?:nhân viên )?(?:bảo vệ|lái xe|phục vụ|tạp vụ|nấu ăn|cấp dưỡng|kế toán|văn thư|thủ quỹ)"
    r"(?=\s*:?\s*\d)",
    regex.IGNORECASE,
)
_NEXT_OF_LIST = regex.compile(
    r"(?:[^,;.\d]{0,20}[,;+]\s*(?:và\s)?|\s+và\s)(?:(?:các|số)\s)?"
    r"(?:(?:biên chế\s)?(?:sự nghiệp|ngành|khối|lĩnh vực)\s)?",
    regex.IGNORECASE,
)


def was_selected(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number counts candidates who passed: they join the staff."""
    return _SELECTED.match(statement.text, quantity.number.end, statement.end) is not None


# "mỗi tuần một công chức mang máy xuống thôn", "mỗi thôn có ít nhất 02 người thành thạo": so many at a time, or of
# the people; not "mỗi phòng 02 phó trưởng phòng".
_FOR_EACH = regex.compile(
    r"(?<!\w)(?:mỗi|từng)\s+(?:tuần|tháng|ngày|buổi|ca|phiên|thôn|bản|xóm|ấp|hộ|khu phố|tổ dân phố)(?:,\s*\p{Ll}+)?\s+"
    r"(?:có\s+|cử\s+|bố trí\s+|phân công\s+)?(?:ít nhất\s+|tối thiểu\s+|khoảng\s+)?$",
    regex.IGNORECASE,
)
# "đăng ký khai sinh 318 trường hợp": cases of civil status, no people of the administration.
_OF_LIFE = regex.compile(
    r"(?<!\w)(?:khai sinh|khai tử|kết hôn|nhận cha|hộ tịch|hôn nhân|chứng thực|căn cước|giám hộ)(?!\w)[^;.]*$",
    regex.IGNORECASE,
)


# "Bưu điện huyện cử 02 nhân viên hỗ trợ", "doanh nghiệp bố trí 03 người": another's people.
_OF_OTHERS = regex.compile(
    r"(?<!\w)(?:bưu điện|bưu cục|VNPT|Viettel|ngân hàng|doanh nghiệp|công ty)(?:\s\p{L}+){0,4}?\s"
    r"(?:cử|bố trí|phân công|hỗ trợ|đã cử)(?:\s+thêm)?\s*$",
    regex.IGNORECASE,
)


# "02 nhân viên bưu điện hỗ trợ"
_OTHERS_STAFF = regex.compile(
    r"\s*(?:của\s+)?(?:bưu điện|bưu chính|bưu cục|VNPT|Viettel|ngân hàng|doanh nghiệp|công ty)(?!\w)", regex.IGNORECASE
)


def is_staff(statement: Statement, quantity: Quantity, who: Who, measure: str | None, *, expected: bool) -> bool:
    """Whether a number counts posts or people of the administration."""
    number = quantity.number
    if not number.value.is_integer() or number.fraction == "denominator":
        return False  # what a fraction is of goes by its numerator
    named = who.category is not None
    if was_selected(statement, quantity):
        return True
    if _PARTY_MEMBERS.search(statement.before(quantity.position)):
        return False
    if quantity.kind == "person" and _OTHERS_STAFF.match(statement.text, number.whole_end, statement.end):
        return False
    if _FOR_EACH.search(statement.before(quantity.position)) or _OF_OTHERS.search(statement.before(quantity.position)):
        return False
    if unit_of(statement, quantity) == "trường hợp" and _OF_LIFE.search(statement.before(quantity.position)):
        return False
    if quantity.kind in (None, "other"):
        return number.unit is None and measure is not None and _is_bare_count(statement, quantity)
    if quantity.kind == "contract":
        return expected and who.category == "contract"
    if quantity.kind not in STAFF:
        return False
    if quantity.kind == "turn" and _counts_times(statement, quantity):
        return False
    if unit_of(statement, quantity) in VAGUE_UNITS and (
        _OF_THE_COMMUNITY.match(statement.after(quantity.position))
        or _COMMUNITY_HAS.search(statement.before(quantity.position))
    ):
        return False
    if not named and _is_goal(statement, quantity):
        return False
    if quantity.kind == "post":
        sure = "biên chế" in unit_of(statement, quantity) or number.unit is None
        return sure or named or measure is not None or (expected and number.fraction is None)
    if number.unit is None and statement.columns is None:
        return named or measure is not None or expected
    around = statement.before(quantity.position) + statement.after(quantity.position)
    if (
        quantity.whole is None
        and _AUDIENCE.search(around)
        and (not named or (measure is None and _HEARING.search(around)))
    ):
        return False
    if quantity.kind == "turn" and measure == "trained" and not (named or expected):
        return False  # "320 lượt người tham dự tập huấn": whoever came
    return named or expected or measure not in (None, "admitted", "present", "assigned", "other")


def _counts_times(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number tells how often something was done: "12.600 lượt hỏi đáp", "kiểm tra 04 lượt"."""
    after = statement.after(quantity.position)
    done = _TIMES_DONE.search(statement.before(quantity.position)) is not None
    return _TURNS_OF_USE.match(after) is not None or (done and _OF_PEOPLE.match(after) is None)


def _is_goal(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number of "chỉ tiêu", alone or as a fraction, is of goals that are reached or not."""
    upper = quantity.partner if quantity.number.fraction == "numerator" else None
    told = quantity if upper is None else statement.quantities[upper]
    goal = unit_of(statement, told) == "chỉ tiêu" and statement.columns is None
    return goal and _GOAL_TOLD.match(statement.after(told.position)) is not None


def _is_bare_count(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number without a noun counts staff: "Điều động 03, biệt phái 01 … viên chức", a column beside posts."""
    if statement.columns is not None:
        return any(q.kind in STAFF for q in statement.quantities)
    before, after = statement.before(quantity.position), statement.after(quantity.position)
    verbs = find_cues(before, 0, len(before), load("staffing_measures"))
    behind = find_cues(after, 0, len(after), load("staffing_measures"))
    touches = (bool(verbs) and not before[verbs[-1].end :].strip(" :")) or (
        quantity.whole is not None and bool(behind) and not after[: behind[0].start].strip()
    )
    categories = statement.cues(load("staffing_categories"))
    return touches and any(c.feature != "total" or _KIND_WORD.match(statement.text, c.start) for c in categories)


def unit_of(statement: Statement, quantity: Quantity) -> str:
    """The noun behind a number; a table column of posts counts posts."""
    if statement.columns is not None and quantity.number.unit is None:
        heads = " ".join(statement.text[a:b] for a, b in statement.columns[quantity.position]).casefold()
        return "biên chế" if "biên chế" in heads or "chỉ tiêu" in heads else ""
    return statement.text[quantity.number.unit_start : quantity.number.unit_end].casefold().strip()


_SHARE_OF_STAFF = regex.compile(
    r"\s*(?:tổng\s+)?(?:số\s+)?(?:cán bộ|công chức|viên chức|CBCC|CBCCVC|CCVC)(?!\w)", regex.IGNORECASE
)


def share_of_staff(statement: Statement, quantity: Quantity) -> int | None:
    """The position of the share of staff that people go on with: "100% công chức đạt chuẩn; 412/430 người có …"."""
    if quantity.kind != "person" or quantity.number.fraction is None or statement.columns is not None:
        return None
    shares = (q.position for q in statement.quantities[: quantity.position] if q.kind == "percent")
    return next((position for position in shares if _SHARE_OF_STAFF.match(statement.after(position))), None)
