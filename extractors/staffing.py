"""Numbers of people and posts."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.located import Figure


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Staffing(Figure):
    """One number of people or posts."""

    measure: str = column("What happened to the people or posts", "Chỉ tiêu", vocabulary="staffing_measure")
    category: str = column("Who they are", "Đối tượng", vocabulary="staffing_category", default="unspecified")
    sector: str | None = column("education, health, culture, other, or the text's own words", "Ngành", default=None)
    value: int = column("The number", "Giá trị", unit="people or posts")
    unit: str | None = column("biên chế, người or lượt", "Đơn vị tính", default=None)
