"""Who issued a document: named after "của", the subject of its sentence, or implied by a code of the central bodies."""

from __future__ import annotations

import bisect
import dataclasses
from functools import lru_cache
from itertools import pairwise

import regex

from extractors.bodies import Body, Place, is_provincial
from extractors.citation_dates import SPACE, dates_before
from extractors.citation_governance import Governance, governance_before, sentence_start
from extractors.citation_mentions import LINK, Mention
from extractors.report import Report
from patterns.dates import DateMention
from patterns.places import LEVELS
from patterns.spelling import lowered
from patterns.symbols import is_party, office_entries, parts_of

# 707/QĐ-UBND ngày 09/3/2023[ của ]UBND tỉnh, 28-NQ/TW[ của Hội nghị lần thứ sáu ]Ban Chấp hành Trung ương.
_OF = regex.compile(rf"{SPACE}[,)]?{SPACE}(?:năm{SPACE}(?:19|20)\d\d{SPACE})?\(?(?:của|do){SPACE}", regex.IGNORECASE)
_SPACES = regex.compile(SPACE)
_MEETING = regex.compile(
    rf"(?:Hội{SPACE}nghị|Đại{SPACE}hội|Kỳ{SPACE}họp|tập{SPACE}thể|liên{SPACE}(?:ngành|tịch|bộ|sở)|lãnh{SPACE}đạo)[^,.;()\n]{{0,60}}",
    regex.IGNORECASE,
)
# của [tỉnh], của [huyện]: the authority that the code names.
_LOOSE = regex.compile(
    r"(?P<kind>tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)(?!\p{L})(?!\s+(?:ủy|uỷ|đoàn))", regex.IGNORECASE
)
# [Quận] đã ban hành, [Sở] vừa ban hành, [Quận] đã ban hành 9 văn bản, trong đó có; not "toàn quận đã ban hành".
_LOOSE_SUBJECT = regex.compile(
    r"(?:(?<=\n|^|[;:,.(–-]\s?|[\d)]\s|năm\s))\s*(?P<kind>tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|sở)"
    r"\s+(?:(?:đã|cũng|vừa|kịp thời|tiếp tục|chủ động)\s+){0,4}+(?:ký\s+)?"
    r"(?:(?:ban hành|có|xây dựng)\s[^;:()\n]{1,60},\s(?:trong đó|đáng chú ý|nổi bật|tiêu biểu|điển hình)\s)?$",
    regex.IGNORECASE,
)
# A body that no list has: a name in capitals up to a verb or a mark.
_UNKNOWN = regex.compile(
    rf"""(?P<name>\p{{Lu}}[\p{{L}}&]*(?:{SPACE}(?!(?:về|v/v|ban{SPACE}hành|quy{SPACE}định|hướng{SPACE}dẫn|triển{SPACE}khai|phê{SPACE}duyệt|đã|ngày|tại
    |yêu{SPACE}cầu|thực{SPACE}hiện|số|để|nhằm|trong|thông{SPACE}báo|tổ{SPACE}chức|tăng{SPACE}cường|sửa{SPACE}đổi|công{SPACE}bố|và{SPACE}các|có|được)
    (?!\p{{L}}))[\p{{L}}&-]+){{0,7}})""",
    regex.VERBOSE,
)
# A body right behind the date, without "của", before the subject or the end: "ngày 12/3/2023 UBND tỉnh về việc".
_BARE_END = regex.compile(rf"{SPACE}(?:về(?!\p{{L}})|v/v|[,;.)]|$)", regex.IGNORECASE | regex.MULTILINE)

# Codes of the central bodies that a document has no other issuer for.
_IMPLIED = {"CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ", "CTN": "Chủ tịch nước"}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Who issued a mentioned document and, where the sentence dates it, when.

    ``named`` is False for an implied issuer; ``end`` is where mention and issuer end; ``date`` is one that stands
    before the whole statement, or None.
    """

    name: str | None
    level: str | None
    named: bool
    end: int
    date: DateMention | None = None


# The term of the National Assembly: QH14, UBTVQH15.
_TERM = regex.compile(r"(?<=^(?:QH|UBTVQH))\d+$")


@lru_cache(maxsize=4096)
def office_of(symbol: str | None) -> str | None:
    """The code of the office that a symbol names: the last part for the Party, the first after the type for the state.

    >>> office_of("QĐ-UBND"), office_of("UBND-NV"), office_of("NQ/TW"), office_of("QH14")
    ('UBND', 'UBND', 'TW', 'QH')
    """
    if symbol is None:
        return None
    _, offices = parts_of(symbol)
    if not offices:
        return None
    if is_party(offices[-1]):
        return offices[-1]
    return _TERM.sub("", offices[0])


def agrees(symbol: str | None, body: Body) -> bool:
    """Whether a body may have issued a document with this symbol; True where the symbol's office is not known."""
    office = office_of(symbol)
    if office is None or office not in office_entries():
        return True
    return body.entry in office_entries()[office]


def find_issues(
    report: Report,
    mentions: tuple[Mention, ...],
    bodies: tuple[Body, ...],
    dates: tuple[DateMention, ...],
    place: Place,
) -> tuple[Issue, ...]:
    """The issuer of every mention, in the order of the mentions.

    "của" serves the nearest mention before it and those linked to that one; a subject serves all documents of its
    sentence's list until a nested clause ("thực hiện Nghị quyết số …") names one for its own sake.
    """
    text = report.text
    issues: list[Issue] = []
    governances: list[Governance | None] = []
    for index, mention in enumerate(mentions):
        named = _named_after(text, mention, bodies, place) or _named_before(text, mention, bodies)
        governance = _governance(report, index, mentions, issues, governances, bodies, dates)
        governances.append(governance)
        lead = governance.date if governance and mention.date is None and governance.issues else None
        if named is not None:
            issues.append(dataclasses.replace(named, date=lead))
            _share_back(text, index, mentions, issues, bodies)
            continue
        subject = _subject(governance, mention)
        if subject is not None:
            issue = dataclasses.replace(_named(mention, subject), end=mention.end, date=lead)
        else:
            loose = _loose_subject(text, governance, mention, place)
            # "Ngày 8/5, UBND thành phố ban hành Công điện …; Luật số …": the day is that of what the subject issues.
            foreign = governance is not None and bool(governance.subjects) and loose is None
            issue = dataclasses.replace(loose or _implied(mention), date=None if foreign else lead)
        issues.append(issue)
    return tuple(issues)


def _subject(governance: Governance | None, mention: Mention) -> Body | None:
    """The body that acts in a mention's statement and may have issued it."""
    if governance is None or (governance.plans_only and mention.doc_type != "Kế hoạch"):
        return None
    fitting = next((b for b in governance.subjects if agrees(mention.symbol, b)), None)
    if fitting is None and governance.issues and is_party(office_of(mention.symbol) or ""):
        # "Quận ủy ban hành Chỉ thị số 19-CT/TU": the sentence names a committee, the code another one.
        return next((b for b in governance.subjects[:1] if b.level == "party"), None)
    return fitting


def _loose_subject(text: str, governance: Governance | None, mention: Mention, place: Place) -> Issue | None:
    """The report's own authority where the sentence names it by its kind alone: "Quận đã ban hành …"."""
    if governance is None or not governance.issues or governance.verb is None:
        return None
    match = _LOOSE_SUBJECT.search(text, 0, governance.verb)
    if match is None:
        return None
    word, office = lowered(match["kind"]), office_of(mention.symbol)
    if word == "sở":
        own = place.office is not None and place.office.startswith("Sở ")
        fits = own and (level_of(office) == "province" or (level_of(office) is None and (office or "").startswith("S")))
        return Issue(name=place.office, level="province", named=True, end=mention.end) if fits else None
    if word not in (place.kind, "tỉnh" if place.province else None) or office not in ("UBND", "HĐND"):
        return None
    return _loose(text, match.start("kind"), mention, place, end=mention.end)


def _body_at(bodies: tuple[Body, ...], start: int) -> Body | None:
    index = bisect.bisect_left(bodies, start, key=lambda b: b.start)
    return bodies[index] if index < len(bodies) and bodies[index].start == start else None


def _named_after(text: str, mention: Mention, bodies: tuple[Body, ...], place: Place) -> Issue | None:
    """The issuer after "của", before or behind the date."""
    code_end = mention.code.end if mention.code else mention.end
    for position in dict.fromkeys((mention.end, code_end)):
        bare = _body_at(bodies, _skip_spaces(text, position))
        if bare is not None and _BARE_END.match(text, bare.end):
            return _named(mention, bare)
        of = _OF.match(text, position)
        if of is not None:
            index = bisect.bisect_left(bodies, of.end(), key=lambda b: b.start)
            body = bodies[index] if index < len(bodies) else None
            if body is not None and _reaches(text, of.end(), body):
                return _joint(text, mention, bodies[index:])
            return _loose(text, of.end(), mention, place)
    return None


def _joint(text: str, mention: Mention, bodies: tuple[Body, ...]) -> Issue:
    """The first of the bodies, with those that "và" ties to it where the symbol names several offices."""
    issue = _named(mention, bodies[0])
    _, offices = parts_of(mention.symbol or "")
    others = [office for office in offices if bodies[0].entry not in office_entries().get(office, ())]
    for before, body in pairwise(bodies[: len(offices)]):
        if not regex.fullmatch(rf"{SPACE}(?:và|,|-|–){SPACE}", text[before.end : body.start]):
            break
        if not any(body.entry in office_entries().get(office, ()) for office in others):
            break
        issue = dataclasses.replace(issue, name=f"{issue.name} và {body.name}", end=max(body.end, mention.end))
    return issue


def _reaches(text: str, start: int, body: Body) -> bool:
    """Whether a body follows "của", directly or after the words of its meeting."""
    return not text[start : body.start].strip() or _MEETING.fullmatch(text, start, body.start) is not None


def _skip_spaces(text: str, position: int) -> int:
    match = _SPACES.match(text, position)
    return match.end() if match else position


def _loose(text: str, start: int, mention: Mention, place: Place, end: int | None = None) -> Issue | None:
    """An issuer that is no listed body: "của tỉnh" with a code of UBND or HĐND, or a name in capitals."""
    kind = _LOOSE.match(text, start)
    office = office_of(mention.symbol)
    if kind is not None:
        if office not in ("UBND", "HĐND"):
            return None
        word = lowered(kind["kind"])
        own = {"tỉnh": place.province, place.kind: place.name}.get(word)
        level = "province" if word == "thành phố" and is_provincial(own, place) else LEVELS[word]
        return Issue(
            name=f"{office} {word}" + (f" {own}" if own else ""), level=level, named=True, end=end or kind.end()
        )
    name = _UNKNOWN.match(text, start)
    if name is None:
        return None
    return Issue(name=" ".join(name["name"].split()), level=None, named=True, end=max(name.end(), mention.end))


def _named_before(text: str, mention: Mention, bodies: tuple[Body, ...]) -> Issue | None:
    """The issuer between type word and number: Nghị quyết của HĐND huyện số 17/NQ-HĐND."""
    if mention.code is None:
        return None
    inside = [b for b in bodies if mention.start < b.start and b.end <= mention.code.start]
    for body in inside:
        if regex.search(r"của\s+$", text[mention.start : body.start]) and agrees(mention.symbol, body):
            return dataclasses.replace(_named(mention, body), end=mention.end)
    return None


def _named(mention: Mention, body: Body) -> Issue:
    level = body.level or level_of(office_of(mention.symbol))
    return Issue(name=body.name, level=level, named=True, end=max(body.end, mention.end))


def _share_back(
    text: str, index: int, mentions: tuple[Mention, ...], issues: list[Issue], bodies: tuple[Body, ...]
) -> None:
    """Give the issuer after "của" to the mentions linked before it that have none of their own."""
    issue = issues[index]
    code = mentions[index].code
    code_end = code.end if code else mentions[index].start
    body = next((b for b in bodies if code_end <= b.start and b.end <= issue.end and b.name == issue.name), None)
    later = mentions[index].start
    for before in range(index - 1, -1, -1):
        mention = mentions[before]
        if issues[before].end != mention.end or issues[before].named or not LINK.fullmatch(text, mention.end, later):
            return
        if body is None or not agrees(mention.symbol, body):
            return
        issues[before] = dataclasses.replace(issues[before], name=issue.name, level=issue.level, named=True)
        later = mention.start


def _implied(mention: Mention) -> Issue:
    office = office_of(mention.symbol)
    name = _IMPLIED.get(office or "")
    if name is None and office == "QH":
        name = "Quốc hội"
    if name is None and office == "UBTVQH":
        name = "Ủy ban Thường vụ Quốc hội"
    return Issue(name=name, level="central" if name else level_of(office), named=False, end=mention.end)


def level_of(office: str | None) -> str | None:
    """The level that the code of an office tells by itself.

    >>> level_of("TU"), level_of("BNV"), level_of("SNV"), level_of("UBND")
    ('party', 'central', 'province', None)
    """
    if office is None:
        return None
    if is_party(office):
        return "party"
    levels = {str(entry.attributes["level"]) for entry in office_entries().get(office, ())}
    return levels.pop() if len(levels) == 1 and not levels & {"place", "none"} else None


def _governance(
    report: Report,
    index: int,
    mentions: tuple[Mention, ...],
    issues: list[Issue],
    governances: list[Governance | None],
    bodies: tuple[Body, ...],
    dates: tuple[DateMention, ...],
) -> Governance | None:
    """What a mention stands under: the statement before it, or that of the list it goes on."""
    text, mention = report.text, mentions[index]
    start = sentence_start(text, mention.start)
    last = index - 1 if index and mentions[index - 1].start >= start else None
    floor = start if last is None else max(start, issues[last].end)
    own = governance_before(report, floor, mention.start, start, bodies)
    if own.linked and last is not None:
        return _list_governance(text, last, mention, governances)
    if own.linked or (own.verb is None and last is None and not own.nested):
        return own if own.subjects else None
    if own.nested or own.verb is None:
        return None
    return dataclasses.replace(own, date=_lead_date(text, own, floor, dates))


def _list_governance(text: str, last: int, mention: Mention, governances: list[Governance | None]) -> Governance | None:
    """The statement that governs a list: after a semicolon the list's own, not that of a nested clause."""
    if governances[last] is not None or not regex.search(
        r";\s*\P{L}*$|;\s*(?:và|đồng thời|các)\s+$", text[: mention.start][-30:]
    ):
        return governances[last]
    return next((g for g in reversed(governances) if g is not None), None)


def _lead_date(text: str, governance: Governance, floor: int, dates: tuple[DateMention, ...]) -> DateMention | None:
    """The date of a whole statement: "[Ngày 27/12/2018], UBND tỉnh ban hành …" or "UBND tỉnh [ngày 5/3/2023] ký …"."""
    if governance.verb is None:
        return None
    subject = governance.subjects[0] if governance.subjects else None
    for date in reversed(dates_before(text, floor, governance.verb, dates)):
        stops = [governance.verb] if subject is None else [subject.start, governance.verb]
        for stop in stops:
            if date.end <= stop and regex.fullmatch(r"[\s,]*(?:đã|thì|vừa)?\s*", text[date.end : stop]):
                return date
    return None
