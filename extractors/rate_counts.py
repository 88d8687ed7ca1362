"""The rate that a percentage is by the count it is a share of."""

from __future__ import annotations

import regex

from extractors.cues import find_cues
from extractors.labelling import Labels
from extractors.listed_ways import Way
from extractors.rate_clauses import names_rate_of_its_own
from extractors.rate_metrics import NAMED, subject_metric, way_metric
from extractors.rate_subjects import clause_around, names_documents, names_payment, taken_in_at_the_desk
from extractors.shares import is_out_of, numerator_of
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load


def between(statement: Statement, count: int, quantity: Quantity) -> str | None:
    """What is told between a count and its share: "480 hồ sơ, tất cả đều đúng hạn, đạt 100%"."""
    number = statement.quantities[count].number
    start = number.whole_end
    if start >= quantity.number.start or statement.quantities[count].kind != "dossier":
        return None
    features = {cue.feature for cue in find_cues(statement.text, start, quantity.number.start, load("dossier_cues"))}
    metric = way_metric(frozenset(features))
    return metric if metric in ("on_time_rate", "late_rate", "early_rate") else None


# "đưa 412/421 thủ tục vào tiếp nhận, trả kết quả theo cơ chế một cửa, đạt 97,86%"
_ONE_STOP = regex.compile(r"^[^;.:()\d]*?(?<!\w)(?:theo|qua|tại)\s[^,;.:()\d]{0,30}?một cửa(?!\w)", regex.IGNORECASE)


# What is counted beside dossiers and has rates of its own: "1.794/2.636 người dân hài lòng".
_ELSEWHERE = frozenset({"person", "feedback", "complaint"})
_PEOPLE_AND_PAPERS = frozenset({"citizen", "document", "task", "content", "objective"})


def of_count(statement: Statement, count: int, ways: tuple[Way, ...], labels: tuple[Labels, ...]) -> str | None:
    """The metric of a share by the count it is a share of; of a fraction, by its numerator."""
    whole, count = count, numerator_of(statement, count)
    counted = statement.quantities[count]
    # "Tỷ lệ trả kết quả đúng hạn: 1.829/1.934 (94,6%)": bare numbers behind what is done with dossiers.
    bare = counted.kind is None and counted.number.fraction is not None and bool(ways[count].own)
    anew = names_rate_of_its_own(statement, counted)
    dossiers = counted.kind == "dossier" or bare
    metric = way_metric(ways[count].features if dossiers and not bare and not anew else ways[count].own)
    named = subject_metric(labels[count].features) if counted.number.unit is None else None
    if named is not None and metric in (None, "resolution_rate", "online_rate"):
        return named  # "mức độ hoàn thành kế hoạch: 1.376/2.269 (60,6%)": what bare numbers count is not told
    elsewhere = counted.kind in _ELSEWHERE or (counted.kind in _PEOPLE_AND_PAPERS and bool(labels[count].own))
    if not dossiers and (elsewhere or metric not in ("digitization_rate", "online_payment_rate")):
        metric = None
    if bare and metric == "resolution_rate":
        metric = None  # "tỷ lệ hoàn thành: 46/58 (79,3%)" is said of much else
    if counted.kind == "point" and "satisfied" not in labels[count].features:
        return "index_rate"
    subject = metric or subject_metric(labels[count].features)
    if subject is None and not dossiers and names_payment(statement.after(count)):
        return "online_payment_rate"
    if subject is None and counted.kind == "procedure" and _ONE_STOP.search(statement.after(whole)):
        return "one_stop_rate"
    if subject is None and any(taken_in_at_the_desk(statement, at) for at in {count, whole}):
        return "one_stop_rate"
    if subject is None and counted.kind == "document" and names_documents(clause_around(statement, counted)):
        return "e_document_rate"
    if subject is None and counted.kind in ("task", "content", "objective"):
        return "plan_completion_rate"
    if subject is None and counted.number.unit in (None, "money", "dossier"):
        subject = subject_metric(labels[count].weak_features)
    return subject


def of_criterion(statement: Statement, count: int) -> str | None:
    """The rate that a criterion's points stand for: "số hóa hồ sơ 15,4/22 điểm (70%)"."""
    if statement.quantities[count].kind != "point":
        return None
    start, end = statement.start, statement.quantities[count].number.start
    marks = (
        d.end for d in statement.clauses.between(start, end) if d.kind in ("comma", "semicolon", "within", "colon")
    )
    features = {cue.feature for cue in find_cues(statement.text, max(marks, default=start), end, load("dossier_cues"))}
    metric = way_metric(frozenset(features))
    return metric if metric in NAMED | {"on_time_rate"} else None


def of_so_many(statement: Statement, quantity: Quantity, ways: tuple[Way, ...]) -> str | None:
    """The metric of the count that a percentage is said to be out of: "100% trong số 2.764 hồ sơ … đúng hạn"."""
    return way_metric(ways[quantity.position + 1].own) if is_out_of(statement, quantity) else None
