"""Points of the reform index, in reports about it."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.located import Figure


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Score(Figure):
    """One criterion's points: 10.973/13 điểm, đạt chỉ số 84.41 %, xếp vị trí thứ 4 (- 2.027 điểm)."""

    criterion: str | None = column("Marker of the section or item; null for the whole index", "Tiêu chí", default=None)
    label: str | None = column("Name of the criterion, in the text's words", "Tên tiêu chí", default=None)
    score: float | None = column("Points reached", "Điểm đạt", unit="points", default=None)
    score_decimals: int | None = column(
        "Digits written after the decimal mark of the score", "Số lẻ của điểm đạt", default=None
    )
    max_score: float | None = column("Points there are", "Điểm tối đa", unit="points", default=None)
    percent: float | None = column("The percentage stated beside them", "Tỷ lệ", unit="percent", default=None)
    percent_decimals: int | None = column(
        "Digits written after the decimal mark of the percentage", "Số lẻ của tỷ lệ", default=None
    )
    deduction: float | None = column("Points lost, as a positive number", "Điểm trừ", unit="points", default=None)
    deduction_decimals: int | None = column(
        "Digits written after the decimal mark of the deduction", "Số lẻ của điểm trừ", default=None
    )
    rank: int | None = column("Rank stated beside them", "Xếp hạng", default=None)
