"""Counts of dossiers (hồ sơ TTHC).

A number's cues are features (receive, resolve, late, online …); the metric is composed from them. What a number does
not say itself it takes from the number it is a part of, the number before it, and the lines it stands under.
"""

from __future__ import annotations

import dataclasses

import regex

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.listed_ways import Way
from extractors.located import Figure
from extractors.shares import is_base
from extractors.statements import Quantity, Statement
from extractors.ways import read_ways

# "1.606 hồ sơ cán bộ, công chức", "hồ sơ đảng viên": papers that are no dossiers of administrative procedures.
_OTHER_PAPERS = regex.compile(
    r"\s*(?:của\s+)?(?:cán bộ|công chức|viên chức|CBCC|đảng viên|nhân sự|lý lịch cán bộ|học bạ|bệnh án|mời thầu|dự thầu"
    r"|thầu|công việc|lưu trữ|giáo viên|nhân viên"
    r"|(?:bổ nhiệm|bổ nhiệm lại|quy hoạch|luân chuyển|điều động|tuyển dụng|nâng lương|nâng ngạch|thăng hạng|kỷ luật)"
    r"(?:\s+(?:đối với|của|cho))?\s+(?:cán bộ|công chức|viên chức|lãnh đạo|CBCC|giáo viên))(?!\w)",
    regex.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Figure):
    """One count of dossiers."""

    metric: str = column("What was counted", "Chỉ tiêu", vocabulary="dossier_metric")
    value: int = column("The count", "Giá trị", unit="hồ sơ")
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)


# The metric of a set of features, the first that holds; every feature of the left side is there, none of the middle.
_COMPOSITION: tuple[tuple[frozenset[str], frozenset[str], str], ...] = tuple(
    (frozenset(has.split()), frozenset(lacks.split()), metric)
    for has, lacks, metric in (
        ("certified", "", "certified_copies"),
        ("paid_online", "", "paid_online"),
        ("digitized", "", "digitized"),
        ("payable", "", "unclassified"),
        ("examined", "on_time late early in_term not_due due", "unclassified"),
        ("returned", "", "returned"),
        ("cancelled", "", "cancelled"),
        ("late pending", "resolve", "pending_overdue"),
        ("late", "", "resolved_late"),
        ("on_time pending", "resolve", "pending_on_time"),
        ("on_time", "", "resolved_on_time"),
        ("not_due", "", "pending_on_time"),
        ("in_term resolve", "pending", "resolved_on_time"),
        ("in_term", "", "pending_on_time"),
        ("early", "", "resolved_early"),
        ("due", "", "due"),
        ("to_process", "", "to_process"),
        ("carried receive total", "", "to_process"),
        ("aspect", "carried pending", "unclassified"),
        ("carried", "", "carried_over"),
        ("online receive resolve", "pending", "received_online"),
        ("online", "resolve pending", "received_online"),
        ("direct", "resolve pending", "received_direct"),
        ("other", "receive resolve pending", "unclassified"),
        ("average", "receive resolve pending", "unclassified"),
        ("pending receive", "resolve", "pending"),
        ("receive", "", "received"),
        ("pending", "", "pending"),
        ("resolve", "", "resolved"),
        ("online", "", "received_online"),
        ("direct", "", "received_direct"),
        ("rest", "", "pending"),
        ("total", "other", "received"),
        ("about_receive", "other", "received"),
        ("about_resolve", "other", "resolved"),
    )
)


def compose(features: frozenset[str]) -> str:
    """The metric that a set of features names; unclassified where it names none.

    >>> compose(frozenset({"resolve", "late"})), compose(frozenset({"receive", "resolve"})), compose(frozenset())
    ('resolved_late', 'received', 'unclassified')
    """
    for has, lacks, metric in _COMPOSITION:
        if has <= features and not lacks & features:
            return metric
    return "unclassified"


# What the larger number of a fraction is, by what the smaller one is.
_DENOMINATORS = {
    "received_online": "received",
    "received_direct": "received",
    "digitized": "received",
    "resolved": "received",
    "pending": "received",
    "received": "received",
    "resolved_on_time": "resolved",
    "resolved_late": "resolved",
    "resolved_early": "resolved",
    "pending_overdue": "pending",
    "pending_on_time": "pending",
    "returned": "received",
    "cancelled": "received",
}


def metric_of(way: Way, denominator: bool) -> str:
    """The metric of one number's way through the office."""
    metric = compose(way.features)
    if denominator and not way.own:
        if way.features & {"other", "examined", "aspect"}:
            return "unclassified"
        return _DENOMINATORS.get(metric, "unclassified")
    return metric


def find_dossiers(reading: Reading) -> tuple[Dossier, ...]:
    """Find every count of dossiers, in reading order."""
    found: list[Dossier] = []
    for statement, ways in read_ways(reading.statements):
        for quantity, way in zip(statement.quantities, ways, strict=True):
            if quantity.kind != "dossier" or not quantity.number.value.is_integer():
                continue
            other = _other_papers(statement, quantity.position)
            if way.surveyed and quantity.number.unit is None:
                continue
            found.append(
                Dossier(
                    metric="unclassified" if other else _metric(statement, quantity, way),
                    value=round(quantity.number.value),
                    field=quantity.field,
                    confidence=way.confidence,
                    **figure_fields(reading, statement, quantity),
                )
            )
    return tuple(found)


# "Cấp kết quả bản điện tử: 4.512/4.795 hồ sơ": results are given of what was resolved.
_RESULTS = regex.compile(r"(?<!\w)(?:cấp|phát hành)\s+kết\s+quả[^,;.()\d]*$", regex.IGNORECASE)
# "Giải quyết dứt điểm 03 hồ sơ quá hạn": late ones that are still to be brought to an end.
_TO_END = regex.compile(r"(?<!đã )(?<!\w)(?:giải quyết|xử lý)\s+dứt\s+điểm\s*$", regex.IGNORECASE)


# "đã giải quyết nhưng trễ hạn và hồ sơ quá hạn chưa có kết quả là 14": late, done or not.
_BOTH_LATE = regex.compile(
    r"(?<!\w)đã\s(?:trả kết quả|có kết quả|giải quyết|xử lý|trả)\s(?:\p{L}+\s){0,3}?(?:chậm|trễ|quá)\s(?:hạn|hẹn)"
    r"\s(?:và|cùng)\s[^,;.:()\d]{1,80}$",
    regex.IGNORECASE,
)


def _metric(statement: Statement, quantity: Quantity, way: Way) -> str:
    """The metric; "số hóa kết quả 6.411/6.829 hồ sơ" is out of those that have a result."""
    denominator = _denominator(statement, quantity)
    metric = metric_of(way, denominator)
    if (
        denominator
        and metric in ("received", "unclassified")
        and _RESULTS.search(statement.before(quantity.position - 1))
    ):
        return "resolved"
    if metric == "pending_overdue" and _BOTH_LATE.search(statement.before(quantity.position)):
        return "resolved_late"
    if metric == "resolved_late" and _TO_END.search(statement.before(quantity.position)):
        return "pending_overdue"
    if denominator and metric == "received" and "digitized" in way.features and _of_results(statement, quantity):
        return "resolved"
    return metric


# "đã số hóa 3.902/4.019 hồ sơ [có kết quả]", "hồ sơ đã trả kết quả"
_WITH_RESULT = regex.compile(r"\s*(?:hồ sơ\s+|HS\s+)?(?:đã\s+|được\s+)*(?:có|trả)\s+kết quả(?!\w)", regex.IGNORECASE)


# "Kết quả số hóa: …" heads what was done, and digitizes no results.
_RESULT = regex.compile(r"(?<!\w)kết quả(?!\s+(?:số hóa|số hoá|thực hiện|như sau|đạt|:))", regex.IGNORECASE)


def _of_results(statement: Statement, quantity: Quantity) -> bool:
    """Whether it is results that were digitized, of this fraction or of the first in the sentence."""
    at = quantity.position
    if at and _RESULT.search(statement.before(at - 1)):
        return True
    told = (q.number for q in statement.quantities[: at + 1] if q.number.fraction == "denominator")
    return any(_WITH_RESULT.match(statement.text, number.end) for number in told)


def _denominator(statement: Statement, quantity: Quantity) -> bool:
    return quantity.number.fraction == "denominator" or is_base(statement, quantity.position)


def _other_papers(statement: Statement, position: int) -> bool:
    number = statement.quantities[position].number
    return bool(_OTHER_PAPERS.match(statement.text, number.whole_end, statement.end))


FAMILY = Family(table="dossiers", description="A row for every count of dossiers", record=Dossier, find=find_dossiers)
