"""How a percentage that its clause leaves open comes to its metric: step by step, the surest first."""

from __future__ import annotations

from collections.abc import Callable

import regex

from extractors.rate_clauses import is_of_its_own, names_rate_of_its_own, new_subject, opens_with_thing
from extractors.rate_context import (
    alike,
    answers_otherwise,
    compared_with_plan,
    counts_alike,
    goes_on_with_plan,
    held_against,
    is_bare_channel,
    is_held_short,
    is_mark,
    near,
    tells_itself,
    told_by_lead,
)
from extractors.rate_counts import between, of_count, of_criterion
from extractors.rate_metrics import NAMED, subject_metric, way_metric
from extractors.rate_percentage import Percentage
from extractors.rate_subjects import (
    NEXT_RATE,
    clause_around,
    tells_otherwise,
    words_before,
)
from extractors.rates_of_else import told_of_else, told_of_petitions
from extractors.repeated_rates import digitizes_too, is_next_component, rises, told_again
from extractors.shares import numerator_of
from extractors.statements import Quantity, Statement

# Metrics that need dossiers named beside them: "giải quyết" and "trực tuyến" are said of much else.
LOOSE = frozenset({"online_rate", "resolution_rate"})
_OTHER_WAYS = frozenset(
    {"direct", "pending", "not_due", "returned", "cancelled", "rest", "other", "examined", "aspect"}
)
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

# A step of the way: the percentage, its subject, and the subject that words over a comma name.
_Step = Callable[[Percentage, str | None, str | None], str | None]


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
    if one.graded and one.counts == "person":
        return "unclassified"  # "hoàn thành nhiệm vụ 02 người (2,6%)"
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
    papers = one.before == "digitization_rate" and digitizes_too(one.statement, one.quantity)
    component = one.before == "index_rate" and is_next_component(one.statement, one.quantity)
    return one.before if again or plan or papers or component else None


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
    if followed is not None and not speaks_of_dossiers(one, followed, None):
        followed = None
    followed = followed or told_by_lead(one.statement, one.quantity)
    return weak or followed or (None if one.graded else subject_metric(one.label.features))


FARTHER: tuple[_Step, ...] = (
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


def around(statement: Statement, quantity: Quantity) -> str:
    """The words around a percentage up to the next rate by its name, before and behind."""
    if opens_with_thing(statement, quantity):
        return clause_around(statement, quantity)  # "; 40% công chức hoàn thành tốt nhiệm vụ": no dossiers of its own
    before, after = words_before(statement, quantity), statement.after(quantity.position)
    return NEXT_RATE.split(before)[-1] + " " + NEXT_RATE.split(after)[0]


def speaks_of_dossiers(one: Percentage, metric: str, subject: str | None) -> bool:
    """Whether a metric of dossiers is meant: "trực tuyến", "giải quyết", "đúng tiến độ" are said of much else."""
    statement, quantity = one.statement, one.quantity
    if statement.columns is not None:
        # "Tỷ lệ hoàn thành nhiệm vụ của kế hoạch": a row of a table of rates, beside rows of dossiers.
        words = " ".join(statement.text[a:b] for a, b in statement.columns[quantity.position])
        return metric not in LOOSE or subject is None or bool(_DOSSIER_NOUN.search(words))
    if metric in LOOSE and subject not in (None, "plan_completion_rate"):
        return False
    if subject is None and metric not in LOOSE:
        return True
    if metric == "online_rate" and subject is None and is_bare_channel(statement, quantity, one.ways):
        return True
    if subject is not None:
        # "hoàn thành nhiệm vụ đạt 29,8%, tỷ lệ hồ sơ …": the next clause speaks of its own.
        behind = NEXT_RATE.split(regex.split("[,;]", statement.after(quantity.position))[0])[0]
        before = NEXT_RATE.split(words_before(statement, quantity))[-1]
        if _OTHER_NOUN.match(behind):
            before = regex.split(r"[,;]|(?<!\w)và(?!\w)", before)[-1]  # "93% hồ sơ …; 22% nhiệm vụ đã hoàn thành"
        return bool(_DOSSIER_NOUN.search(before + " " + behind))
    return bool(_DOSSIER_NOUN.search(around(statement, quantity)))
