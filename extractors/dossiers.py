"""Counts of dossiers (hồ sơ TTHC)."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.located import Figure


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Figure):
    """One count of dossiers."""

    metric: str = column("What was counted", "Chỉ tiêu", vocabulary="dossier_metric")
    value: int = column("The count", "Giá trị", unit="hồ sơ")
    field: str | None = column("Field of administration (lĩnh vực), lower case; null for all", "Lĩnh vực", default=None)
