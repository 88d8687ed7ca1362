"""DOC, RTF, ODT: the facts of the clean text, through LibreOffice; and what is said where that is missing."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_same_facts import _facts

from pipeline import programs
from pipeline.errors import ReadFailure
from pipeline.process import Processed, process
from pipeline.read import convert, office
from pipeline.read.document import read_document
from pipeline.read.legacy import Charset, legacy_bytes
from quality.formats import office_files
from quality.formats.office_files import converted
from quality.formats.rich_word_files import to_rich_docx, to_tcvn3_docx
from tests.make_formats import to_docx

needs_office = pytest.mark.skipif(not programs.find("soffice").found, reason="LibreOffice (soffice) is not installed")
needs_catdoc = pytest.mark.skipif(not programs.find("catdoc").found, reason="catdoc is not installed")

SAMPLE = "phuoc-khe-2023-h1.txt"
WRITERS = [to_docx, to_rich_docx, to_tcvn3_docx]


@pytest.fixture(scope="module")
def made(read_reports: dict[str, Processed]) -> Callable[[str], dict[str, bytes]]:
    """One report, written in every way, in a format of LibreOffice; by the name of what wrote it."""
    text = read_reports[SAMPLE].text
    assert text is not None
    files = {write.__name__: write(text.text) for write in WRITERS}
    kept: dict[str, dict[str, bytes]] = {}

    def make(ending: str) -> dict[str, bytes]:
        if ending not in kept:
            kept[ending] = converted(files, ending)
        return kept[ending]

    return make


@needs_office
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_the_facts_are_those_of_the_clean_text(
    ending: str, made: Callable[[str], dict[str, bytes]], read_reports: dict[str, Processed]
) -> None:
    original = read_reports[SAMPLE]
    for data in made(ending).values():
        result = process(data, "a.bin")
        assert (result.document.format, result.document.status) == (ending, "ok")
        assert _facts(result) == _facts(original)


@needs_office
@needs_catdoc
@pytest.mark.parametrize("writer", ["to_docx", "to_tcvn3_docx"])
def test_a_doc_without_libreoffice_is_bare_text(
    writer: str, made: Callable[[str], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made("doc")[writer]
    monkeypatch.setitem(programs._SEARCHES, "soffice", lambda: None)
    raw = read_document(data, "a.doc")
    assert (raw.format, [problem.code for problem in raw.problems][:1]) == ("doc", ["NEEDS_OFFICE"])
    assert "LibreOffice" in raw.problems[0].message
    assert "BÁO CÁO" in raw.text.upper()
    assert "cải cách hành chính" in raw.text
    assert "trước" in raw.text, "U+00AD is a letter of TCVN3"


@needs_office
@needs_catdoc
def test_a_doc_that_libreoffice_empties_is_bare_text(
    made: Callable[[str], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made("doc")["to_docx"]
    monkeypatch.setattr(office, "to_docx", lambda data, form: to_docx(""))
    raw = read_document(data, "a.doc")
    assert [problem.code for problem in raw.problems] == ["CONVERSION"]
    assert "cải cách hành chính" in raw.text


NO_PROGRAM = [
    pytest.param(b"{\\rtf1\\ansi abc}", id="RTF"),
    pytest.param(b'<?xml version="1.0"?><w:wordDocument xmlns:w="w"/>', id="XML of Word 2003"),
    pytest.param(b"<html xmlns:w='urn:schemas-microsoft-com:office:word'><body>a", id="a web page by Word"),
]


@pytest.mark.parametrize("data", NO_PROGRAM)
def test_without_libreoffice_the_reason_says_what_to_install(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(programs._SEARCHES, "soffice", lambda: None)
    with pytest.raises(ReadFailure) as raised:
        read_document(data, "a.rtf")
    assert raised.value.code == "NEEDS_OFFICE"
    assert "rasoat doctor" in raised.value.message


def _program(folder: Path, script: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_success_means_that_the_file_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(programs._SEARCHES, "soffice", lambda: _program(tmp_path, "exit 0"))
    with pytest.raises(ReadFailure) as raised:
        read_document(b"{\\rtf1 abc}", "a.rtf")
    assert raised.value.code == "CONVERSION"


@pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")
def test_a_program_that_takes_too_long_ends_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"(sleep 2; touch {tmp_path}/late) & sleep 60"
    monkeypatch.setitem(programs._SEARCHES, "soffice", lambda: _program(tmp_path, script))
    monkeypatch.setattr(convert, "_seconds", lambda size: 0.5)
    started = time.monotonic()
    with pytest.raises(ReadFailure) as raised:
        read_document(b"{\\rtf1 abc}", "a.rtf")
    assert (raised.value.code, time.monotonic() - started < 10) == ("CONVERSION", True)
    time.sleep(2)
    assert not (tmp_path / "late").exists()


def test_a_file_that_is_too_large_is_given_to_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "OFFICE_BYTES", dataclasses.replace(office.OFFICE_BYTES, most=5))
    monkeypatch.setattr(office, "to_docx", lambda data, form: pytest.fail("was started"))
    with pytest.raises(ReadFailure) as raised:
        read_document(b"{\\rtf1 abc}", "a.rtf")
    assert raised.value.code == "LIMIT_BYTES"


@needs_office
def test_rtf_in_an_old_font_keeps_its_font() -> None:
    def escaped(text: str) -> str:
        return "".join(chr(b) if b < 0x80 else f"\\'{b:02x}" for b in legacy_bytes(text, Charset.TCVN3))

    body = escaped("Kết quả: nhân dân huyện báo cáo kết quả trước hạn")
    rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil .VnTime;}}\f0 " + body + r"\par}"
    assert "nhân dân huyện báo cáo kết quả trước hạn" in read_document(rtf.encode("ascii"), "a.rtf").text


@needs_office
@pytest.mark.parametrize(
    ("filter_name", "ending", "form"),
    [("xml:MS Word 2003 XML", "xml", "xml"), ("html:HTML (StarWriter)", "html", "html"), ("fodt", "fodt", "odt")],
)
def test_a_document_of_one_text_is_read(
    filter_name: str, ending: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(office_files.FILTERS, ending, filter_name)
    text = "Xã đã tiếp nhận 120 hồ sơ.\nCấp\tTiếp nhận\nXã\t120"
    data = converted({"a": to_docx(text)}, ending)["a"]
    raw = read_document(data, "a.doc")
    assert raw.format == form
    assert [line for line in raw.text.split("\n") if line.strip()] == text.split("\n")
