"""Whatever the extractors deliver, a rule returns findings: it never raises and never changes a figure."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.dossiers import Dossier
from extractors.header import Header
from extractors.procedures import Procedure
from extractors.rates import Rate
from extractors.report import Section
from extractors.scores import Score
from extractors.staffing import Staffing
from pipeline.audits.findings import Facts, Finding, PeriodWords
from pipeline.audits.registry import all_rules

IDS = st.sampled_from(["f1", "f2", "f3", "f4", "f5"])
DATES = st.one_of(st.none(), st.dates(datetime.date(2019, 1, 1), datetime.date(2027, 1, 1)))
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 10**9))
POINTS = st.one_of(st.none(), st.integers(0, 200).map(lambda n: n / 10))
OFFSETS = st.integers(0, 900)

COMMON: dict[str, st.SearchStrategy[Any]] = {
    "figure_id": IDS,
    "start": OFFSETS,
    "end": OFFSETS,
    "raw": st.just("1"),
    "scope": st.sampled_from(["all", "province", "district", "commune", "unit", "unknown"]),
    "scope_name": st.sampled_from([None, "xã Cam Lý"]),
    "qualifier": st.sampled_from([None, None, None, "about", "over", "under"]),
    "role": st.sampled_from(["result", "result", "change", "target"]),
    "group_id": st.sampled_from([None, "g1", "g2"]),
    "part_of": st.one_of(st.none(), IDS),
    "section_id": st.sampled_from([None, "s1", "s2"]),
    "period_start": DATES,
    "period_end": DATES,
}


def _metrics(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from(names)


DOSSIERS = st.builds(
    Dossier,
    metric=_metrics(
        "received", "received_online", "received_direct", "carried_over", "to_process", "due", "resolved",
        "resolved_on_time", "resolved_early", "resolved_late", "pending", "pending_on_time", "cancelled", "returned",
    ),
    value=COUNTS,
    field=st.sampled_from([None, "đất đai", "hộ tịch"]),
    **COMMON,
)  # fmt: skip
RATES = st.builds(
    Rate,
    metric=_metrics(
        "on_time_rate", "late_rate", "early_rate", "resolution_rate", "online_rate", "index_rate", "unclassified"
    ),
    value=st.integers(0, 12000).map(lambda n: n / 100),
    decimals=st.integers(0, 3),
    numerator=POINTS,
    denominator=POINTS,
    **COMMON,
)  # fmt: skip
STAFFING = st.builds(
    Staffing,
    measure=_metrics("assigned", "present", "reduced", "added", "planned", "vacant", "reserve"),
    category=_metrics("total", "officials", "civil_servants", "public_employees", "leaders", "heads", "deputies"),
    sector=st.sampled_from([None, "education", "health", "mầm non"]),
    value=COUNTS,
    **COMMON,
)
PROCEDURES = st.builds(
    Procedure,
    metric=_metrics("total", "online_full", "online_partial", "online_levels_3_4", "other_levels", "announced"),
    value=COUNTS,
    field=st.sampled_from([None, "đất đai"]),
    **COMMON,
)
SCORES = st.builds(
    Score,
    criterion=st.sampled_from([None, "1", "1.1", "1.2", "2"]),
    score=POINTS,
    max_score=POINTS,
    percent=POINTS,
    deduction=POINTS,
    **COMMON,
)
SECTIONS = st.builds(
    Section,
    section_id=st.sampled_from(["s1", "s2", "s3"]),
    parent_id=st.sampled_from([None, "s1"]),
    ordinal=st.integers(1, 9),
    depth=st.integers(0, 3),
    marker=st.sampled_from(["I", "IV", "2", "2.1", "3.5", "a", "đ", "PHẦN THỨ HAI", "", "?"]),
    marker_kind=st.sampled_from(["part", "roman", "arabic", "decimal", "letter"]),
    path=st.sampled_from(["I", "I/2", "I/2/2.1"]),
    start=OFFSETS,
    end=OFFSETS,
    raw=st.sampled_from(["", "2.1 và 2.3 Nội dung", "I. MỤC"]),
)
PERIODS = st.builds(
    PeriodWords,
    kind=st.sampled_from(["quarter", "half_year", "year", "custom"]),
    year=st.one_of(st.none(), st.integers(2021, 2024)),
    first=DATES,
    last=DATES,
    months=st.sampled_from([None, (1, 3), (1, 6), (1, 12)]),
    raw=st.just("quý I năm 2023"),
    start=OFFSETS,
    end=OFFSETS,
    role=st.sampled_from(["title", "dated", "announced", "running", "compared", "planned", "named"]),
)
HEADERS = st.builds(
    Header,
    title=st.sampled_from([None, "Báo cáo"]),
    level=st.sampled_from([None, "province", "district"]),
    issued_day=st.sampled_from([None, 0, 15, 31]),
    issued_month=st.sampled_from([None, 2, 13]),
    issued_year=st.sampled_from([None, 0, 2022, 2023]),
)
FACTS = st.builds(
    Facts,
    doc_id=st.just("d"),
    header=HEADERS,
    sections=st.lists(SECTIONS, max_size=8).map(tuple),
    dossiers=st.lists(DOSSIERS, max_size=14).map(tuple),
    rates=st.lists(RATES, max_size=5).map(tuple),
    staffing=st.lists(STAFFING, max_size=8).map(tuple),
    procedures=st.lists(PROCEDURES, max_size=8).map(tuple),
    scores=st.lists(SCORES, max_size=6).map(tuple),
    periods=st.lists(PERIODS, max_size=8).map(tuple),
)


@given(FACTS)
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_rules_return_findings_for_any_facts(facts: Facts) -> None:
    for rule in all_rules():
        found = tuple(rule.check(facts))
        assert all(isinstance(f, Finding) and f.rule == rule.name for f in found)
        assert len({f.subject for f in found}) == len(found)
