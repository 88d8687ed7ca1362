"""What ``rasoat audit`` writes beside its list: spreadsheets, known findings and work papers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from small_report import REPORT

from pipeline.cli import BAD_USE, FINDINGS, FINE, invoke

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kho")
    (folder / "huyện một.txt").write_text(REPORT, encoding="utf-8")
    (folder / "=hai.txt").write_text(REPORT.replace("1.250", "1.260"), encoding="utf-8")
    assert invoke(["run", str(folder), "--out", str(folder / "out")]) == FINE
    return folder / "out"


def test_csv_opens_in_excel_with_vietnamese_heads(capsys: Capture, out: Path) -> None:
    assert invoke(["audit", str(out), "--format", "csv"]) == FINE
    told = capsys.readouterr().out
    assert told.startswith("\ufeff"), "Excel knows UTF-8 by the byte order mark"
    head, *lines = csv.reader(io.StringIO(told.removeprefix("\ufeff")))
    assert head[:4] == ["Tệp nguồn", "Cơ quan ban hành", "Mức độ", "Quy tắc"]
    assert {"'=hai.txt", "huyện một.txt"} == {line[0] for line in lines}
    assert any("1.200 + đang giải quyết 40 = 1.240" in line[head.index("Nội dung")] for line in lines)


def test_no_cell_of_a_spreadsheet_is_a_formula(capsys: Capture, out: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert invoke(["audit", str(out), "--format", "xlsx", "--to", str(file)]) == FINE
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Phát hiện", "Theo quy tắc"]
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")) for cell in cells)
    numbers = [cell.value for cell in book.worksheets[0]["J"]]
    assert 10 in numbers, "a difference is a number"
    assert file.read_bytes() == _again(out, tmp_path), "the same rows give the same bytes"


def _again(out: Path, folder: Path) -> bytes:
    invoke(["audit", str(out), "--format", "xlsx", "--to", str(folder / "b.xlsx")])
    return (folder / "b.xlsx").read_bytes()


def test_xlsx_needs_a_file(capsys: Capture, out: Path) -> None:
    assert invoke(["audit", str(out), "--format", "xlsx"]) == BAD_USE
    assert "--to" in capsys.readouterr().err


def test_the_format_of_a_file_is_told_by_its_name(capsys: Capture, out: Path, tmp_path: Path) -> None:
    assert invoke(["audit", str(out), "--to", str(tmp_path / "f.csv"), "--lang", "en"]) == FINE
    assert re.search(rf"wrote \d+ findings into {tmp_path}/f.csv", capsys.readouterr().err)
    assert (tmp_path / "f.csv").read_text("utf-8-sig").startswith("source path,")
    assert invoke(["audit", str(out), "--to", str(tmp_path / "f.txt")]) == BAD_USE
    assert "--format csv" in capsys.readouterr().err


def test_known_findings_stay_quiet_after_a_new_run(capsys: Capture, out: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    assert invoke(["audit", str(out), "--write-baseline", str(known)]) == FINE
    assert f"phát hiện vào {known}" in capsys.readouterr().err
    assert invoke(["audit", str(out), "--baseline", str(known), "--fail-on", "info"]) == FINE
    assert f"phát hiện đã có trong {known}" in capsys.readouterr().err
    # Another paragraph moves every offset, another byte every id; one figure more is wrong.
    text = (
        REPORT.replace("1. Cải cách", "Huyện có nhiều cố gắng.\n1. Cải cách")
        + "Huyện hoàn thành 21/28 nhiệm vụ, đạt 70%.\n"
    )
    (out.parent / "huyện một.txt").write_text(text, encoding="utf-8")
    again = tmp_path / "again"
    invoke(["run", str(out.parent), "--skip", "out", "--out", str(again)])
    capsys.readouterr()
    invoke(["audit", str(again), "--baseline", str(known), "--json"])
    new = json.loads(capsys.readouterr().out)
    assert new
    assert {row["source_path"] for row in new} == {"huyện một.txt"}
    assert "1250" not in {row["subject"] for row in new}
    assert invoke(["audit", str(again), "--baseline", str(known), "--fail-on", "info"]) == FINDINGS
    (out.parent / "huyện một.txt").write_text(REPORT, encoding="utf-8")


def test_a_file_that_is_no_baseline_is_named(capsys: Capture, out: Path, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    assert invoke(["audit", str(out), "--baseline", str(tmp_path / "x.json")]) == BAD_USE
    assert "--write-baseline" in capsys.readouterr().err


def test_a_paper_has_finding_quotation_computation_and_question(out: Path, tmp_path: Path) -> None:
    assert invoke(["audit", str(out), "--papers", str(tmp_path / "phieu")]) == FINE
    names = sorted(file.name for file in (tmp_path / "phieu").iterdir())
    assert names == ["hai.txt.docx", "hai.txt.html", "huyện-một.txt.docx", "huyện-một.txt.html"]
    page = (tmp_path / "phieu" / "huyện-một.txt.html").read_text(encoding="utf-8")
    word = docx.Document(str(tmp_path / "phieu" / "huyện-một.txt.docx"))
    written = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for text in (page, written):
        assert "PHIẾU KIỂM TRA SỐ LIỆU BÁO CÁO" in text
        assert "Toàn huyện tiếp nhận 1.250 hồ sơ" in text
        assert "đã giải quyết 1.200 + đang giải quyết 40 = 1.240" in text
        assert "chênh lệch 10" in text
        assert "số nào đúng: 1.250 hay 1.240?" in text
        assert "“1.200 hồ sơ” (đã giải quyết), mục I/1" in text
    assert "http" not in page
    assert "src=" not in page


def test_papers_of_the_same_run_are_the_same_bytes(out: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        invoke(["audit", str(out), "--papers", str(tmp_path / name)])
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    with zipfile.ZipFile(tmp_path / "a" / "hai.txt.docx") as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}


def test_the_list_ends_with_a_table_by_report_and_rule(capsys: Capture, out: Path) -> None:
    invoke(["audit", str(out), "--lang", "en"])
    *_, total = told = capsys.readouterr().out.splitlines()
    row = next(line for line in told if line.startswith("huyện một.txt  "))
    assert "dossier.sum 1" in row
    assert total.endswith("in 2 reports.")
