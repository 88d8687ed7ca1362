"""What each number of a statement counts."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.cues import find_cues
from extractors.language import counted_nouns
from extractors.statements import Quantity, Statement
from patterns.numbers import Number, find_numbers
from patterns.phrases import Hit
from patterns.records import changed
from patterns.vocabulary import load

# After a bare number the clause ends or goes on with a verb or connector; a word that is neither is an unknown noun.
_BARE_AFTER = regex.compile(
    r"""\s*(?:$|[,.;:)\](\t\n|/–\-⁰¹²³⁴-⁹]|(?:và|còn|đạt|chiếm|tăng|giảm|so|bằng|tương|trong|là|lần|gồm|được|đúng|trễ|quá|trước|đã|thì|nhưng)(?!\w)
        |kỳ\ trước)""",
    regex.VERBOSE,
)
# Kinds that are no counts of things and hand nothing on to the next number.
MEASURES = frozenset(
    {"percent", "percentage_point", "money", "time", "area", "length", "rank", "point", "level", "rank_step", "no_unit"}
)
# Nouns that reports count throughout: a bare number behind them is theirs.
STATISTICS = frozenset({"dossier", "procedure", "post"})
DOSSIERS = regex.compile(r"(?<!\w)(?:hồ sơ|HS)(?!\w)", regex.IGNORECASE)
# What a share of dossiers or of procedures names.
DOSSIERS_OR_PROCEDURES = regex.compile(r"(?<!\w)(?:hồ sơ|HS|TTHC|thủ tục)(?!\w)", regex.IGNORECASE)
# "cấp tỉnh 1.688" counts no provinces.
PLACES = frozenset({"province", "district", "commune", "village", "agency", "division", "office", "organization"})
_NUMBER_OF = regex.compile(r"(?<!\w)(?:số|số lượng|tổng|lượng)\s+$", regex.IGNORECASE)
# "Cổng Dịch vụ công" is a place and "qua dịch vụ công trực tuyến" a way, no procedure; and "môi trường" is no school.
_PORTAL = regex.compile(r"(?<!\w)(?:cổng|qua|môi|thị|công|hiện|nông|lâm)\s+$", regex.IGNORECASE)
# "TTHC có phát sinh hồ sơ trực tuyến là 52": procedures that have dossiers.
_HAVING = regex.compile(
    r"(?<!\w)(?:TTHC|thủ tục(?: hành chính)?|dịch vụ công|DVC(?:TT)?)\s(?:\p{L}+\s){0,5}?(?:phát sinh|có)\s$",
    regex.IGNORECASE,
)
# "Trung tâm Công nghệ thông tin 12", "Trung tâm Quan trắc tài nguyên và môi trường 46": a word of an office's name.
_OFFICE_NAME = regex.compile(
    r"(?<!\w)(?:Trung tâm|Văn phòng|Chi cục|Chi nhánh|Ban|Phòng|Sở|Cục|Đội|Trạm|Quỹ|Viện)\s[^,;.:()\d]{0,60}$"
)
# "của tổ chức 112, của cá nhân 828": who brought them is not what is counted.
_WHOSE = regex.compile(r"(?<!\w)của\s$", regex.IGNORECASE)
_RIGHT_BEFORE = regex.compile(r"\s*(?:là|gồm|có|:)?\s*:?\s*")
_IS = regex.compile(r"\s*là\s")


def settle_kinds(statement: Statement, inherited: str | None = None, *, declared: bool = False) -> tuple[Quantity, ...]:
    """Give every quantity its kind: its own unit, else the noun before it, else that of the number it follows.

    ``declared`` says that a note of the unit ("Đơn vị tính: hồ sơ") makes dossiers of bare numbers.

    A number followed by a noun that is no known unit counts something else ("other"), whatever was counted before it.
    """
    walk = _Walk(statement, _counting_nouns(statement), inherited)
    for quantity in statement.quantities:
        walk.take(quantity)
    settled = walk.settled
    if declared or _tells_a_way(statement, settled):
        settled = [q if q.kind else changed(q, kind="dossier") for q in settled]
    return _counted_later(settled, walk.of_rates)


def _counting_nouns(statement: Statement) -> list[Hit]:
    """The nouns of a statement that numbers may count."""
    text = statement.text
    hits = load("units").find(text, statement.start, statement.end)
    nouns = [hit for hit in hits if not _says_no_count(statement, hit)]
    # "trả kết quả: 1.897", "nộp tại bộ phận một cửa: 801": a noun that is part of what is done is not what is counted.
    done = [(hit.start, hit.end) for hit in load("dossier_cues").find(text, statement.start, statement.end)]
    return [
        hit
        for hit in nouns
        if hit.entry.canonical in STATISTICS
        or not (
            _names_field(statement, hit)
            or any(a < hit.end and hit.start < b for a, b in done)
            or _WHOSE.search(text[max(0, hit.start - 5) : hit.start])
            or text[hit.start : hit.end].casefold() == "kỳ"  # "trong kỳ: 4.760": when, not what
        )
    ]


class _Walk:
    """The walk over the quantities of a statement: what was counted last is what a bare number goes on to count.

    ``of_rates`` are the positions of bare numbers that belong to a rate, whose kind is told behind them or not at all.
    """

    def __init__(self, statement: Statement, nouns: list[Hit], inherited: str | None) -> None:
        self.settled: list[Quantity] = []
        self.of_rates: set[int] = set()
        self._statement, self._nouns = statement, nouns
        self._last_counted = inherited
        # What a percentage is a share of: its fraction counts it too.
        self._shared: str | None = None

    def take(self, quantity: Quantity) -> None:
        """Settle the next quantity."""
        number = quantity.number
        kind = number.unit
        if kind is None:
            unknown = number.fraction != "numerator" and _counts_unknown(self._statement, quantity)
            kind = "other" if unknown else self._of_bare(quantity)
        kind = self._in_company(kind, quantity)
        # "9.120 hồ sơ; 13 huyện nhận 18.412": who has them does not end what is counted.
        if kind is not None and kind not in MEASURES and not (kind in PLACES and self._last_counted == "dossier"):
            self._last_counted = kind
        if kind == "percent":
            named = [hit.entry.canonical for hit in self._between(number)]
            self._shared = next((noun for noun in reversed(named) if noun in STATISTICS), None)
        elif number.fraction != "numerator":
            self._shared = None
        self.settled.append(quantity if kind == quantity.kind else changed(quantity, kind=kind))

    @property
    def _floor(self) -> int:
        """Where the number before ends."""
        return self.settled[-1].number.end if self.settled else self._statement.start

    def _between(self, number: Number) -> list[Hit]:
        """The nouns between the number before and this one."""
        floor = self._floor
        return [hit for hit in self._nouns if floor <= hit.start < number.start]

    def _of_bare(self, quantity: Quantity) -> str | None:
        """What a number without a unit counts: the noun that heads it, or what was counted last."""
        number, text = quantity.number, self._statement.text
        heads = [
            hit
            for hit in self._between(number)
            if _heads(text, hit, number)
            and (hit.entry.canonical in STATISTICS or ";" not in text[hit.end : number.start])
        ]
        named = [hit.entry.canonical for hit in (heads[:1] if _rules(text, heads) else heads)]
        if not named and _IS.match(text[number.end : number.end + 5]):
            behind = (hit for hit in self._nouns if hit.start > number.end and _heads(text, hit, number))
            named = [hit.entry.canonical for hit in behind][:1]
        if not named and self._shared is not None and number.fraction is not None:
            named = [self._shared]  # "trên tổng số hồ sơ phát sinh phí là 46,8% (3.120/6.667)"
        if named:
            self._shared = None if number.fraction == "numerator" else self._shared
            return ([noun for noun in named if noun in STATISTICS] or named)[-1]
        if self._last_counted != "dossier" and _of_a_rate(self._statement, self._floor, number, self.settled):
            self.of_rates.add(quantity.position)
            return None
        return self._last_counted

    def _in_company(self, kind: str | None, quantity: Quantity) -> str | None:
        """The kind of a number, where what was counted before it gives its unit another meaning."""
        number, text = quantity.number, self._statement.text
        last = self._last_counted
        if kind == "turn" and last == "dossier":
            bare = number.unit_end - number.unit_start <= 4 and not _TURN_OF.match(text, number.unit_end)
            return "dossier" if bare else kind  # "trả kết quả 1.369 lượt" after dossiers
        if kind == "set" and (last == "dossier" or _set_of_dossiers(text, number, self._between(number))):
            return "dossier"  # "752 bộ" after dossiers
        if kind == "contract" and number.unit is None and last in ("person", "post"):
            return last  # "công chức 41, viên chức 335, hợp đồng 36": people by what they are
        if kind == "person" and last == "dossier" and _CASE_OF.match(text, number.unit_start):
            return "dossier"  # "tiếp nhận 120 hồ sơ; 03 trường hợp trễ hạn"
        if kind == "certified_copy" and _ELECTRONIC.match(text, number.end, self._statement.end):
            return "dossier"  # "cấp 512 bản sao chứng thực điện tử": each is certified at somebody's request
        if kind == "result" and last == "dossier" and _HANDED_BACK.search(text, self._floor, number.start):
            return "dossier"  # "tiếp nhận 4.402 hồ sơ, trả 4.328 kết quả"
        case = kind == "person" and text.startswith("trường hợp", number.unit_start)
        if (case or kind in ("copy", "certified_copy")) and _ELECTRONIC_AHEAD.search(text, self._floor, number.start):
            return "dossier"  # "chứng thực bản sao điện tử từ bản chính: 340 bản"
        return kind


# "; tỷ lệ trả kết quả đúng hạn là 3.193/6.027": what a rate's bare fraction counts is not what was counted before.
_RATE = regex.compile(
    r"[,;.(]\s*(?:đồng thời\s+|còn\s+)?(?:tỷ lệ|tỉ lệ|mức độ)\s(?!đạt|là|chiếm)[^;.]*$"
    r"|^[^,;.()]{0,60}(?:tỷ lệ|tỉ lệ)\s(?!đạt|là|chiếm)[^;.]*$",
    regex.IGNORECASE,
)


def _of_a_rate(statement: Statement, floor: int, number: Number, settled: list[Quantity]) -> bool:
    """Whether a bare fraction stands behind a rate's name that names nothing it could count."""
    if statement.columns is not None or number.unit is not None:
        return False
    if number.fraction == "denominator":
        return bool(settled) and settled[-1].kind is None
    return number.fraction == "numerator" and _RATE.search(statement.text, floor, number.start) is not None


# "bản sao điện tử", "bản sao được chứng thực điện tử", not copies on paper.
_ELECTRONIC = regex.compile(r"[^,;.:()\d]{0,40}?(?<!\w)(?:bản sao|chứng thực)\s+điện tử(?!\w)", regex.IGNORECASE)
_ELECTRONIC_AHEAD = regex.compile(
    r"(?<!\w)(?:chứng thực\s+(?:bản sao\s+)?|bản sao (?:chứng thực )?)điện tử(?!\w)[^,;.()\d]{0,40}$",
    regex.IGNORECASE,
)
_HANDED_BACK = regex.compile(
    r"(?<!\w)(?<!chuyển )trả(?:\s+(?:được|cho (?:người dân|công dân|tổ chức)))?\s*$", regex.IGNORECASE
)
# "640 lượt đánh giá", "120 lượt công dân đến giao dịch": times that something else was done.
_TURN_OF = regex.compile(
    r"\s+(?:đánh giá|khảo sát|phản hồi|chấm điểm|truy cập|tra cứu|tương tác|hỏi đáp|hỏi|gọi|cuộc gọi|tin nhắn|tư vấn"
    r"|hướng dẫn|hỗ trợ|góp ý|phản ánh|bình chọn|công dân|người|khách|tổ chức|đối thoại|giao dịch|thanh toán)(?!\w)",
    regex.IGNORECASE,
)
# "trường hợp trễ hạn", "trường hợp xin rút": a case of dossiers by what happened to it.
_CASE_OF = regex.compile(
    r"trường hợp\s+(?:(?:bị|đề nghị|phải|đã|được|giải quyết|trả|trả kết quả|còn|công dân|xin)\s+){0,3}"
    r"(?:trễ|quá hạn|chậm|đúng hạn|trước hạn|rút|hủy|trả lại|từ chối|không đủ điều kiện|lỗi hẹn|sai hẹn"
    r"|chưa đến hạn)(?!\w)",
    regex.IGNORECASE,
)
# "Lĩnh vực tư pháp 520; lao động 77": in a list of fields a field's name is no noun.
_FIELD = regex.compile(r"(?<!\w)lĩnh vực(?!\w)", regex.IGNORECASE)


_PEOPLE = frozenset({"person", "post"})


def _says_no_count(statement: Statement, hit: Hit) -> bool:
    """Whether a noun is a part of a name, or what the procedures have that are counted."""
    before = statement.text[max(statement.start, hit.start - 80) : hit.start]
    if _PORTAL.search(before):
        return True
    kind = hit.entry.canonical
    if kind in STATISTICS or kind in _PEOPLE:
        return kind == "dossier" and _HAVING.search(before) is not None
    return _OFFICE_NAME.search(before) is not None


def _names_field(statement: Statement, hit: Hit) -> bool:
    if not _FIELD.search(statement.text, statement.start, hit.start):
        return False
    return any(h.start <= hit.start < h.end for h in load("fields").find(statement.text, hit.start, hit.end))


# What is received and resolved too, and is no dossier: complaints, petitions, letters, cases.
_OTHER_PAPERS = regex.compile(
    r"(?<!\w)(?:đơn|thư|đơn thư|khiếu nại|tố cáo|phản ánh|kiến nghị|văn bản|công văn|ý kiến|nhiệm vụ"
    r"|(?<!dịch |nghiệp |phục )vụ|(?<!làm )việc|(?<!dự |đồ )án|phiếu"
    r"|cuộc gọi|tin nhắn|yêu cầu|câu hỏi|vốn|kinh phí|biên chế|người|tiền|nợ)(?!\w)",
    regex.IGNORECASE,
)
# "nhận 125, trả 120, còn 5"
_LEFT = regex.compile(r"(?<!\w)còn\s+\d", regex.IGNORECASE)
_COUNTS_NOTHING = MEASURES | PLACES | {"times", "result", "field", "one_stop_office", "system"}
_STEPS = frozenset({"receive", "resolve", "pending", "carried", "to_process"})
_TIMES = frozenset({"on_time", "early", "late", "in_term", "not_due", "due"})


_CHANNELS = frozenset({"online", "direct"})


def _tells_a_way(statement: Statement, settled: list[Quantity]) -> bool:
    """Whether bare numbers are dossiers by the ways they tell: "Đầu kỳ tồn 20; nhận 418; xong 402 (muộn 3)".

    Three ways at least, one of them a step, on three numbers of one line, and no other noun that they could count; or
    two steps, each right before its number and no other number beside them: "Tiếp nhận 1.200, trả 1.180".
    """
    text, (start, end) = statement.text, (statement.line.start, statement.line.end)
    if all(q.kind is not None for q in settled) or statement.columns is not None:
        return False
    cues = find_cues(text, start, end, load("dossier_cues"))
    told = {cue.feature for cue in cues}
    if _LEFT.search(text, start, end):
        told.add("pending")
    ways = told & (_STEPS | _TIMES | _CHANNELS)
    if not told & _STEPS or len(ways) < 2:
        return False
    bare = [number for number in find_numbers(text, start, end) if number.unit is None]
    if len(bare) < 3 or len(ways) < 3:
        # Two steps alone: nothing else may stand beside them.
        steps = [cue for cue in cues if cue.feature in _STEPS]
        alone = len(bare) == len(settled) == len(steps) and len(told & _STEPS) > 1
        if not alone or not all(_TOUCHES.fullmatch(text, c.end, n.start) for c, n in zip(steps, bare, strict=True)):
            return False
    nouns = [
        h
        for h in load("units").find(text, start, end)
        if not _PORTAL.search(text[max(start, h.start - 6) : h.start])
        and not any(c.start <= h.start < c.end for c in cues)
    ]
    if any(noun.entry.canonical not in _COUNTS_NOTHING for noun in nouns):
        return False
    return not any(_OTHER_PAPERS.search(text, a, b) for a, b in (*statement.leads[:2], (start, end)))


# "Tiếp nhận: 1.200", "đã trả được 1.180"
_TOUCHES = regex.compile(r"\s*(?:được|là|mới|trong kỳ)?\s*:?\s*", regex.IGNORECASE)


def _counted_later(quantities: list[Quantity], of_rates: set[int]) -> tuple[Quantity, ...]:
    """Give numbers without a kind that of the counted number behind them: "đúng hạn 6.598, trễ 3, tồn 29 hồ sơ".

    The bare fractions of rates (``of_rates``) are of dossiers or of nothing told.
    """
    later: str | None = None
    found: list[Quantity] = []
    for quantity in reversed(quantities):
        if quantity.number.fraction == "numerator" and quantity.number.unit is None and found:
            quantity = changed(quantity, kind=found[-1].kind)
        if quantity.kind is None and later is not None and (later == "dossier" or quantity.position not in of_rates):
            quantity = changed(quantity, kind=later)
        elif quantity.kind in STATISTICS:
            later = quantity.kind
        elif quantity.kind not in MEASURES:
            later = None
        found.append(quantity)
    return tuple(reversed(found))


# "hồ sơ của 10 bộ, ngành": no sets of papers.
_MINISTRIES = regex.compile(r"\s*+(?:(?:,|và|/)\s*+)?(?:ngành|cơ quan|ban)(?!\w)", regex.IGNORECASE)
# "số lượng hồ sơ: 01 bộ", "mỗi hồ sơ nộp 02 bộ": what a procedure asks for.
_ASKED_FOR = regex.compile(
    r"(?<!\w)(?:(?:số lượng|thành phần)\s+hồ sơ\s*(?:gồm|là|:)?|(?:mỗi|từng)\s+hồ sơ[^.;\d]*+)\s*$", regex.IGNORECASE
)


def _set_of_dossiers(text: str, number: Number, nouns: Sequence[Hit]) -> bool:
    """Whether sets count the dossiers that are named before them: "số hồ sơ mới tiếp nhận là 57.028 bộ"."""
    if text[number.unit_start : number.unit_end].casefold() != "bộ" or _MINISTRIES.match(text, number.unit_end):
        return False
    named = [hit for hit in nouns if hit.entry.canonical == "dossier"]
    return bool(named) and not _ASKED_FOR.search(text, max(0, named[0].start - 20), number.start)


def _heads(text: str, hit: Hit, number: Number) -> bool:
    """Whether a noun can be what a number further on counts: a statistic's own noun, or one that "số" introduces."""
    if hit.entry.canonical in MEASURES:
        return False
    if hit.entry.canonical in STATISTICS:
        return True
    if _NUMBER_OF.search(text[max(0, hit.start - 12) : hit.start]):
        return True
    return hit.entry.canonical not in PLACES and bool(_RIGHT_BEFORE.fullmatch(text[hit.end : number.start]))


# "Số TTHC[ có phát sinh ]hồ sơ là 87", "Số hồ sơ[ của các ]TTHC": what the first noun is said to do with the second.
_PREDICATE = regex.compile(r"(?<!\w)(?:được|có|đã|chưa|không|phải|chỉ|của|thuộc|theo|đối với)(?!\w)", regex.IGNORECASE)
_ANEW = regex.compile(r"[,;:.()\d]|(?<!\w)(?:số|và|tổng)(?!\w)", regex.IGNORECASE)


def _rules(text: str, hits: Sequence[Hit]) -> bool:
    """Whether the first noun is the sentence's subject, introduced by "số", and those behind it belong to its verb."""
    if len(hits) < 2 or hits[0].entry.canonical not in STATISTICS:
        return False
    if not _NUMBER_OF.search(text[max(0, hits[0].start - 12) : hits[0].start]):
        return False
    between = hits[0].end, hits[1].start
    return _PREDICATE.search(text, *between) is not None and _ANEW.search(text, *between) is None


def _counts_unknown(statement: Statement, quantity: Quantity) -> bool:
    """Whether a noun that is no known unit follows the number; the word tagger is asked only where a word follows."""
    number = quantity.number
    if _BARE_AFTER.match(statement.text, number.end, statement.end):
        return False
    atoms = [(n.start - statement.start, n.end - statement.start) for n in statement.numbers]
    nouns = counted_nouns(statement.text[statement.start : statement.end], atoms)
    return number.start - statement.start in nouns
