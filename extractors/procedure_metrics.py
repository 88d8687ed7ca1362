"""The metric that a set of features of procedures names."""

from __future__ import annotations

# The metric of a set of features: the first feature that is there. "total" gives way to whatever narrows it.
_ORDER = (
    "online_only",
    "announced",
    "shortened",
    "online_full",
    "online_partial",
    "online_levels_3_4",
    "other_levels",
    "postal",
    "linked",
    "other",
    "one_stop",
    "online",
    "total",
)
_METRICS = {"other": "unclassified", "online": "online_levels_3_4"}
_EXCLUSIVE = frozenset({"online_full", "online_partial", "other_levels", "announced", "shortened"})


def compose(features: frozenset[str]) -> str | None:
    """The metric that features name, None where they name none.

    "công bố danh mục 50 TTHC chỉ tiếp nhận trực tuyến": a list of those is announced, so online_only comes first.

    >>> compose(frozenset({"total", "online_full"})), compose(frozenset({"online_full", "online_partial"}))
    ('online_full', 'online_levels_3_4')
    """
    if {"online_full", "online_partial"} <= features:
        return "online_levels_3_4"
    found = next((feature for feature in _ORDER if feature in features), None)
    return None if found is None else _METRICS.get(found, found)


def excludes(features: frozenset[str]) -> bool:
    """Whether no count can be all of these."""
    return len(features & _EXCLUSIVE) > 1
