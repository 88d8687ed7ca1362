"""Lines and the leads they stand under: every case of tests/cases/lines.toml, and what holds for all of them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import regex
from case_tables import assert_well_formed, params, read_report, rows

from extractors.lines import Line, leads, read_lines

NAME = "lines"
_NAME_ENDS = regex.compile(r"[:.;,¹²³]|$")


def _name(text: str, line: Line) -> str:
    """The words after the marker, up to the first mark."""
    content = text[line.content : line.end]
    return content[: _NAME_ENDS.search(content).start()].strip()  # type: ignore[union-attr]


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 15)


@pytest.mark.parametrize("case", params(NAME))
def test_every_line_stands_under_its_leads(case: dict[str, Any]) -> None:
    report = read_report(case["text"])
    lines = read_lines(report)
    names = [_name(report.text, line) for line in lines]
    paths = [" > ".join([*(names[p] for p in reversed(line.parents)), names[line.index]]) for line in lines]
    assert paths == case["finds"], case["reason"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["id"]) for row in rows(NAME)])
def test_lines_hold_the_text_in_order(case: dict[str, Any]) -> None:
    report = read_report(case["text"])
    lines = read_lines(report)
    assert [line.index for line in lines] == list(range(len(lines)))
    assert all(a.end < b.start for a, b in itertools.pairwise(lines))
    assert all(
        line.start <= line.content <= line.end and "\n" not in report.text[line.start : line.end] for line in lines
    )
    assert [report.text[line.start : line.end] for line in lines] == [s for s in report.text.split("\n") if s.strip()]
    assert all(parent < line.index for line in lines for parent in line.parents)
    assert all(line.in_footnote == (report.footnote_at(line.start) is not None) for line in lines)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        pytest.param("Kết quả đạt được:", True, id="colon"),
        pytest.param("Kết quả như sau", True, id="như sau"),
        pytest.param("Đã giải quyết 5 hồ sơ, trong đó", True, id="trong đó"),
        pytest.param("**Kết quả:**", True, id="bold marks behind the colon"),
        pytest.param("Kết quả: 5 hồ sơ", False, id="a colon in the middle"),
        pytest.param("Kết quả đạt được.", False, id="stop"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_line_that_leads(text: str, opens: bool) -> None:
    assert leads(text, 0, len(text)) is opens


def test_items_of_one_list_are_one_block_and_paragraphs_their_own() -> None:
    report = read_report("Kết quả:\n- Tiếp nhận: 5.\n- Giải quyết: 4.\n1. Một cửa\nĐoạn một.\nĐoạn hai.")
    lead, first, second, _, other, last = read_lines(report)
    assert lead.block == first.block == second.block
    assert len({lead.block, other.block, last.block}) == 3


def test_a_footnote_is_a_block_of_its_own() -> None:
    report = read_report("Đã trả 5 hồ sơ¹.\n\n¹ Đúng hạn 5 hồ sơ.")
    line, note = read_lines(report)
    assert (line.in_footnote, note.in_footnote) == (False, True)
    assert line.block != note.block
