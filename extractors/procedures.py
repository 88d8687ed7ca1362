"""Counts of administrative procedures (TTHC)."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.located import Figure
from extractors.statements import Statement, read_labels
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
    "online_levels_3_4",
    "online_full",
    "online_partial",
    "other_levels",
    "postal",
    "linked",
    "one_stop",
)


def compose(features: frozenset[str]) -> str | None:
    """The metric that features name, None where they name none.

    >>> compose(frozenset({"total", "online_full"})), compose(frozenset({"online_full", "online_partial"}))
    ('online_full', 'online_levels_3_4')
    """
    if {"online_full", "online_partial"} <= features:
        return "online_levels_3_4"
    for feature in _ORDER:
        if feature in features:
            if feature == "online_levels_3_4" and features & {"online_full", "online_partial"}:
                continue
            return feature
    if "other" in features:
        return "unclassified"
    return "total" if "total" in features else None


# What the vocabulary's cues speak of.
_KINDS: frozenset[str | None] = frozenset({"procedure"})


def excludes(features: frozenset[str]) -> bool:
    """Whether no count can be all of these."""
    return len(features & {"online_full", "online_partial", "other_levels", "announced", "shortened"}) > 1


def find_procedures(reading: Reading) -> tuple[Procedure, ...]:
    """Find every count of procedures, in reading order."""
    vocabulary = load("procedure_cues")
    found: list[Procedure] = []
    known: dict[int, list[str | None]] = {}
    for statement in reading.statements:
        if not any(q.kind == "procedure" for q in statement.quantities):
            continue
        labels = read_labels(statement, vocabulary, excludes, _KINDS)
        metrics: list[str | None] = []
        for quantity, label in zip(statement.quantities, labels, strict=True):
            if quantity.kind != "procedure":
                metrics.append(None)
                continue
            metric = "total" if quantity.number.fraction == "denominator" else compose(label.features)
            inherited = _inherited(statement, quantity.position, metrics, known)
            if metric is None:
                weak = compose(frozenset(c.feature for c in label.weak if c.start < quantity.number.start))
                metric = inherited or weak
            elif metric in ("total", "unclassified") and inherited == "announced":
                metric = "announced"
            metrics.append(metric)
            if not quantity.number.value.is_integer():
                continue
            found.append(
                Procedure(
                    metric=metric or "unclassified",
                    value=round(quantity.number.value),
                    field=quantity.field,
                    confidence=label.confidence,
                    **figure_fields(reading, statement, quantity),
                )
            )
        known[statement.index] = metrics
    return tuple(found)


def _inherited(
    statement: Statement, position: int, metrics: list[str | None], known: dict[int, list[str | None]]
) -> str | None:
    """The metric of the number this one is a part of, or of the one before it in its list, or of the line above."""
    quantity = statement.quantities[position]
    if quantity.whole is not None and metrics[quantity.whole] is not None:
        return metrics[quantity.whole]
    for other in reversed(statement.quantities[:position]):
        if other.kind == "procedure" and other.whole == quantity.whole:
            return metrics[other.position]
    for parent in statement.parents:
        for metric in known.get(parent.index, ()):
            if metric is not None:
                return metric
    return None


FAMILY = Family(
    table="procedures",
    description="A row for every count of administrative procedures",
    record=Procedure,
    find=find_procedures,
)
