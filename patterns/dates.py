"""Dates and periods: the only place where they are read."""

from __future__ import annotations

from patterns.date_mentions import DateMention, find_dates
from patterns.period_mentions import PeriodMention, find_periods

__all__ = ["DateMention", "PeriodMention", "find_dates", "find_periods"]
