"""Which count a percentage is a share of: the one before it, a fraction beside it, or one in the bracket behind it."""

from __future__ import annotations

import regex

from extractors.kinds import PLACES
from extractors.statements import Quantity, Statement
from patterns.numbers import find_numbers

# Between a count and its share stand at most a short noun and words that say so: "… phiếu, đạt tỷ lệ", "(chiếm khoảng".
_SHARE = regex.compile(
    r"""[\s,(]*(?:[^\d,;.()]{0,25}[\s,(]+)?
    (?:(?:đã|được|và|đều|đạt|chiếm|bằng|tương\ ứng|tương\ đương|tỷ\ lệ|tỉ\ lệ|ứng\ với|là|với|mức|khoảng|hơn|trên|gần
    |quy\ đổi|quy\ ra|tức|tức\ là|hay)(?=[\s:(]|$)|[\s,(:])*""",
    regex.VERBOSE | regex.IGNORECASE,
)
# "hoàn thành 18/20 nhiệm vụ theo kế hoạch của huyện, đạt 90%"
_SHARE_AFTER_COMMA = regex.compile(
    r"""[^;.:]{0,90}[,(]\s*(?:đã\s+)?(?:đạt|chiếm|bằng|tương\ ứng|tương\ đương|ứng\ với|tức|hay|tỷ\ lệ|tỉ\ lệ)
    (?:\s+(?:tỷ\ lệ|tỉ\ lệ|với|khoảng|hơn|trên|gần|là|đạt))*\s*""",
    regex.VERBOSE | regex.IGNORECASE,
)
# "3.355/6.152 hồ sơ có giao dịch thanh toán trực tuyến đạt 54,5%": behind a fraction stands its share.
_SHARE_OF_FRACTION = regex.compile(
    r"(?:[^;.:(),\d]|(?<=phí),(?= lệ phí)|(?<=xã|phường),(?= phường| thị trấn| xã)|(?<=gửi),(?= nhận)"
    r"|(?<=cán bộ),(?= công chức)){0,90}?(?<!\w)(?:đạt|chiếm|bằng|tương ứng|ứng với)"
    r"(?:\s+(?:tỷ lệ|tỉ lệ|khoảng|hơn|trên|gần|với))*\s*",
    regex.IGNORECASE,
)
# "1.955 TTHC được tiếp nhận qua một cửa (96,88%)": a bracket that holds the share alone.
_SHARE_IN_BRACKET = regex.compile(
    r"[^;.:()\d]{0,90}\(\s*(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|khoảng|hơn|gần|\s)*:?\s*", regex.IGNORECASE
)
_BRACKET_CLOSES = regex.compile(r"\s*(?:%|phần trăm)?\s*\)")
# "100% TTHC cấp xã (131/131) …", "100% (5/5 hồ sơ)"
_BRACKETED = regex.compile(r"\s*(?:%|phần trăm)?[^;.\d(]{0,40}\(\s*(?:đạt|là|gồm|bằng|tương ứng)?\s*")
# "100% hồ sơ (4.215 hồ sơ) … được số hóa", "100% TTHC (291 của huyện, 136 của xã) … qua một cửa"
_COUNT_BEHIND = regex.compile(
    r"\s*(?:%|phần trăm)?\s*(?:số\s+)?(?:hồ sơ|TTHC|thủ tục hành chính|thủ tục|văn bản)?\s*\(\s*", regex.IGNORECASE
)
# "2.146 hồ sơ nộp trực tuyến trên tổng 2.703 hồ sơ", "7.702 hồ sơ đã giải quyết/7.915 hồ sơ tiếp nhận"
_BASE = regex.compile(
    r"[^\d,;.:()]{1,80}(?:/|(?<!\w)(?:trên|trong|so với)\s+(?:tổng số|tổng|số))\s*(?:tổng số|tổng)?\s*"
    r"|[^\d;.:()]{1,90}(?<!\w)trên\s+tổng(?:\s+số)?\s*"
    r"|[^\d,;.:()]{1,80}(?<!\w)trên\s+",
    regex.IGNORECASE,
)
_COUNTED = frozenset({"dossier", "procedure", "task", "content", "document"})
_RATE = regex.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ|mức độ|chỉ số|số(?!\sh[oó][aá]))\s(?!đạt|là|chiếm)", regex.IGNORECASE)
_NO_COUNT = frozenset({"percent", "time", "rank", "rank_step", "level"})


def share_of(statement: Statement, quantity: Quantity) -> int | None:
    """The position of the count that a percentage is a share of: the one right before it; in a row, the last count."""
    position = quantity.position
    if position == 0 or statement.columns is not None:
        return next((p for p in range(position - 1, -1, -1) if statement.quantities[p].kind != "percent"), None)
    previous = statement.quantities[position - 1]
    other = previous if previous.partner is None else statement.quantities[previous.partner]
    if {previous.kind, other.kind} & _NO_COUNT:
        return None
    between = statement.text[previous.number.whole_end : quantity.number.start]
    bracketed = _SHARE_IN_BRACKET.fullmatch(between) and _BRACKET_CLOSES.match(statement.text, quantity.number.end)
    counted = previous.number.fraction == "denominator" or (
        previous.number.unit in _COUNTED and not _RATE.search(between)
    )
    fraction = counted and _SHARE_OF_FRACTION.fullmatch(
        statement.text, previous.number.whole_end, quantity.number.start
    )
    if _SHARE.fullmatch(between) or _SHARE_AFTER_COMMA.fullmatch(between) or bracketed or fraction:
        return position - 2 if is_base(statement, position - 1) else position - 1
    return None


def is_base(statement: Statement, position: int) -> bool:
    """Whether a count is what the count before it is a share of, in words of their own."""
    if position == 0 or statement.columns is not None:
        return False
    top, bottom = statement.quantities[position - 1 : position + 1]
    alike = top.kind == bottom.kind and top.number.fraction is None and bottom.number.fraction is None
    return alike and bool(_BASE.fullmatch(statement.before(position)))


def numerator_of(statement: Statement, count: int) -> int:
    """The position of a count; of a fraction's denominator, that of its numerator."""
    return count - 1 if count and statement.quantities[count].number.fraction == "denominator" else count


def fraction_behind(statement: Statement, quantity: Quantity) -> int | None:
    """The position of the numerator in the bracket behind a percentage."""
    after = quantity.position + 1
    if after + 1 < len(statement.quantities) and statement.quantities[after].number.fraction == "numerator":
        start = quantity.number.whole_end
        if _BRACKETED.fullmatch(statement.text, start, statement.quantities[after].number.start):
            return after
    return None


def count_behind(statement: Statement, quantity: Quantity) -> int | None:
    """The last count of the bracket right behind a percentage: what is told behind the bracket is told of both."""
    following = quantity.position + 1
    if following >= len(statement.quantities) or not _COUNT_BEHIND.fullmatch(statement.before(following)):
        return None
    inner = statement.quantities[following].number.start
    close = next((b for a, b in statement.clauses.brackets if a < inner < b), None)
    if close is None:
        return None
    inside = [q.position for q in statement.quantities if q.position >= following and q.number.end < close]
    return inside[-1] if inside else None


# "100% trong số 2.764 hồ sơ … đúng hạn": the words behind the count are the percentage's.
_OF_SO_MANY = regex.compile(r"\s*(?:%|phần trăm)?\s*(?:trong\s+)?(?:tổng\s+)?số\s*", regex.IGNORECASE)


def is_out_of(statement: Statement, quantity: Quantity) -> bool:
    """Whether the count behind a percentage is what it is said to be out of: "100% trong số 2.764 hồ sơ"."""
    following = quantity.position + 1
    if statement.columns is not None or following >= len(statement.quantities):
        return False
    return _OF_SO_MANY.fullmatch(statement.before(following)) is not None


def fraction_beside(statement: Statement, quantity: Quantity) -> tuple[float | None, float | None]:
    """Numerator and denominator that stand right beside a percentage: "21/32 nội dung, đạt 65,6 %"; else two nulls."""
    count = share_of(statement, quantity)
    if count is not None and (_explains_another(statement, quantity, count) or _is_reached(statement, quantity, count)):
        return None, None
    if count is not None and statement.quantities[count].number.fraction == "denominator":
        if statement.quantities[count - 1].number.unit == "rank":
            # "ở vị trí thứ 37/58 với 84,16%": a place among 58 is no count.
            return None, None
        return _terms(statement.quantities[count - 1], statement.quantities[count])
    if count == quantity.position - 2 and is_base(statement, count + 1):
        return _terms(statement.quantities[count], statement.quantities[count + 1])
    behind = fraction_behind(statement, quantity)
    if behind is not None:
        return statement.quantities[behind].number.value, statement.quantities[behind + 1].number.value
    return None, None


# "bằng 66,3% nếu tính trên toàn bộ hồ sơ": out of something else than the bracket before it
_OUT_OF_ANOTHER = regex.compile(
    r"\s*+(?:(?:%|phần trăm)\s*+)?(?:nếu|khi|tính)\s++(?:tính\s++)?(?:trên|theo|cả|chung)(?!\w)", regex.IGNORECASE
)


def _explains_another(statement: Statement, quantity: Quantity, count: int) -> bool:
    """Whether a fraction stands in the bracket of the percentage before it: "80,4% (12/15 hồ sơ), bằng 66,3%"."""
    if count < 2 or statement.columns is not None or statement.quantities[count].number.fraction != "denominator":
        return False
    earlier, top, bottom = statement.quantities[count - 2 : count + 1]
    inside = any(a <= top.number.start and bottom.number.end <= b for a, b in statement.clauses.brackets)
    if earlier.kind != "percent" or not inside:
        return False
    another = _OUT_OF_ANOTHER.match(statement.text, quantity.number.end) is not None
    return another or fraction_behind(statement, earlier) == count - 1


# "11/14 xã[ đạt tỷ lệ hồ sơ đúng hạn trên ]98%", "[ có tỷ lệ trễ hạn là ]0%": what each of so many places reaches.
_REACH = regex.compile(
    r"\s*(?:\p{L}+,?\s+){0,6}?(?:tỷ lệ|tỉ lệ|mức độ|chỉ số)\s+(?!trên|dưới|hơn|đạt|là|chiếm|khoảng|gần)"
    r"[^,;.()\d]{1,80}",
    regex.IGNORECASE,
)


def _is_reached(statement: Statement, quantity: Quantity, count: int) -> bool:
    """Whether a percentage is the mark that the places of a fraction reach, each with a rate of its own."""
    if statement.columns is not None or statement.quantities[count].kind not in PLACES:
        return False
    start = statement.quantities[count].number.whole_end
    return _REACH.fullmatch(statement.text, start, quantity.number.start) is not None


def _terms(top: Quantity, bottom: Quantity) -> tuple[float, float]:
    """Both terms; of money as printed ("4.872/8.215 tỷ đồng"), so long as that is the same ratio."""
    values = top.number.value, bottom.number.value
    if bottom.kind != "money":
        return values
    printed = _printed(top), _printed(bottom)
    if all(printed) and abs(printed[0] * values[1] - printed[1] * values[0]) <= 1e-9 * printed[0] * values[1]:
        return printed
    return values


def _printed(quantity: Quantity) -> float:
    digits = regex.match(r"\d(?:[\d., ]*\d)?", quantity.number.raw)
    found = find_numbers(digits[0]) if digits else ()
    return found[0].value if found else 0.0
