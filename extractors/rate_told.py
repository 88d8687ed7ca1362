"""Which rate a percentage is: what its own clause tells, else the count it is a share of, else the rate before it."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.labelling import Labels
from extractors.listed_ways import Way
from extractors.rate_clauses import names_rate_of_its_own
from extractors.rate_context import (
    answers_otherwise,
    compared_rate,
    completes_tasks,
    is_of_tasks,
    led_as_high,
    named_by_head,
    narrows,
    near,
    of_procedures,
    resolved_and_none_late,
)
from extractors.rate_counts import of_so_many
from extractors.rate_metrics import subject_metric, way_metric
from extractors.rate_percentage import Percentage
from extractors.rate_steps import FARTHER, LOOSE, around, speaks_of_dossiers
from extractors.rate_subjects import (
    clause_around,
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
)
from extractors.rates_of_else import (
    counts_petitions,
    goes_on_with_petitions,
    told_of_else,
    told_of_judgments,
    told_of_petitions,
)
from extractors.repeated_rates import beside_earlier, is_share_of_goal
from extractors.shares import count_behind, fraction_behind, numerator_of, share_of
from extractors.statements import Quantity, Statement

# Counts of these have a way and a time of their own.
_NO_DOSSIERS = frozenset({"feedback", "complaint", "task", "content", "objective"})
_TOPICS = frozenset({"satisfied", "disbursed", "e_document", "one_stop"})
# "xếp loại: … hoàn thành nhiệm vụ chiếm 3,7%": grades of people, not tasks done.
_GRADES = regex.compile(r"(?<!\w)xếp loại(?!\w)", regex.IGNORECASE)
# "đạt 55% (trên) tổng số hồ sơ trực tuyến"
_BASE = regex.compile(r"\s*(?:trên\s+|trong\s+|so với\s+)?(?:tổng\s+)?số\s", regex.IGNORECASE)
_PROCEDURE_NOUN = regex.compile(r"(?<!\w)(?:TTHC|thủ tục|dịch vụ|hồ sơ)(?!\w)", regex.IGNORECASE)


def rate_metric(
    statement: Statement,
    quantity: Quantity,
    ways: tuple[Way, ...],
    labels: tuple[Labels, ...],
    earlier: Mapping[int, str],
) -> str:
    """The metric of a percentage; ``earlier`` holds those of the statement's percentages before it, by position.

    Its clause may name two things: ``own``, a way of dossiers ("đúng hạn"), and ``subject``, something else of the rate
    vocabulary ("hài lòng"). Where no way holds, what stands farther off is asked, in the order of ``FARTHER``.
    """
    way, label = ways[quantity.position], labels[quantity.position]
    before = list(earlier.values())[-1] if earlier else None
    if quantity.compared and before is not None:
        return compared_rate(statement, quantity, earlier)
    if answers_otherwise(label) or beside_earlier(statement, quantity) or is_share_of_goal(statement, quantity):
        return "unclassified"
    if quantity.kind == "percentage_point":
        named = names_rate_of_its_own(statement, quantity)
        told = way_metric(way.own) or subject_metric(label.features) if named else None
        return told or before or way_metric(way.features) or subject_metric(label.features) or "unclassified"
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
        no_procedure=not _PROCEDURE_NOUN.search(around(statement, quantity)),
    )
    if _unfit(one, subject):
        subject = None
    words = clause_around(statement, quantity)
    counted_as = (
        clause_around(statement, statement.quantities[numerator_of(statement, count)]) if count is not None else ""
    )
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
    if subject is None and not one.graded and own in (None, "resolution_rate") and completes_tasks(statement, quantity):
        return None, "plan_completion_rate"
    if own in LOOSE and one.counts == "procedure":
        own = None  # "đưa 100% (277/277) TTHC ra giải quyết theo cơ chế một cửa"
    if own == "resolution_rate" and subject is None and moved_to_the_desk(statement, quantity):
        return None, "one_stop_rate"
    if own in LOOSE and subject is None:
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
    if subject is None and own in {None, *LOOSE} and (whole := narrows(statement, quantity, one.earlier)) is not None:
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
        if counts_petitions(statement, statement.quantities[one.count]):
            return False
        counted = statement.quantities[numerator_of(statement, one.count)]
        if counted.number.unit is None and told_of_petitions(statement, counted):
            return False  # "tỷ lệ xử lý kiến nghị đúng hạn là 46/49 (93,9%)", whatever is counted behind it
    if one.count is not None and _BASE.match(statement.after(quantity.position)):
        return False  # "thanh toán trực tuyến 3.266 hồ sơ, đạt 55% số hồ sơ trực tuyến": the base is no subject
    return not told_of_else(statement, quantity) and speaks_of_dossiers(one, own, subject)


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


def _farther(one: Percentage, subject: str | None) -> str:
    """The metric of a percentage whose clause names no way of dossiers: the first of the steps that tells one."""
    reached = {cue.feature for cue in one.label.weak if near(one.statement, one.quantity, cue)}
    unfit = ({"one_stop"} if one.no_procedure else set()) | ({"plan"} if one.graded else set())
    if of_procedures(one.statement, one.quantity):
        unfit |= {"goal"}  # "đặt mục tiêu, tối thiểu 85% TTHC …" is of no plan
    weak = subject_metric(frozenset(reached - unfit))
    return next((told for step in FARTHER if (told := step(one, subject, weak)) is not None), "unclassified")
