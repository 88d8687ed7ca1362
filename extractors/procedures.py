"""Counts of administrative procedures (TTHC)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import regex

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.labelling import Labels
from extractors.located import Figure
from extractors.statements import Quantity, Statement, read_labels
from patterns.vocabulary import load


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Figure):
    """One count of administrative procedures."""

    metric: str = column("What was counted", "Chỉ tiêu", vocabulary="procedure_metric")
    value: int = column("The count", "Giá trị", unit="thủ tục")
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)


# The metric of a set of features: the first feature that is there. "total" gives way to whatever narrows it.
_ORDER = (
    "announced",
    "shortened",
    "online_only",
    "online_full",
    "online_partial",
    "online_levels_3_4",
    "other_levels",
    "postal",
    "linked",
    "other",
    "one_stop",
    "online",
    "total",
)
_METRICS = {"other": "unclassified", "online": "online_levels_3_4"}
_EXCLUSIVE = frozenset({"online_full", "online_partial", "other_levels", "announced", "shortened"})
# What the vocabulary's cues speak of.
_KINDS: frozenset[str | None] = frozenset({"procedure"})
_LEVELS = frozenset({"province", "district", "commune"})
_LEVEL_NAMED = regex.compile(r"(?<!\w)(?:tỉnh|huyện|thị xã|quận|thành phố|xã|phường|thị trấn)(?!\w)", regex.IGNORECASE)
# "Toàn tỉnh có 1.874 TTHC", "Trong số 1.702 TTHC": nothing is said of them but that they are there.
_THERE = regex.compile(r"(?:(?<!\w)(?:có|trong số|trên tổng số|gồm|là)|:)\s*(?:\d+\s*/\s*)?$", regex.IGNORECASE)
# "mức độ 3 là 90 dịch vụ"
_SERVICE = regex.compile(r"\s*dịch vụ(?!\s+(?:bưu chính|viễn thông|việc làm))(?!\w)", regex.IGNORECASE)
_OWN_WORDS = regex.compile(
    r"\s+(?!và |còn |trong |được |đã |chiếm |đạt |là |thuộc |tại )\p{Ll}|\s+tại chỗ", regex.IGNORECASE
)
_AMONG = regex.compile(r"(?<!\w)(?:trong|trên)\s+(?:tổng\s+)?số\s*$", regex.IGNORECASE)
_TOLD = regex.compile(r"(?<!\w)(?:được|đã|chưa|đủ|bị|phải|cần|không)(?!\w)", regex.IGNORECASE)


def compose(features: frozenset[str]) -> str | None:
    """The metric that features name, None where they name none.

    >>> compose(frozenset({"total", "online_full"})), compose(frozenset({"online_full", "online_partial"}))
    ('online_full', 'online_levels_3_4')
    """
    if {"online_full", "online_partial"} <= features:
        return "online_levels_3_4"
    found = next((feature for feature in _ORDER if feature in features), None)
    return None if found is None else _METRICS.get(found, found)


def excludes(features: frozenset[str]) -> bool:
    """Whether no count can be all of these."""
    return len(features & _EXCLUSIVE) > 1


def find_procedures(reading: Reading) -> tuple[Procedure, ...]:
    """Find every count of procedures, in reading order."""
    found: list[Procedure] = []
    known: dict[int, list[str | None]] = {}
    for statement in reading.statements:
        if not any(q.kind == "procedure" for q in statement.quantities):
            continue
        statement = _with_services(statement)
        labels = read_labels(statement, load("procedure_cues"), excludes, _KINDS)
        statement = _with_columns(statement, labels)
        metrics = known[statement.index] = _metrics(statement, labels, known)
        for quantity, label in zip(_scoped(statement, metrics), labels, strict=True):
            if quantity.kind != "procedure" or not quantity.number.value.is_integer():
                continue
            if metrics[quantity.position] is None and _names_something(statement, quantity):
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


def _with_services(statement: Statement) -> Statement:
    """Beside procedures, "90 dịch vụ" are procedures too: those that are served online."""
    return dataclasses.replace(
        statement,
        quantities=tuple(
            dataclasses.replace(q, kind="procedure") if _SERVICE.match(statement.text, q.number.end) else q
            for q in statement.quantities
        ),
    )


def _with_columns(statement: Statement, labels: Sequence[Labels]) -> Statement:
    """In a table row of procedures, columns that name a metric ("Toàn trình", "Một phần") count procedures."""
    if statement.columns is None:
        return statement
    return dataclasses.replace(
        statement,
        quantities=tuple(
            dataclasses.replace(q, kind="procedure") if q.kind in (None, "other") and compose(label.features) else q
            for q, label in zip(statement.quantities, labels, strict=True)
        ),
    )


def _names_something(statement: Statement, quantity: Quantity) -> bool:
    """Whether a bare number belongs to words of its own: "04 tại chỗ", "06 bước"."""
    return quantity.number.unit is None and bool(_OWN_WORDS.match(statement.text, quantity.number.end, statement.end))


def _metrics(
    statement: Statement, labels: Sequence[Labels], known: Mapping[int, Sequence[str | None]]
) -> list[str | None]:
    """The metric of every quantity; None where it counts something else or its role is not known."""
    metrics: list[str | None] = []
    for quantity, label in zip(statement.quantities, labels, strict=True):
        if quantity.kind != "procedure":
            metrics.append(None)
            continue
        metric = "total" if quantity.number.fraction == "denominator" else compose(label.features)
        inherited = _inherited(statement, quantity.position, metrics, known)
        if metric is None:
            weak = compose(frozenset(c.feature for c in label.weak if c.start < quantity.number.start))
            metric = (
                inherited
                or weak
                or _lent(statement, quantity.position, labels)
                or _told_together(statement, quantity.position, labels)
                or _only_there(statement, quantity.position)
            )
        elif metric in ("total", "unclassified") and inherited == "announced":
            metric = "announced"
        metrics.append(metric)
    return metrics


def _inherited(
    statement: Statement,
    position: int,
    metrics: Sequence[str | None],
    known: Mapping[int, Sequence[str | None]],
) -> str | None:
    """The metric of the number this one is a part of, or of the one before it in its list, or of the line above."""
    quantity = statement.quantities[position]
    if quantity.whole is not None and metrics[quantity.whole] is not None:
        return metrics[quantity.whole]
    for other in reversed(statement.quantities[:position]):
        if other.kind == "procedure" and other.whole == quantity.whole and metrics[other.position] is not None:
            return metrics[other.position]
    for parent in statement.parents:
        for metric in known.get(parent.index, ()):
            if metric is not None:
                return metric
    return None


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


def _told_together(statement: Statement, position: int, labels: Sequence[Labels]) -> str | None:
    """The metric said once behind two counts: "302 TTHC cấp huyện và 136 TTHC cấp xã được công khai"."""
    following = position + 1
    if _AMONG.search(statement.before(position)):
        return "total"
    if following >= len(labels) or statement.quantities[following].kind != "procedure":
        return None
    joined = regex.search(r"(?:(?<!\w)và|,)\s*$", statement.before(following))
    after = frozenset(
        c.feature for c in labels[following].own if c.start > statement.quantities[following].number.start
    )
    return compose(after) if joined else None


def _only_there(statement: Statement, position: int) -> str | None:
    clause = regex.split(r"[,;.:(]", statement.after(position), maxsplit=1)[0]
    return "total" if _THERE.search(statement.before(position)) and not _TOLD.search(clause) else None


def _scoped(statement: Statement, metrics: Sequence[str | None]) -> list[Quantity]:
    """The quantities with their scopes: a clause about something else, behind a list of levels, is about all of them.

    "cấp huyện 329, cấp xã 156; mức độ toàn trình 190": the last is no commune's.
    """
    scoped: list[Quantity] = []
    opened = False
    for quantity in statement.quantities:
        before = statement.before(quantity.position)
        last = scoped[-1] if scoped else None
        if last is not None and statement.columns is None:
            levels = {q.scope for q in scoped if q.kind == "procedure"} & _LEVELS
            other = metrics[quantity.position] != metrics[last.position]
            named = _LEVEL_NAMED.search(before.rpartition(";")[2])
            if not opened and ";" in before and len(levels) > 1 and other and not named:
                opened = quantity.scope == statement.quantities[last.position].scope
            elif named:
                opened = False
        scoped.append(dataclasses.replace(quantity, scope="all", scope_name=None) if opened else quantity)
    return scoped


FAMILY = Family(
    table="procedures",
    description="A row for every count of administrative procedures",
    record=Procedure,
    find=find_procedures,
)
