"""The scope that a figure takes from around its sentence: the sentence before, the lines above, a note of source."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.header import Header
from extractors.kinds import DOSSIERS
from extractors.scope_givers import unowned_spans
from extractors.scope_mentions import of_places, scope_cues
from extractors.statements import Quantity, Statement

# "Phòng Tư pháp tổ chức 02 hội nghị", "Phòng Kinh tế sang các phòng": where an office's name ends.
_BEHIND_NAME = regex.compile(
    r"(?<!\s)\s++(?:tổ chức|mở|sang|thẩm định|rút ngắn|cử|bố trí|tuyển dụng|thực hiện|kiểm tra|hướng dẫn|rà soát"
    r"|triển khai|trình|cập nhật|gửi|chuyển|công bố|đang|của|ở|tại|về|vào|từ|cho|với|không|chưa|vẫn|làm|cung cấp"
    r"|phát hành|theo|trong|số hóa|tự|xem xét|đề nghị|kiến nghị)(?!\w)"
)


def unit_name(statement: Statement, cue: Cue) -> str | None:
    """The name of the office or place that a cue of a unit stands for; None of a level."""
    if cue.feature != "unit":
        return None
    return _BEHIND_NAME.split(statement.text[cue.start : cue.end])[0]


# "[UBND huyện đã] phát ra 350 phiếu": the issuing office as the actor is no level, and the sentence begins with it.
_ACTS = regex.compile(
    r"[^;.:()\d]{0,60}?(?<!\w)(?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân)\s(?:tỉnh|thành phố|thị xã|huyện|quận)"
    r"(?:\s\p{Lu}[\p{L}']*)*\s(?:đã|đang|tiếp tục|tổ chức|tiến hành|phát|ban hành|chỉ đạo|giao|khảo sát|lấy)(?!\w)"
)


# "Mức độ hài lòng đạt 97%", "tỷ lệ hoàn thành nhiệm vụ", no rate of dossiers
_RATE = regex.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ|mức độ|mức|chỉ số)\s(?!này|trên|đó|đạt)", regex.IGNORECASE)
_OF_DOSSIERS = regex.compile(
    r"(?<!\w)(?:hồ sơ|HS|tiếp nhận|giải quyết|trực tuyến|đúng hạn|trước hạn|trễ hạn|quá hạn|số hóa|số hoá)(?!\w)",
    regex.IGNORECASE,
)


# "tỷ lệ TTHC tiếp nhận theo cơ chế một cửa": what is taken in are procedures
_OF_PROCEDURES = regex.compile(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ)\s(?:số\s)?(?:TTHC|thủ tục)(?!.{0,80}(?:hồ sơ|HS)(?!\w))", regex.IGNORECASE
)
_OF_DOCUMENTS = regex.compile(r"(?<!\w)(?:văn bản|ký số|phản ánh|PAKN)(?!\w)", regex.IGNORECASE)
# "hoàn thành 31/44 nội dung, đạt 70,5%", "đã kiểm tra 07/16 cơ quan, đạt 43,75%": a place's own plan
_OF_PLAN = regex.compile(r"(?<!\w)(?:nhiệm vụ|nội dung|kế hoạch(?!\svốn))(?!\w)", regex.IGNORECASE)
_CHECKED = regex.compile(r"(?<!\w)kiểm tra(?!\w)[^.;:]{0,60}$", regex.IGNORECASE)
_TASKS = frozenset({"task", "content", "objective"})


def speaks_anew(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage of no dossiers is told in a sentence that begins anew: the one before says nothing of it.

    So are procedures that the issuing office does something with.
    """
    if statement.columns is None and quantity.kind == "procedure":
        return _ACTS.match(statement.text, statement.start, statement.quantities[0].number.start) is not None
    if statement.columns is not None or quantity.kind not in {"percent", *_TASKS}:
        return False
    if quantity.kind in _TASKS:
        return True
    before = statement.before(quantity.position)
    around = before + " " + statement.after(quantity.position)
    if _OF_PROCEDURES.search(around) or (_OF_DOCUMENTS.search(around) and not DOSSIERS.search(around)):
        return True
    if _OF_DOSSIERS.search(around):
        return False
    first = statement.quantities[0].number.start
    if _OF_PLAN.search(around) or _CHECKED.search(statement.text, statement.start, first):
        return True
    return _ACTS.match(statement.text, statement.start, first) is not None or _RATE.search(before) is not None


def from_context(statement: Statement, header: Header) -> tuple[str, str | None]:
    """The scope that the sentence before or the lines above hand down; a total of several levels is of all."""
    if statement.sums_levels:
        return "all", None
    previous = statement.previous
    if previous is not None and not _of_counted_people(previous, header):
        # The sentence before hands its scope on where it has but one; levels told one by one end with their sentence.
        outer = [q for q in previous.quantities if previous.clauses.depth(q.number.start) == 0] or previous.quantities
        scopes = {(q.scope, q.scope_name) for q in outer}
        told = scopes.pop() if len(scopes) == 1 else None
        return told if told is not None and not _tells_of_all(statement, told) else ("all", None)
    return from_lines(statement, header)


# "100% TTHC được đưa vào tiếp nhận": all of them, behind sentences on one level after the other
_WHOLE = regex.compile(
    r"\W*(?:toàn bộ|tất cả|100\s?%)\s+(?:các\s+|số\s+)?(?:TTHC|thủ tục|hồ sơ|văn bản)(?!\w)", regex.IGNORECASE
)


def _tells_of_all(statement: Statement, last: tuple[str, str | None]) -> bool:
    """Whether a sentence is about the whole, and the sentences before it were not about one level alone."""
    if statement.previous is None or not _WHOLE.match(statement.text, statement.start, statement.end):
        return False
    earlier = statement.previous.previous
    return earlier is not None and any((q.scope, q.scope_name) != last for q in earlier.quantities)


def from_lines(statement: Statement, header: Header, *, anew: bool = False) -> tuple[str, str | None]:
    """The scope that the note of source, the figure explained or the lines above hand down.

    ``anew``: but for the words before the sentence in its own line, which speak of something else.
    """
    if (noted := _sourced(statement, header)) is not None:
        return noted
    if statement.explained is not None:
        return statement.explained.scope, statement.explained.scope_name
    leads = [lead for lead in statement.leads if not anew or lead[0] < statement.line.start]
    head = _head(statement.text, statement.line.start, statement.start)
    for lead in (*((head,) if anew and head else ()), *statement.caption, *leads):
        cues = _own_cues(statement, header, lead)
        if statement.columns is not None and len({c.feature for c in cues if not c.weak}) > 1:
            return "all", None  # "Hồ sơ của các phòng, ban và xã, thị trấn": a table of several levels
        if cues:
            cue = next((c for c in cues if not c.weak), cues[0])
            if statement.columns is not None and _is_issuer(statement, cue, header):
                return "all", None
            return cue.feature, unit_name(statement, cue)
    return "all", None


# "a) Tại Bộ phận Một cửa huyện: 6 tháng đầu năm …": a head that runs into its line.
_RUN_IN = regex.compile(r"[^:.;\n]{3,70}:(?=\s)")


def _head(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the head that runs into a line, if the colon stands before an offset."""
    match = _RUN_IN.match(text, start, end)
    return match.span() if match is not None else None


def _own_cues(statement: Statement, header: Header, lead: tuple[int, int]) -> tuple[Cue, ...]:
    """The cues of a lead: those of its head, where that names a level, else all, but for levels that own nothing."""
    head = _head(statement.text, *lead)
    if head is not None and head[1] < lead[1]:
        named = scope_cues(statement, header, (head,))
        if any(not cue.weak for cue in named):
            return named
    cues = scope_cues(statement, header, (lead,))
    if not cues or lead[0] < statement.line.start:
        return cues
    unowned = unowned_spans(statement.text, *lead)
    return tuple(
        c
        for c in cues
        if not any(a <= c.start < b for a, b in unowned)
        and not (c.feature == "unit" and _OBLIQUE.search(statement.text, max(lead[0], c.start - 12), c.start))
    )


# "sự hướng dẫn của Sở Nội vụ": an office that is no subject of its sentence hands nothing on.
_OBLIQUE = regex.compile(r"(?<!\w)(?:của|với|theo|cho|từ|gửi|sang|do|và)\s+$", regex.IGNORECASE)


def _is_issuer(statement: Statement, cue: Cue, header: Header) -> bool:
    """Whether a name is that of the office that reports: "Kết quả của Sở Xây dựng" above a table of its own."""
    issuer = (header.issuer or "").casefold()
    return cue.feature == "unit" and statement.text[cue.start : cue.end].casefold().strip() in issuer


# "Nguồn: Bộ phận Một cửa huyện.", "(Số liệu của Trung tâm PVHCC tỉnh)": who gave the figures of the line, at its end.
_SOURCE = regex.compile(
    r"(?<!\w)(?:nguồn(?: số liệu)?\s*:|theo số liệu (?:của|do)|(?:nguồn )?số liệu (?:do|của|từ))\s*"
    r"(?P<whose>[^.;:\d\n]{3,80})"
    r"(?:\s(?:cung cấp|báo cáo))?\s*[.)]*\s*$",
    regex.IGNORECASE,
)


def _sourced(statement: Statement, header: Header) -> tuple[str, str | None] | None:
    """The level that the note of source at the end of a statement's line names."""
    if statement.columns is not None:
        return None
    match = _SOURCE.search(statement.text, statement.start, statement.line.end)
    if match is None:
        return None
    cues = [c for c in scope_cues(statement, header, (match.span("whose"),)) if not c.weak]
    return (cues[0].feature, unit_name(statement, cues[0])) if cues else None


# "tiếp nhận 05 công chức cấp xã": the level is the counted people's, and the next sentence may be about others.
_PEOPLE = regex.compile(r"(?<!\w)(?:cán bộ|công chức|viên chức|CBCC|CCVC|chuyên trách)\s+(?:ở\s+)?$", regex.IGNORECASE)


def _of_counted_people(statement: Statement, header: Header) -> bool:
    """Whether all that a sentence says of its scope is a level behind the people that it counts."""
    cues = scope_cues(statement, header) if statement.columns is None else ()
    text, first = statement.text, statement.quantities[0].number.end
    return bool(cues) and all(
        of_places(statement, c) or (c.start > first and _PEOPLE.search(text[first : c.start])) for c in cues
    )


# "Công chức cấp xã | Tổng số": the column of totals is of all the columns, not of the last.
_TOTAL_HEAD = regex.compile(r"\W*(?:tổng|cộng)(?!\w)", regex.IGNORECASE)


def sums_columns(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure stands in the column of totals of a table row."""
    if statement.columns is None:
        return False
    heads = [span for span in statement.columns[quantity.position] if span[1] <= statement.start]
    return bool(heads) and _TOTAL_HEAD.match(statement.text, *heads[-1]) is not None
