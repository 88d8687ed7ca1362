"""What the words around a cue make of it: denied, only proposed, or said of time alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import regex

from extractors.cues import Cue, find_cues
from extractors.labelling import Labels
from extractors.respectively import answering
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "chưa triển khai qua bưu chính": no procedures of that way.
_DENIED = regex.compile(r"(?<!\w)(?:chưa|không)(?:\s\p{Ll}+){0,3}\s$", regex.IGNORECASE)
# "cắt giảm từ 30% thời gian giải quyết"
_CUT_TIME = regex.compile(r"cắt giảm[^,;.:()]*?(?<!\w)(?:thời gian|thời hạn|ngày làm việc)(?!\w)", regex.IGNORECASE)
_DENIABLE = frozenset({"postal", "one_stop", "linked", "online_only", "shortened"})
# "kiến nghị bãi bỏ 02 TTHC", "dự kiến công bố": nothing is announced yet.
PROPOSED = regex.compile(
    r"(?<!\w)(?:kiến nghị|đề xuất|đề nghị|dự kiến|phương án|tham mưu|(?<!toàn |quy |lộ )trình)(?:\s\p{Ll}+){0,3}\s$",
    regex.IGNORECASE,
)

# "361 thủ tục theo danh mục do Chủ tịch UBND tỉnh công bố": where they stand listed.
# "theo [các quyết định ]công bố"
_AS_LISTED = regex.compile(
    r"(?<!\w)(?:theo|tại)\s(?:[^,;.:()\d]{0,60}(?<!\w)(?:do|được|đã)\s[^,;.:()\d]{0,60}"
    r"|(?:các\s)?(?:(?:quyết định|danh mục|văn bản)\s)?)$",
    regex.IGNORECASE,
)

# "niêm yết 118 TTHC theo các [quyết định công bố] của …"
_BY_DECISIONS = regex.compile(
    r"(?<!\w)(?:theo|tại)\s(?:(?:các|những|\d+)\s)?(?:(?:quyết định|danh mục|văn bản)\s)?$", regex.IGNORECASE
)
_COUNTS_ON = regex.compile(r"(?:\s+(?:danh mục|tổng số|mới))*\s+\d", regex.IGNORECASE)


def _by_decisions(statement: Statement, cue: Cue, before: str) -> bool:
    """Whether what was announced are only the decisions that procedures are handled or published by."""
    named = _BY_DECISIONS.search(before) is not None and any(n.end <= cue.start for n in statement.numbers)
    return named and not _COUNTS_ON.match(statement.text, cue.end, statement.end)


_DONE_FOR = regex.compile(r"(?<!\w)(?:đối với|cho|của)\s*$", regex.IGNORECASE)


# "Căn cứ Quyết định số … công bố danh mục, số thủ tục … là 361": on which grounds they are handled.
_GROUNDS = regex.compile(r"[\s\-–+*•]*(?:\p{L}[.)]\s)?(?:[^.;:]{0,40}:\s*)?(?:căn cứ|theo)\s[^;:]*$", regex.IGNORECASE)


def _grounds(statement: Statement, cue: Cue) -> bool:
    """Whether what is announced is only the ground that a sentence opens with, before its first comma and number."""
    rest = statement.text[cue.end : statement.end]
    first = next((n.start for n in statement.numbers if n.start >= cue.end), statement.end)
    if "," not in rest[: first - cue.end] or any(n.end <= cue.start for n in statement.numbers):
        return False
    return _GROUNDS.fullmatch(statement.text, statement.start, cue.start) is not None


def in_context(statement: Statement, label: Labels) -> Labels:
    """The label with what a "chưa" or "không" denies turned into something else, and cuts of time into shortenings."""
    if statement.columns is not None:
        return label

    def read(cue: Cue) -> Cue:
        before = statement.text[max(statement.start, cue.start - 40) : cue.start]
        if cue.feature == "announced" and PROPOSED.search(before):
            return dataclasses.replace(cue, feature="other")
        listed = cue.feature == "announced" and (
            _AS_LISTED.search(before) or _by_decisions(statement, cue, before) or _grounds(statement, cue)
        )
        if listed:
            return dataclasses.replace(cue, feature="total")
        if cue.feature in _DENIABLE and _DENIED.search(before):
            return dataclasses.replace(cue, feature="other")
        if cue.feature == "other" and _CUT_TIME.match(statement.text, cue.start, statement.end):
            return dataclasses.replace(cue, feature="shortened")
        return cue

    def asserted(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
        return tuple(read(cue) for cue in cues)

    return dataclasses.replace(label, own=asserted(label.own), weak=asserted(label.weak))


def done_first(statement: Statement, quantity: Quantity, label: Labels) -> bool:
    """Whether what was done for procedures stands before their number, and that they are new only behind it.

    "xây dựng quy trình nội bộ đối với 09 TTHC mới công bố": the first verb decides.
    """
    start = quantity.number.start
    if not _DONE_FOR.search(statement.text, max(statement.start, start - 10), start):
        return False
    told = [cue for cue in label.own if cue.feature in ("announced", "other")]
    return (
        any(cue.feature == "other" and cue.start < start for cue in told)
        and any(cue.feature == "announced" for cue in told)
        and all(cue.start > start for cue in told if cue.feature == "announced")
    )


# "33/422 TTHC[ (đạt 97,4%)] vào tiếp nhận …": a rate in brackets stands between a count and what was done.
_RATE_BETWEEN = regex.compile(r"(?P<words>[^;:()\d]{0,60})\([^()]{0,40}%\s?\)")


def after_rate(statement: Statement, quantity: Quantity) -> str:
    """The text behind a count up to the next number, over the rate in brackets; behind a fraction's lower end."""
    whole = quantity.partner if quantity.number.fraction == "numerator" else None
    position = quantity.position if whole is None else whole
    start = statement.quantities[position].number.whole_end
    between = _RATE_BETWEEN.match(statement.text, start, statement.end)
    if between is None:
        return statement.after(position)
    following = (q.number.start for q in statement.quantities if q.number.start >= between.end())
    return between["words"].rstrip() + statement.text[between.end() : next(following, statement.end)]


# "kiến nghị bãi bỏ 59 thủ tục[, sửa đổi ]86 thủ tục"
_LISTED = regex.compile(
    r"[^;.:()\d]*(?:,|(?<!\w)và)\s(?!.*(?<!\w)(?:đã|công bố|ban hành)(?!\w))[^;.:()\d]*", regex.IGNORECASE
)


def goes_on_proposed(statement: Statement, quantity: Quantity, labels: Sequence[Labels]) -> bool:
    """Whether a list of what is only proposed goes on."""
    at = quantity.position
    if not at or statement.columns is not None or not _LISTED.fullmatch(statement.before(at)):
        return False
    for near in range(at - 1, -1, -1):
        proposed = [c for c in labels[near].own if PROPOSED.search(statement.text, statement.start, c.start)]
        if any(
            c.feature in ("other", "shortened") and c.end <= statement.quantities[near].number.start for c in proposed
        ):
            return True
        if not near or not _LISTED.fullmatch(statement.before(near)):
            break
    return False


# "bình quân giảm 2,5 ngày một thủ tục": for each one.
_FOR_EACH = regex.compile(r"\s*(?:\p{Ll}+\s+){0,3}(?:/|trên|cho|mỗi)?\s*", regex.IGNORECASE)


def is_for_each(statement: Statement, quantity: Quantity) -> bool:
    """Whether "một thủ tục" behind a measure says for which each it holds, and counts nothing."""
    number = quantity.number
    if number.value != 1 or statement.text[number.start].isdigit() or not quantity.position:
        return False
    measured = statement.quantities[quantity.position - 1].kind in ("time", "percent", "money")
    return measured and _FOR_EACH.fullmatch(statement.before(quantity.position)) is not None


def answers_before(statement: Statement, quantity: Quantity, known: Mapping[int, Sequence[str | None]]) -> str | None:
    """The metric that a number of "lần lượt là 61, 42 và 43" answers in the list that closes the sentence before."""
    previous = statement.previous
    if previous is None or previous.index not in known or statement.columns is not None:
        return None
    asked = [metric for metric in known[previous.index] if metric is not None]
    for run in answering(statement.text, statement.start, statement.end, statement.numbers):
        if quantity.position in run and len(run) <= len(asked):
            return asked[len(asked) - len(run) + run.index(quantity.position)]
    return None


# "đang tiếp nhận 366 TTHC thuộc thẩm quyền cấp xã": all that there are of a level, wherever they are taken in.
_OF_AUTHORITY = regex.compile(
    r"(?:\s*(?:TTHC|thủ tục(?: hành chính)?))?\s+(?:thuộc|theo)\s+(?:thẩm quyền|phạm vi)(?!\w)", regex.IGNORECASE
)


def of_authority(statement: Statement, quantity: Quantity) -> bool:
    """Whether procedures are told by whose authority they are, so that the desk that takes them in narrows nothing."""
    return statement.columns is None and _OF_AUTHORITY.match(statement.after(quantity.position)) is not None


# "Bộ phận Một cửa bổ sung 05 TTHC của ngành công an", "đưa thêm", "tiếp nhận thêm": more of them at the desk.
_ADDED = regex.compile(r"(?<!sửa đổi, )(?<!\w)bổ sung(?:\s+(?:thêm|tiếp nhận))?\s*$", regex.IGNORECASE)
_ALTERED = regex.compile(r"[^,;.:()\d]*(?<!\w)(?:mới|sửa đổi|ban hành|công bố|thay thế|bãi bỏ)(?!\w)", regex.IGNORECASE)


def taken_in_addition(statement: Statement, quantity: Quantity) -> str | None:
    """One-stop procedures, where a one-stop office adds some to those that it takes in."""
    if statement.columns is not None or not _ADDED.search(statement.before(quantity.position)):
        return None
    return None if _ALTERED.match(statement.after(quantity.position)) else "one_stop"


# "Điểm tối đa", "Điểm đạt được", "Xếp hạng": the columns of an index.
_POINTS_HEAD = regex.compile(r"(?<!\w)(?:điểm\s+(?:tối đa|chuẩn|đạt|số|tự)|xếp\s+hạng|thứ\s+hạng)", regex.IGNORECASE)


def of_points(statement: Statement) -> bool:
    """Whether a table row gives points and ranks: "3 | Cải cách TTHC | 13 | 11,91 | 91,62" counts no procedures."""
    return statement.columns is not None and any(
        _POINTS_HEAD.search(statement.text, a, b) for spans in statement.columns for a, b in spans[:1]
    )


def captioned(statement: Statement) -> str | None:
    """What a table's caption says of all its procedures: "Số TTHC được cắt giảm thời gian giải quyết"."""
    if statement.columns is None:
        return None
    for start, end in statement.caption[:2]:
        told = {cue.feature for cue in find_cues(statement.text, start, end, load("procedure_cues"))}
        if "shortened" in told and told <= {"shortened", "total"}:
            return "shortened"
    return None


_OWN_WORDS = regex.compile(
    r"\s+(?!và |còn |trong |được |đã |chiếm |đạt |là |thuộc |tại )\p{Ll}|\s+tại chỗ", regex.IGNORECASE
)


def names_something(statement: Statement, quantity: Quantity) -> bool:
    """Whether a bare number belongs to words of its own: "04 tại chỗ", "06 bước"."""
    return quantity.number.unit is None and bool(_OWN_WORDS.match(statement.text, quantity.number.end, statement.end))


def new_clause(statement: Statement, quantity: Quantity) -> bool:
    """Whether a semicolon parts a number from the one before it: "công bố 42 thủ tục; đã đơn giản hóa 15 thủ tục"."""
    return quantity.whole is None and ";" in statement.before(quantity.position)


def of_pair(statement: Statement, quantity: Quantity) -> bool:
    """Whether "và" alone joins two bare counts: "số TTHC một phần là 104 và 52"."""
    if statement.columns is not None or not quantity.position or quantity.number.unit is not None:
        return False
    last = statement.quantities[quantity.position - 1]
    bare = last.number.unit is None and last.kind == quantity.kind and last.whole == quantity.whole
    return bare and statement.before(quantity.position).strip() == "và"
