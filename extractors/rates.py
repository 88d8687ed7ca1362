"""Percentages.

A percentage is a share of dossiers by their way through the office, or of something else that the rate vocabulary names. What
it does not say itself it takes from the count it stands beside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

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
# Metrics that need dossiers named beside them: "giải quyết" and "trực tuyến" are said of much else.
_LOOSE = frozenset({"online_rate", "resolution_rate"})
_SCOPE_WORDS = regex.compile(
    r"(?<!\w)(?:cấp (?:tỉnh|huyện|xã)|UBND|các (?:xã|phường)|toàn (?:tỉnh|huyện)|tỷ lệ|đạt|là|chiếm)(?!\w)",
    regex.IGNORECASE,
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
        earlier: dict[int, str] = {}
        for quantity, way in zip(statement.quantities, ways, strict=True):
            if quantity.kind not in ("percent", "percentage_point"):
                continue
            numerator, denominator = _fraction(statement, quantity)
            earlier[quantity.position] = metric = _metric(statement, quantity, ways, labels, earlier)
            found.append(
                Rate(
                    metric=metric,
                    value=quantity.number.value,
                    decimals=quantity.number.decimals,
                    numerator=numerator,
                    denominator=denominator,
                    field=quantity.field,
                    confidence=way.confidence,
                    **figure_fields(reading, statement, quantity),
                )
            )
    return tuple(found)


def _metric(
    statement: Statement,
    quantity: Quantity,
    ways: tuple[Way, ...],
    labels: tuple[Labels, ...],
    earlier: Mapping[int, str],
) -> str:
    """The metric: told beside the percentage, else beside the count it is a share of, else that of the percentage before it.

    ``earlier`` holds the metrics of the statement's percentages before this one, by position.
    """
    way, label = ways[quantity.position], labels[quantity.position]
    if quantity.compared and earlier:
        return next(iter(earlier.values()))
    subject = _subject(label.features)
    own = way_metric(way.own)
    if own in _LOOSE and (subject is not None or not _speaks_of_dossiers(statement, quantity)):
        own = None
    count = _share_of(statement, quantity)
    if own is not None:
        return own
    if subject is not None and (count is None or subject != "plan_completion_rate"):
        return subject
    if quantity.role == "change":
        return "unclassified"
    if count is not None:
        counted = statement.quantities[count]
        taken = way_metric(ways[count].features)
        if counted.kind != "dossier" and taken not in ("digitization_rate", "online_payment_rate"):
            taken = None
        taken = taken or _subject(labels[count].features) or _subject(labels[count].weak_features) or subject
        return taken or "unclassified"
    before = list(earlier.values())[-1] if earlier else None
    if before is not None and not _new_noun(statement, quantity):
        return before
    followed = way_metric(way.features) if _speaks_of_dossiers(statement, quantity) else None
    return (
        followed
        or _subject(frozenset(c.feature for c in label.weak if c.start < quantity.number.start))
        or "unclassified"
    )


def _speaks_of_dossiers(statement: Statement, quantity: Quantity) -> bool:
    """Whether dossiers are named beside a percentage, or in its table."""
    if statement.columns is not None:
        return True
    around = statement.before(quantity.position) + " " + statement.after(quantity.position)
    return bool(_DOSSIER_NOUN.search(around))


def _new_noun(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage has a subject of its own that no vocabulary knows: "tỷ lệ bao phủ bảo hiểm y tế 96,8%"."""
    before = _SCOPE_WORDS.sub("", statement.before(quantity.position).rsplit(";", 1)[-1].rsplit(",", 1)[-1])
    after = statement.after(quantity.position).split(",")[0].split(";")[0]
    return len(regex.findall(r"\p{L}+", before)) > 3 or len(regex.findall(r"\p{L}+", after)) > 3


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


# "hoàn thành 18/20 nhiệm vụ theo kế hoạch của huyện, đạt 90%"
_SHARE_AFTER_COMMA = regex.compile(
    r"[^;.:]{0,90}[,(]\s*(?:đã\s+)?(?:đạt|chiếm|bằng|tương ứng|tương đương)(?:\s+(?:tỷ lệ|tỉ lệ|với|khoảng|hơn|trên|gần|là))*\s*",
    regex.IGNORECASE,
)


def _share_of(statement: Statement, quantity: Quantity) -> int | None:
    """The position of the count that a percentage is a share of: the one right before it."""
    position = quantity.position
    if position == 0 or statement.columns is not None:
        return next((p for p in range(position - 1, -1, -1) if statement.quantities[p].kind != "percent"), None)
    previous = statement.quantities[position - 1]
    if previous.kind in ("percent", "time", "rank"):
        return None
    between = statement.text[max(previous.number.end, previous.number.unit_end) : quantity.number.start]
    if not _SHARE.fullmatch(between) and not _SHARE_AFTER_COMMA.fullmatch(between):
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
