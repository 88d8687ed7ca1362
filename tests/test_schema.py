"""The schema: made from the record types, complete, and strict about coded values."""

from __future__ import annotations

import dataclasses
import datetime

import pyarrow as pa
import pytest

from extractors.columns import column
from extractors.dossiers import Dossier
from extractors.report import Section
from pipeline.labels import vocabularies
from pipeline.schema import Table, UnknownCodeError, arrow_schema, labels, table_named, tables, to_arrow

PROMISED = {
    "documents": "doc_id source_path also_at format bytes sha256 pages chars text_layer ocr_confidence encoding number "
    "symbol doc_type title place issued_day issued_month issued_year issued_date issuer level locality province "
    "period_kind period_year period_start period_end recipient signer signer_role status error_code error_message "
    "seconds version",
    "texts": "doc_id text page_starts",
    "sections": "doc_id section_id parent_id ordinal depth marker marker_kind path heading domain start end page",
    "citations": "doc_id citation_id section_id start end page raw confidence doc_type number number_year symbol code "
    "issued_date issuer issuer_level subject in_footnote kind resolves_to",
    "dossiers": "doc_id figure_id section_id start end page raw confidence metric value role scope scope_name field "
    "period_start period_end group_id qualifier",
    "rates": "doc_id figure_id section_id start end page raw confidence metric value decimals numerator denominator "
    "subject role scope period_start period_end group_id qualifier",
    "staffing": "doc_id figure_id section_id start end page raw confidence role measure category sector value unit "
    "scope period_start period_end group_id qualifier",
    "procedures": "doc_id figure_id section_id start end page raw confidence metric value scope period_start "
    "period_end group_id qualifier",
    "scores": "doc_id figure_id section_id start end page raw confidence criterion label score max_score percent "
    "deduction rank group_id",
    "findings": "doc_id finding_id rule severity subject stated expected delta message_vi message_en suggestion "
    "evidence section_id start end page",
    "labels": "table column value label_vi label_en definition",
}


def test_the_promised_tables_are_there() -> None:
    assert {table.name for table in tables()} >= set(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_a_table_has_the_promised_columns(name: str) -> None:
    assert set(PROMISED[name].split()) - set(arrow_schema(table_named(name)).names) == set()


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_every_column_is_described_and_its_vocabulary_exists(table: Table) -> None:
    for name, described in table.columns.items():
        assert described.description, name
        assert described.label_vi, name
        assert described.vocabulary is None or described.vocabulary in vocabularies(), name
    fields = {field.name for field in dataclasses.fields(table.record)}
    assert fields == set(table.columns), "every field of the record is a column"


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_descriptions_ride_on_the_arrow_schema(table: Table) -> None:
    schema = arrow_schema(table)
    assert schema.metadata[b"table"].decode() == table.name
    for field in schema:
        assert field.metadata[b"description"].decode() == table.columns[field.name].description


def test_types_and_nullability_follow_the_annotations() -> None:
    schema = arrow_schema(table_named("findings"))
    assert (schema.field("rule").type, schema.field("rule").nullable) == (pa.string(), False)
    assert (schema.field("delta").type, schema.field("delta").nullable) == (pa.float64(), True)
    assert schema.field("evidence").type.value_type == pa.string()
    dated = arrow_schema(table_named("documents")).field("issued_date")
    assert (dated.type, dated.nullable) == (pa.date32(), True)


def _dossier(**changes: object) -> Dossier:
    made = Dossier(doc_id="a" * 16, figure_id="x", start=0, end=1, raw="5", metric="received", value=5)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def test_a_value_outside_its_vocabulary_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match=r"dossiers\.metric: 'recieved'"):
        to_arrow(table_named("dossiers"), [_dossier(metric="recieved")])


def test_a_null_where_none_may_be_is_refused() -> None:
    with pytest.raises(ValueError, match=r"dossiers\.raw holds a null"):
        to_arrow(table_named("dossiers"), [_dossier(raw=None)])


def test_an_annotation_without_an_arrow_type_is_refused() -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Odd:
        odd: complex = column("A number that no table holds", "Số phức")

    with pytest.raises(TypeError, match="no Arrow type"):
        arrow_schema(Table(name="odd", description="", record=Odd, sorted_by=("odd",)))


def test_rows_are_sorted_whatever_order_they_come_in() -> None:
    rows = [_dossier(doc_id=doc, figure_id=f"{doc}:{n}", start=n) for doc in ("b" * 16, "a" * 16) for n in (3, 1, 2)]
    made = to_arrow(table_named("dossiers"), rows)
    assert made == to_arrow(table_named("dossiers"), reversed(rows))
    assert made.column("start").to_pylist() == [1, 2, 3, 1, 2, 3]


def test_dates_and_nested_records_survive() -> None:
    day = datetime.date(2023, 6, 30)
    made = to_arrow(table_named("dossiers"), [_dossier(period_end=day)])
    assert made.column("period_end").to_pylist() == [day]


def test_labels_name_every_column_and_every_value_in_both_languages() -> None:
    rows = labels()
    named = {(row.table, row.column) for row in rows if row.value is None}
    assert named == {(table.name, name) for table in tables() for name in table.columns}
    valued = {(row.table, row.column, row.value) for row in rows if row.value is not None}
    assert ("dossiers", "metric", "received") in valued
    assert ("findings", "rule", "dossier.sum") in valued
    assert all(row.label_vi and row.label_en and row.definition for row in rows)


def test_no_vocabulary_lists_a_value_twice() -> None:
    for name, codes in vocabularies().items():
        values = [code.value for code in codes]
        assert len(values) == len(set(values)), name


def test_the_record_of_a_section_is_a_table_too() -> None:
    assert table_named("sections").record is Section
