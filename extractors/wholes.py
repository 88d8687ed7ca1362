"""Parts and wholes: which number of a statement another one is a part of."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.shares import share_of
from extractors.statements import Quantity, Statement
from patterns.records import changed

_LEVEL = regex.compile(r"(?<!\w)(?:từ|xuống|xuống còn|lên|lên thành)\s*$", regex.IGNORECASE)
_PART_MARK = regex.compile(r"(?:trong đó|bao gồm|gồm|chia ra|cụ thể|trong số đó|:)[^.;]*$", regex.IGNORECASE)
# "(năm 2022 có", "(cùng kỳ năm trước là"
_EARLIER = regex.compile(
    r"\(\s*(?:cùng kỳ(?:\s+năm)?|(?:\d{1,2}\s+tháng\s+(?:đầu\s+)?)?năm|quý|tháng)\s+"
    r"(?:trước|\d[\d/]*|[IVX]+(?:(?:/|\s+năm\s+)\d{4})?)\s*"
    r"(?:có|là|chỉ có|:)\s*(?:tới\s+|đến\s+)?",
    regex.IGNORECASE,
)


# "121 cán bộ và 117": the last of a list stands behind a bare "và".
_LAST_OF_LIST = regex.compile(r"(?<!\w)và\s+$", regex.IGNORECASE)
# "; người hoạt động không chuyên trách", but not "; trong số viên chức có", which goes on about a part
_BEGINS_ANEW = regex.compile(r";(?![^;]*(?<!\w)(?:trong|số này|số đó|riêng|gồm|chia ra)(?!\w))", regex.IGNORECASE)

# "…, công chức 146 người; [số người hoạt động không chuyên trách là ]182 người": what has a head of its own.
_HEADED_ANEW = regex.compile(
    r";\s*(?:tổng\s+)?số\s+(?!này|đó|còn lại)(?:lượng\s+)?[^,;.:()\d]*(?<!\w)(?:là|có)\s*$", regex.IGNORECASE
)


def _is_over(statement: Statement, position: int, settled: Sequence[Quantity]) -> bool:
    """Whether a list of parts was complete with the number before: by "và", or by commas where a semicolon follows."""
    before = statement.before(position)
    if ";" not in before:
        return False
    if position and _LAST_OF_LIST.search(statement.before(position - 1)):
        return _BEGINS_ANEW.search(before) is not None
    listed = position > 1 and settled[position - 2].whole is not None
    listed = listed and statement.after(position - 2).lstrip().startswith(",")
    return listed and _HEADED_ANEW.search(before) is not None


# "cấp huyện 309 thủ tục, gồm …; cấp xã 142 thủ tục": the second level is no part of the first
_OF_LEVEL = (
    r"(?:(?:ở|tại|của|khối)\s+)?(?:UBND\s+)?(?:cấp\s+)?"
    r"(?:(?P<province>tỉnh)|(?P<district>huyện|quận|thị xã|thành phố)|(?P<commune>xã|phường))"
    r"(?!\s+\p{Lu})(?:\s+\p{Ll}+){0,3}\s*:?\s*$"
)
_HEAD_OF_LEVEL = regex.compile(r"(?:^|[.;:,\n])[\s\-–+•]*" + _OF_LEVEL, regex.IGNORECASE)
_NEXT_LEVEL = regex.compile(r";\s*(?:còn\s+)?" + _OF_LEVEL, regex.IGNORECASE)


def _heads_level(statement: Statement, whole: int, before: str) -> bool:
    """Whether a semicolon and another level than the whole's own stand before a number."""
    following = _NEXT_LEVEL.search(before)
    if following is None:
        return False
    head = _HEAD_OF_LEVEL.search(statement.before(whole))
    return head is not None and head.lastgroup != following.lastgroup


# "Đối với 66 TTHC cấp tỉnh: có 31 TTHC …, 22 TTHC …": what a colon takes apart, whatever narrows it.
_TAKEN_APART = regex.compile(r"(?:^|[.;])[\s\-–+•]*(?:đối\s+)?với\s+$", regex.IGNORECASE | regex.MULTILINE)


def settle_wholes(statement: Statement) -> tuple[Quantity, ...]:
    """Tie parts to their wholes: what stands in brackets behind a number, or behind "trong đó" or a colon.

    A later "trong đó" makes the number right before it a whole of its own; a colon does so only for numbers of its own
    kind, with nothing but its unit before it.
    """
    quantities = list(statement.quantities)
    clauses = statement.clauses
    brackets = clauses.brackets
    open_wholes: list[tuple[int, int]] = []  # (whole, depth)
    settled: list[Quantity] = []
    for i, quantity in enumerate(quantities):
        number = quantity.number
        depth = clauses.depth(number.start)
        holder = max((a for a, b in brackets if a < number.start < b), default=None)
        open_wholes = [(w, d) for w, d in open_wholes if d <= depth]
        whole: int | None = None
        if holder is not None:
            ahead = [q.position for q in settled if q.number.end <= holder]
            if ahead and clauses.depth(quantities[ahead[-1]].number.start) < depth:
                # "đạt 68,6% và tỷ lệ hồ sơ đúng hạn (82,1%)": the bracket holds the value of a rate of its own.
                apart = any(
                    d.anew or d.kind == "semicolon" for d in clauses.between(quantities[ahead[-1]].number.end, holder)
                )
                whole = None if apart else ahead[-1]
        before = statement.before(i)
        if open_wholes and (_is_over(statement, i, settled) or _heads_level(statement, open_wholes[-1][0], before)):
            open_wholes.pop()  # "trong đó 121 cán bộ và 117 công chức; …": the list is complete
        mark = _PART_MARK.search(before)
        holders = [q.position for q in settled if clauses.depth(q.number.start) <= depth]
        if i and mark and (holders or "tổng" in statement.before(i - 1).casefold()):
            summed = (
                clauses.depth(quantities[i - 1].number.start) > depth and "tổng" in statement.before(i - 1).casefold()
            )
            last = i - 1 if summed else _counted(statement, holders[-1], quantity)
            named = before[: mark.start()].strip(" ,.;")
            divided = (
                not named
                or named.casefold() in _unit_words(statement, last)
                or _TAKEN_APART.search(statement.before(last)) is not None
            )
            if mark[0][0] != ":" or (quantity.kind == quantities[last].kind and divided):
                open_wholes.append((last, depth))
        if open_wholes and (whole is None or open_wholes[-1][0] > whole):
            whole = open_wholes[-1][0]
        same = whole is not None and quantities[whole].kind == quantity.kind
        if same and holder is not None and _is_earlier(statement, holder, quantity):
            whole = None  # "còn 04 hồ sơ (năm 2022 có 19 hồ sơ)": another year's, no part
        if _LEVEL.search(before):
            whole = None  # "giảm 18 biên chế (từ 310 xuống còn 292)": levels, not parts of the cut
        if whole is not None and quantities[whole].number.fraction == "denominator" and whole > 0:
            whole -= 1
        settled.append(quantity if whole == quantity.whole else changed(quantity, whole=whole))
    return tuple(settled)


# "(năm 2022: 01, [năm 2023: ]02, …": year by year, what the number before it comes to.
_NEXT_YEAR = regex.compile(
    r"[^,;()\d]*[,;]\s*(?:và\s+)?(?:năm|quý|tháng)\s+[\dIVX/]+\s*(?::|là|có|giảm|tăng)?\s*", regex.IGNORECASE
)


def _is_earlier(statement: Statement, holder: int, quantity: Quantity) -> bool:
    """Whether a bracket holds the number of an earlier period, and no list of periods."""
    if not _EARLIER.fullmatch(statement.text, holder, quantity.number.start):
        return False
    following = statement.quantities[quantity.position + 1 : quantity.position + 2]
    return not following or not _NEXT_YEAR.fullmatch(
        statement.text, quantity.number.whole_end, following[0].number.start
    )


def _counted(statement: Statement, holder: int, quantity: Quantity) -> int:
    """The count that a part is a part of: "giải quyết 812 hồ sơ, đạt 92,4%, trong đó trước hạn 649 hồ sơ"."""
    share = statement.quantities[holder]
    if share.kind != "percent" or quantity.kind == "percent" or statement.columns is not None:
        return holder
    count = share_of(statement, share)
    return holder if count is None or statement.quantities[count].kind != quantity.kind else count


def _unit_words(statement: Statement, position: int) -> set[str]:
    number = statement.quantities[position].number
    return {statement.text[number.unit_start : number.unit_end].strip().casefold()}
