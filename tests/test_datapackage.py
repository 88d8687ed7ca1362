"""The data packages: they are what the schema says, frictionless finds them valid, and nothing lacks its Vietnamese."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from pipeline.cli import FINE, invoke
from pipeline.datapackage import datapackage, heads
from pipeline.descriptions import column_description, table_description, table_title, translated
from pipeline.export.stored import stored_tables
from pipeline.run import Finished
from pipeline.schema import Table, arrow_schema, tables
from pipeline.wording import LANGUAGES

ARROW = {
    "string": pa.types.is_string,
    "integer": pa.types.is_integer,
    "number": pa.types.is_floating,
    "boolean": pa.types.is_boolean,
    "date": pa.types.is_date,
    "array": pa.types.is_list,
}


@pytest.fixture(scope="module")
def out(finished: Finished) -> Path:
    """A run over the sample reports."""
    return finished.out


def _resources(text: str) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in json.loads(text)["resources"]}


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_every_run_writes_a_package_that_fits_its_parquet_files(out: Path, table: Table) -> None:
    resource = _resources((out / "datapackage.json").read_text(encoding="utf-8"))[table.name]
    paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
    for path in paths:
        held = pq.read_schema(out / path)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == held.names
        for field in fields:
            arrow = held.field(field["name"])
            assert ARROW[field["type"]](arrow.type), field["name"]
            assert field.get("constraints", {}).get("required", False) is not arrow.nullable
    keys = set(resource["schema"].get("primaryKey", ()))
    rows = pq.read_table(out / paths[0]).to_pylist()
    assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows) or not keys


def test_frictionless_reads_the_package_of_a_run(out: Path) -> None:
    # Its rows are not validated so: frictionless reads Parquet by way of pandas, where an integer that is null is nan.
    package = Package(str(out / "datapackage.json"))
    assert [resource.name for resource in package.resources] == [table.name for table in tables()]
    descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    assert [key["reference"] for key in package.get_resource("citations").schema.foreign_keys] == [
        {"resource": "documents", "fields": ["doc_id"]},
        {"resource": "sections", "fields": ["section_id"]},
        {"resource": "", "fields": ["citation_id"]},
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_frictionless_finds_the_csv_package_valid(out: Path, tmp_path: Path, language: str) -> None:
    assert invoke(["export", str(out), "--csv", str(tmp_path / "csv"), "--lang", language]) == FINE
    report = frictionless.validate(str(tmp_path / "csv" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "title", "fieldName", "rowNumber", "message"])[:5]
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == {
        stored.table.name: stored.rows for stored in stored_tables(out)
    }


def test_frictionless_finds_what_is_wrong_in_the_csv_package(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    assert invoke(["export", str(out), "--csv", str(folder)]) == FINE
    file = folder / "rates.csv"
    text = file.read_text(encoding="utf-8-sig")
    doc_id = text.splitlines()[1].split(",")[0]
    file.write_text(text.replace(doc_id, "khôngcó", 1), encoding="utf-8-sig")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert {error[0] for error in report.flatten(["type"])} == {"foreign-key"}


def test_a_table_of_many_files_names_them_all() -> None:
    made = _resources(
        datapackage({"documents": ["documents/a.parquet", "documents/b.parquet"], "rates": ["r.parquet"]})
    )
    assert made["documents"]["path"] == ["documents/a.parquet", "documents/b.parquet"]
    assert made["rates"]["path"] == "r.parquet"
    assert [key["fields"] for key in made["rates"]["schema"]["foreignKeys"]] == [["doc_id"]], "sections are not there"


def test_keys_and_references_lead_to_columns() -> None:
    known = {f"{table.name}.{name}" for table in tables() for name in table.columns}
    keys = {f"{table.name}.{table.key[0]}" for table in tables() if table.key}
    for table in tables():
        assert set(table.key) <= set(table.columns)
        assert not any(arrow_schema(table).field(name).nullable for name in table.key)
        for name, described in table.columns.items():
            assert described.refers_to is None or described.refers_to in known & keys, name


def test_every_description_and_unit_has_its_vietnamese() -> None:
    columns = [described for table in tables() for described in table.columns.values()]
    assert {described.description for described in columns} == translated("columns"), "pipeline/descriptions.toml"
    assert {described.unit for described in columns if described.unit} <= translated("units")
    for table in tables():
        assert table_title(table, "vi") != table.name
        assert table_description(table, "vi") != table.description


def test_a_description_has_its_unit_in_the_language_of_the_reader() -> None:
    rates = next(table for table in tables() if table.name == "rates")
    assert column_description(rates, "value", "vi") == "Tỷ lệ phần trăm (phần trăm)"
    assert column_description(rates, "value", "en") == "The percentage (percent)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_no_two_columns_of_a_table_share_a_head(table: Table, language: str) -> None:
    told = list(heads(table, language).values())
    assert len(set(told)) == len(told)
