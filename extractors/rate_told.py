"""Which rate a percentage is: what its own clause tells, else the count it is a share of, else the rate before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import regex

from extractors.labelling import Labels
from extractors.listed_ways import Way
from extractors.rate_clauses import is_of_its_own, names_rate_of_its_own, new_subject, opens_with_thing
from extractors.rate_context import (
    alike,
    answers_otherwise,
    compared_rate,
    compared_with_plan,
    completes_tasks,
    counts_alike,
    goes_on_with_plan,
    held_against,
    is_bare_channel,
    is_held_short,
    is_mark,
    is_of_tasks,
    led_as_high,
    named_by_head,
    narrows,
    near,
    of_procedures,
    resolved_and_none_late,
    tells_itself,
    told_by_lead,
)
from extractors.rate_counts import between, of_count, of_criterion, of_so_many
from extractors.rate_metrics import NAMED, subject_metric, way_metric
from extractors.rate_percentage import Percentage
from extractors.rate_subjects import (
    NEXT_RATE,
    clause_around,
    goes_on_with_petitions,
    is_object,
    is_whole,
    moved_to_the_desk,
    names_documents,
    names_payment,
    names_results,
    names_users,
    names_work_files,
    surveyed_through,
    tells_by_what,
    tells_how_fast,
    tells_no_plan,
    tells_otherwise,
    told_of_else,
    told_of_judgments,
    told_of_petitions,
)
from extractors.repeated_rates import beside_earlier, is_next_component, rises, told_again
from extractors.shares import count_behind, fraction_behind, numerator_of, share_of
from extractors.statements import Quantity, Statement

# Counts of these have a way and a time of their own.
_NO_DOSSIERS = frozenset({"feedback", "complaint", "task", "content", "objective"})
# Metrics that need dossiers named beside them: "giải quyết" and "trực tuyến" are said of much else.
_LOOSE = frozenset({"online_rate", "resolution_rate"})
_TOPICS = frozenset({"satisfied", "disbursed", "e_document", "one_stop"})
_OTHER_WAYS = frozenset(
    {"direct", "pending", "not_due", "returned", "cancelled", "rest", "other", "examined", "aspect"}
)
# "xếp loại: … hoàn thành nhiệm vụ chiếm 3,7%": grades of people, not tasks done.
_GRADES = regex.compile(r"(?<!\w)xếp loại(?!\w)", regex.IGNORECASE)
# "đạt 55% (trên) tổng số hồ sơ trực tuyến"
_BASE = regex.compile(r"\s*(?:trên\s+|trong\s+|so với\s+)?(?:tổng\s+)?số\s", regex.IGNORECASE)
_PROCEDURE_NOUN = regex.compile(r"(?<!\w)(?:TTHC|thủ tục|dịch vụ|hồ sơ)(?!\w)", regex.IGNORECASE)
_OTHER_NOUN = regex.compile(
    r"\s*(?:tổng\s+)?(?:số\s+|các\s+)*(?:nhiệm vụ|nội dung|chỉ tiêu|mục tiêu|đầu việc|công việc|văn bản|công văn|phiếu"
    r"|người|tổ chức|cán bộ|công chức|viên chức|ý kiến)(?!\w)",
    regex.IGNORECASE,
)
# "hoàn thành 100%[ nhiệm vụ]"
_TASKS = regex.compile(
    r"\s*(?:các\s+|số\s+|tổng\s+số\s+)*(?:nhiệm vụ|nội dung|công việc|đầu việc|chỉ tiêu)(?!\w)", regex.IGNORECASE
)
_DOSSIER_NOUN = regex.compile(r"(?<!\w)(?:hồ sơ|hs|giải quyết|tiếp nhận|nộp)(?!\w)", regex.IGNORECASE)


def rate_metric(
    statement: Statement,
    quantity: Quantity,
    ways: tuple[Way, ...],
    labels: tuple[Labels, ...],
    earlier: Mapping[int, str],
) -> str:
    """The metric of a percentage; ``earlier`` holds those of the statement's percentages before it, by position.

    Its clause may name two things: ``own``, a way of dossiers ("đúng hạn"), and ``subject``, something else of the rate
    vocabulary ("hài lòng"). Where no way holds, what stands farther off is asked, in the order of ``_FARTHER``.
    """
    way, label = ways[quantity.position], labels[quantity.position]
    before = list(earlier.values())[-1] if earlier else None
    if quantity.compared and before is not None:
        return compared_rate(statement, quantity, earlier)
    if answers_otherwise(label) or beside_earlier(statement, quantity):
        return "unclassified"
    if quantity.kind == "percentage_point":
        return before or way_metric(way.features) or subject_metric(label.features) or "unclassified"
    subject = subject_metric(label.features - {"goal"})
    if statement.columns is not None and subject is None and any(q.kind == "point" for q in statement.quantities):
        return "index_rate"  # a row of criteria: the points it got, the most it can get, and their share
    count = share_of(statement, quantity)
    one = Percentage(
        statement=statement,
        quantity=quantity,
        ways=ways,
        labels=labels,
        earlier=earlier,
        before=before,
        count=fraction_behind(statement, quantity) if count is None else count,
        graded=_GRADES.search(statement.text, statement.start, quantity.number.start) is not None,
        no_procedure=not _PROCEDURE_NOUN.search(_around(statement, quantity)),
    )
    if _unfit(one, subject):
        subject = None
    words = clause_around(statement, quantity)
    counted_as = clause_around(statement, statement.quantities[numerator_of(statement, count)]) if count else ""
    if (
        names_work_files(words)
        or names_work_files(counted_as)
        or (subject == "e_document_rate" and (names_results(words) or names_users(words)))
    ):
        return "unclassified"
    own, subject = _words(one, subject)
    if (told := _by_clause(one, own, subject)) is not None:
        return told
    counted = count is not None and count < quantity.position
    if subject is None and not counted and told_of_petitions(statement, quantity):
        return "unclassified"
    if own is not None and not _holds(one, own, subject):
        own = None
    if own is None and subject is None and one.before is not None and not of_procedures(statement, quantity):
        own = named_by_head(statement, quantity)
    if own is None and subject is None:
        own = led_as_high(statement, quantity)
    if own is None and subject is None:
        subject = _reached_subject(one)
        if subject is None and (told := _by_count_behind(one)) is not None:
            return told
    return own or _farther(one, subject)


def _unfit(one: Percentage, subject: str | None) -> bool:
    """Whether a subject's words are said of something else: of grades of people, of no procedure."""
    if subject == "plan_completion_rate":
        return one.graded
    return subject == "one_stop_rate" and (one.no_procedure or "other" in one.way.own)


def _words(one: Percentage, subject: str | None) -> tuple[str | None, str | None]:
    """The way of dossiers and the subject that a percentage's clause names, where one gives way to the other."""
    statement, quantity = one.statement, one.quantity
    own = way_metric(one.way.own) or of_so_many(statement, quantity, one.ways)
    if subject is None and own in (None, "resolution_rate") and completes_tasks(statement, quantity):
        return None, "plan_completion_rate"
    if own in _LOOSE and one.counts == "procedure":
        own = None  # "đưa 100% (277/277) TTHC ra giải quyết theo cơ chế một cửa"
    if own == "resolution_rate" and subject is None and moved_to_the_desk(statement, quantity):
        return None, "one_stop_rate"
    if own in _LOOSE and subject is None:
        # "tỷ lệ hài lòng trong tiếp nhận, giải quyết TTHC": what is named first decides.
        reached = frozenset(c.feature for c in one.label.weak if near(statement, quantity, c))
        named = subject_metric(reached & _TOPICS)
        own, subject = (None, named) if named is not None else (own, subject)
    if own == "online_rate" and of_procedures(statement, quantity):
        own = None
    if own == "on_time_rate" and resolved_and_none_late(statement, quantity, one.way):
        own = "resolution_rate"
    return own, subject


def _by_clause(one: Percentage, own: str | None, subject: str | None) -> str | None:
    """What the clause settles whatever way it names: a part's rate, a payment, shares that are no rates."""
    statement, quantity = one.statement, one.quantity
    timed = own in ("late_rate", "on_time_rate", "early_rate")
    of_whole = one.earlier.get(quantity.whole) if quantity.whole is not None else None
    in_plan = "plan_completion_rate" in (one.before, of_whole)
    if timed and own != "early_rate" and in_plan and is_of_tasks(statement, quantity):
        return "unclassified"
    if subject is None and own in {None, *_LOOSE} and (whole := narrows(statement, quantity, one.earlier)) is not None:
        return whole
    if own in (None, "online_rate") and subject is None and names_payment(clause_around(statement, quantity)):
        return "online_payment_rate"
    if own == "late_rate" and subject == "plan_completion_rate" and one.no_procedure:
        return "unclassified"  # "tỷ lệ nhiệm vụ quá hạn"
    if timed and (is_whole(statement, quantity) or goes_on_with_petitions(statement, quantity)):
        return "unclassified"
    if subject in (None, "plan_completion_rate") and told_of_judgments(statement, quantity):
        return "unclassified"
    if own is None and subject in (None, "plan_completion_rate") and tells_no_plan(statement, quantity, one.count):
        return "unclassified"
    if own == "late_rate" and is_object(statement, quantity):
        return "unclassified"  # "gửi thư xin lỗi đối với 100% hồ sơ trễ hạn"
    if own == "resolution_rate" and (tells_how_fast(statement, quantity) or tells_by_what(statement, quantity)):
        return "unclassified"
    return None


def _holds(one: Percentage, own: str, subject: str | None) -> bool:
    """Whether the way of dossiers that a clause names is what the percentage is a share of."""
    statement, quantity = one.statement, one.quantity
    if one.counts in _NO_DOSSIERS:
        return False  # "giải quyết 87/90 phản ánh, kiến nghị đúng hạn (96,67%)"
    if one.count is not None and one.count < quantity.position:
        counted = statement.quantities[numerator_of(statement, one.count)]
        if counted.number.unit is None and told_of_petitions(statement, counted):
            return False  # "tỷ lệ xử lý kiến nghị đúng hạn là 46/49 (93,9%)", whatever is counted behind it
    if one.count is not None and _BASE.match(statement.after(quantity.position)):
        return False  # "thanh toán trực tuyến 3.266 hồ sơ, đạt 55% số hồ sơ trực tuyến": the base is no subject
    return not told_of_else(statement, quantity) and _speaks_of_dossiers(one, own, subject)


def _reached_subject(one: Percentage) -> str | None:
    """The subject of a percentage whose own words name none: of the survey it was got by, or documents."""
    statement, position = one.statement, one.quantity.position
    subject = None
    if one.count is None and position and surveyed_through(statement, one.quantity):
        subject = subject_metric(one.labels[position - 1].features | one.labels[position - 1].weak_features)
    if subject is None and names_documents(clause_around(statement, one.quantity)):
        return "e_document_rate"
    return subject


def _by_count_behind(one: Percentage) -> str | None:
    """The metric that the count behind a percentage tells of itself."""
    behind = count_behind(one.statement, one.quantity)
    if behind is None:
        return None
    return way_metric(one.ways[behind].own) or subject_metric(one.labels[behind].features)


# A step of the way farther off: the percentage, its subject, and the subject that words over a comma name.
_Step = Callable[[Percentage, str | None, str | None], str | None]


def _farther(one: Percentage, subject: str | None) -> str:
    """The metric of a percentage whose clause names no way of dossiers: the first of the steps that tells one."""
    reached = {cue.feature for cue in one.label.weak if near(one.statement, one.quantity, cue)}
    unfit = ({"one_stop"} if one.no_procedure else set()) | ({"plan"} if one.graded else set())
    if of_procedures(one.statement, one.quantity):
        unfit |= {"goal"}  # "đặt mục tiêu, tối thiểu 85% TTHC …" is of no plan
    weak = subject_metric(frozenset(reached - unfit))
    return next((told for step in _FARTHER if (told := step(one, subject, weak)) is not None), "unclassified")


def _as_target(one: Percentage, subject: str | None, weak: str | None) -> str | None:
    """A target is of the rate that is held against it."""
    held = (
        one.quantity.role == "target"
        and one.before is not None
        and held_against(one.statement, one.quantity, subject or weak)
        and (
            is_held_short(one.statement, one.quantity)
            or not new_subject(one.statement, one.quantity, before_only=is_mark(one.statement, one.quantity))
        )
    )
    return one.before if held else None


def _as_disbursed(one: Percentage, subject: str | None, _weak: str | None) -> str | None:
    """A further share of what was disbursed: "71,4% kế hoạch Thủ tướng giao và 64,2% kế hoạch HĐND giao"."""
    if subject != "plan_completion_rate" or one.before not in (None, "disbursement_rate"):
        return None
    if _TASKS.match(one.statement.after(one.quantity.position)):
        return None
    if one.before is None:
        # "Đẩy nhanh giải ngân, phấn đấu đến 30/9 đạt 65% kế hoạch"
        told = any(c.feature == "disbursed" and near(one.statement, one.quantity, c) for c in one.label.weak)
        return "disbursement_rate" if told else None
    led = any(c.feature == "plan" and c.end <= one.quantity.number.start for c in one.label.own)
    compared = compared_with_plan(one.statement, one.quantity)
    return one.before if compared or not (led or new_subject(one.statement, one.quantity)) else None


def _of_an_aspect(one: Percentage, _subject: str | None, _weak: str | None) -> str | None:
    """A share of the dossiers that were looked through, or of one property of them, is none of the rates."""
    if one.counts != "dossier" or one.count is None or one.statement.quantities[one.count].number.unit is None:
        return None
    return "unclassified" if one.ways[one.count].features & {"aspect", "examined"} else None


def _by_subject(one: Percentage, subject: str | None, _weak: str | None) -> str | None:
    """What the clause names; that of a plan only where no count tells more."""
    return subject if one.count is None or subject != "plan_completion_rate" else None


def _as_change(one: Percentage, _subject: str | None, _weak: str | None) -> str | None:
    """A change is of the rate before it, where that is what rises."""
    if one.quantity.role != "change":
        return None
    return one.before if one.before is not None and rises(one.statement, one.quantity) else "unclassified"


def _by_count(one: Percentage, subject: str | None, _weak: str | None) -> str | None:
    """What the count tells that the percentage is a share of; nothing behind it is asked."""
    statement, count = one.statement, one.count
    if count is None:
        return None
    named = subject_metric(one.labels[count].features) or subject
    other = one.counts == "dossier" and one.way.own & _OTHER_WAYS
    if other and count < one.quantity.position and named is None:
        return "unclassified"  # "6.740/8.956 hồ sơ được cập nhật trên phần mềm, đạt 75,3%"
    counted = statement.quantities[numerator_of(statement, count)]
    if subject is not None and count > one.quantity.position and statement.quantities[count + 1].number.unit is None:
        return subject  # "tỷ lệ hoàn thành nhiệm vụ là 80,4% (840/1.045)"
    if told_of_else(statement, statement.quantities[count]) or answers_otherwise(one.labels[count]):
        return "unclassified"  # "15 phiếu bình thường (5,07%)"
    if counted.number.unit is None and told_of_petitions(statement, counted):
        return "unclassified"  # "tỷ lệ xử lý kiến nghị đúng hạn: 46/49 (93,9%)"
    if tells_otherwise(statement, count):
        return "unclassified"
    if (criterion := of_criterion(statement, count)) is not None:
        return criterion
    untold = subject is None and one.counts != "point" and not tells_itself(statement, count, one.ways, one.labels)
    led = counted if count < one.quantity.position else one.quantity
    untold = untold and not new_subject(statement, led, before_only=True)
    if one.before is not None and untold and alike(statement, count, one.quantity, one.earlier):
        return one.before
    taken = between(statement, count, one.quantity) or of_count(statement, count, one.ways, one.labels) or subject
    if taken is None and one.ways[numerator_of(statement, count)].own & _OTHER_WAYS:
        return "unclassified"  # a share of what came in by post, or is pending, is none of the rates
    if taken is None and one.before is not None and counts_alike(statement, count, one.earlier):
        taken = one.before if not names_rate_of_its_own(statement, led) else None
    return taken or "unclassified"


def _by_repetition(one: Percentage, _subject: str | None, weak: str | None) -> str | None:
    """The rate before it, told again, or the plan's that it goes on with."""
    again = one.before is not None and weak is None and told_again(one.statement, one.quantity)
    plan = one.before == "plan_completion_rate" and goes_on_with_plan(one.statement, one.quantity)
    component = one.before == "index_rate" and is_next_component(one.statement, one.quantity)
    return one.before if again or plan or component else None


def _by_new_subject(one: Percentage, _subject: str | None, weak: str | None) -> str | None:
    """A clause that begins with something of its own takes nothing from the rate before it."""
    if not new_subject(one.statement, one.quantity):
        return None
    named = way_metric(one.way.features) if not is_of_its_own(one.statement, one.quantity) else None
    return weak or (named if named in NAMED else None) or "unclassified"


def _by_rate_before(one: Percentage, _subject: str | None, weak: str | None) -> str | None:
    """The rate before it, unless other words reach it; a way that is none of the rates takes from words alone."""
    if one.way.own & _OTHER_WAYS:
        return weak or "unclassified"
    return weak if one.before is not None and weak not in (None, "plan_completion_rate") else one.before


def _by_way_taken_over(one: Percentage, _subject: str | None, weak: str | None) -> str | None:
    """What words over a comma name, else the way taken from the figures before it, else the goal it is set."""
    followed = way_metric(one.way.features) if not told_of_else(one.statement, one.quantity) else None
    if followed is not None and not _speaks_of_dossiers(one, followed, None):
        followed = None
    followed = followed or told_by_lead(one.statement, one.quantity)
    return weak or followed or (None if one.graded else subject_metric(one.label.features))


_FARTHER: tuple[_Step, ...] = (
    _as_target,
    _as_disbursed,
    _of_an_aspect,
    _by_subject,
    _as_change,
    _by_count,
    _by_repetition,
    _by_new_subject,
    _by_rate_before,
    _by_way_taken_over,
)


def _around(statement: Statement, quantity: Quantity) -> str:
    if opens_with_thing(statement, quantity):
        return clause_around(statement, quantity)  # "; 40% công chức hoàn thành tốt nhiệm vụ": no dossiers of its own
    before, after = statement.before(quantity.position), statement.after(quantity.position)
    return NEXT_RATE.split(before)[-1] + " " + NEXT_RATE.split(after)[0]


def _speaks_of_dossiers(one: Percentage, metric: str, subject: str | None) -> bool:
    """Whether a metric of dossiers is meant: "trực tuyến", "giải quyết", "đúng tiến độ" are said of much else."""
    statement, quantity = one.statement, one.quantity
    if statement.columns is not None:
        # "Tỷ lệ hoàn thành nhiệm vụ của kế hoạch": a row of a table of rates, beside rows of dossiers.
        words = " ".join(statement.text[a:b] for a, b in statement.columns[quantity.position])
        return metric not in _LOOSE or subject is None or bool(_DOSSIER_NOUN.search(words))
    if metric in _LOOSE and subject not in (None, "plan_completion_rate"):
        return False
    if subject is None and metric not in _LOOSE:
        return True
    if metric == "online_rate" and subject is None and is_bare_channel(statement, quantity, one.ways):
        return True
    if subject is not None:
        # "hoàn thành nhiệm vụ đạt 29,8%, tỷ lệ hồ sơ …": the next clause speaks of its own.
        behind = NEXT_RATE.split(regex.split("[,;]", statement.after(quantity.position))[0])[0]
        before = NEXT_RATE.split(statement.before(quantity.position))[-1]
        if _OTHER_NOUN.match(behind):
            before = regex.split(r"[,;]|(?<!\w)và(?!\w)", before)[-1]  # "93% hồ sơ …; 22% nhiệm vụ đã hoàn thành"
        return bool(_DOSSIER_NOUN.search(before + " " + behind))
    return bool(_DOSSIER_NOUN.search(_around(statement, quantity)))
