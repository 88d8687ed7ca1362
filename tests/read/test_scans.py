"""Scanned pages: what they state is what the text states; a page that cannot be recognized costs itself alone."""

from __future__ import annotations

import dataclasses
import hashlib
import math
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from make_formats import to_pdf
from make_scans import CLEAN, Scanner, to_scan
from reportlab.lib.pagesizes import A4

from pipeline.process import Processed, process
from pipeline.programs import find, ocr_data
from pipeline.read import ocr
from pipeline.read.document import read_document
from pipeline.read.ocr import engines, guard
from pipeline.read.ocr.cache import Cache, page_keys
from pipeline.read.ocr.engines import find_engine
from pipeline.read.ocr.guard import Guard, PageFailedError
from pipeline.read.ocr.recognition import Recognizer
from pipeline.read.options import ReadOptions
from pipeline.read.pdf_lines import Word
from pipeline.read.raw import RawDocument
from pipeline.read.scans import ScannedPage
from quality.matching import pair

SAMPLE = "phuoc-khe-2023-h1.txt"
LEAST = {300: 0.95, 200: 0.90}
TABLES = ("citations", "dossiers", "rates")

needs_engine = pytest.mark.skipif(
    ocr_data() is None or not (find("tesserocr").found or find("tesseract").found),
    reason="Tesseract or its Vietnamese data is not installed: see rasoat doctor",
)

SHORT = """\
I. CÔNG TÁC CHỈ ĐẠO
UBND xã ban hành Kế hoạch số 12/KH-UBND ngày 05/01/2023 về cải cách hành chính.
Lĩnh vực\tTiếp nhận\tĐúng hạn
Đất đai\t1.102\t903
Hộ tịch\t96\t96
Tổng cộng\t1.198\t999"""


@pytest.fixture(scope="module")
def short_scan() -> bytes:
    """A page with a line of text, a code and a ruled table."""
    return to_scan(to_pdf(SHORT), dataclasses.replace(CLEAN, dpi=200, skews=(0.9,)))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> ReadOptions:
    """Options that keep what was recognized for the other tests of this file."""
    return ReadOptions(cache=tmp_path_factory.mktemp("kept"))


def _rows(result: Processed, table: str) -> list[dict[str, Any]]:
    return [{f.name: getattr(row, f.name) for f in dataclasses.fields(row)} for row in result.rows.get(table, ())]


@needs_engine
@pytest.mark.parametrize("dpi", sorted(LEAST))
def test_a_scan_states_what_its_text_states(dpi: int, read_reports: dict[str, Processed], kept: ReadOptions) -> None:
    original = read_reports[SAMPLE]
    assert original.text is not None
    scanned = process(to_scan(to_pdf(original.text.text), Scanner(dpi=dpi)), "a.pdf", kept)
    assert scanned.document.text_layer == "ocr"
    assert scanned.document.status == "ok"
    assert 0.8 < (scanned.document.ocr_confidence or 0) < 1
    wanted = {table: _rows(original, table) for table in TABLES}
    found = {table: _rows(scanned, table) for table in TABLES}
    score = {t: 2 * len(pair(wanted[t], found[t], t)) / (len(wanted[t]) + len(found[t])) for t in TABLES}
    assert {table: f1 for table, f1 in score.items() if f1 < LEAST[dpi]} == {}
    assert all(row["confidence"] < 1 for table in TABLES for row in found[table])


@needs_engine
def test_a_ruled_table_on_a_scan_is_rows_of_cells(short_scan: bytes, kept: ReadOptions) -> None:
    result = process(short_scan, "a.pdf", kept)
    assert result.text is not None
    lines = result.text.text.split("\n")
    assert "Hộ tịch\t96\t96" in lines
    assert "Tổng cộng\t1.198\t999" in lines
    assert [c.code for c in result.rows["citations"]] == ["12/KH-UBND"]


@needs_engine
def test_a_page_that_lies_askew_is_turned(short_scan: bytes, kept: ReadOptions) -> None:
    page = Recognizer(kept).pages(short_scan, [1])[1]
    assert page.turned == pytest.approx(-0.9, abs=0.12)
    assert len(page.strokes) >= 9


@needs_engine
def test_the_second_run_asks_no_engine(short_scan: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ReadOptions(cache=tmp_path)
    first = Recognizer(options)
    page = first.pages(short_scan, [1])
    first.close()
    monkeypatch.setattr(Guard, "_start", lambda self: pytest.fail("an engine was started"))
    assert Recognizer(options).pages(short_scan, [1]) == page


@needs_engine
def test_the_pages_of_a_file_can_be_forgotten(short_scan: bytes, tmp_path: Path) -> None:
    recognizer = Recognizer(ReadOptions(cache=tmp_path))
    recognizer.pages(short_scan, [1])
    recognizer.close()
    assert len(list(tmp_path.rglob("*.json"))) == 1
    assert Cache(tmp_path).forget(hashlib.sha256(short_scan).hexdigest()) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@needs_engine
def test_the_process_stays_over_files_and_ends_with_its_group(short_scan: bytes) -> None:
    name, data = find_engine()
    one = Guard(name, data, seconds_per_page=120)
    one.page(short_scan, 1)
    process_id = one._process.pid  # type: ignore[union-attr]
    one.page(bytes(bytearray(short_scan)), 1)
    assert one._process is not None
    assert one._process.pid == process_id
    assert os.getpgid(process_id) == process_id
    one.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


@needs_engine
def test_a_crash_costs_the_page_and_no_more(short_scan: bytes) -> None:
    name, data = find_engine()
    one = Guard(name, data, seconds_per_page=120)
    one._start()
    os.kill(one._process.pid, signal.SIGSEGV)  # type: ignore[union-attr]
    time.sleep(0.1)
    one._open = short_scan
    assert one.page(short_scan, 1).words
    with pytest.raises(PageFailedError, match="OCR_CRASH"):
        one.page(short_scan, 99)
    assert one.page(short_scan, 1).words
    one.close()


def _served(monkeypatch: pytest.MonkeyPatch, body: str) -> Guard:
    """A guard whose process is this instead of the recognizing one."""
    boot = "import sys; sys.path[:] = sys.argv[3:]; import os, time, signal; from pipeline.read.ocr import wire; "
    monkeypatch.setattr(guard, "_BOOT", boot + "wire.send(1, ('ok', None)); " + body)
    return Guard("none", Path("/nowhere"), seconds_per_page=0.5)


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        pytest.param("time.sleep(60)", "OCR_TIMEOUT", "0.5 s", id="a page that takes too long"),
        pytest.param(
            "wire.receive(0); os.kill(os.getpid(), signal.SIGSEGV)", "OCR_CRASH", "SIGSEGV", id="a process that dies"
        ),
        pytest.param(
            "wire.receive(0); wire.send(1, ('failed', 'MemoryError: ')); time.sleep(60)",
            "OCR_CRASH",
            "MemoryError",
            id="a page that needs too much memory",
        ),
    ],
)
def test_what_happens_to_the_process_is_the_pages_problem(
    monkeypatch: pytest.MonkeyPatch, body: str, code: str, told: str
) -> None:
    one = _served(monkeypatch, body)
    started = time.monotonic()
    with pytest.raises(PageFailedError) as raised:
        one.page(b"%PDF-", 1)
    assert raised.value.code == code
    assert told in raised.value.told
    assert time.monotonic() - started < 30
    one.close()


def test_a_page_that_failed_is_named_and_the_others_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    page = ScannedPage(words=(), width=1, height=1, confidence=1)

    def sometimes(self: Guard, pdf: bytes, number: int) -> ScannedPage:
        if number == 2:
            raise PageFailedError("OCR_TIMEOUT", "120 s")
        return page

    monkeypatch.setattr(Guard, "page", sometimes)
    monkeypatch.setattr("pipeline.read.ocr.recognition.find_engine", lambda: ("none", Path("/nowhere")))
    monkeypatch.setattr("pipeline.read.ocr.recognition.identity", lambda name, data: name)
    one = Recognizer(ReadOptions())
    assert one.pages(b"", [1, 2, 3]) == {1: page, 3: page}
    assert [(problem.code, problem.message) for problem in one.problems] == [
        ("OCR_TIMEOUT", "Trang 2: nhận dạng quá thời hạn (120 s).")
    ]


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Tesseract."""
    monkeypatch.setattr(engines, "ocr_data", lambda: None)
    monkeypatch.setattr(ocr, "recognizer", Recognizer)


def test_without_an_engine_a_scan_is_partial_with_a_way_to_get_it(no_engine: None, short_scan: bytes) -> None:
    document = process(short_scan, "a.pdf").document
    assert (document.status, document.error_code) == ("partial", "NEEDS_OCR")
    assert "tesseract-ocr-vie" in (document.error_message or "")


@pytest.mark.parametrize("mode", ["never"])
def test_never_recognizes_nothing(mode: Any, short_scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recognizer, "pages", lambda *_: pytest.fail("a page was recognized"))
    assert process(short_scan, "a.pdf", ReadOptions(ocr=mode)).document.error_code == "NEEDS_OCR"


@pytest.mark.parametrize(("mode", "asked"), [("auto", []), ("always", [1])])
def test_written_pages_are_recognized_only_when_asked(
    mode: Any, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[int] = []

    def pages(self: Recognizer, data: bytes, wanted: list[int]) -> dict[int, ScannedPage]:
        numbers.extend(wanted)
        return {}

    monkeypatch.setattr(Recognizer, "pages", pages)
    process(to_pdf(SHORT), "a.pdf", ReadOptions(ocr=mode))
    assert numbers == asked


@needs_engine
def test_boxes_lie_on_the_page_as_it_is(short_scan: bytes, kept: ReadOptions) -> None:
    """The text stands where the born page has it, turned by the scanner."""
    scanned, born = read_document(short_scan, "a.pdf", kept), read_document(to_pdf(SHORT), "a.pdf")

    def middle(raw: RawDocument, word: str) -> tuple[float, float]:
        (box,) = [box for box in raw.boxes if raw.text[box.start : box.end] == word]
        return (box.x0 + box.x1) / 2 - A4[0] / 2, (box.top + box.bottom) / 2 - A4[1] / 2

    for word in ("12/KH-UBND", "1.198", "999"):
        x, y = middle(born, word)
        cos, sin = math.cos(math.radians(0.9)), math.sin(math.radians(0.9))
        assert middle(scanned, word) == pytest.approx((x * cos + y * sin, y * cos - x * sin), abs=3)


Change = Callable[[Path], object]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_text("{", encoding="utf-8"), id="half a file"),
        pytest.param(lambda file: file.write_text("[]", encoding="utf-8"), id="of another form"),
        pytest.param(lambda file: file.write_bytes(b"\xff\xfe"), id="no text"),
        pytest.param(lambda file: file.unlink(), id="gone"),
    ],
)
def test_a_damaged_cache_is_as_none(tmp_path: Path, damage: Change) -> None:
    word = Word(text="hồ", x0=1, x1=2, top=3, bottom=4, size=5, confidence=0.9)
    page = ScannedPage(words=(word,), width=10, height=20, confidence=0.9, strokes=((1.0, 2.0, 3.0, 4.0),), turned=0.5)
    cache = Cache(tmp_path)
    cache.put("ab12", page)
    assert cache.get("ab12") == page
    (file,) = tmp_path.rglob("*.json")
    damage(file)
    assert cache.get("ab12") is None
    cache.put("ab12", page)
    assert cache.get("ab12") == page


def test_a_cache_that_cannot_be_written_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "ocr").write_text("a file where a folder should be", encoding="utf-8")
    cache = Cache(tmp_path)
    cache.put("ab12", ScannedPage(words=(), width=1, height=1, confidence=1))
    assert cache.get("ab12") is None


def test_the_same_picture_has_the_same_name_in_another_file() -> None:
    pdf = to_pdf("\n".join(f"{i}. Tiếp nhận {i} hồ sơ" for i in range(1, 70)))
    scanner = dataclasses.replace(CLEAN, dpi=72, skews=(0.0,))
    both, second = to_scan(pdf, scanner, pages=(1, 2)), to_scan(pdf, scanner, pages=(2,))
    keys = page_keys(both, [1, 2], "reader")
    assert page_keys(second, [1], "reader")[1] == keys[2] != keys[1]
    assert page_keys(both, [1], "another reader")[1] != keys[1]
