"""Counts of administrative procedures (TTHC)."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.located import Figure


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Figure):
    """One count of administrative procedures."""

    metric: str = column("What was counted", "Chỉ tiêu", vocabulary="procedure_metric")
    value: int = column("The count", "Giá trị", unit="thủ tục")
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)
