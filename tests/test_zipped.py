"""Archives of reports are read member by member, under names that lead nowhere."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from small_report import REPORT

from pipeline.run import run
from pipeline.sources import find_sources
from pipeline.tables import read_table
from tests.make_formats import to_docx


def _zip(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def _link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def test_members_are_documents_of_their_own(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    _zip(
        root / "2023.zip",
        ("quý 1/xã a.txt", REPORT.encode()),
        ("b.docx", to_docx(REPORT)),
        ("bad.docx", b"PK\x03\x04"),
        (".hidden.txt", b"x"),
        (_link("link.txt"), b"/etc/passwd"),
    )
    done = run([root], tmp_path / "out", workers=0)
    documents = read_table(tmp_path / "out", "documents").set_index("source_path")
    assert list(documents.index) == ["2023.zip/b.docx", "2023.zip/bad.docx", "2023.zip/quý 1/xã a.txt"]
    assert list(documents.status) == ["ok", "failed", "ok"]
    assert done.left_out == {"hidden": 1, "link": 1}
    assert {path.name for path in root.iterdir()} == {"2023.zip"}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        pytest.param([("../a.txt", b"x")], "UNSAFE_NAMES", id="a name that leads out"),
        pytest.param([("a.txt", b"1"), ("A.txt", b"2")], "UNSAFE_NAMES", id="two files of one name"),
        pytest.param([("a.txt", b"\0" * 30_000_000)], "LIMIT_EXPANSION", id="a bomb"),
        pytest.param([(f"{n}", b"") for n in range(10_001)], "LIMIT_MEMBERS", id="members without end"),
    ],
)
def test_an_unsafe_archive_is_one_failed_file(tmp_path: Path, members: list[tuple[str, bytes]], code: str) -> None:
    run([_zip(tmp_path / "a.zip", *members)], tmp_path / "out", workers=0)
    documents = read_table(tmp_path / "out", "documents")
    assert list(zip(documents.source_path, documents.error_code, strict=True)) == [("a.zip", code)]


def test_a_member_without_a_name_is_left_out(tmp_path: Path) -> None:
    whole = _zip(tmp_path / "a.zip", ("b.txt", b"fine"), ("c", b"not named")).read_bytes()
    at = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 4)
    nameless = bytearray(whole)
    nameless[at + 28] = 0
    # The byte that was its name is a comment now.
    nameless[at + 32] = 1
    (tmp_path / "a.zip").write_bytes(nameless)
    found = find_sources([tmp_path / "a.zip"])
    assert [source.name for source in found.files] == ["a.zip/b.txt"]
    assert found.left_out == {"special": 1}


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", REPORT)
    run([_zip(tmp_path / "a.zip", ("b.zip", inner.getvalue()))], tmp_path / "out", workers=0)
    documents = read_table(tmp_path / "out", "documents")
    assert list(zip(documents.source_path, documents.error_code, strict=True)) == [("a.zip/b.zip", "NOT_A_DOCUMENT")]


def test_a_document_called_zip_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(to_docx(REPORT))
    run([tmp_path / "a.zip"], tmp_path / "out", workers=0)
    documents = read_table(tmp_path / "out", "documents")
    assert list(zip(documents.source_path, documents.format, strict=True)) == [("a.zip", "docx")]
