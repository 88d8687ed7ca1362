"""One report from bytes to rows: every place is right, and leads back to the source."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regex
from small_report import REPORT

from extractors.family import Reading
from extractors.located import Located
from extractors.report import Section
from patterns import anchors
from patterns.anchors import Anchored
from pipeline import process as process_module
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import Rule, all_rules
from pipeline.process import Processed, audit, process
from pipeline.read.raw import Problem
from pipeline.schema import UnknownCodeError
from quality.samples import Sample


def _placed(result: Processed) -> list[Any]:
    return [row for records in result.rows.values() for row in records if isinstance(row, Located | Section)]


def test_every_raw_is_the_text_at_its_place(
    read_reports: dict[str, Processed], read_passages: dict[str, Processed]
) -> None:
    checked = 0
    for name, result in {**read_reports, **read_passages}.items():
        assert result.text is not None, name
        text = result.text.text
        for row in _placed(result):
            assert 0 <= row.start < row.end <= len(text), (name, row)
            assert row.raw == text[row.start : row.end], (name, row)
            assert not isinstance(row, Section) or row.start < row.heading_end <= row.end, (name, row)
            assert 0 <= row.confidence <= 1, (name, row)
            checked += 1
    assert checked > 500


def test_findings_stand_inside_the_text(read_reports: dict[str, Processed]) -> None:
    for name, result in read_reports.items():
        assert result.text is not None, name
        for finding in result.rows["findings"]:
            assert (finding.start is None) == (finding.end is None), (name, finding)
            if finding.start is not None:
                assert 0 <= finding.start < finding.end <= len(result.text.text), (name, finding)


def test_sections_lie_inside_their_parents(read_reports: dict[str, Processed]) -> None:
    for name, result in read_reports.items():
        sections = {section.section_id: section for section in result.rows["sections"]}
        for section in sections.values():
            if section.parent_id is not None:
                parent = sections[section.parent_id]
                assert parent.start < section.start < section.end <= parent.end, (name, section.path)


def test_the_segments_are_the_whole_text_and_copied_ones_are_the_source(
    read_reports: dict[str, Processed], sample_reports: tuple[Sample, ...]
) -> None:
    sources = {sample.name: sample.data.decode("utf-8-sig") for sample in sample_reports if sample.name.endswith("txt")}
    assert sources
    for name, result in read_reports.items():
        assert result.text is not None, name
        at = 0
        for segment in result.text.segments:
            assert segment.start == at, (name, segment)
            at = segment.end
            if name in sources and segment.copied:
                source = sources[name][segment.source_start : segment.source_end]
                assert source == result.text.text[segment.start : segment.end], (name, segment)
        assert at == len(result.text.text), name


def test_every_row_leads_back_to_its_source(
    read_reports: dict[str, Processed], sample_reports: tuple[Sample, ...]
) -> None:
    sources = {sample.name: sample.data.decode("utf-8-sig") for sample in sample_reports if sample.name.endswith("txt")}
    digits_kept = checked = 0
    for name, source in sources.items():
        result = read_reports[name]
        assert result.text is not None
        for row in _placed(result):
            spans = [s for s in result.text.segments if s.start < row.end and row.start < s.end]
            low = min(s.source_start + (max(row.start - s.start, 0) if s.copied else 0) for s in spans)
            high = max(s.source_end - (max(s.end - row.end, 0) if s.copied else 0) for s in spans)
            assert 0 <= low < high <= len(source), (name, row)
            wanted = [c for c in row.raw if c.isdigit()]
            checked += 1
            digits_kept += all(digit in source[low:high] or digit in "⁰¹²³⁴⁵⁶⁷⁸⁹" for digit in wanted)
    assert digits_kept == checked > 200


def test_pdf_pages_are_those_of_the_text(read_reports: dict[str, Processed]) -> None:
    of_pdf = {name: result for name, result in read_reports.items() if name.endswith(".pdf")}
    assert of_pdf
    for name, result in of_pdf.items():
        assert result.text is not None, name
        starts = result.text.page_starts
        assert result.document.pages == len(starts), name
        assert list(starts) == sorted(starts), name
        for row in _placed(result):
            assert row.page is not None, (name, row)
            assert 1 <= row.page <= len(starts), (name, row)
        assert result.text.boxes, name
        for box in result.text.boxes:
            assert 1 <= box.page <= len(starts), (name, box)
            assert box.x0 < box.x1, (name, box)
            assert box.top < box.bottom, (name, box)


def test_formats_without_pages_have_none(read_reports: dict[str, Processed]) -> None:
    for name, result in read_reports.items():
        if name.endswith(".txt"):
            assert result.document.pages is None, name
            assert {row.page for row in _placed(result)} <= {None}, name


def test_the_samples_are_read_whole(read_reports: dict[str, Processed]) -> None:
    assert {(n, r.document.error_message) for n, r in read_reports.items() if r.document.status != "ok"} == set()


def test_reading_twice_gives_the_same(sample_reports: tuple[Sample, ...], read_reports: dict[str, Processed]) -> None:
    for sample in sample_reports[:3]:
        assert process(sample.data, sample.name) == read_reports[sample.name]


def test_the_name_of_a_file_changes_nothing_but_the_name() -> None:
    one, two = process(REPORT.encode(), "a.txt"), process(REPORT.encode(), "năm/b.dat")
    assert one.rows == two.rows
    assert dataclasses.replace(two.document, source_path="a.txt") == one.document


def _broken(facts: Facts) -> list[Finding]:
    raise ZeroDivisionError("by zero")


BROKEN = Rule(name="test.broken", severity="error", title_vi="", title_en="", check=_broken)


def test_a_rule_that_raises_is_a_problem_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = process(REPORT.encode(), "a.txt")
    rules = (BROKEN, *all_rules())
    monkeypatch.setattr(process_module, "all_rules", lambda: rules)
    result = process(REPORT.encode(), "a.txt")
    assert result.document.status == "partial"
    assert result.document.error_code == "RULE_FAILED"
    assert result.document.error_message == "test.broken: ZeroDivisionError: by zero"
    assert result.rows == sound.rows, "the other rules still speak"


def _shuffled(text: str, between: str) -> str:
    parts = text.split(between)
    random.Random(7).shuffle(parts)
    return between.join(parts)


@pytest.mark.parametrize(
    "mangle",
    [
        pytest.param(lambda text: text[len(text) // 3 :], id="the first third is lost"),
        pytest.param(lambda text: text[: len(text) // 2], id="the second half is lost"),
        pytest.param(lambda text: _shuffled(text, "\n"), id="lines in another order"),
        pytest.param(lambda text: _shuffled(text, " "), id="words in another order"),
        pytest.param(lambda text: text.replace("\n", " "), id="one line"),
        pytest.param(lambda text: text.replace(" ", "\n"), id="a word a line"),
        pytest.param(lambda text: "".join(c for i, c in enumerate(text) if i % 41), id="every 41st character is lost"),
    ],
)
def test_a_mangled_report_is_read_without_an_error_and_places_stay_right(
    sample_reports: tuple[Sample, ...], mangle: Callable[[str], str]
) -> None:
    for sample in [one for one in sample_reports if one.name.endswith(".txt")][::3]:
        result = process(mangle(sample.data.decode("utf-8-sig")).encode(), sample.name)
        assert result.document.status == "ok", (sample.name, result.document.error_message)
        assert result.text is not None
        for row in _placed(result):
            assert row.raw == result.text.text[row.start : row.end], (sample.name, row)


def test_no_rule_raises_on_a_report_without_anything() -> None:
    for text in ("x", "1", "Báo cáo", "I.\n1.\na)\n", "100 %", "5/0 hồ sơ, đạt 0 %"):
        result = process(text.encode(), "a.txt")
        assert result.document.status == "ok", (text, result.document.error_message)


def test_findings_of_all_rules_come_in_reading_order() -> None:
    result = process(REPORT.encode(), "a.txt")
    starts = [finding.start for finding in result.rows["findings"] if finding.start is not None]
    assert starts == sorted(starts)
    assert "1.250" in {row.raw.split()[0] for row in result.rows["dossiers"]}


def test_audit_returns_findings_and_problems_apart() -> None:
    empty = Facts(doc_id="a" * 16, header=process(b"x", "a.txt").document)
    findings, problems = audit(empty, (BROKEN,))
    assert findings == ()
    assert problems == (Problem(code="RULE_FAILED", message="test.broken: ZeroDivisionError: by zero"),)


def test_a_code_outside_its_vocabulary_is_a_bug_that_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Finding(rule="test.unknown", severity="error", subject="x", message_vi="", message_en="")
    rule = Rule(name="test.unknown", severity="error", title_vi="", title_en="", check=lambda facts: [odd])
    monkeypatch.setattr(process_module, "all_rules", lambda: (rule,))
    with pytest.raises(UnknownCodeError, match=r"findings\.rule"):
        process(REPORT.encode(), "a.txt")


def test_no_file_of_the_house_is_longer_than_a_room() -> None:
    root = Path(process_module.__file__).parent.parent
    folders = ("patterns", "extractors", "pipeline", "quality", "tests", "docs")
    files = [path for folder in folders for path in (root / folder).rglob("*.py")]
    assert [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_a_pattern_that_takes_too_long_costs_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SECONDS", 0.05)
    endless = Anchored(regex.compile(r"(?:a|b|ab)+(?=c)d"), "a")

    def sought(*_: Any) -> Reading:
        endless.search("ab" * 3000 + "cd", 0, 6002)
        raise AssertionError

    monkeypatch.setattr(process_module, "reading_of", sought)
    document = process(REPORT.encode(), "bao-cao.txt").document
    assert (document.status, document.error_code) == ("failed", "TIMEOUT")
    assert document.error_message == ("Vượt giới hạn: số giây tìm một mẫu trong một đoạn văn, nhiều nhất được 60.")
