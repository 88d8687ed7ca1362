"""Automatic numbers of a DOCX, as Word prints them."""

from __future__ import annotations

import pytest

from pipeline.read.docx_numbering import numeral
from tests.read.word_xml import W, level, listed, numbered, p, r, text_of


def test_automatic_numbers_are_printed() -> None:
    xml = "".join(
        listed(text, depth)
        for text, depth in [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 1), ("G", 2), ("H", 0), ("K", 1)]
    )
    assert numbered(xml) == ["I. A", "1. B", "1.1. C", "1.2. D", "a) E", "2. F", "2.1. G", "II. H", "1. K"]


def test_bullets_are_dashes_unless_typed_otherwise() -> None:
    assert numbered(listed("A", 0, 92) + listed("B", 1, 92)) == ["- A", "+ B"]


def test_an_override_starts_a_list_again() -> None:
    again = (
        '<w:num w:numId="93"><w:abstractNumId w:val="91"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    )
    assert numbered(listed("A", 0) + listed("B", 0, 93) + listed("C", 0, 93), again) == ["I. A", "IV. B", "V. C"]


def test_an_empty_paragraph_prints_no_number_but_counts() -> None:
    assert numbered(listed("A", 0) + listed("", 0) + listed("B", 0)) == ["I. A", "", "III. B"]


FORMS = [
    pytest.param([level(0, "decimalZero", "%1.")], [0, 0], ["01. x", "02. x"], id="two digits"),
    pytest.param([level(0, "decimal", "Điều %1:", '<w:suff w:val="nothing"/>')], [0], ["Điều 1:x"], id="no gap"),
    pytest.param(
        [level(0, "lowerRoman", "(%1)"), level(1, "upperLetter", "%2.")], [0, 1], ["(i) x", "A. x"], id="forms"
    ),
    pytest.param(
        [level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>")],
        [0, 0, 1],
        ["I. x", "II. x", "2.1. x"],
        id="all numbers as digits",
    ),
    pytest.param(
        [level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')],
        [0, 1, 0, 1],
        ["I. x", "1. x", "II. x", "2. x"],
        id="a level that never begins anew",
    ),
    pytest.param(
        [level(0, "none", "Phần"), level(1, "decimal", "%1%2.")],
        [0, 1],
        ["Phần x", "1. x"],
        id="no number",
    ),
    pytest.param([level(0, "decimal", "%1."), level(1, "decimal", "%1.%2.")], [1, 1], ["1.1. x", "1.2. x"], id="deep"),
]


@pytest.mark.parametrize(("levels", "depths", "expected"), FORMS)
def test_numbers_have_their_level_s_form(levels: list[str], depths: list[int], expected: list[str]) -> None:
    lists = f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>'
    numbering = f'<w:numbering {W}>{lists}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    xml = "".join(listed("x", depth, 1) for depth in depths)
    assert text_of(xml, {"word/numbering.xml": lambda _: numbering}).split("\n") == expected


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [(9, "upperRoman", "IX"), (27, "lowerLetter", "aa"), (3, "decimalZero", "03"), (3, "unknown", "3")],
)
def test_writes_numbers_as_word_does(number: int, form: str, expected: str) -> None:
    assert numeral(number, form) == expected


def test_a_deleted_end_of_a_paragraph_takes_its_number_with_it() -> None:
    first = p(r("A "), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr><w:rPr><w:del/></w:rPr>')
    assert numbered(first + listed("B", 0) + listed("C", 0)) == ["I. A B", "II. C"]
