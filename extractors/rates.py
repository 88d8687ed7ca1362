"""Percentages.

A percentage is a share of dossiers by their way through the office, or of something else that the rate vocabulary
names. What it does not say itself it takes from the count it stands beside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import regex

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.labelling import Labels
from extractors.listed_ways import Way
from extractors.located import Figure
from extractors.rate_context import (
    alike,
    answers_otherwise,
    compared_with_plan,
    counts_alike,
    goes_on_with_plan,
    held_against,
    is_of_tasks,
    narrows,
    near,
    of_bracket,
    of_procedures,
    resolved_and_none_late,
    tells_itself,
)
from extractors.rate_counts import between, of_count, of_criterion, of_so_many
from extractors.rate_metrics import NAMED, subject_metric, way_metric
from extractors.rate_subjects import (
    clause_around,
    gone_on,
    is_object,
    is_whole,
    names_documents,
    names_payment,
    names_results,
    new_subject,
    surveyed_through,
    tells_by_what,
    tells_how_fast,
    tells_otherwise,
    told_of_else,
)
from extractors.repeated_rates import goes_back, rate_before, rises, told_again
from extractors.shares import count_behind, fraction_behind, fraction_beside, share_of
from extractors.statements import Quantity, Statement, read_labels
from extractors.ways import read_ways
from patterns.vocabulary import load


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Figure):
    """One percentage."""

    metric: str = column("What the percentage is a share of", "Chỉ tiêu", vocabulary="rate_metric")
    value: float = column("The percentage", "Giá trị", unit="percent")
    decimals: int = column("Digits written after the decimal mark: the rounding", "Số chữ số thập phân", default=0)
    numerator: float | None = column("Numerator where the sentence writes a fraction", "Tử số", default=None)
    denominator: float | None = column("Denominator where the sentence writes a fraction", "Mẫu số", default=None)
    subject: str | None = column("Of what, in the text's words", "Đối tượng", default=None)
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)
    # Found by arithmetic once all figures of the report are there, never here.
    definition: str | None = column(
        "What reproduces the percentage from the figures beside it; null where nothing does or no count stands there",
        "Cách tính",
        vocabulary="rate_definition",
        default=None,
    )


# Counts of these have a way and a time of their own.
_NO_DOSSIERS = frozenset({"feedback", "complaint", "task", "content", "objective"})
# Metrics that need dossiers named beside them: "giải quyết" and "trực tuyến" are said of much else.
_LOOSE = frozenset({"online_rate", "resolution_rate"})
# "xếp loại: … hoàn thành nhiệm vụ chiếm 3,7%": grades of people, not tasks done.
_GRADES = regex.compile(r"(?<!\w)xếp loại(?!\w)", regex.IGNORECASE)
_TOPICS = frozenset({"satisfied", "disbursed", "e_document", "one_stop"})
_OTHER_WAYS = frozenset(
    {"direct", "pending", "not_due", "returned", "cancelled", "rest", "other", "examined", "aspect"}
)
# "đạt 55% (trên) tổng số hồ sơ trực tuyến"
_BASE = regex.compile(r"\s*(?:trên\s+|trong\s+|so với\s+)?(?:tổng\s+)?số\s", regex.IGNORECASE)
_PROCEDURE_NOUN = regex.compile(r"(?<!\w)(?:TTHC|thủ tục|dịch vụ|hồ sơ)(?!\w)", regex.IGNORECASE)
_DOSSIER_NOUN = regex.compile(r"(?<!\w)(?:hồ sơ|hs|giải quyết|tiếp nhận|nộp)(?!\w)", regex.IGNORECASE)


def find_rates(reading: Reading) -> tuple[Rate, ...]:
    """Find every percentage, in reading order."""
    found: list[Rate] = []
    told: dict[int, tuple[str, ...]] = {}
    for statement, ways in read_ways(reading.statements):
        if not any(q.kind in ("percent", "percentage_point") for q in statement.quantities):
            continue
        labels = read_labels(statement, load("rate_cues"))
        earlier: dict[int, str] = {}
        last = rate_before(statement, told)
        row = len(found)
        for quantity, way in zip(statement.quantities, ways, strict=True):
            if quantity.kind not in ("percent", "percentage_point"):
                continue
            numerator, denominator = fraction_beside(statement, quantity)
            metric = _metric(statement, quantity, ways, labels, earlier)
            if metric == "unclassified" and last is not None and goes_back(statement, quantity):
                metric = last
            if quantity.role != "change" or (not earlier and metric != "unclassified"):
                earlier[quantity.position] = metric
            found.append(
                Rate(
                    metric=metric,
                    value=quantity.number.value,
                    decimals=quantity.number.decimals,
                    numerator=numerator,
                    denominator=denominator,
                    field=quantity.field,
                    confidence=way.confidence,
                    **figure_fields(reading, statement, of_bracket(statement, quantity)),
                )
            )
        told[statement.index] = tuple(rate.metric for rate in found[row:])
        if (before := gone_on(statement, told)) is not None:
            found[row:] = [dataclasses.replace(r, metric=m) for r, m in zip(found[row:], before, strict=True)]
            told[statement.index] = before
    return tuple(found)


def _metric(
    statement: Statement,
    quantity: Quantity,
    ways: tuple[Way, ...],
    labels: tuple[Labels, ...],
    earlier: Mapping[int, str],
) -> str:
    """The metric: told beside the percentage, else beside the count it is a share of, else that of the rate before it.

    ``earlier`` holds the metrics of the statement's percentages before this one, by position.
    """
    way, label = ways[quantity.position], labels[quantity.position]
    before = list(earlier.values())[-1] if earlier else None
    if quantity.compared and before is not None:
        return next(iter(earlier.values()))
    if answers_otherwise(label):
        return "unclassified"
    if quantity.kind == "percentage_point":
        return before or way_metric(way.features) or subject_metric(label.features) or "unclassified"
    subject = subject_metric(label.features - {"goal"})
    if statement.columns is not None and subject is None and any(q.kind == "point" for q in statement.quantities):
        return "index_rate"  # a row of criteria: the points it got, the most it can get, and their share
    graded = _GRADES.search(statement.text, statement.start, quantity.number.start) is not None
    if subject == "plan_completion_rate" and graded:
        subject = None
    no_procedure = not _PROCEDURE_NOUN.search(_around(statement, quantity))
    if subject == "one_stop_rate" and (no_procedure or "other" in way.own):
        subject = None
    if subject == "e_document_rate" and names_results(clause_around(statement, quantity)):
        return "unclassified"
    count = share_of(statement, quantity)
    if count is None:
        count = fraction_behind(statement, quantity)
    own = way_metric(way.own) or of_so_many(statement, quantity, ways)
    if own in _LOOSE and count is not None and statement.quantities[count].kind == "procedure":
        own = None  # "đưa 100% (277/277) TTHC ra giải quyết theo cơ chế một cửa"
    if own in _LOOSE and subject is None:
        # "tỷ lệ hài lòng trong tiếp nhận, giải quyết TTHC": what is named first decides.
        named = subject_metric(frozenset(c.feature for c in label.weak if near(statement, quantity, c)) & _TOPICS)
        own, subject = (None, named) if named is not None else (own, subject)
    if own == "online_rate" and of_procedures(statement, quantity):
        own = None
    if own == "on_time_rate" and resolved_and_none_late(statement, quantity, way):
        own = "resolution_rate"
    in_plan = "plan_completion_rate" in (before, earlier.get(quantity.whole) if quantity.whole is not None else None)
    if own in ("late_rate", "on_time_rate") and in_plan and is_of_tasks(statement, quantity):
        return "unclassified"
    if (whole := narrows(statement, quantity, earlier)) is not None and subject is None and own in {None, *_LOOSE}:
        return whole
    if own in (None, "online_rate") and subject is None and names_payment(clause_around(statement, quantity)):
        return "online_payment_rate"
    if own in ("late_rate", "on_time_rate", "early_rate") and is_whole(statement, quantity):
        return "unclassified"
    if own == "late_rate" and is_object(statement, quantity):
        return "unclassified"  # "gửi thư xin lỗi đối với 100% hồ sơ trễ hạn"
    if own == "resolution_rate" and (tells_how_fast(statement, quantity) or tells_by_what(statement, quantity)):
        return "unclassified"
    if own is not None and count is not None and statement.quantities[count].kind in _NO_DOSSIERS:
        own = None  # "giải quyết 87/90 phản ánh, kiến nghị đúng hạn (96,67%)"
    if own is not None and count is not None and _BASE.match(statement.after(quantity.position)):
        own = None  # "thanh toán trực tuyến 3.266 hồ sơ, đạt 55% số hồ sơ trực tuyến": the base is no subject
    if own is not None and (
        told_of_else(statement, quantity) or not _speaks_of_dossiers(statement, quantity, own, subject)
    ):
        own = None
    if (
        own is None
        and subject is None
        and count is None
        and quantity.position
        and surveyed_through(statement, quantity)
    ):
        subject = subject_metric(labels[quantity.position - 1].features | labels[quantity.position - 1].weak_features)
    if own is None and subject is None and names_documents(clause_around(statement, quantity)):
        subject = "e_document_rate"
    if (behind := count_behind(statement, quantity)) is not None:
        told = way_metric(ways[behind].own) or subject_metric(labels[behind].features)
        if told is not None and own is None and subject is None:
            return told
    if own is not None:
        return own
    reached = {cue.feature for cue in label.weak if near(statement, quantity, cue)}
    unfit = ({"one_stop"} if no_procedure else set()) | ({"plan"} if graded else set())
    weak = subject_metric(frozenset(reached - unfit))
    if (
        quantity.role == "target"
        and before is not None
        and held_against(statement, quantity, subject or weak)
        and not new_subject(statement, quantity, before_only=True)
    ):
        return before
    led = any(c.feature == "plan" and c.end <= quantity.number.start for c in label.own)
    compared = compared_with_plan(statement, quantity)
    if (
        subject == "plan_completion_rate"
        and before == "disbursement_rate"
        and (compared or not (led or new_subject(statement, quantity)))
    ):
        return before  # "71,4% kế hoạch Thủ tướng giao và 64,2% kế hoạch HĐND giao"
    if (
        count is not None
        and statement.quantities[count].kind == "dossier"
        and ways[count].features & {"aspect", "examined"}
    ):
        return "unclassified"
    if subject is not None and (count is None or subject != "plan_completion_rate"):
        return subject
    if quantity.role == "change":
        return before if before is not None and rises(statement, quantity) else "unclassified"
    if count is not None and told_of_else(statement, statement.quantities[count]):
        return "unclassified"
    if count is not None and answers_otherwise(labels[count]):
        return "unclassified"  # "15 phiếu bình thường (5,07%)"
    if count is not None and tells_otherwise(statement, count):
        return "unclassified"
    criterion = of_criterion(statement, count) if count is not None else None
    if criterion is not None:
        return criterion
    untold = count is not None and subject is None and not tells_itself(statement, count, ways, labels)
    graded_alike = untold and statement.quantities[count or 0].kind != "point"
    if count is not None and before is not None and graded_alike and alike(statement, count, quantity, earlier):
        return before
    if count is not None:
        taken = between(statement, count, quantity) or of_count(statement, count, ways, labels) or subject
        if taken is None and ways[count].own & _OTHER_WAYS:
            return "unclassified"  # a share of what came in by post, or is pending, is none of the rates
        if taken is None and before is not None and counts_alike(statement, count, earlier):
            taken = before
        return taken or "unclassified"
    if before is not None and weak is None and subject is None and told_again(statement, quantity):
        return before
    if before == "plan_completion_rate" and goes_on_with_plan(statement, quantity):
        return before
    if new_subject(statement, quantity):
        named = way_metric(way.features)
        return weak or subject or (named if named in NAMED else None) or "unclassified"
    if way.own & _OTHER_WAYS:
        return weak or "unclassified"
    if before is not None:
        return weak if weak not in (None, "plan_completion_rate") else before
    followed = way_metric(way.features)
    if followed is not None and not _speaks_of_dossiers(statement, quantity, followed, None):
        followed = None
    goal = None if graded else subject_metric(label.features)
    return weak or followed or goal or "unclassified"


def _around(statement: Statement, quantity: Quantity) -> str:
    return statement.before(quantity.position) + " " + statement.after(quantity.position)


def _speaks_of_dossiers(statement: Statement, quantity: Quantity, metric: str, subject: str | None) -> bool:
    """Whether a metric of dossiers is meant: "trực tuyến", "giải quyết", "đúng tiến độ" are said of much else."""
    if statement.columns is not None:
        # "Tỷ lệ hoàn thành nhiệm vụ của kế hoạch": a row of a table of rates, beside rows of dossiers.
        words = " ".join(statement.text[a:b] for a, b in statement.columns[quantity.position])
        return metric not in _LOOSE or subject is None or bool(_DOSSIER_NOUN.search(words))
    if metric in _LOOSE and subject not in (None, "plan_completion_rate"):
        return False
    if subject is None and metric not in _LOOSE:
        return True
    if subject is not None:
        # "hoàn thành nhiệm vụ đạt 29,8%, tỷ lệ hồ sơ …": the next clause speaks of its own.
        own = statement.before(quantity.position) + " " + regex.split("[,;]", statement.after(quantity.position))[0]
        return bool(_DOSSIER_NOUN.search(own))
    return bool(_DOSSIER_NOUN.search(_around(statement, quantity)))


FAMILY = Family(table="rates", description="A row for every percentage", record=Rate, find=find_rates)
