"""Percentages."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.located import Figure


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Figure):
    """One percentage."""

    metric: str = column("What the percentage is a share of", "Chỉ tiêu", vocabulary="rate_metric")
    value: float = column("The percentage", "Giá trị", unit="percent")
    decimals: int = column("Digits written after the decimal mark: the rounding", "Số chữ số thập phân", default=0)
    numerator: float | None = column("Numerator where the sentence writes a fraction", "Tử số", default=None)
    denominator: float | None = column("Denominator where the sentence writes a fraction", "Mẫu số", default=None)
    subject: str | None = column("Of what, in the text's words", "Đối tượng", default=None)
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)
