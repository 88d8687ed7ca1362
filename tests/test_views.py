"""What the ready views mean: a few rows, and what each view makes of them, the same in DuckDB and SQLite."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.citations import Citation
from extractors.dossiers import Dossier
from extractors.rates import Rate
from extractors.report import Section
from extractors.staffing import Staffing
from pipeline.audits.findings import Finding
from pipeline.documents import Document
from pipeline.export.stored import stored_tables
from pipeline.export.to_duckdb import write_duckdb
from pipeline.export.to_sqlite import write_sqlite
from pipeline.export.views import views
from pipeline.run import Finished
from pipeline.schema import labels
from pipeline.tables import write_tables

Ask = Callable[[str], list[tuple[Any, ...]]]
A, B, C = "a" * 16, "b" * 16, "c" * 16
PERIOD = {"period_start": date(2023, 1, 1), "period_end": date(2023, 3, 31)}
KIND = {"period_kind": "quarter", "period_year": 2023}
PLACE = {"province": "Thanh Giang", "level": "district", "status": "ok", "version": "1"}
DOCUMENTS = [
    Document(doc_id=A, source_path="a.txt", locality="An Lăng", issuer="UBND huyện An Lăng", **PLACE, **PERIOD, **KIND),
    Document(doc_id=B, source_path="b.txt", locality="Ba Lăng", issuer="UBND huyện Ba Lăng", **PLACE, **PERIOD, **KIND),
    Document(doc_id=C, source_path="c.pdf", status="failed", error_code="UNREADABLE", error_message="x", version="1"),
]


def _dossier(doc_id: str, number: int, metric: str, value: int, **more: Any) -> Dossier:
    given = {"doc_id": doc_id, "figure_id": f"{doc_id}:f{number:04d}", "start": 0, "end": 1, "raw": str(value)}
    return Dossier(**given, metric=metric, value=value, **{**PERIOD, **more})


def _staff(number: int, measure: str, value: int, end: date, **more: Any) -> Staffing:
    given = {"doc_id": A, "figure_id": f"{A}:f{number:04d}", "start": 0, "end": 1, "raw": str(value)}
    return Staffing(**given, measure=measure, category="civil_servants", value=value, period_end=end, **more)


def _cited(number: int, doc_id: str, issued: date | None, **more: Any) -> Citation:
    given = {"doc_id": doc_id, "citation_id": f"{doc_id}:c{number:04d}", "start": 0, "end": 1, "raw": "x"}
    code = {"doc_type": "Kế hoạch", "code": "25/KH-UBND", "issuer": "UBND tỉnh", "issuer_level": "province"}
    return Citation(**{**given, **code, "issued_date": issued, "in_footnote": False, "kind": "full", **more})


ROWS: dict[str, list[Any]] = {
    "labels": list(labels()),
    "documents": DOCUMENTS,
    "sections": [
        Section(
            doc_id=A, section_id=f"{A}:s0001", ordinal=1, depth=1, marker="I", marker_kind="roman", path="I",
            heading="KẾT QUẢ", start=0, end=9, heading_end=9, raw="I. KẾT QUẢ",
        )
    ],
    "dossiers": [
        # The report of A: the whole, with a late share that its stated rate does not fit.
        _dossier(A, 1, "resolved", 200),
        _dossier(A, 2, "resolved_on_time", 150),
        _dossier(A, 3, "resolved_early", 40),
        _dossier(A, 4, "resolved_late", 10),
        _dossier(A, 5, "received", 230),
        _dossier(A, 6, "carried_over", 20),
        _dossier(A, 7, "pending", 45),
        _dossier(A, 8, "returned", 3),
        # One field, a target and a rounded number are not the whole.
        _dossier(A, 9, "resolved", 7, field="đất đai"),
        _dossier(A, 10, "resolved", 999, role="target"),
        _dossier(A, 11, "resolved", 300, qualifier="about"),
        # The report of B: two levels, the lower one without a late count, and a number told twice with two values.
        _dossier(B, 1, "resolved", 50, scope="district"),
        _dossier(B, 2, "resolved_late", 1, scope="district"),
        _dossier(B, 3, "resolved", 150, scope="commune"),
        _dossier(B, 4, "resolved_on_time", 147, scope="commune"),
        _dossier(B, 5, "received", 60, scope="district"),
        _dossier(B, 6, "received", 61, scope="district"),
        _dossier(B, 7, "pending", 10, scope="district"),
    ],
    "rates": [
        Rate(
            doc_id=A, figure_id=f"{A}:f0090", section_id=f"{A}:s0001", start=0, end=1, raw="97%",
            metric="on_time_rate", value=97.0, decimals=0, **PERIOD,
        )
    ],
    "staffing": [
        _staff(101, "assigned", 82, date(2023, 3, 31)),
        _staff(102, "assigned", 84, date(2023, 12, 31)),
        _staff(103, "present", 85, date(2023, 6, 30)),
        _staff(104, "present", 80, date(2022, 12, 31)),
        _staff(105, "vacant", 2, date(2022, 12, 31)),
        _staff(106, "vacant", 3, date(2022, 12, 31)),
        _staff(107, "present", 70, date(2022, 12, 31), scope="commune"),
    ],
    "citations": [
        _cited(1, A, date(2023, 1, 5)),
        _cited(2, A, date(2023, 1, 5)),
        _cited(1, B, date(2023, 1, 15)),
        _cited(3, A, None, kind="short", code=None),
    ],
    "findings": [
        Finding(
            doc_id=A, finding_id=f"{A}:a0001", rule="rate.recompute", severity="error", subject="97",
            section_id=f"{A}:s0001", message_vi="sai", message_en="wrong", stated="97", expected="95", delta=2.0,
        ),
        Finding(
            doc_id=A, finding_id=f"{A}:a0002", rule="header.missing", severity="info", subject="number",
            message_vi="thiếu", message_en="missing",
        ),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    write_tables(folder / "out", ROWS, version="1")
    tables = stored_tables(folder / "out")
    write_duckdb(tables, folder / "a.duckdb", "vi")
    write_sqlite(tables, folder / "a.sqlite", "vi")
    return folder


@pytest.fixture(params=["duckdb", "sqlite"])
def ask(request: pytest.FixtureRequest, files: Path) -> Iterator[Ask]:
    """Answers a query from either file, dates as ISO text."""
    opened: Any = (
        duckdb.connect(str(files / "a.duckdb"), read_only=True)
        if request.param == "duckdb"
        else sqlite3.connect(files / "a.sqlite")
    )
    with contextlib.closing(opened):
        yield lambda query: [
            tuple(str(v) if isinstance(v, date) else v for v in row) for row in opened.execute(query).fetchall()
        ]


def test_on_time_leaves_out_fields_targets_and_rounded_numbers(ask: Ask) -> None:
    [row] = ask(
        "SELECT resolved, in_time, stated_rate, computed_rate, difference FROM v_on_time WHERE locality = 'An Lăng'"
    )
    assert row == (200, 190, 97.0, 95.0, 2.0)


def test_on_time_by_locality_adds_levels_where_there_is_no_whole(ask: Ask) -> None:
    rows = ask(
        "SELECT locality, basis, levels, resolved, in_time, stated_rate, computed_rate "
        "FROM v_on_time_by_locality ORDER BY locality"
    )
    assert rows == [
        ("An Lăng", "all", 1, 200, 190, 97.0, 95.0),
        ("Ba Lăng", "levels", 2, 200, 196, None, 98.0),
    ]


def test_dossier_balance_tells_what_is_unaccounted_for(ask: Ask) -> None:
    rows = ask("SELECT locality, scope, received, resolved, pending, unaccounted FROM v_dossier_balance ORDER BY 1, 2")
    assert rows == [
        ("An Lăng", "all", 230, 200, 45, 2),
        ("Ba Lăng", "commune", None, 150, None, None),
        # 60 and 61 received: which one counts is not for a view to say.
        ("Ba Lăng", "district", None, 50, 10, None),
    ]


def test_staffing_balance_takes_the_latest_number_of_a_year(ask: Ask) -> None:
    rows = ask(
        "SELECT scope, year, category_vi, assigned, present, vacant, over_assigned, unaccounted "
        "FROM v_staffing_balance ORDER BY scope, year"
    )
    assert rows == [
        ("all", 2022, "công chức", None, 80, None, None, None),
        ("all", 2023, "công chức", 84, 85, None, 1, None),
        ("commune", 2022, "công chức", None, 70, None, None, None),
    ]


def test_findings_have_their_office_section_and_names(ask: Ask) -> None:
    rows = ask(
        "SELECT source_path, issuer, severity_rank, severity_vi, rule, rule_en, section_path, section_heading, delta "
        "FROM v_findings ORDER BY finding_id"
    )
    names = {label.value: label.label_en for label in labels() if (label.table, label.column) == ("findings", "rule")}
    assert rows == [
        ("a.txt", "UBND huyện An Lăng", 1, "lỗi", "rate.recompute", names["rate.recompute"], "I", "KẾT QUẢ", 2.0),
        ("a.txt", "UBND huyện An Lăng", 3, "thông tin", "header.missing", names["header.missing"], None, None, None),
    ]


def test_findings_by_office_count_findings_and_reports(ask: Ask) -> None:
    rows = ask("SELECT locality, rule, severity, findings, reports FROM v_findings_by_office ORDER BY rule")
    assert rows == [
        ("An Lăng", "header.missing", "info", 1, 1),
        ("An Lăng", "rate.recompute", "error", 1, 1),
    ]


def test_reports_count_what_they_hold(ask: Ask) -> None:
    rows = ask("SELECT source_path, sections, citations, figures, errors, warnings, notes FROM v_reports ORDER BY 1")
    assert rows == [("a.txt", 1, 3, 19, 1, 0, 1), ("b.txt", 0, 1, 7, 0, 0, 0), ("c.pdf", 0, 0, 0, 0, 0, 0)]


def test_figures_of_all_families_are_one_table(ask: Ask) -> None:
    rows = ask(
        "SELECT family, metric, metric_vi, value, unit, section_path FROM v_figures "
        "WHERE figure_id IN ('aaaaaaaaaaaaaaaa:f0001', 'aaaaaaaaaaaaaaaa:f0090', 'aaaaaaaaaaaaaaaa:f0101') ORDER BY 1"
    )
    assert [row[:2] + row[3:] for row in rows] == [
        ("dossiers", "resolved", 200.0, "hồ sơ", None),
        ("rates", "on_time_rate", 97.0, "%", "I"),
        ("staffing", "assigned", 82.0, None, None),
    ]
    assert all(row[2] for row in rows)


def test_figures_are_as_many_as_the_rows_of_their_tables(finished: Finished, tmp_path: Path) -> None:
    write_duckdb(stored_tables(finished.out), tmp_path / "a.duckdb", "vi")
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as opened:
        counted = dict(opened.sql("SELECT family, count(*) FROM v_figures GROUP BY family").fetchall())
        unnamed = opened.sql("SELECT count(*) FROM v_figures WHERE metric_vi IS NULL").fetchall()
    assert counted == {name: finished.rows[name] for name in counted}
    assert len(counted) == 5
    assert unnamed == [(0,)]


def test_cited_documents_show_where_dates_disagree(ask: Ask) -> None:
    rows = ask("SELECT code, issuer, mentions, reports, dates, first_date, last_date FROM v_cited_documents")
    assert rows == [("25/KH-UBND", "UBND tỉnh", 3, 2, 2, "2023-01-05", "2023-01-15")]


def test_coverage_counts_reports_by_period(ask: Ask) -> None:
    rows = ask("SELECT locality, period_year, period_kind, reports, read_whole, first_day FROM v_coverage ORDER BY 1")
    assert rows == [
        ("An Lăng", 2023, "quarter", 1, 1, "2023-01-01"),
        ("Ba Lăng", 2023, "quarter", 1, 1, "2023-01-01"),
    ]


def test_unread_says_why(ask: Ask) -> None:
    [(path, status, code, called)] = ask("SELECT source_path, status, error_code, error_vi FROM v_unread")
    assert (path, status, code) == ("c.pdf", "failed", "UNREADABLE")
    assert called


def test_every_view_is_said_in_both_languages_and_tested_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    for view in views():
        assert view.vi, view.name
        assert view.en, view.name
        assert view.vi != view.en
        assert view.sql.startswith(f"CREATE VIEW {view.name} AS"), view.name
        assert f"FROM {view.name}" in text, view.name
