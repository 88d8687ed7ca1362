"""Repairs of recognized text: each by its cases, none on prose, none on a digit, all of them told."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from patterns.spelling import lowered
from patterns.vocabulary import load
from pipeline.normalize import normalize
from pipeline.normalize.draft import rewritten
from pipeline.normalize.repairs import odd_words
from pipeline.normalize.scan_repairs import SCAN_REPAIRS
from pipeline.read.raw import RawDocument, Recognized
from quality.samples import SAMPLES

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "scan_repairs.toml").read_text(encoding="utf-8"))["case"]
STEPS = {step.__name__: step for step in SCAN_REPAIRS}  # type: ignore[attr-defined]
LETTERS = [step for step in SCAN_REPAIRS if step.__name__ not in ("roman_markers", "stamp_lines")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['step']}: {c['reason']}" for c in CASES])
def test_a_repair_does_its_case(case: dict[str, Any]) -> None:
    assert rewritten(STEPS[case["step"]], case["before"]) == case.get("after", case["before"])


def test_every_repair_has_a_case_that_it_changes_and_one_that_it_leaves() -> None:
    assert {c["step"] for c in CASES if "after" in c} == {c["step"] for c in CASES if "after" not in c} == set(STEPS)


def _prose() -> str:
    """What people wrote: the sample reports and passages, without those written with the damage of a scan."""
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(SAMPLES.glob("*.txt"))]
    for file in sorted((SAMPLES / "passages").glob("*.jsonl")):
        texts += [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    return "\n".join(text for text in texts if not _is_damaged(text))


def _is_damaged(text: str) -> bool:
    odd, plain = odd_words(text)
    return odd > 0.05 * plain


def test_no_confused_phrase_occurs_in_what_people_wrote() -> None:
    found = {hit.entry.canonical for hit in load("ocr_confusions").find(_prose())}
    # People type these wrong too, and mean nothing else.
    assert found <= {"HĐND", "đôn đốc"}


def test_no_repair_of_words_changes_what_people_wrote() -> None:
    text = _prose()
    changed = {
        (lowered(text[change.start : change.end]), lowered(change.replacement))
        for step in (STEPS["spaced_numbers"],)
        for change in step(text)
    }
    assert changed == set()


@given(st.text(alphabet="0123456789.,% \nlIOhồsơđạt", max_size=40))
def test_no_repair_of_words_and_numbers_changes_a_digit(text: str) -> None:
    for step in LETTERS:
        assert regex.findall(r"\d", rewritten(step, text)) == regex.findall(r"\d", text)


def test_repairs_are_told_with_what_was_printed() -> None:
    text = "Kết quả\n\nHDND huyện đã đơn đốc; tiếp nhận 9. 636 hồ sơ.\n"
    words = tuple(Recognized(m.start(), m.end(), 0.9) for m in regex.finditer(r"\S+", text))
    done = normalize(RawDocument(format="pdf", text=text, confidences=words))
    assert done.text == "Kết quả\nHĐND huyện đã đôn đốc; tiếp nhận 9.636 hồ sơ."
    assert [(done.text[r.start : r.end], r.printed, r.step) for r in done.repairs] == [
        ("HĐND", "HDND", "confused_phrases"),
        ("đôn đốc", "đơn đốc", "confused_phrases"),
        (".", ". ", "spaced_numbers"),
    ]


def test_only_recognized_text_is_repaired() -> None:
    text = "HDND huyện\n\nHDND xã\n"
    assert normalize(RawDocument(format="pdf", text=text)).text == "HDND huyện\nHDND xã"
    half = normalize(RawDocument(format="pdf", text=text, confidences=(Recognized(12, 16, 0.9),)))
    assert half.text == "HDND huyện\nHĐND xã"
