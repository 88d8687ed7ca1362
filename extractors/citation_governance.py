"""What stands before a mention in its sentence: who acts, with which verb, and whether the document is acted on.

"UBND huyện đã ban hành Kế hoạch số …" makes UBND huyện the issuer; "UBND huyện triển khai Kế hoạch số …" does not.
"""

from __future__ import annotations

import dataclasses
from functools import cache

import regex

from extractors.bodies import Body
from extractors.report import Report
from patterns.dates import DateMention
from patterns.spelling import tone_spellings
from patterns.vocabulary import load

# "… năm 2023. Kế hoạch …" ends a sentence, "TP. Tân Long" and "TT. HĐND" do not.
_SENTENCE_END = regex.compile(
    r"(?<!(?:^|[\s(])(?:TT|TP|Tp|CT|PCT|KT|TM|Q|P|TX|V/v|v|tr))(?<!\d)(?<![.!?…]{2})[.!?…]++[”\")]?\s++(?=[\p{Lu}“\"(\-–+•*])|(?<=\d)\.\s+(?=\p{Lu})|\n"
)

_IN = regex.compile(r"(?<!\p{L})(?:tại|bằng|(?<!thông\s)qua)\s+(?:các\s+|những\s+)?$", regex.IGNORECASE)
_UNDER = regex.compile(r"(?<!\p{L})(?:theo|tại)\s+(?:các\s+)?$", regex.IGNORECASE)
# được [giao] tại: nobody is named as the one who did it.
_AGENTLESS = regex.compile(
    r"(?<!\p{L})được\s+(?:giao|quy định|ban hành|phê duyệt|nêu|đề ra|phân công|công nhận|cấp|xác định|công bố|đặt ra"
    r"|ghi)(?!\p{L})",
    regex.IGNORECASE,
)
# Whoever does this with what a document says did not issue it.
_ACTED_ON = regex.compile(r"(?<!\p{L})(?:hoàn thành|thực hiện|chấp hành|áp dụng)(?!\p{L})", regex.IGNORECASE)
_PASSIVE = regex.compile(r"(?<!\p{L})(?:được|do)\s+$", regex.IGNORECASE)
# A body after these is no subject: thuộc UBND huyện, gửi Sở Nội vụ.
_NO_SUBJECT = regex.compile(
    r"(?<!\p{L})(?:của|thuộc|trực thuộc|đến|tới|gửi|với|tại|ở|từ|trình|thay mặt|theo|vào|trên|về|các|đối với|giữa"
    r"|trong)\s+$",
    regex.IGNORECASE,
)
# What ties a mention to the one before it: ";", ", ", " và ", "cùng với".
_LINKED = regex.compile(
    r"(?:^|[;,])\s*(?:(?:và|đồng thời|cùng với|cùng|các|tiếp đó|ngoài ra)\s+)*(?:\d{1,2}\s+)?$"
    r"|\s(?:và|cùng với|cùng|cùng các|đến)\s+(?:các\s+)?$",
    regex.IGNORECASE,
)
_BULLET = regex.compile(r"^[^\S\n]*(?:[-–—+•●*◦]|\d{1,2}[.)]|[a-zđ][.)]|\(\d{1,2}\))?[^\S\n]*(?:\()?$")
_ITEM = regex.compile(r"^[^\S\n]*(?:[-–—+•●*◦]|\d{1,2}[.)]|[a-zđ][.)]|\(\d{1,2}\))")
_DIRECT_WORDS = 14
# UBND huyện [triển khai] Kế hoạch số …: one's own plan, where the code's office is the body's.
_CARRIES_OUT = regex.compile(r"(?<!\p{L})triển\s+khai(?:\s+thực\s+hiện)?\s*$", regex.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """What a mention stands under.

    ``subjects`` are the bodies that may be its issuer, the best first. ``verb`` is the offset of the governing verb.
    ``issues`` says that the verb makes the document, ``nested`` that it acts on it, ``linked`` that the mention goes on
    a list, ``plans_only`` that only a plan of the subject's own may be meant.
    """

    subjects: tuple[Body, ...] = ()
    verb: int | None = None
    issues: bool = False
    nested: bool = False
    linked: bool = False
    plans_only: bool = False
    date: DateMention | None = None


def sentence_start(text: str, position: int) -> int:
    """Where the sentence of an offset begins."""
    line = text.rfind("\n", 0, position) + 1
    start = line
    for match in _SENTENCE_END.finditer(text, line, position):
        start = match.end()
    return start


def governance_before(report: Report, floor: int, mention: int, start: int, bodies: tuple[Body, ...]) -> Governance:
    """Read text[floor:mention] of the sentence that begins at ``start``; ``floor`` is the end of the mention before."""
    text = report.text
    segment = text[floor:mention]
    if floor > start and (_LINKED.search(segment) or not regex.search(r"\p{L}", segment)):
        return Governance(linked=True)
    line = text.rfind("\n", 0, mention) + 1
    if floor == start and start == line and _BULLET.match(text[line:mention]):
        lead = _list_lead(report, line)
        if lead is not None:
            begin = sentence_start(text, lead)
            found = _govern(text, begin, lead, begin, bodies, listed=True)
            return dataclasses.replace(found, linked=True)
        return Governance()
    return _govern(text, floor, mention, start, bodies, listed=segment.rstrip().endswith(":"))


def _govern(text: str, floor: int, end: int, start: int, bodies: tuple[Body, ...], *, listed: bool) -> Governance:
    here = tuple(b for b in bodies if start <= b.start and b.end <= end)
    direct = _last_verb("makes", text, floor, end)
    relating = _last_verb("acts_on", text, floor, end)
    inside = _IN.search(text, floor, end) or (_UNDER.search(text, floor, end) if not listed else None)
    if inside is not None:
        return _in_document(text, floor, inside.start(), start, here, strict=inside[0].lower().startswith("theo"))
    owner = next((b for b in here if listed and regex.fullmatch(r"\s*:\s*", text[b.end : end])), None)
    if owner is not None and regex.search(r"của\s+$", text[start : owner.start]):
        return Governance(subjects=(owner,), verb=owner.end)
    own = _CARRIES_OUT.search(text, floor, end)
    if own is not None and floor == start:
        near = tuple(
            b for b in _subjects(text, own.start(), start, here) if not text[b.end : own.start()].strip(" đãang,")
        )
        if near:
            return Governance(subjects=near, verb=own.start(), plans_only=True)
    if direct is None:
        return Governance(nested=relating is not None)
    words = len(text[direct.end() : end].split())
    if not listed and (words > _DIRECT_WORDS or (relating is not None and relating.start() > direct.start())):
        return Governance(nested=True)
    if listed and relating is not None and relating.start() > direct.start() and words > 2 * _DIRECT_WORDS:
        return Governance(nested=True)
    return Governance(subjects=_subjects(text, direct.start(), start, here), verb=direct.start(), issues=True)


@cache
def _verbs(act: str) -> regex.Pattern[str]:
    """The verbs of one kind of act, whole words; "ban hành kèm theo" issues nothing."""
    phrases = [v for entry in load("issuing_verbs").entries if act in entry.attributes["acts"] for v in entry.variants]
    spellings = sorted({s for phrase in phrases for s in tone_spellings(phrase)}, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(regex.escape, spelling.split())) for spelling in spellings)
    return regex.compile(rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})(?!\s+kèm)", regex.IGNORECASE)


def _last_verb(act: str, text: str, start: int, end: int) -> regex.Match[str] | None:
    found = None
    for match in _verbs(act).finditer(text, start, end):
        found = match
    return found


def _subjects(text: str, verb: int, start: int, bodies: tuple[Body, ...]) -> tuple[Body, ...]:
    """Bodies before a verb that may act, the nearest first; one right before it acts whatever stands before that."""
    found = []
    for body in reversed(bodies):
        if body.end > verb:
            continue
        before = text[max(start, body.start - 20) : body.start]
        near = regex.fullmatch(
            r"[\s,]*(?:(?:đã|sẽ|cũng|vừa|kịp thời|tiếp tục|chủ động|thường xuyên|ký|được|có|ngày\s[\d/.]+)[\s,]*)*",
            text[body.end : verb],
        )
        owned = regex.search(r"của\s+$", before, regex.IGNORECASE) is not None
        if (near and not owned) or not _NO_SUBJECT.search(before):
            found.append(body)
    return tuple(found)


def _in_document(text: str, floor: int, end: int, start: int, bodies: tuple[Body, ...], *, strict: bool) -> Governance:
    """The actor of "… tại Quyết định số …": an agent after "được", an owner right before "tại", else the subject."""
    owners: list[Body] = []
    for body in reversed(bodies):
        before = text[max(start, body.start - 12) : body.start]
        if body.start < floor:
            break
        if _PASSIVE.search(before) and _last_verb("writes", text, body.end, end):
            return Governance(subjects=(body,), verb=body.end)
        if not strict and not text[body.end : end].strip() and regex.search(r"của\s+$", before):
            owners.append(body)
    if text[end:].lower().startswith("bằng"):
        floor = start
    act = _last_verb("writes", text, floor, end)
    relating = _ACTED_ON.search(text, floor, end)
    if strict or act is None or _AGENTLESS.search(text, floor, end) or relating:
        actors: tuple[Body, ...] = ()
    else:
        reached = _subjects(text, act.start(), start, bodies)
        actors = tuple(b for b in reversed(reached) if b.start >= floor or floor == start)
    subjects = (*owners, *actors)
    if not subjects:
        return Governance(nested=True)
    return Governance(subjects=subjects, verb=owners[0].end if owners else act.start() if act else None)


def _list_lead(report: Report, line: int) -> int | None:
    """The end of the line that opens the list an item stands in, at its colon; None where the item stands in none."""
    text = report.text
    note = report.footnote_at(line)
    position = line
    while position > 0:
        end = position - 1
        begin = text.rfind("\n", 0, end) + 1
        printed = text[begin:end].rstrip()
        if not printed:
            position = begin
            continue
        if report.footnote_at(begin) is not note:
            return None
        if printed.endswith(":"):
            return begin + len(printed)
        if not _ITEM.match(printed):
            return None
        position = begin
    return None
