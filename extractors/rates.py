"""Percentages.

A percentage is a share of dossiers by their way through the office, or of something else that the rate vocabulary
names. What it does not say itself it takes from the count it stands beside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.labelling import Labels
from extractors.listed_ways import Way
from extractors.located import Figure
from extractors.rate_context import of_bracket, of_the_payable
from extractors.rate_subjects import gone_on
from extractors.rate_told import rate_metric
from extractors.repeated_rates import (
    goes_back,
    in_their_order,
    is_goal_of_next,
    predicate_giver,
    rate_before,
    sets_goal,
)
from extractors.shares import fraction_beside
from extractors.statements import Statement, read_labels
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


_SHARES = ("percent", "percentage_point")


def find_rates(reading: Reading) -> tuple[Rate, ...]:
    """Find every percentage, in reading order."""
    found: list[Rate] = []
    told: dict[int, tuple[str, ...]] = {}
    for statement, ways in read_ways(reading.statements):
        if not any(q.kind in _SHARES for q in statement.quantities):
            continue
        labels = read_labels(statement, load("rate_cues"))
        earlier: dict[int, str] = {}
        last = rate_before(statement, told)
        row = len(found)
        for quantity, way in zip(statement.quantities, ways, strict=True):
            if quantity.kind not in _SHARES:
                continue
            numerator, denominator = fraction_beside(statement, quantity)
            metric = rate_metric(statement, quantity, ways, labels, earlier)
            if metric == "online_rate" and of_the_payable(statement, quantity, ways):
                metric = "online_payment_rate"
            if last is not None and (
                (metric == "unclassified" and goes_back(statement, quantity))
                or (metric in ("unclassified", "plan_completion_rate") and sets_goal(statement, quantity))
            ):
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
        found[row:] = _told_together(statement, ways, labels, found[row:])
        told[statement.index] = tuple(rate.metric for rate in found[row:])
        if (before := gone_on(statement, told)) is not None:
            found[row:] = [dataclasses.replace(r, metric=m) for r, m in zip(found[row:], before, strict=True)]
            told[statement.index] = before
    return tuple(found)


def _told_together(
    statement: Statement, ways: tuple[Way, ...], labels: tuple[Labels, ...], rates: Sequence[Rate]
) -> list[Rate]:
    """The rates of a statement, where one has its metric from another: by a common predicate, goal or order."""
    shares = [q for q in statement.quantities if q.kind in _SHARES]
    metrics = {q.position: rate.metric for q, rate in zip(shares, rates, strict=True)}
    for quantity in reversed(shares):
        giver = predicate_giver(statement, quantity) if metrics[quantity.position] == "unclassified" else None
        if giver is not None:
            metrics[quantity.position] = metrics[giver]
        elif is_goal_of_next(statement, quantity, labels[quantity.position]):
            metrics[quantity.position] = metrics[quantity.position + 1]
    metrics.update(in_their_order(statement, ways, labels, metrics))
    return [
        rate if rate.metric == metric else dataclasses.replace(rate, metric=metric)
        for rate, metric in zip(rates, metrics.values(), strict=True)
    ]


FAMILY = Family(table="rates", description="A row for every percentage", record=Rate, find=find_rates)
