"""Optional programs: found where they are, named with a way to get them where they are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import programs
from pipeline.cli import FINE, invoke
from pipeline.doctor import able
from pipeline.programs import Program
from pipeline.wording import LANGUAGES


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any of the programs; the folder is all that PATH names."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(programs, "_DATA_FOLDERS", (str(tmp_path / "*" / "tessdata"),))
    monkeypatch.setattr(programs.importlib.util, "find_spec", lambda name: None)
    return tmp_path


def test_a_bare_machine_has_none_of_them(bare_machine: Path) -> None:
    assert [p.name for p in programs.all_programs() if p.found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_doctor_says_how_to_get_what_is_missing(
    bare_machine: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke(["doctor", "--lang", language]) == FINE
    told = capsys.readouterr().out
    for package in ("pip install tesserocr", "tesseract-ocr-vie", "libreoffice-writer-nogui", "catdoc"):
        assert package in told


def test_doctor_as_json(bare_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["doctor", "--json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    assert {p["name"] for p in told["programs"]} == {"tesserocr", "tesseract", "tessdata", "soffice", "catdoc"}
    assert not any(told["able"].values())


def test_a_program_is_found_with_its_version(bare_machine: Path) -> None:
    script = bare_machine / "catdoc"
    script.write_text("#!/bin/sh\necho 'Catdoc Version 0.95'\n", encoding="utf-8")
    script.chmod(0o755)
    assert programs.look_up("catdoc") == Program(name="catdoc", path=script, version="0.95")


def test_a_program_that_tells_no_version_is_still_there(bare_machine: Path) -> None:
    script = bare_machine / "soffice"
    script.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    assert programs.look_up("soffice") == Program(name="soffice", path=script, version=None)


@pytest.mark.parametrize("below", ["", "tessdata"])
def test_the_prefix_may_name_the_data_or_the_folder_above(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    folder = bare_machine / "given" / below
    folder.mkdir(parents=True)
    (folder / "vie.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(bare_machine / "given"))
    assert programs.ocr_data() == folder


def test_the_newest_packaged_data_is_taken(bare_machine: Path) -> None:
    for version in ("4.00", "5"):
        folder = bare_machine / version / "tessdata"
        folder.mkdir(parents=True)
        (folder / "vie.traineddata").touch()
    assert programs.ocr_data() == bare_machine / "5" / "tessdata"


@pytest.mark.parametrize(
    ("there", "things"),
    [
        pytest.param(set(), set(), id="nothing"),
        pytest.param({"tesserocr"}, set(), id="an engine without its data"),
        pytest.param({"tesserocr", "tessdata"}, {"scans"}, id="the library"),
        pytest.param({"tesseract", "tessdata"}, {"scans"}, id="the program"),
        pytest.param({"catdoc"}, {"old_word"}, id="catdoc reads .doc only"),
        pytest.param({"soffice"}, {"old_word", "other_word"}, id="LibreOffice reads them all"),
    ],
)
def test_what_can_be_read(there: set[str], things: set[str]) -> None:
    found = tuple(Program(name=name, path=Path("/x")) for name in sorted(there))
    assert {thing for thing, can in able(found).items() if can} == things


def test_a_missing_program_is_named_with_a_way_to_get_it() -> None:
    assert "apt-get install catdoc" in programs.missing("catdoc")
