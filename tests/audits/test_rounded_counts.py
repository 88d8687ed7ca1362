"""Counts written in thousands or millions stand for all that rounds to them."""

from __future__ import annotations

import pytest

from pipeline.process import process


@pytest.mark.parametrize(
    ("total", "finds"),
    [
        pytest.param("1,24 triệu hồ sơ", [], id="millions stand for all that rounds to them"),
        pytest.param("1.240.000 hồ sơ", ["1240000"], id="the same in digits is what it says"),
        pytest.param("1,27 triệu hồ sơ", ["1270000"], id="millions that nothing rounds to"),
        pytest.param("gần 1,27 triệu hồ sơ", [], id="with gần they may be anything near"),
    ],
)
def test_a_sum_is_tested_as_far_as_its_total_is_written_out(total: str, finds: list[str]) -> None:
    text = f"Trong năm 2025, toàn tỉnh tiếp nhận {total}, trong đó cấp tỉnh 310.450 hồ sơ, cấp xã 925.870 hồ sơ."
    found = process(text.encode(), "a.txt").rows["findings"]
    assert [finding.subject for finding in found if finding.rule == "dossier.sum"] == finds
