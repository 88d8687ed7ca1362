"""Mentions of other documents against the table of cases in tests/cases/citations.toml."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from extractors.citations import Citation, find_citations
from extractors.family import Reading
from extractors.header import Header
from extractors.report import Footnote, Report, Section

CASES = tomllib.loads((Path(__file__).parent / "cases" / "citations.toml").read_text(encoding="utf-8"))["case"]
HEADER = Header(
    number="140",
    symbol="BC-UBND",
    issuer="UBND huyện Hòa Lạc",
    level="district",
    locality="Hòa Lạc",
    province="Đông Giang",
)


def _read(text: str, header: Header = HEADER) -> tuple[Citation, ...]:
    return find_citations(Reading(report=Report(text=text), header=header))


def _line(row: Citation) -> str:
    code = row.code or f"~{row.number}" + (f"={row.resolves_to}" if row.resolves_to else "")
    return f"{row.doc_type or '-'} | {code} | {row.issued_date or '-'} | {row.issuer or '-'}"


def _params() -> list[Any]:
    found = []
    for case in CASES:
        failing = case["provenance"] == "known failure"
        marks = [pytest.mark.xfail(strict=True, reason=case["reason"])] if failing else []
        found.append(pytest.param(case, id=f"{case['provenance']}: {case['reason']}", marks=marks))
    return found


@pytest.mark.parametrize("case", _params())
def test_mentions_are_found_with_type_code_date_and_issuer(case: dict[str, Any]) -> None:
    assert [_line(row) for row in _read(case["text"])] == case["finds"], case["reason"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["reason"]) for case in CASES])
def test_raw_is_the_text_at_the_offsets(case: dict[str, Any]) -> None:
    rows = _read(case["text"])
    assert all(row.raw == case["text"][row.start : row.end] for row in rows)
    assert [row.citation_id for row in rows] == [f"c{n:04}" for n in range(1, len(rows) + 1)]
    assert all(0 < row.confidence < 1 for row in rows)
    assert all(a.end <= b.start for a, b in pairwise(rows))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        pytest.param(
            "Theo Quyết định số 12/QĐ-UBND ngày 3/3/2023 của", "Quyết định số 12/QĐ-UBND ngày 3/3/2023", id="date"
        ),
        pytest.param("Theo số 12/QĐ-UBND của UBND tỉnh", "số 12/QĐ-UBND", id="no type word"),
        pytest.param("(12/QĐ-UBND)", "12/QĐ-UBND", id="code alone"),
        pytest.param("Nghị định số 15 /2021/ NĐ - CP.", "Nghị định số 15 /2021/ NĐ - CP", id="spaces"),
        pytest.param("Kế hoạch CCHC số 12/KH-UBND", "Kế hoạch CCHC số 12/KH-UBND", id="words between"),
    ],
)
def test_raw_runs_from_the_type_word_to_the_date(text: str, raw: str) -> None:
    assert [row.raw for row in _read(text)] == [raw]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param(" về việc ban hành Quy chế một cửa.", "ban hành Quy chế một cửa", id="về việc"),
        pytest.param(" của UBND tỉnh về chuyển đổi số; các nội dung khác", "chuyển đổi số", id="clause end"),
        pytest.param(" phê duyệt Đề án vị trí việc làm", "phê duyệt Đề án vị trí việc làm", id="the title's verb"),
        pytest.param(" V/v báo cáo CCHC (lần 2), gửi Sở", "báo cáo CCHC (lần 2), gửi Sở", id="brackets"),
        pytest.param(" về CCHC) và các nội dung", "CCHC", id="closing bracket"),
        pytest.param(" về tiếp nhận, xử lý phản ánh và Kế hoạch số 13/KH-UBND", "tiếp nhận, xử lý phản ánh", id="next"),
        pytest.param(" về thực hiện Nghị quyết số 05-NQ/TU", "thực hiện Nghị quyết số 05-NQ/TU", id="nested mention"),
        pytest.param(", các xã đã triển khai", None, id="none"),
    ],
)
def test_subject_is_what_the_document_is_about(text: str, subject: str | None) -> None:
    assert _read(f"Quyết định số 12/QĐ-UBND ngày 3/3/2023{text}")[0].subject == subject


def test_a_footnote_has_no_subject_of_the_running_text() -> None:
    body = "UBND huyện đã ban hành Kế hoạch kiểm tra².\n"
    text = body + "² Kế hoạch số 12/KH-UBND ngày 3/3/2023"
    section = Section(
        section_id="s0001",
        ordinal=1,
        depth=1,
        marker="I",
        marker_kind="roman",
        path="I",
        start=0,
        end=len(body),
        heading_end=0,
        raw="",
    )
    note = Footnote(marker="2", anchor=body.index("²"), start=len(body), end=len(text))
    report = Report(text=text, sections=(section,), footnotes=(note,), body_end=len(body), page_starts=(0, len(body)))
    (row,) = find_citations(Reading(report=report, header=HEADER))
    assert (row.in_footnote, row.issuer, row.section_id, row.page) == (True, None, "s0001", 1)


@pytest.mark.parametrize(
    ("header", "text", "issuer", "level"),
    [
        pytest.param(Header(), "của UBND huyện", "UBND huyện", "district", id="no header"),
        pytest.param(
            Header(issuer="UBND quận Bình Đông", locality="Bình Đông", province="Hòa Giang"),
            "của UBND Thành phố",
            "UBND thành phố Hòa Giang",
            "province",
            id="the city a ward district belongs to",
        ),
        pytest.param(
            Header(issuer="UBND thành phố Tân Khánh", locality="Tân Khánh", province="Đông Giang"),
            "của UBND thành phố",
            "UBND thành phố Tân Khánh",
            "district",
            id="a city of a province",
        ),
        pytest.param(
            Header(issuer="UBND xã An Bình", locality="An Bình", province="Đông Giang", level="commune"),
            "của UBND xã",
            "UBND xã An Bình",
            "commune",
            id="commune",
        ),
        pytest.param(
            Header(issuer="UBND tỉnh Đông Giang", locality="Đông Giang", province="Đông Giang", level="province"),
            "của UBND huyện Hòa Lạc",
            "UBND huyện Hòa Lạc",
            "district",
            id="a district named in a province's report",
        ),
        pytest.param(
            Header(issuer="Thị ủy Bình Hải", locality="Bình Hải", province="Đông Giang"),
            "của UBND thị xã",
            "UBND thị xã Bình Hải",
            "district",
            id="a Party committee's report",
        ),
    ],
)
def test_an_issuer_is_completed_with_the_reports_locality(
    header: Header, text: str, issuer: str, level: str | None
) -> None:
    (row,) = _read(f"Kế hoạch số 12/KH-UBND ngày 3/3/2023 {text}.", header)
    assert (row.issuer, row.issuer_level) == (issuer, level)


def test_confidence_falls_with_every_doubt() -> None:
    plain, repaired, bare, short = _read(
        "Kế hoạch số 12/KH-UBND; Kế hoạch số 13/KH-UBNĐ; 14/KH-UBND và Kế hoạch số 12 của UBND huyện"
    )
    assert plain.confidence > repaired.confidence > short.confidence
    assert plain.confidence > bare.confidence
