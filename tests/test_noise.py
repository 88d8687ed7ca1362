"""Damaged letters cost little: F1 over the text reports with 3 % of their letters taken for others."""

from __future__ import annotations

import pytest

from pipeline.normalize.repairs import language
from quality.noise import damaged, with_noise
from quality.samples import Sample, read_samples, score_samples

TABLES = ("citations", "dossiers", "rates", "staffing", "procedures")


def test_the_same_damage_every_time() -> None:
    text = "Đã tiếp nhận và giải quyết đúng hạn hồ sơ"
    assert damaged(text, 0.1, 7) == damaged(text, 0.1, 7) != text
    assert len(damaged(text, 0.1, 7)) == len(text)


def test_no_word_with_a_digit_is_damaged() -> None:
    text = "số 45/QĐ-UBND ngày 06/3/2024 đạt 99,5% mục II"
    for seed in range(20):
        kept = damaged(text, 1.0, seed).split(" ")
        assert [kept[i] for i in (1, 3, 5, 7)] == ["45/QĐ-UBND", "06/3/2024", "99,5%", "II"]


@pytest.mark.skipif(not language().words, reason="underthesea carries no word list")
def test_three_percent_damage_costs_at_most_six_points(sample_reports: tuple[Sample, ...]) -> None:
    whole, noisy = with_noise(sample_reports, 0.0), with_noise(sample_reports, 0.03)
    before = score_samples(whole, read_samples(whole)).figures()
    after = score_samples(noisy, read_samples(noisy)).figures()
    costs = {table: round(before[table] - after[table], 3) for table in TABLES}
    assert all(cost <= 0.06 for cost in costs.values()), costs
