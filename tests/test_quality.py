"""The scorer, and the floors below which the figures may not fall."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Processed
from quality.__main__ import FLOORS, pinned
from quality.matching import ATTRIBUTES, KEYS, canonical, pair
from quality.samples import Sample, digest, passages, reports, score_samples
from quality.scoring import Score, Tally, score

PINNED: dict[str, dict[str, Any]] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
FIXED: dict[str, dict[str, float]] = {
    name: {table: floor for table, floor in values.items() if table != "digest"} for name, values in PINNED.items()
}


def _dossier(value: int, metric: str = "received", **more: Any) -> dict[str, Any]:
    return {"metric": metric, "scope": "all", "value": value, **more}


@pytest.mark.parametrize(
    ("column", "one", "other", "same"),
    [
        pytest.param("value", 5, 5.0, True, id="a whole number and a decimal one"),
        pytest.param("value", 0.1 + 0.2, 0.3, True, id="the last bit of a float"),
        pytest.param("value", 5, None, False, id="a null is no number"),
        pytest.param("value", float("nan"), None, True, id="NaN is null"),
        pytest.param("heading", "Cải cách thể chế:", "CẢI CÁCH  THỂ CHẾ", True, id="case, spaces and the colon"),
        pytest.param("heading", "Thể chế", "Thê chế", False, id="accents count"),
        pytest.param("subject", "9.737", "9737", True, id="dots in a number"),
        pytest.param("subject", "99,9 %", "99.9%", True, id="a percentage"),
        pytest.param("subject", "II/3", "II3", False, id="a path is no number"),
        pytest.param("issuer", "Ủy ban nhân dân tỉnh Hà Đông", "UBND tỉnh Hà Đông", True, id="long and short issuer"),
        pytest.param("in_footnote", False, None, False, id="false is no null"),
        pytest.param("code", "", None, True, id="empty text is null"),
    ],
)
def test_values_are_compared_as_a_reader_would(column: str, one: Any, other: Any, same: bool) -> None:
    assert (canonical(column, one) == canonical(column, other)) is same


@pytest.mark.parametrize(
    ("expected", "found", "counts"),
    [
        pytest.param([_dossier(5)], [_dossier(5)], (1, 0, 0), id="found"),
        pytest.param([_dossier(5)], [], (0, 1, 0), id="missed"),
        pytest.param([], [_dossier(5)], (0, 0, 1), id="not expected"),
        pytest.param([_dossier(5), _dossier(5)], [_dossier(5)], (1, 1, 0), id="twice expected, once found"),
        pytest.param([_dossier(5, optional=True)], [], (0, 0, 0), id="optional and missed"),
        pytest.param([_dossier(5, optional=True)], [_dossier(5)], (0, 0, 0), id="optional and found"),
        pytest.param(
            [_dossier(5, optional=True), _dossier(5)],
            [_dossier(5)],
            (1, 0, 0),
            id="the one that must be found goes first",
        ),
        pytest.param([_dossier(5, accept=[{"metric": "due"}])], [_dossier(5, "due")], (1, 0, 0), id="another reading"),
        pytest.param(
            [_dossier(5, accept=[{"metric": "due"}]), _dossier(5)],
            [_dossier(5), _dossier(5, "due")],
            (2, 0, 0),
            id="a row gives way to one that has no other choice",
        ),
        pytest.param([{"metric": "received"}], [_dossier(7)], (1, 0, 0), id="what is not annotated is not compared"),
    ],
)
def test_rows_are_counted(
    expected: list[dict[str, Any]], found: list[dict[str, Any]], counts: tuple[int, int, int]
) -> None:
    tally = score({"a": {"dossiers": expected}}, {"a": {"dossiers": found}}).tables["dossiers"]
    assert (tally.right, tally.missed, tally.extra) == counts


def test_the_closest_row_is_the_partner() -> None:
    found = [_dossier(5, role="target"), _dossier(5, role="result")]
    assert pair([_dossier(5, role="result")], found, "dossiers") == {0: 1}


def test_attributes_are_counted_on_pairs_alone() -> None:
    expected = [_dossier(5, role="result", field="đất đai"), _dossier(6, role="result")]
    result = score({"a": {"dossiers": expected}}, {"a": {"dossiers": [_dossier(5, role="result", field=None)]}})
    counted = {column: (t.right, t.missed) for column, t in result.attributes["dossiers"].items()}
    assert counted == {"role": (1, 0), "field": (0, 1)}


def test_header_fields_are_counted_and_other_readings_accepted() -> None:
    expected = {"document": {"number": "5", "signer": None, "place": "A", "accept": [{"place": "B"}]}}
    result = score({"a": expected}, {"a": {"documents": [{"number": "6", "signer": None, "place": "B"}]}})
    assert (result.fields.right, result.fields.missed) == (2, 1)


@pytest.mark.parametrize(
    ("table", "row", "extra"),
    [
        pytest.param("citations", {"doc_type": "Luật", "code": None}, 0, id="a law without a number"),
        pytest.param("citations", {"doc_type": "Quyết định", "code": "5/QĐ-UBND"}, 1, id="a code"),
        pytest.param("findings", {"rule": "header.missing", "severity": "info"}, 0, id="information"),
        pytest.param("findings", {"rule": "dossier.sum", "severity": "error"}, 1, id="an error"),
    ],
)
def test_some_rows_need_not_be_expected(table: str, row: dict[str, Any], extra: int) -> None:
    assert score({"a": {}}, {"a": {table: [row]}}).tables[table].extra == extra


def test_scores_count_only_where_they_are_annotated() -> None:
    found = {"a": {"scores": [{"score": 5.0}]}}
    assert score({"a": {}}, found).tables["scores"].extra == 0
    assert score({"a": {"scores": []}}, found).tables["scores"].extra == 1


def test_figures_of_a_tally() -> None:
    tally = Tally(right=6, missed=2, extra=4)
    assert (tally.precision, tally.recall, tally.f1) == (0.6, 0.75, pytest.approx(2 / 3))
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)


def test_differences_name_the_report_and_the_row() -> None:
    result = score({"a": {"dossiers": [_dossier(5)]}}, {"a": {"dossiers": [_dossier(6, raw="6 hồ sơ")]}})
    assert [(d.report, d.table, d.sign, d.row["value"]) for d in result.differences] == [
        ("a", "dossiers", "-", 5),
        ("a", "dossiers", "+", 6),
    ]


def test_an_annotation_without_its_report_is_told(tmp_path: Path) -> None:
    (tmp_path / "expected").mkdir()
    (tmp_path / "expected" / "a.json").write_text("{}")
    with pytest.raises(FileNotFoundError, match=r"a\.json has no report"):
        reports(tmp_path)


def test_passages_are_read_line_by_line(tmp_path: Path) -> None:
    lines = [{"id": "p1", "text": "Một", "rows": {"dossiers": []}}, {"id": "p2", "text": "Hai", "rows": {}}]
    (tmp_path / "a.jsonl").write_text("\n\n".join(json.dumps(line) for line in lines))
    found = passages(tmp_path)
    assert [(one.name, one.data.decode(), one.annotation) for one in found] == [
        ("p1.txt", "Một", {"dossiers": []}),
        ("p2.txt", "Hai", {}),
    ]


def test_every_annotated_column_is_compared_or_known(sample_reports: tuple[Sample, ...]) -> None:
    """A misspelt column in an annotation would be compared with nothing."""
    besides = {"optional", "accept", "group", "note", "decimals", "marker_kind"}
    for sample in sample_reports:
        for table in KEYS:
            known = {*KEYS[table], *ATTRIBUTES[table], *besides}
            for row in sample.annotation.get(table, ()):
                assert set(row) & {*KEYS[table]}, (sample.name, table, row)
                assert set(row) - known - _columns_of(table) == set(), (sample.name, table, row)


def _columns_of(table: str) -> set[str]:
    from pipeline.schema import table_named

    return set(table_named(table).columns)


def test_there_are_enough_samples(sample_reports: tuple[Sample, ...], sample_passages: tuple[Sample, ...]) -> None:
    assert len({sample.name.rsplit(".", 1)[0] for sample in sample_reports}) >= 12
    assert {sample.name.rsplit(".", 1)[1] for sample in sample_reports} == {"txt", "docx", "pdf"}
    assert len(sample_passages) >= 100


@pytest.fixture(scope="session")
def scored_reports(sample_reports: tuple[Sample, ...], read_reports: dict[str, Processed]) -> Score:
    return score_samples(sample_reports, read_reports)


@pytest.fixture(scope="session")
def scored_passages(sample_passages: tuple[Sample, ...], read_passages: dict[str, Processed]) -> Score:
    return score_samples(sample_passages, read_passages)


@pytest.mark.parametrize("table", FIXED["reports"])
def test_reports_stay_above_their_floor(scored_reports: Score, table: str) -> None:
    assert scored_reports.figures()[table] >= FIXED["reports"][table]


@pytest.mark.parametrize("table", FIXED["passages"])
def test_passages_stay_above_their_floor(scored_passages: Score, table: str) -> None:
    assert scored_passages.figures()[table] >= FIXED["passages"][table]


def test_there_is_a_floor_for_every_table() -> None:
    assert set(FIXED["reports"]) == {"documents", *KEYS}
    assert set(FIXED["passages"]) >= {"citations", "dossiers", "rates", "staffing", "procedures"}


def test_the_floors_are_those_of_these_samples(
    sample_reports: tuple[Sample, ...], sample_passages: tuple[Sample, ...]
) -> None:
    told = "the samples have changed: look at the figures, then pin them: .venv/bin/python -m quality --pin"
    assert PINNED["reports"]["digest"] == digest(sample_reports), told
    assert PINNED["passages"]["digest"] == digest(sample_passages), told


def test_pinning_raises_floors_and_lowers_them_only_when_told() -> None:
    old, measured = {"rates": 0.9, "scores": 0.5}, {"rates": 0.7499, "scores": 0.7499, "dossiers": 1.0}
    assert pinned(old, measured, lower=False) == {"rates": 0.9, "scores": 0.74}
    assert pinned(old, measured, lower=True) == {"rates": 0.74, "scores": 0.74}
