"""Which numbers count staff: posts and people of the administration, no citizens, audiences or party members."""

from __future__ import annotations

import regex

from extractors.cues import find_cues
from extractors.posts import STAFF, Who
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
_SELECTED = regex.compile(r"\s*(?:thí sinh|ứng viên|người dự tuyển)\s+(?:đã |được )?trúng tuyển", regex.IGNORECASE)
# "công chức, viên chức" are total as "tổng số" is, but name whom they count.
_KIND_WORD = regex.compile(r"cán bộ|công chức|viên chức|cbcc", regex.IGNORECASE)
_PARTY_MEMBERS = regex.compile(r"(?<!\w)đảng viên\s*(?:là|có|gồm|:)?\s*$", regex.IGNORECASE)


def was_selected(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number counts candidates who passed: they join the staff."""
    return _SELECTED.match(statement.text, quantity.number.end, statement.end) is not None


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
    if quantity.kind in (None, "other"):
        return number.unit is None and measure is not None and _is_bare_count(statement, quantity)
    if quantity.kind == "contract":
        return expected and who.category == "contract"
    if quantity.kind not in STAFF:
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
    return named or expected or measure not in (None, "admitted", "present", "assigned", "other")


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
