"""Percentages.

A percentage is a share of dossiers by their way through the office, or of something else that the rate vocabulary names. What
it does not say itself it takes from the count it stands beside.
"""

from __future__ import annotations

import dataclasses

import regex

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.labelling import Labels
from extractors.located import Figure
from extractors.statements import Quantity, Statement, read_labels
from extractors.ways import Way, read_ways
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


# By what the rate vocabulary names.
_SUBJECTS = {
    "satisfied": "satisfaction_rate",
    "disbursed": "disbursement_rate",
    "e_document": "e_document_rate",
    "one_stop": "one_stop_rate",
    "index": "index_rate",
    "plan": "plan_completion_rate",
}
# By the way of dossiers, the first that holds.
_WAYS = (
    ("paid_online", "online_payment_rate"),
    ("digitized", "digitization_rate"),
    ("late", "late_rate"),
    ("on_time", "on_time_rate"),
    ("in_term", "on_time_rate"),
    ("early", "early_rate"),
)
_DOSSIER_NOUN = regex.compile(r"(?<!\w)(?:hồ sơ|hs|giải quyết|tiếp nhận)(?!\w)", regex.IGNORECASE)


def way_metric(features: frozenset[str]) -> str | None:
    """The rate that the way of dossiers names.

    >>> way_metric(frozenset({"resolve", "on_time"})), way_metric(frozenset({"online", "receive"}))
    ('on_time_rate', 'online_rate')
    """
    for feature, metric in _WAYS:
        if feature in features:
            return metric
    if "online" in features and not features & {"returned", "cancelled"}:
        return "online_rate"
    if features & {"resolve"} and not features & {"pending", "direct"}:
        return "resolution_rate"
    return None


def find_rates(reading: Reading) -> tuple[Rate, ...]:
    """Find every percentage, in reading order."""
    found: list[Rate] = []
    for statement, ways in read_ways(reading.statements):
        if not any(q.number.unit in ("percent", "percentage_point") for q in statement.quantities):
            continue
        labels = read_labels(statement, load("rate_cues"))
        for quantity, way in zip(statement.quantities, ways, strict=True):
            if quantity.kind not in ("percent", "percentage_point"):
                continue
            numerator, denominator = _fraction(statement, quantity)
            role = quantity.role
            found.append(
                Rate(
                    metric=_metric(statement, quantity, way, ways, labels),
                    value=quantity.number.value,
                    decimals=quantity.number.decimals,
                    numerator=numerator,
                    denominator=denominator,
                    field=quantity.field,
                    confidence=way.confidence,
                    **(figure_fields(reading, statement, quantity, "rates") | {"role": role}),
                )
            )
    return tuple(found)


def _metric(
    statement: Statement, quantity: Quantity, way: Way, ways: tuple[Way, ...], labels: tuple[Labels, ...]
) -> str:
    """The metric: told beside the percentage, else beside the count it is a share of, else over a comma."""
    label = labels[quantity.position]
    subject = _subject(label.features)
    own = way_metric(way.own)
    if own in ("online_rate", "resolution_rate") and subject is not None:
        own = None
    if own is not None:
        return own
    if subject is not None:
        return subject
    count = _share_of(statement, quantity)
    if count is not None:
        subject = _subject(labels[count].features)
        if quantity.role != "change":
            return (
                way_metric(ways[count].features) or subject or _subject(labels[count].weak_features) or "unclassified"
            )
        return "unclassified"
    if quantity.role == "change":
        return "unclassified"
    followed = way_metric(way.features)
    return (
        followed
        or _subject(frozenset(c.feature for c in label.weak if c.start < quantity.number.start))
        or "unclassified"
    )


def _subject(features: frozenset[str]) -> str | None:
    for feature, metric in _SUBJECTS.items():
        if feature in features:
            return metric
    return None


# Between a count and its share stand only words that say so.
_SHARE = regex.compile(
    r"""[\s,;(]*(?:[^\d,;.()]{0,25}[\s,;(]+)?(?:(?:đã|được|và|đều)\s+)?
    (?:đạt|chiếm|bằng|tương\ ứng|tương\ đương|tỷ\ lệ|tỉ\ lệ|ứng\ với|là|đạt\ tỷ\ lệ|đạt\ tỉ\ lệ|chiếm\ tỷ\ lệ|chiếm\ tỉ\ lệ|với|đạt\ mức|khoảng|hơn|trên|gần|,|\()*
    [\s(:]*(?:đạt|chiếm|bằng|tỷ\ lệ|tỉ\ lệ|là|khoảng|hơn|trên|gần)?\s*""",
    regex.VERBOSE | regex.IGNORECASE,
)


def _share_of(statement: Statement, quantity: Quantity) -> int | None:
    """The position of the count that a percentage is a share of: the one right before it."""
    position = quantity.position
    if position == 0 or statement.columns is not None:
        return next((p for p in range(position - 1, -1, -1) if statement.quantities[p].kind != "percent"), None)
    previous = statement.quantities[position - 1]
    if previous.kind in ("percent", "money", "time", "rank"):
        return None
    between = statement.text[max(previous.number.end, previous.number.unit_end) : quantity.number.start]
    if not _SHARE.fullmatch(between):
        return None
    return position - 1


def _fraction(statement: Statement, quantity: Quantity) -> tuple[float | None, float | None]:
    """Numerator and denominator that stand right beside a percentage: "21/32 nội dung, đạt 65,6 %", "100% (5/5 hồ sơ)"."""
    count = _share_of(statement, quantity)
    if count is not None and statement.quantities[count].number.fraction == "denominator":
        pair = statement.quantities[count - 1].number, statement.quantities[count].number
        return pair[0].value, pair[1].value
    after = quantity.position + 1
    if after + 1 < len(statement.quantities) and statement.quantities[after].number.fraction == "numerator":
        between = statement.before(after)
        if regex.fullmatch(r"\s*(?:%|phần trăm)?\s*\(\s*(?:đạt|là|gồm|bằng|tương ứng)?\s*", between):
            return statement.quantities[after].number.value, statement.quantities[after + 1].number.value
    return None, None


FAMILY = Family(table="rates", description="A row for every percentage", record=Rate, find=find_rates)
