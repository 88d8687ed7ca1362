"""Counts of administrative procedures (TTHC)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import regex

from extractors.columns import column
from extractors.cues import Cue
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.labelling import Labels
from extractors.located import Figure
from extractors.procedure_kinds import with_bracketed, with_services
from extractors.procedure_lists import (
    answers_within,
    heads_new_level,
    rest_of_services,
    rests_elsewhere,
    told_before,
    whole_of_level,
    with_added_levels,
    with_split_wholes,
)
from extractors.procedure_metrics import compose, excludes
from extractors.procedure_predicates import said_before, said_behind
from extractors.procedure_scopes import ToldLevels, of_commune, with_scopes
from extractors.procedure_tables import all_of_row, of_table, rest_of_row, with_row_totals
from extractors.procedure_together import AMONG, told_together
from extractors.procedure_ways import ONE_STOP_OFFICE, behind_bracket, of_rate, way_of
from extractors.procedure_words import (
    answers_before,
    captioned,
    done_first,
    goes_on_proposed,
    in_context,
    is_for_each,
    names_something,
    new_clause,
    of_authority,
    of_pair,
    of_points,
    taken_in_addition,
)
from extractors.statements import Quantity, Statement, read_labels
from patterns.vocabulary import load


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Figure):
    """One count of administrative procedures."""

    metric: str = column("What was counted", "Chỉ tiêu", vocabulary="procedure_metric")
    value: int = column("The count", "Giá trị", unit="thủ tục")
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)


# "Xếp hạng" beside "Cải cách thủ tục hành chính": a rank counts nothing.
_RANK_HEAD = regex.compile(r"(?<!\w)(?:xếp hạng|thứ hạng|hạng|vị trí|xếp thứ)(?!\w)", regex.IGNORECASE)
# What the vocabulary's cues speak of.
_KINDS: frozenset[str | None] = frozenset({"procedure"})
# "Toàn tỉnh có 1.874 TTHC", "Trong số 1.702 TTHC": nothing is said of them but that they are there.
_THERE = regex.compile(
    r"(?:(?<!\w)(?:có|trong số|trên tổng số|gồm|là|thực hiện|giải quyết)|:)"
    r"\s*(?:(?:không quá|khoảng|gần|hơn|trên|tổng số|tổng cộng)\s+)?(?:\d+\s*/\s*)?$",
    regex.IGNORECASE,
)
# "thực hiện 4 tại chỗ": four steps at one desk
_ON_SITE = regex.compile(r"\s+tại chỗ(?!\w)", regex.IGNORECASE)
# "131 dịch vụ toàn trình trên tổng số 176 TTHC", "119 TTHC toàn trình/281 TTHC": what is said before is of the part.
_OUT_OF_ALL = regex.compile(r"(?<!\w)(?:trong|trên)\s+tổng\s+số\s*$|\p{L}\s?/\s?$", regex.IGNORECASE)
_CHANGED = regex.compile(r"(?<!\w)(?:tăng|giảm)(?:\s+(?:thêm|được))?\s*$", regex.IGNORECASE)
# "liên thông 02 nhóm với 05 TTHC": the number before told what both are.
_ALONG = regex.compile(r"[^,;.:()\d]*(?:(?<!\w)(?:với|gồm|có)|\()\s*", regex.IGNORECASE)
_TOLD = regex.compile(r"(?<!\w)(?:được|đã|chưa|đủ|bị|phải|cần|không)(?!\w)", regex.IGNORECASE)


def find_procedures(reading: Reading) -> tuple[Procedure, ...]:
    """Find every count of procedures, in reading order."""
    found: list[Procedure] = []
    known: dict[int, list[str | None]] = {}
    told = ToldLevels()
    for statement in reading.statements:
        statement = with_bracketed(statement)
        counted = any(q.kind == "procedure" for q in statement.quantities) or of_table(statement)
        if not counted or of_points(statement):
            continue
        statement = with_services(statement)
        labels = tuple(
            in_context(statement, label) for label in read_labels(statement, load("procedure_cues"), excludes, _KINDS)
        )
        statement = _with_columns(statement, labels)
        metrics = known[statement.index] = _metrics(statement, labels, known)
        for quantity, label in zip(told.settle(statement, with_scopes(statement, metrics)), labels, strict=True):
            quantity = of_commune(reading.header, quantity, metrics[quantity.position])
            if quantity.kind != "procedure" or not quantity.number.value.is_integer():
                continue
            if is_for_each(statement, quantity) or _ON_SITE.match(statement.text, quantity.number.end):
                continue
            if metrics[quantity.position] is None and names_something(statement, quantity):
                continue
            found.append(
                Procedure(
                    metric=metrics[quantity.position] or "unclassified",
                    value=round(quantity.number.value),
                    field=quantity.field,
                    confidence=label.confidence,
                    **figure_fields(reading, statement, quantity),
                )
            )
    return tuple(found)


def _with_columns(statement: Statement, labels: Sequence[Labels]) -> Statement:
    """In a table row of procedures, columns that name a metric ("Toàn trình", "Một phần") count procedures."""
    if statement.columns is None:
        return statement
    heads = [" ".join(statement.text[a:b] for a, b in spans).casefold() for spans in statement.columns]
    # "Toàn trình" is said of dossiers too: from the first column of dossiers on.
    limit = next((position for position, head in enumerate(heads) if "hồ sơ" in head), len(heads))

    ranks = {position for position, head in enumerate(heads) if _RANK_HEAD.search(head)}

    def counts(quantity: Quantity) -> bool:
        known = quantity.number.unit is not None or quantity.kind not in (None, "other", "dossier")
        return quantity.position < limit and not known

    return statement.with_quantities(
        tuple(
            dataclasses.replace(q, kind="rank")
            if q.position in ranks
            else dataclasses.replace(q, kind="procedure")
            if counts(q) and compose(label.features)
            else q
            for q, label in zip(statement.quantities, labels, strict=True)
        )
    )


def _metrics(
    statement: Statement, labels: Sequence[Labels], known: Mapping[int, Sequence[str | None]]
) -> list[str | None]:
    """The metric of every quantity; None where it counts something else or its role is not known."""
    metrics: list[str | None] = []
    for quantity, label in zip(statement.quantities, labels, strict=True):
        if quantity.kind != "procedure":
            metrics.append(None)
            continue
        metric = (
            "total" if quantity.number.fraction == "denominator" else compose(_features(statement, quantity, label))
        )
        if metric == "announced" and (
            done_first(statement, quantity, label) or goes_on_proposed(statement, quantity, labels)
        ):
            metric = "unclassified"
        if metric == "other_levels" and rests_elsewhere(statement, label, metrics, known):
            metric = "unclassified"
        if metric in ("total", None):
            metric = captioned(statement) or rest_of_row(statement, quantity.position, metrics) or metric
            metric = metric or all_of_row(statement, quantity.position)
        if metric == "announced" and ONE_STOP_OFFICE.match(statement.text, statement.start, statement.end):
            metric = taken_in_addition(statement, quantity) or metric
        way = None if of_authority(statement, quantity) else way_of(statement, quantity)
        if way is None and quantity.whole is not None and metrics[quantity.whole] is None:
            way = behind_bracket(statement, quantity)
        if way is not None and metric in (None, "total") and quantity.number.fraction != "denominator":
            metric = way
        inherited = _inherited(statement, quantity.position, metrics, known)
        among = AMONG.search(statement.before(quantity.position))
        if quantity.position and _OUT_OF_ALL.search(statement.before(quantity.position)):
            metric = compose(frozenset(c.feature for c in label.own if c.start > quantity.number.start)) or "total"
        if (among and metric is None) or (metric == "unclassified" and (among or whole_of_level(statement, quantity))):
            metric = "total"
        if metric is None or metric == "total":
            metric = (
                answers_before(statement, quantity, known)
                or answers_within(statement, quantity, metrics)
                or rest_of_services(statement, quantity, metrics)
                or metric
            )
        behind = said_behind(statement, quantity)
        if metric in (None, "total") and not among and quantity.number.fraction != "denominator":
            metric = _predicate(behind, said_before(statement, quantity), metric)
        if metric is None:
            weak = compose(frozenset(c.feature for c in label.weak if c.start < quantity.number.start))
            together = told_together(statement, quantity.position, labels)
            metric = (
                of_rate(statement, quantity, metrics)
                or _lent_along(statement, quantity.position, labels)
                or heads_new_level(statement, quantity, metrics)
                or _handed_on(statement, quantity.position, labels)
                or (together if new_clause(statement, quantity) else None)
                or (together if (inherited or told_before(statement, known)) == "total" else None)
                or inherited
                or told_before(statement, known)
                or weak
                or _lent(statement, quantity.position, labels)
                or together
                or _only_there(statement, quantity.position, metrics)
            )
        elif _of_whole(statement, quantity, label, metric, metrics):
            metric = metrics[quantity.whole or 0]
        elif inherited == "announced" and _goes_on(statement, quantity, label, metric):
            metric = "announced"
        elif metric == "total" and quantity.number.fraction == "numerator":
            metric = told_together(statement, quantity.position, labels) or metric
        metrics.append(metric)
    return with_split_wholes(statement, with_added_levels(statement, with_row_totals(statement, metrics)))


def _predicate(behind: frozenset[str] | None, before: frozenset[str] | None, metric: str | None) -> str | None:
    """The metric that what was done with the procedures makes of a count without one, or of a bare total."""
    told = behind if behind is not None else before
    done = None if told is None else compose(told)
    return metric if done in (None, "total") else done


# "công bố 347 TTHC, [niêm yết công khai ]276 TTHC": published is told on its own.
_PUBLISHED = regex.compile(r"(?:được )?(?:công khai|niêm yết|đăng tải)(?!\w)", regex.IGNORECASE)


def _goes_on(statement: Statement, quantity: Quantity, label: Labels, metric: str) -> bool:
    """Whether a count only goes on with what was announced before it; a base never does, nor what has its own verb."""
    if quantity.number.fraction == "denominator":
        return False
    if metric == "total":
        told = [statement.text[c.start : c.end] for c in label.own if c.end <= quantity.number.start]
        return quantity.whole is not None or not any(_PUBLISHED.match(words) for words in told)
    own = any(cue.feature == "other" for cue in label.own)
    return metric == "unclassified" and not new_clause(statement, quantity) and not (own and quantity.whole is None)


# "(công an 53 TTHC, …)": whose they are, not what was done.
_BRANCH = regex.compile(r"công an|quân sự", regex.IGNORECASE)


def _of_whole(
    statement: Statement, quantity: Quantity, label: Labels, metric: str, metrics: Sequence[str | None]
) -> bool:
    """Whether a part is told only by whose authority it is, so that it goes on with what its whole is."""
    if quantity.whole is None or quantity.number.fraction is not None or metrics[quantity.whole] in (None, "total"):
        return False
    if metric == "unclassified":
        return all(_BRANCH.fullmatch(statement.text, c.start, c.end) for c in label.own)
    return metric == "total" and of_authority(statement, quantity)


# "Số TTHC thực hiện qua bưu chính[/tổng số TTHC: ]530/555": what stands before the stroke is of the part.
_STROKE = regex.compile(r"\s?/\s?(?:tổng)(?!\w)[^,;.()\d/]*$", regex.IGNORECASE)


def _features(statement: Statement, quantity: Quantity, label: Labels) -> frozenset[str]:
    """The features of a number; of a fraction's upper end what stands before it, if anything does.

    "Số TTHC có phát sinh hồ sơ là 87/214 TTHC toàn trình": the words behind are those of the whole.
    """
    if quantity.number.fraction != "numerator":
        return frozenset(cue.feature for cue in label.own if not _of_next(statement, quantity, label, cue))
    stroke = _STROKE.search(statement.before(quantity.position))
    if stroke is not None:
        cut = quantity.number.start - len(statement.before(quantity.position)) + stroke.start()
        told = frozenset(cue.feature for cue in (*label.own, *label.weak) if cue.start < cut)
        if told - {"total"}:
            return told
    before = frozenset(cue.feature for cue in label.own if cue.start < quantity.number.start)
    return before if before - {"total"} else label.features


def _of_next(statement: Statement, quantity: Quantity, label: Labels, cue: Cue) -> bool:
    """Whether "và" parts a cue from the number before it, which has its own, and leads to another count.

    "đề nghị đơn giản hóa 11 TTHC và cắt giảm 1/3 thời gian giải quyết đối với 34 TTHC".
    """
    number = quantity.number
    if cue.start < number.end or statement.columns is not None:
        return False
    joined = any(d.kind == "and" for d in statement.clauses.between(number.whole_end, cue.start))
    return (
        joined
        and any(c.feature != "total" and c.end <= number.start for c in label.own)
        and any(q.kind == "procedure" and q.number.start > cue.end for q in statement.quantities)
    )


def _handed_on(statement: Statement, position: int, labels: Sequence[Labels]) -> str | None:
    """What the words between the count of procedures before and this one say, where they belong to this one."""
    before = next((q for q in reversed(statement.quantities[:position]) if q.kind == "procedure"), None)
    if before is None or before.number.fraction is not None:
        return None
    label = labels[before.position]
    return compose(frozenset(c.feature for c in label.own if _of_next(statement, before, label, c)))


def _inherited(
    statement: Statement,
    position: int,
    metrics: Sequence[str | None],
    known: Mapping[int, Sequence[str | None]],
) -> str | None:
    """The metric of the number this one is a part of, or of the one before it in its list, or of the line above."""
    quantity = statement.quantities[position]
    if statement.columns is not None and statement.columns[position]:
        return None  # a column tells by its own head what it counts
    if of_pair(statement, quantity) and metrics[position - 1] is not None:
        return metrics[position - 1]
    if quantity.whole is not None and metrics[quantity.whole] is not None:
        return metrics[quantity.whole]
    for other in reversed(statement.quantities[:position]):
        if quantity.number.fraction == "numerator" and other.number.fraction == "denominator":
            continue  # "cấp huyện 318/322 thủ tục, cấp xã 141/141 thủ tục": goes on with what the first part was
        if (
            position
            and _CHANGED.search(statement.before(position))
            and _OUT_OF_ALL.search(statement.before(other.position))
        ):
            continue  # "119 TTHC toàn trình/281 TTHC, tăng 17 TTHC": it is the part that rose
        if other.kind == "procedure" and other.whole == quantity.whole and metrics[other.position] is not None:
            return metrics[other.position]
    for parent in statement.parents:
        for metric in known.get(parent.index, ()):
            if metric is not None:
                return metric
    return None


def _lent_along(statement: Statement, position: int, labels: Sequence[Labels]) -> str | None:
    """What the number right before told of both: "liên thông 02 nhóm với 05 TTHC"."""
    if not position or statement.columns is not None or statement.quantities[position - 1].kind == "procedure":
        return None
    return compose(labels[position - 1].features) if _ALONG.fullmatch(statement.before(position)) else None


def _lent(statement: Statement, position: int, labels: Sequence[Labels]) -> str | None:
    """What the percentages and days right around a number took of its cues.

    "Rút ngắn thời gian giải quyết 30 - 50% đối với 52 TTHC", "100% TTHC (131/131) được thực hiện qua một cửa".
    """
    for near in range(position - 1, -1, -1):
        if statement.quantities[near].kind == "procedure" or ";" in statement.before(near + 1):
            break
        lent = compose(labels[near].features)
        if lent is not None:
            return lent
    return None


def _only_there(statement: Statement, position: int, metrics: Sequence[str | None]) -> str | None:
    whole = statement.quantities[position].whole
    if whole is not None and statement.quantities[whole].kind == "procedure" and metrics[whole] is None:
        return None  # parts of what was done in words that are not known
    clause = regex.split(r"[,;.:(]", statement.after(position), maxsplit=1)[0]
    return "total" if _THERE.search(statement.before(position)) and not _TOLD.search(clause) else None


FAMILY = Family(
    table="procedures",
    description="A row for every count of administrative procedures",
    record=Procedure,
    find=find_procedures,
)
