"""What a percentage takes from the figures before it: the rate of a list, of its whole, of a count's neighbours."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import regex

from extractors.cues import Cue, find_cues
from extractors.kinds import DOSSIERS, DOSSIERS_OR_PROCEDURES
from extractors.labelling import Labels
from extractors.leftovers import leftover_words
from extractors.listed_ways import Way
from extractors.rate_clauses import names_rate, names_rate_of_its_own
from extractors.rate_metrics import subject_metric, way_metric
from extractors.rate_subjects import NEXT_RATE, reaches_one_by_one
from extractors.shares import count_behind, fraction_behind, is_out_of, numerator_of, share_of
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "đúng hạn 98%, trong đó tỷ lệ hộ nghèo giảm …": a part that names a rate of its own.
_RATE_NAMED = regex.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ|số|tổng|mức độ|chỉ số)(?!\w)", regex.IGNORECASE)
# "trực tuyến đối với ít nhất 30% thủ tục": a share of procedures, whatever they are done by.
_PROCEDURES = regex.compile(
    r"\s*(?:tổng\s+)?(?:số\s+|các\s+)*(?:TTHC|thủ tục(?:\shành chính)?|dịch vụ công|dịch vụ|DVC|DVCTT)(?!\w)",
    regex.IGNORECASE,
)
_OF_PROCEDURES = regex.compile(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ|số)\s(?:TTHC|thủ tục(?:\shành chính)?|dịch vụ công|DVC|DVCTT)(?!\w)"
    r"(?:(?!\svà\s)[^,;.:()])*:?\s*\(?\s*$",
    regex.IGNORECASE,
)
# "xã hoàn thành 89%"
_COMPLETES = regex.compile(r"(?<!\w)(?:hoàn thành|thực hiện)(?:\s+(?:được|đạt))?\s*$", regex.IGNORECASE)
# "so với kế hoạch Thủ tướng giao là 58,3%": the plan is only what is compared with.
_AGAINST_PLAN = regex.compile(r"(?<!\w)(?:so với|so|bằng|trên)\s+(?:kế hoạch|KH)(?!\w)[^;.:()\d]*$", regex.IGNORECASE)


def counts_alike(statement: Statement, count: int, earlier: Mapping[int, str]) -> bool:
    """Whether a count is of the same kind as the one that the percentage before was a share of."""
    last = share_of(statement, statement.quantities[list(earlier)[-1]])
    return last is not None and statement.quantities[last].kind == statement.quantities[count].kind


def tells_itself(statement: Statement, count: int, ways: tuple[Way, ...], labels: tuple[Labels, ...]) -> bool:
    """Whether a count (of a fraction, its numerator) says of itself what it is."""
    count = numerator_of(statement, count)
    return bool(ways[count].own or labels[count].own)


def answers_otherwise(label: Labels) -> bool:
    """Whether a figure is of answers that are not satisfied."""
    return "dissatisfied" in label.features and "satisfied" not in label.features


def alike(statement: Statement, count: int, quantity: Quantity, earlier: Mapping[int, str]) -> bool:
    """Whether a percentage goes on the list that the one before it stands in."""
    return (
        counts_alike(statement, count, earlier)
        or reaches_one_by_one(statement, count, quantity)
        or _only_elsewhere(statement, count)
    )


def _only_elsewhere(statement: Statement, count: int) -> bool:
    """Whether a fraction of dossiers behind a rate says no more than where: "78,5%; ở cấp xã là 8.214/11.482 hồ sơ"."""
    if statement.quantities[count].number.fraction != "denominator" or count < 2:
        return False
    last = statement.quantities[count - 2]
    start = last.number.whole_end
    listed = last.kind == "percent" and statement.quantities[count].kind == "dossier"
    return listed and leftover_words(statement, start, statement.quantities[count - 1].number.start) == 0


def narrows(statement: Statement, quantity: Quantity, earlier: Mapping[int, str]) -> str | None:
    """The rate that a percentage is a part of: "hài lòng 96,7%, trong đó tiếp cận 97,1%, công chức 96,9%"."""
    if statement.columns is not None or quantity.whole is None or quantity.role == "change":
        return None
    if statement.quantities[quantity.whole].kind != "percent" or _RATE_NAMED.search(
        statement.before(quantity.position)
    ):
        return None
    # "đúng hạn 88,8%, trong đó cấp xã 47,8%; hài lòng của cấp tỉnh 98,7%, của cấp xã 100%": the list is over.
    told = earlier.get(quantity.whole)
    return told if told == next(reversed(list(earlier.values())), None) else None


def of_procedures(statement: Statement, quantity: Quantity) -> bool:
    """Whether what a percentage is of are procedures or services: "30% TTHC", "tỷ lệ TTHC cung cấp trực tuyến"."""
    if statement.columns is not None:
        return False
    led = _OF_PROCEDURES.search(statement.before(quantity.position)) is not None
    return led or _PROCEDURES.match(statement.after(quantity.position)) is not None


# "hơn 98% đã giải quyết, không có hồ sơ quá hạn": resolved; that none is late is told besides.
_RESOLVED = regex.compile(
    r"\s*(?:%|phần trăm)?\s*(?:số\s+)?(?:hồ sơ\s+|HS\s+)?(?:đã\s+|được\s+|đã được\s+)(?:giải quyết|xử lý)"
    r"(?:\s+(?:xong|dứt điểm))?\s*,",
    regex.IGNORECASE,
)


def resolved_and_none_late(statement: Statement, quantity: Quantity, way: Way) -> bool:
    """Whether a percentage is of the resolved, and only the next clause says that none is late."""
    if "none_late" not in way.own or way.own & {"on_time", "early", "late"}:
        return False
    return _RESOLVED.match(statement.after(quantity.position)) is not None


def is_of_tasks(statement: Statement, quantity: Quantity) -> bool:
    """Whether on time and late are said of the tasks of a plan: "hoàn thành 98,2% nhiệm vụ (đúng hạn 97%, …)"."""
    if statement.columns is not None:
        return False
    count = share_of(statement, quantity)
    if count is not None and statement.quantities[count].kind == "dossier":
        return False
    around = statement.before(quantity.position) + statement.after(quantity.position)
    return DOSSIERS_OR_PROCEDURES.search(around) is None and ";" not in statement.before(quantity.position)


# "tỷ lệ hoàn thành đạt 94%"; "đạt 64% so với kế hoạch"
_COMPLETED = regex.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ)\s+hoàn thành\s*(?:\p{L}+\s*){0,2}$", regex.IGNORECASE)
_OF_A_PLAN = regex.compile(r"\s*so với\s+(?:chỉ tiêu\s+)?kế hoạch(?!\w)", regex.IGNORECASE)
_COMPLETES = regex.compile(r"(?<!\w)hoàn thành(?!\w)", regex.IGNORECASE)
_TASKS = regex.compile(r"(?<!\w)(?:nhiệm vụ|kế hoạch|công việc)(?!\w)", regex.IGNORECASE)
_BARE_RATE = regex.compile(r"\W*(?:tỷ lệ|tỉ lệ|%|đạt)(?:\W|%)*", regex.IGNORECASE)


def completes_tasks(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage is the completed part of tasks, by its column or its name, or is held to a plan."""
    if statement.columns is None:
        if quantity.role == "result" and _OF_A_PLAN.match(statement.after(quantity.position)):
            return True
        tasks = any(other.kind == "task" for other in statement.quantities)
        return tasks and _COMPLETED.search(statement.before(quantity.position)) is not None
    heads = [" ".join(statement.text[a:b] for a, b in spans if b < statement.start) for spans in statement.columns]
    of_tasks = any(map(_TASKS.search, heads)) and not any(map(DOSSIERS_OR_PROCEDURES.search, heads))
    head = heads[quantity.position]
    if _BARE_RATE.fullmatch(head) and quantity.position:
        head = heads[quantity.position - 1]  # "Nhiệm vụ | Tổng số | Hoàn thành | Tỷ lệ"
    return of_tasks and _COMPLETES.search(head) is not None


def of_bracket(statement: Statement, quantity: Quantity) -> Quantity:
    """A percentage with the scope of what it is a share of: "100% (283/283) TTHC cấp huyện", "trong số 2.764 hồ sơ"."""
    if quantity.scope != "all":
        return quantity
    behind = fraction_behind(statement, quantity)
    if behind is None:
        behind = count_behind(statement, quantity)
    if behind is None and is_out_of(statement, quantity):
        behind = quantity.position + 1
    if behind is None:
        return quantity
    counted = statement.quantities[behind]
    return dataclasses.replace(quantity, scope=counted.scope, scope_name=counted.scope_name)


def goes_on_with_plan(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage says once more how much is completed: "phòng hoàn thành 96% kế hoạch; xã hoàn thành 89%"."""
    before = statement.before(quantity.position)
    match = _COMPLETES.search(before)
    if match is None or statement.columns is not None:
        return False
    start = quantity.number.start - len(before)
    return leftover_words(statement, start, start + match.start()) <= 2


def compared_rate(statement: Statement, quantity: Quantity, earlier: Mapping[int, str]) -> str:
    """The rate of which a percentage is an earlier period's value: the one whose bracket it stands in, else the first.

    "trực tuyến 61% (năm 2022: 48%)", "đúng hạn 98,9%, trễ hạn 1,1%, so với quý trước (97%) …".
    """
    if quantity.whole is not None and quantity.whole in earlier:
        return earlier[quantity.whole]
    last = statement.quantities[quantity.position - 1]
    opened = statement.clauses.depth(quantity.number.start) > statement.clauses.depth(last.number.start)
    if opened and last.position in earlier:
        return earlier[last.position]
    named = [p for p in earlier if p < quantity.position and names_rate_of_its_own(statement, statement.quantities[p])]
    return earlier[named[-1]] if named else next(iter(earlier.values()))


def compared_with_plan(statement: Statement, quantity: Quantity) -> bool:
    """Whether the plan before a percentage is only what something is compared with."""
    return _AGAINST_PLAN.search(statement.text, statement.start, quantity.number.start) is not None


def near(statement: Statement, quantity: Quantity, cue: Cue) -> bool:
    """Whether a cue reached over delimiters can still be the percentage's: before it, or behind commas alone."""
    if cue.end <= quantity.number.start:
        # "văn bản ký số 77% và tỷ lệ báo cáo điện tử là 33%": what stands before a rate of another name is not its own.
        return not names_rate(statement, cue.end, quantity.number.start)
    between = regex.sub(r"\([^()]*\)", "", statement.text[quantity.number.end : cue.start])
    return not regex.search(r"[:;()]", between) and not NEXT_RATE.search(between)


# "chưa đạt mức[ 30% ]của kế hoạch năm", "vượt chỉ tiêu 50% UBND tỉnh giao", "thấp hơn mục tiêu 95%"
_SHORT_OF = regex.compile(
    r"(?<!\w)(?:(?:chưa|không|mới)\s+(?:đạt|bảo đảm|đáp ứng)|vượt|đạt|thấp hơn|cao hơn|kém)\s+(?:so với\s+)?"
    r"(?:mức|chỉ tiêu|mục tiêu|yêu cầu|ngưỡng)\s*(?:kế hoạch\s+)?(?:là\s+|đề ra\s+(?:là\s+)?)?$",
    regex.IGNORECASE,
)


def held_against(statement: Statement, quantity: Quantity, subject: str | None) -> bool:
    """Whether a target is the mark that the rate before it is held against, and names no subject of its own."""
    if subject is None or statement.clauses.depth(quantity.number.start) > 0:
        return True
    return is_held_short(statement, quantity)


def is_held_short(statement: Statement, quantity: Quantity) -> bool:
    """Whether words say that a rate reaches a goal, or does not: "vượt mục tiêu kế hoạch đề ra là 96%"."""
    return statement.columns is None and _SHORT_OF.search(statement.before(quantity.position)) is not None


# "đạt 96% (chỉ tiêu[ 95%])", "vượt[ 3%] so với kế hoạch"; not "; [100% TTHC được công khai]", a goal of its own
_MARK = regex.compile(
    r"[(/]\s*$|(?<!\w)(?:chỉ tiêu|mục tiêu|kế hoạch|KH|yêu cầu|quy định|mức|ngưỡng|vượt|hơn|so với|kém|giao)(?!\w)",
    regex.IGNORECASE,
)


def is_mark(statement: Statement, quantity: Quantity) -> bool:
    """Whether a target stands in a bracket or behind words that hold the figure before it against something."""
    inside = statement.clauses.depth(quantity.number.start) > 0
    return inside or _MARK.search(statement.before(quantity.position)) is not None


def of_the_payable(statement: Statement, quantity: Quantity, ways: tuple[Way, ...]) -> bool:
    """Whether fees are handed in online: "Về thanh toán trực tuyến: 5.032 hồ sơ phải nộp phí, 3.119 nộp qua Cổng".

    Dossiers that fees fall due for were counted, and the words that open the sentence speak of paying online.
    """
    if statement.columns is not None or not any("payable" in way.own for way in ways[: quantity.position]):
        return False
    first = statement.quantities[0].number.start
    told = find_cues(statement.text, statement.start, first, load("dossier_cues"))
    return any(cue.feature == "paid_online" for cue in told)


# "…; [tỷ lệ đúng hạn:] cấp xã 99%", "…, [mức độ hài lòng ở cấp huyện và cấp xã lần lượt là] 97%"
_HEAD = regex.compile(
    r"(?:[;,.(]|(?<!\w)và)\s*(?=(?:tỷ lệ|tỉ lệ|mức độ|chỉ số)\s(?!đạt|là|chiếm|này|trên|đó))", regex.IGNORECASE
)


def named_by_head(statement: Statement, quantity: Quantity) -> str | None:
    """The rate that words between the percentage before and this one head, however far they stand: over a colon."""
    if statement.columns is not None:
        return None
    floor = quantity.number.start - len(statement.before(quantity.position))
    heads = list(_HEAD.finditer(statement.text, floor, quantity.number.start))
    if not heads:
        return None
    span = heads[-1].end(), quantity.number.start
    features = frozenset(cue.feature for cue in find_cues(statement.text, *span, load("dossier_cues")))
    topics = frozenset(cue.feature for cue in find_cues(statement.text, *span, load("rate_cues")))
    return subject_metric(topics & {"satisfied", "disbursed", "e_document", "index", "plan"}) or way_metric(features)


# "có [tỷ lệ hồ sơ quá hạn cao, như: Sở Y tế (hơn] 12%)": a rate said to be high or low leads a list of who has it.
_SAID_HIGH = regex.compile(
    r"(?<!\w)(?P<rate>(?:tỷ lệ|tỉ lệ|mức độ)\s[^,;.:()\d]{2,80}?)\s(?:cao|thấp|khá cao|khá thấp)(?:\snhất)?"
    r",?\s*(?:như|gồm|là|cụ thể|điển hình(?:\slà)?)?\s*:[^:]*\(\s*(?:\p{L}+\s+){0,2}$",
    regex.IGNORECASE,
)


def led_as_high(statement: Statement, quantity: Quantity) -> str | None:
    """The rate of a list of offices in whose brackets its values stand."""
    if statement.columns is not None or statement.clauses.depth(quantity.number.start) == 0:
        return None
    led = _SAID_HIGH.search(statement.text, statement.start, quantity.number.start)
    if led is None:
        return None
    return way_metric(frozenset(c.feature for c in find_cues(statement.text, *led.span("rate"), load("dossier_cues"))))


# "đúng hạn 98,2%, [trực tuyến] 76%", "; [tỷ lệ trực tuyến toàn trình đạt] 61%"
_BARE_CHANNEL = regex.compile(
    r"[^\p{L}]*+(?:phần trăm[^\p{L}]*+)?(?:và\s+|còn\s+)?(?:tỷ lệ\s+|tỉ lệ\s+)?(?:nộp\s+|tiếp nhận\s+)?"
    r"(?:trực tuyến|qua mạng)(?:\s+(?:toàn trình|một phần))?(?:\s++(?:đạt|là|chiếm)|\s*+:){0,2}"
    r"\s*+(?:tỷ lệ\s+|khoảng\s+)?",
    regex.IGNORECASE,
)


# "[tỷ lệ trực tuyến] cấp huyện đạt 71,3%": that of dossiers, where nothing else is told of
_RATE_ONLINE = regex.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ)\s+(?:nộp\s+)?(?:trực tuyến|qua mạng)(?!\w)", regex.IGNORECASE)
_TOLD_OF = regex.compile(
    r"(?<!\w)(?:TTHC|thủ tục|dịch vụ công|dịch vụ|DVC|họp|hội nghị|thanh toán|tập huấn)(?!\w)", regex.IGNORECASE
)


def told_by_lead(statement: Statement, quantity: Quantity) -> str | None:
    """The rate that the line right above names, where a list item names no more than a place: "+ Cấp xã: 79%"."""
    above = [lead for lead in statement.leads if lead[0] < statement.line.start]
    if statement.columns is not None or not above or not statement.text[slice(*above[0])].rstrip().endswith(":"):
        return None
    if leftover_words(statement, statement.start, quantity.number.start):
        return None
    features = frozenset(cue.feature for cue in find_cues(statement.text, *above[0], load("dossier_cues")))
    topics = frozenset(cue.feature for cue in find_cues(statement.text, *above[0], load("rate_cues")))
    metric = subject_metric(topics - {"plan", "goal", "index"}) or way_metric(features)
    loose = metric in ("online_rate", "resolution_rate") and not DOSSIERS.search(statement.text, *above[0])
    return None if loose else metric


# What is said of dossiers alone, so that shares beside it are of dossiers too.
_OF_DOSSIERS_ALONE = frozenset({"on_time", "early", "late", "digitized"})


def is_bare_channel(statement: Statement, quantity: Quantity, ways: tuple[Way, ...]) -> bool:
    """Whether "trực tuyến" alone heads a percentage beside counts or other shares of dossiers."""
    beside = any(q.kind == "dossier" for q in statement.quantities[: quantity.position])
    shares = (
        ways[q.position].own & _OF_DOSSIERS_ALONE
        for q in statement.quantities
        if q.kind == "percent" and q.position != quantity.position
    )
    if _RATE_ONLINE.search(statement.before(quantity.position)) and not _TOLD_OF.search(
        statement.text, statement.start, quantity.number.start
    ):
        return True
    headed = regex.split("[:;]", statement.before(quantity.position).rstrip(" :"))[-1]
    return (beside or any(shares)) and _BARE_CHANNEL.fullmatch(headed) is not None
