"""What does not hold in a folder of tables is found: a bit of any file, a row out of place, a reference to nothing."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from faulty_reader import read_faulty

from extractors.dossiers import Dossier
from pipeline import parts
from pipeline import verify as verify_module
from pipeline.audits.findings import Finding
from pipeline.cli import FINDINGS, FINE, invoke
from pipeline.documents import Document, Text
from pipeline.errors import RasoatError
from pipeline.lock import locked
from pipeline.run import Finished, run
from pipeline.schema import tables
from pipeline.status import status_of
from pipeline.tables import MANIFEST, read_table, write_tables
from pipeline.verify import Fault, verify

Capture = pytest.CaptureFixture[str]
DOC = "ab" * 8


def _found(out: Path) -> set[str]:
    return {fault.what for fault in verify(out)}


def test_a_run_over_the_samples_holds(finished: Finished) -> None:
    assert list(verify(finished.out)) == []


def test_a_report_that_stands_in_two_files_holds(tmp_path: Path) -> None:
    text = "ỦY BAN NHÂN DÂN\nHUYỆN NĂNG YÊN\n\nI. Kết quả\nHuyện tiếp nhận 120 hồ sơ, đã giải quyết 118 hồ sơ.\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(text + "\n", encoding="utf-8")
    finished = run([tmp_path / "in"], tmp_path / "out", workers=0)
    assert "archive.duplicate" in set(read_table(finished.out, "findings")["rule"])
    assert list(verify(finished.out)) == []


def test_documents_are_read_once(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    usual = verify_module.pq.ParquetFile

    def watched(path: Path) -> object:
        opened.append(path)
        return usual(path)

    monkeypatch.setattr(verify_module.pq, "ParquetFile", watched)
    assert list(verify(finished.out)) == []
    documents = [path.name for path in opened if path.parent.name == "documents"]
    assert documents
    assert len(documents) == len(set(documents))


def test_a_bit_that_changed_in_any_file_is_noticed(finished: Finished, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(1)
    shutil.copytree(finished.out, out, symlinks=True)
    files = [out / MANIFEST, *(path for table in tables() for path in (out / table.name).iterdir())]
    assert len(files) == len(tables()) + 1
    for path in files:
        whole = path.read_bytes()
        for at in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(20))}:
            damaged = bytearray(whole)
            damaged[at] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            name = path.relative_to(out).as_posix()
            assert list(verify(out)) == [Fault(what="damaged", where=name)], (path, at)
        path.write_bytes(whole)
    assert list(verify(out)) == []


def test_a_result_that_changed_in_the_ledger_is_noticed(tmp_path: Path) -> None:
    out = _small_run(tmp_path)
    ledger = out / ".rasoat" / "ledger.sqlite"
    whole = bytearray(ledger.read_bytes())
    # Inside the packed rows of some document: they are most of the file.
    at = bytes(whole).rindex(b"\x28\xb5\x2f\xfd") + 60
    whole[at] ^= 4
    ledger.write_bytes(whole)
    assert _found(out) == {"damaged"}


def _small_run(tmp_path: Path, files: int = 6) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir(exist_ok=True)
    for number in range(files):
        (folder / f"{number}.txt").write_text(f"fine {number} " + "x" * 200)
    run([folder], tmp_path / "out", reading=read_faulty, workers=0)
    return tmp_path / "out"


def test_files_that_are_missing_or_nobodys_are_told(tmp_path: Path) -> None:
    out = _small_run(tmp_path)
    (out / "dossiers" / "more.parquet").write_bytes(b"PAR1")
    next((out / "texts").iterdir()).unlink()
    assert _found(out) == {"unknown_file", "missing"}


def test_a_table_that_leads_elsewhere_is_told(tmp_path: Path) -> None:
    out = _small_run(tmp_path)
    (out / "dossiers").unlink()
    shutil.copytree(out / "texts", out / "dossiers")
    assert _found(out) == {"elsewhere"}


def test_damage_is_not_taken_over_into_the_next_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_DOCUMENTS_A_FILE", 4)
    monkeypatch.setattr(parts, "_TEXTS_A_FILE", 2)
    out = _small_run(tmp_path, files=16)
    before = {path: path.read_bytes() for path in (out / "dossiers").iterdir()}
    assert len(before) == 4
    for path, whole in before.items():
        path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    (tmp_path / "archive" / "0.txt").write_text("fine and new")
    assert _found(out) == {"damaged"}
    run([tmp_path / "archive"], out, reading=read_faulty, workers=0)
    assert list(verify(out)) == []


DOCUMENT = Document(doc_id=DOC, source_path="a.txt", status="ok")
TEXT = Text(doc_id=DOC, text="Có 5 hồ sơ.", body_end=11)
FIGURE = Dossier(doc_id=DOC, figure_id=f"{DOC}:f0001", start=3, end=4, raw="5", metric="received", value=5)
FINDING = Finding(
    doc_id=DOC,
    finding_id=f"{DOC}:a0001",
    rule="dossier.sum",
    severity="error",
    subject="5",
    message_vi="",
    message_en="",
    evidence=(FIGURE.figure_id,),
)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        pytest.param({}, set(), id="all holds"),
        pytest.param({"dossiers": [dataclasses.replace(FIGURE, raw="6")]}, {"offsets"}, id="raw is another text"),
        pytest.param({"dossiers": [dataclasses.replace(FIGURE, start=2)]}, {"offsets"}, id="start is off by one"),
        pytest.param({"dossiers": [FIGURE, FIGURE]}, {"twice"}, id="one id twice"),
        pytest.param({"documents": [DOCUMENT, DOCUMENT]}, {"twice"}, id="a document twice"),
        pytest.param({"texts": []}, {"no_document"}, id="no text"),
        pytest.param({"documents": []}, {"no_document"}, id="no document"),
        pytest.param(
            {"dossiers": [dataclasses.replace(FIGURE, section_id=f"{DOC}:s0001")]}, {"no_row"}, id="no such section"
        ),
        pytest.param(
            {"dossiers": [dataclasses.replace(FIGURE, part_of=f"{DOC}:f0009")]}, {"no_row"}, id="no such whole"
        ),
        pytest.param(
            {"findings": [dataclasses.replace(FINDING, evidence=(f"{'cd' * 8}:f0001",))]},
            {"no_row"},
            id="evidence in a report that is not there",
        ),
    ],
)
def test_rows_that_do_not_hold_together_are_told(
    tmp_path: Path, changed: dict[str, list[object]], what: set[str]
) -> None:
    rows = {"documents": [DOCUMENT], "texts": [TEXT], "dossiers": [FIGURE], "findings": [FINDING], **changed}
    write_tables(tmp_path, rows, version="1")
    assert _found(tmp_path) == what


def test_evidence_in_another_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_DOCUMENTS_A_FILE", 1)
    monkeypatch.setattr(parts, "_TEXTS_A_FILE", 1)
    other = "0c" * 8
    rows = {
        "documents": [DOCUMENT, dataclasses.replace(DOCUMENT, doc_id=other, source_path="b.txt")],
        "texts": [TEXT, dataclasses.replace(TEXT, doc_id=other)],
        "dossiers": [FIGURE, dataclasses.replace(FIGURE, doc_id=other, figure_id=f"{other}:f0001")],
        "findings": [
            dataclasses.replace(FINDING, evidence=(f"{other}:f0001",)),
            dataclasses.replace(FINDING, doc_id=other, finding_id=f"{other}:a0001"),
        ],
    }
    write_tables(tmp_path, rows, version="1")
    assert len(list((tmp_path / "dossiers").iterdir())) == 2
    assert _found(tmp_path) == set()


@pytest.mark.parametrize(("spoil", "code"), [(lambda out: None, FINE), (lambda out: _spoil(out), FINDINGS)])
def test_the_command_tells_and_has_an_exit_code(
    capsys: Capture, tmp_path: Path, spoil: Callable[[Path], None], code: int
) -> None:
    out = _small_run(tmp_path)
    spoil(out)
    assert invoke(["verify", str(out), "--lang", "en"]) == code
    told = capsys.readouterr().out
    assert ("Everything is as it was written." in told) == (code == FINE)
    invoke(["verify", str(out), "--json"])
    assert len(json.loads(capsys.readouterr().out)) == (code != FINE)


def _spoil(out: Path) -> None:
    with (out / MANIFEST).open("a") as manifest:
        manifest.write(" ")


def test_a_folder_that_was_copied_with_its_links_followed_is_looked_at_like_any(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "bad.txt").write_text("refuse")
    out, copy = _small_run(tmp_path), tmp_path / "copy"
    shutil.copytree(out, copy, ignore=lambda *_: [".rasoat"])
    assert list(verify(copy)) == []
    stated, here = status_of(out), status_of(copy)
    assert dataclasses.replace(here, out=out) == stated
    assert not here.unfinished
    (copy / "texts" / "part-00000-of-00001.parquet").unlink()
    assert [fault.what for fault in verify(copy)] == ["missing"]


def test_a_folder_without_a_run_is_bad_use(tmp_path: Path) -> None:
    with pytest.raises(RasoatError, match="no_run"):
        list(verify(tmp_path))
    with pytest.raises(RasoatError, match="no_run"):
        status_of(tmp_path)


def test_status_tells_what_is_there_and_what_is_not_yet(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "bad.txt").write_text("refuse")
    out = _small_run(tmp_path)
    assert invoke(["status", str(out), "--json"]) == FINE
    shown = json.loads(capsys.readouterr().out)
    assert (shown["statuses"], shown["unfinished"], shown["running"]) == ({"failed": 1, "ok": 6}, False, False)
    assert shown["codes"] == {"CORRUPT": 1}
    assert shown["rows"]["dossiers"] == len(read_table(out, "dossiers"))
    with locked(out / ".rasoat" / "lock", out):
        assert status_of(out).running
    invoke(["status", str(out), "--lang", "en"])
    told = capsys.readouterr().out
    assert "7 documents, 6 read whole, 0 in part, 1 not at all" in told
    assert "CORRUPT" in told
    assert "no run is writing here" in told


def test_status_tells_of_results_that_are_in_no_table_yet(tmp_path: Path, capsys: Capture) -> None:
    out = _small_run(tmp_path)
    (tmp_path / "archive" / "new.txt").write_text("fine and new")
    with pytest.raises(KeyboardInterrupt):
        run([tmp_path / "archive"], out, reading=read_faulty, workers=0, progress=_interrupt)
    assert status_of(out).unfinished
    invoke(["status", str(out), "--lang", "en"])
    assert "run again to finish" in capsys.readouterr().out


def _interrupt(met: object) -> None:
    if not met.kept:  # type: ignore[attr-defined]
        raise KeyboardInterrupt
