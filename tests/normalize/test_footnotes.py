"""Footnotes move behind the running text, with their anchors kept and the sentences they cut mended."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalize import normalize
from pipeline.normalize.marks import superscript
from pipeline.read.raw import RawDocument, RawNote

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "footnotes.toml").read_text(encoding="utf-8"))["case"]


def _param(case: dict[str, Any]) -> Any:
    failing = case["provenance"] == "known failure"
    marks = [pytest.mark.xfail(reason=case["reason"], strict=True)] if failing else []
    return pytest.param(case, id=f"{case['provenance']}-{case['id']}", marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_tells_notes_from_running_text(case: dict[str, Any]) -> None:
    done = normalize(RawDocument(format="txt", text=case["text"]))
    assert done.text[: done.body_end].split("\n") == case["body"], case["reason"]
    assert [done.text[note.start : note.end] for note in done.footnotes] == case["notes"], case["reason"]


@pytest.mark.parametrize("case", [_param(c) for c in CASES if c["notes"] and c["id"] != "note-inside-a-table"])
def test_every_note_knows_its_anchor(case: dict[str, Any]) -> None:
    if case["provenance"] == "known failure":
        pytest.xfail(case["reason"])
    done = normalize(RawDocument(format="txt", text=case["text"]))
    for note in done.footnotes:
        assert note.anchor is not None
        assert note.anchor < done.body_end
        sign = superscript(note.marker)
        assert done.text[note.anchor : note.anchor + len(sign)] == sign


def test_notes_of_the_format_move_without_guessing() -> None:
    text = "Ban hành kế hoạch¹ năm 2023.\n¹ Kế hoạch số 4/KH-UBND\n- Kèm 02 phụ lục.\nTriển khai đến các xã.\n"
    start = text.index("¹ Kế")
    end = text.index("\nTriển")
    note = RawNote(marker="1", anchor=text.index("¹"), start=start, end=end)
    done = normalize(RawDocument(format="docx", text=text, notes=(note,)))
    assert done.text == (
        "Ban hành kế hoạch¹ năm 2023.\nTriển khai đến các xã.\n¹ Kế hoạch số 4/KH-UBND\n- Kèm 02 phụ lục."
    )
    assert done.footnotes[0].anchor == text.index("¹")


def test_a_note_without_marker_goes_on_with_the_one_before() -> None:
    text = "Ban hành kế hoạch¹.\n\n¹ Kế hoạch số 4/KH-UBND\n\ncủa huyện.\n"
    notes = (
        RawNote(marker="1", anchor=text.index("¹"), start=text.index("¹ Kế"), end=text.index("\n\ncủa")),
        RawNote(marker="", anchor=None, start=text.index("của"), end=len(text) - 1),
    )
    done = normalize(RawDocument(format="pdf", text=text, notes=notes))
    assert [done.text[note.start : note.end] for note in done.footnotes] == ["¹ Kế hoạch số 4/KH-UBND\ncủa huyện."]
