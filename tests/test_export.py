"""A run in DuckDB, SQLite, Excel and CSV: every form opens, has every row with its right type, and runs nothing."""

from __future__ import annotations

import contextlib
import csv
import datetime
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from small_report import REPORT

from pipeline.cli import BAD_USE, FINE, invoke
from pipeline.datapackage import heads
from pipeline.descriptions import table_title
from pipeline.export.cells import harmless
from pipeline.export.stored import Stored, batches, flat_rows, stored_tables
from pipeline.export.to_csv import write_csv
from pipeline.export.to_sqlite import write_sqlite
from pipeline.export.to_xlsx import CHARS_PER_CELL, write_xlsx
from pipeline.labels import name_of
from pipeline.schema import Table, arrow_schema, table_named
from pipeline.schema import tables as all_tables
from pipeline.tables import read_table
from pipeline.wording import wording

Capture = pytest.CaptureFixture[str]


def tables() -> tuple[Table, ...]:
    """The tables that leave a run: what is private stays in its folder."""
    return tuple(table for table in all_tables() if not table.private)


def test_personal_data_is_no_part_of_an_export(exported: Path, lite: sqlite3.Connection) -> None:
    assert {table.name for table in all_tables()} - {table.name for table in tables()} == {"personal_data"}
    assert not (exported / "csv" / "personal_data.csv").exists()
    assert not lite.execute("SELECT 1 FROM sqlite_master WHERE name = 'personal_data'").fetchall()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over two reports, one with a name that a spreadsheet would run, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("kho")
    (folder / "huyện một.txt").write_text(REPORT, encoding="utf-8")
    (folder / "=hai.txt").write_text(REPORT.replace("1.250", "1.260"), encoding="utf-8")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4 not really")
    assert invoke(["run", str(folder), "--out", str(folder / "out")]) == FINE
    return folder / "out"


@pytest.fixture(scope="module")
def exported(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every export of the run."""
    folder = tmp_path_factory.mktemp("xuất")
    assert invoke(["export", str(out), *_everything(folder)]) == FINE
    return folder


def _everything(folder: Path) -> list[str]:
    forms = {"duckdb": "a.duckdb", "sqlite": "a.sqlite", "xlsx": "a.xlsx", "csv": "csv"}
    return [argument for form, name in forms.items() for argument in (f"--{form}", str(folder / name))]


@pytest.fixture
def database(exported: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(exported / "a.duckdb"), read_only=True) as opened:
        yield opened


@pytest.fixture
def lite(exported: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(exported / "a.sqlite")) as opened:
        yield opened


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_duckdb_has_every_row_and_type(out: Path, database: duckdb.DuckDBPyConnection, table: Table) -> None:
    held = database.sql(f'SELECT * FROM "{table.name}"').to_arrow_table()
    wanted = pq.read_table(stored_tables(out)[_place(table)].files[0])
    assert held.num_rows == wanted.num_rows
    assert [_loosely(field.type) for field in held.schema] == [_loosely(field.type) for field in wanted.schema]
    assert held.to_pylist() == wanted.to_pylist()


def _loosely(kind: pa.DataType) -> str:
    return "list" if pa.types.is_list(kind) else str(kind)


def _place(table: Table) -> int:
    return [other.name for other in tables()].index(table.name)


def test_duckdb_knows_keys_and_says_what_columns_refer_to(database: duckdb.DuckDBPyConnection) -> None:
    keys = database.sql(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    assert {(name, tuple(columns)) for name, columns in keys} == {(t.name, t.key) for t in tables() if t.key}
    comments = dict(
        database.sql(
            "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    )
    assert comments["rates.section_id"].startswith("Mục: ")
    assert comments["rates.section_id"].endswith("→ sections.section_id")
    [[told]] = database.sql("SELECT comment FROM duckdb_tables() WHERE table_name = 'rates'").fetchall()
    assert told == "Mỗi tỷ lệ phần trăm là một dòng"


def test_pandas_reads_sqlite_and_finds_the_same_rows(out: Path, lite: sqlite3.Connection) -> None:
    for table in tables():
        held = pd.read_sql_query(f'SELECT * FROM "{table.name}"', lite)
        wanted = list(flat_rows(stored_tables(out)[_place(table)]))
        assert [tuple(row) for row in held.astype(object).where(held.notna(), None).values] == [
            tuple(value.isoformat() if isinstance(value, datetime.date) else value for value in row) for row in wanted
        ], table.name


def test_sqlite_is_strict_whole_and_indexed(lite: sqlite3.Connection) -> None:
    assert lite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert lite.execute("PRAGMA foreign_key_check").fetchall() == []
    references = {row[2] for row in lite.execute("PRAGMA foreign_key_list(citations)")}
    assert references == {"documents", "sections", "citations"}
    with pytest.raises(sqlite3.IntegrityError):
        lite.execute("UPDATE dossiers SET value = 'nhiều'")
    plan = lite.execute("EXPLAIN QUERY PLAN SELECT * FROM rates WHERE doc_id = 'x'").fetchall()
    assert "rates_doc_id" in plan[0][-1]


def test_sqlite_gives_the_same_bytes_again(out: Path, exported: Path, tmp_path: Path) -> None:
    write_sqlite(stored_tables(out), tmp_path / "b.sqlite", "vi")
    assert (tmp_path / "b.sqlite").read_bytes() == (exported / "a.sqlite").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["b.sqlite"]


def _sheet(exported: Path, name: str) -> Worksheet:
    return openpyxl.load_workbook(exported / "a.xlsx")[table_title(table_named(name), "vi")]


def test_xlsx_has_a_sheet_a_table_with_frozen_heads_and_filters(out: Path, exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "a.xlsx")
    assert book.sheetnames == ["Giới thiệu", "Các cột", *(table_title(table, "vi") for table in tables())]
    for table in tables():
        sheet = book[table_title(table, "vi")]
        assert [cell.value for cell in sheet[1]] == list(heads(table, "vi").values())
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, len(table.columns)).coordinate}"
        assert sheet.max_row - 1 == len(read_table(out, table.name))


def test_xlsx_has_numbers_dates_and_words(exported: Path) -> None:
    sheet = _sheet(exported, "dossiers")
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    received = next(row for row in rows if row["Giá trị"] == 1250)
    assert received["Chỉ tiêu"] == name_of("dossier_metric", "received", "vi")
    assert isinstance(received["Từ ngày"], datetime.datetime)
    assert isinstance(received["Đầu"], int)
    cited = _sheet(exported, "citations")
    assert cited.cell(2, list(table_named("citations").columns).index("in_footnote") + 1).data_type == "b"


def test_no_cell_of_the_workbook_is_a_formula(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not any(isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")) for cell in cells)
    assert "'=hai.txt" in {cell.value for cell in book["Tài liệu"]["C"]} | {
        cell.value for cell in book["Tài liệu"]["B"]
    }


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_takes_for_a_formula_is_text_in_csv_and_xlsx(tmp_path: Path, first: str) -> None:
    table = _labels(tmp_path, 1, first + "cmd|' /C calc'!A1")
    write_xlsx([table], tmp_path / "a.xlsx", wording("en"))
    cells = [c for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet.iter_rows() for c in row]
    assert not [c.value for c in cells if c.data_type == "f" or str(c.value or "").startswith(first)]
    write_csv([table], tmp_path / "csv", "en")
    with (tmp_path / "csv" / "labels.csv").open(encoding="utf-8-sig", newline="") as file:
        read = [cell for row in csv.reader(file) for cell in row]
    assert "'" + first + "cmd|' /C calc'!A1" in read
    assert not [cell for cell in read if cell.startswith(first)]


def test_xlsx_gives_the_same_bytes_again(out: Path, exported: Path, tmp_path: Path) -> None:
    assert write_xlsx(stored_tables(out), tmp_path / "b.xlsx", wording("vi")) == ()
    assert (tmp_path / "b.xlsx").read_bytes() == (exported / "a.xlsx").read_bytes()


def _labels(folder: Path, rows: int, text: str = "nhãn") -> Stored:
    """A table of labels with this many rows."""
    row = {"table": "t", "column": "c", "value": "v", "label_vi": text, "label_en": "=1+1", "definition": "d"}
    table = table_named("labels")
    pq.write_table(pa.Table.from_pylist([row] * rows, schema=arrow_schema(table)), folder / "labels.parquet")
    return Stored(table=table, files=(folder / "labels.parquet",))


def test_a_table_longer_than_a_sheet_goes_on_and_is_told(tmp_path: Path) -> None:
    told = write_xlsx([_labels(tmp_path, 7)], tmp_path / "a.xlsx", wording("en"), rows_per_sheet=4)
    assert told == ("The table Labels is longer than a sheet of Excel (1,048,576 rows): it goes on over 3 sheets.",)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[2:] == ["Labels", "Labels (2)", "Labels (3)"]
    assert [sheet.max_row for sheet in book.worksheets[2:]] == [4, 4, 2]
    assert told[0] in [cell.value for cell in book["About"]["A"]]


def test_a_text_too_long_for_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    told = write_xlsx([_labels(tmp_path, 2, "x" * (CHARS_PER_CELL + 1))], tmp_path / "a.xlsx", wording("vi"))
    assert len(told) == 1
    assert "cột Nhãn tiếng Việt: 2 ô" in told[0]
    value = openpyxl.load_workbook(tmp_path / "a.xlsx")["Nhãn"]["D2"].value
    assert (len(value), value[-1]) == (CHARS_PER_CELL, "…")
    write_xlsx([_labels(tmp_path, 1, "x" * CHARS_PER_CELL)], tmp_path / "b.xlsx", wording("vi"))
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["Nhãn"]["D2"].value == "x" * CHARS_PER_CELL


def test_what_excel_has_no_number_or_date_for_is_text_and_told(tmp_path: Path) -> None:
    table = table_named("documents")
    row: dict[str, Any] = {"doc_id": "a", "source_path": "a.txt", "also_at": [], "status": "ok", "version": "1"}
    row |= {"issued_date": datetime.date(1899, 12, 31), "bytes": 10**16, "ocr_confidence": float("nan")}
    pq.write_table(pa.Table.from_pylist([row], schema=arrow_schema(table)), tmp_path / "documents.parquet")
    stored = Stored(table=table, files=(tmp_path / "documents.parquet",))
    told = write_xlsx([stored], tmp_path / "a.xlsx", wording("en"))
    assert len(told) == 3
    cells = {cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx")["Documents"][2]}
    assert {"1899-12-31", "10000000000000000", "nan"} <= cells


def test_csv_opens_in_excel_and_runs_nothing(out: Path, exported: Path) -> None:
    for table in tables():
        data = (exported / "csv" / f"{table.name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by the byte order mark"
        head, *rows = csv.reader(data.decode("utf-8-sig").splitlines(keepends=True))
        assert head == list(heads(table, "vi").values())
        assert len(rows) == len(read_table(out, table.name))
        assert all(harmless(cell) == cell for row in rows for cell in row if not _is_number(cell))
    held = pd.read_csv(exported / "csv" / "documents.csv", encoding="utf-8-sig")
    assert set(held["Tệp nguồn"]) == {"'=hai.txt", "huyện một.txt", "hỏng.pdf"}


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_csv_and_workbook_speak_english_too(out: Path, tmp_path: Path) -> None:
    assert invoke(["export", str(out), *_everything(tmp_path), "--lang", "en"]) == FINE
    held = pd.read_csv(tmp_path / "csv" / "dossiers.csv", encoding="utf-8-sig")
    assert name_of("dossier_metric", "received", "en") in set(held["metric"])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[:3] == ["About", "Columns", "Documents"]


def test_many_files_are_one_table(tmp_path: Path) -> None:
    one = _labels(tmp_path, 3)
    stored = Stored(table=one.table, files=(one.files[0], one.files[0]))
    assert stored.rows == sum(batch.num_rows for batch in batches(stored)) == 6


def test_nothing_asked_for_is_bad_use(capsys: Capture, out: Path) -> None:
    assert invoke(["export", str(out)]) == BAD_USE
    assert "--duckdb" in capsys.readouterr().err


def test_a_folder_without_a_run_is_named(capsys: Capture, tmp_path: Path) -> None:
    assert invoke(["export", str(tmp_path), "--xlsx", str(tmp_path / "a.xlsx")]) == BAD_USE
    assert "rasoat run" in capsys.readouterr().err


def test_csv_does_not_go_into_the_run(capsys: Capture, out: Path) -> None:
    assert invoke(["export", str(out), "--csv", str(out)]) == BAD_USE
    assert "--csv" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["duckdb", "sqlite", "xlsx", "csv"])
def test_a_place_that_cannot_be_written_is_told_in_one_line(
    capsys: Capture, out: Path, tmp_path: Path, form: str
) -> None:
    (tmp_path / "file").write_text("")
    assert invoke(["export", str(out), f"--{form}", str(tmp_path / "file" / "x")]) == BAD_USE
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_what_was_written_is_told(capsys: Capture, out: Path, tmp_path: Path) -> None:
    assert invoke(["export", str(out), "--sqlite", str(tmp_path / "a.sqlite"), "--lang", "en"]) == FINE
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"rasoat: wrote {tmp_path / 'a.sqlite'} ({len(tables())} tables, ")


def test_tables_of_another_version_are_refused(capsys: Capture, out: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    # Links are followed: a folder of tables that was copied is a run.
    shutil.copytree(out, old, ignore=shutil.ignore_patterns(".rasoat"))
    [file] = (old / "rates").iterdir()
    pq.write_table(pa.table({"a": [1]}), file)
    assert invoke(["export", str(old), "--sqlite", str(tmp_path / "a.sqlite")]) == BAD_USE
    assert "rates" in capsys.readouterr().err
