"""What a text says of its changes: more or less, and against what."""

from __future__ import annotations

import pytest

from pipeline.change_words import AGAINST, LESS, MORE
from pipeline.process import process

_REPORT = """BÁO CÁO
Kết quả công tác cải cách hành chính quý II năm 2023
I. KẾT QUẢ
{line}
"""


@pytest.mark.parametrize(
    ("pattern", "matches", "others"),
    [
        pytest.param(MORE, ["tăng 300", "cao hơn 2%", "nhiều hơn"], ["tăngô", "cao", "giảm"], id="more"),
        pytest.param(LESS, ["giảm 300", "thấp hơn 2%", "ít hơn"], ["giảm nghèo", "ít", "tăng"], id="less"),
        pytest.param(
            AGAINST,
            ["% so với cùng kỳ năm 2022.", " hồ sơ so với quý I nhưng", " so cùng kỳ"],
            [", so với cùng kỳ", " hồ sơ; so với quý I", " hồ sơ, bằng 8% so với quý I"],
            id="against what",
        ),
    ],
)
def test_patterns_of_changes(pattern: object, matches: list[str], others: list[str]) -> None:
    find = pattern.match if pattern is AGAINST else pattern.search  # type: ignore[attr-defined]
    assert [text for text in matches if not find(text)] == []
    assert [text for text in others if find(text)] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param(
            "Tiếp nhận 2.700 hồ sơ, giảm 300 hồ sơ so với quý I nhưng tăng 8% so với cùng kỳ.",
            [],
            id="opposite changes",
        ),
        pytest.param(
            "Tiếp nhận 5.200 hồ sơ, tăng 300 hồ sơ so với quý I, tăng 8,5% so với cùng kỳ năm 2022.",
            [],
            id="two increases against two periods",
        ),
        pytest.param(
            "Hồ sơ tiếp nhận tăng 12%, số hồ sơ trễ hạn giảm 45 hồ sơ; tiếp nhận 5.200 hồ sơ, trễ hạn 30 hồ sơ.",
            [],
            id="opposite changes of two things",
        ),
        pytest.param(
            "Tiếp nhận 5.200 hồ sơ, tăng 300 hồ sơ so với cùng kỳ (tăng 8,5%).", ["8.5"], id="one change, told wrongly"
        ),
        pytest.param("Tiếp nhận 5.200 hồ sơ, tăng 300 hồ sơ so với cùng kỳ (6,1%).", [], id="one change"),
    ],
)
def test_two_changes_of_one_sentence_are_not_computed_from_each_other(line: str, found: list[str]) -> None:
    read = process(_REPORT.format(line=line).encode(), "q2.txt")
    assert [f.subject for f in read.rows["findings"] if f.rule == "rate.recompute"] == found
