"""A finding stands at the figure that it is about, not at another one of the same row."""

from __future__ import annotations

import pytest

from pipeline.process import process

_INDEX = """BÁO CÁO
Kết quả Chỉ số cải cách hành chính năm 2022
II. KẾT QUẢ TỪNG LĨNH VỰC
{lines}
"""


@pytest.mark.parametrize(
    ("lines", "rule", "marked"),
    [
        pytest.param(
            "1. Cải cách thể chế đạt 9,1/12 điểm (đạt tỷ lệ 73,83%), bị trừ 2,9 điểm.\n"
            "2. Cải cách bộ máy đạt 8/10 điểm, đạt tỷ lệ 80%.",
            "score.recompute",
            ["73,83"],
            id="the percentage behind the points",
        ),
        pytest.param(
            "1. Cải cách thể chế đạt 9,1/12 điểm (đạt tỷ lệ 75,83%), bị trừ 2,7 điểm.\n"
            "2. Cải cách bộ máy đạt 8/10 điểm, đạt tỷ lệ 80% (- 2,5 điểm).",
            "score.recompute",
            ["2,7", "2,5"],
            id="the deduction behind the points, in words and by its sign",
        ),
        pytest.param(
            "2. Cải cách thể chế đạt 9/10,5 điểm, đạt tỷ lệ 85,71% (- 1,5 điểm)\n"
            "2.1. Ban hành văn bản chậm (- 0,5 điểm)\n2.2. Rà soát văn bản chậm (- 0,5 điểm)",
            "score.sum",
            ["1,5"],
            id="the deduction that the items do not add to",
        ),
    ],
)
def test_a_finding_about_points_stands_at_the_figure_it_is_about(lines: str, rule: str, marked: list[str]) -> None:
    read = process(_INDEX.format(lines=lines).encode(), "index.txt")
    assert read.text is not None
    found = [f for f in read.rows["findings"] if f.rule == rule]
    assert [read.text.text[f.start : f.end] for f in sorted(found, key=lambda f: f.start)] == marked
