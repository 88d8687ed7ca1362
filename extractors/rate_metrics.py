"""Which rate words name: by the way of dossiers, and by the subjects of the rate vocabulary."""

from __future__ import annotations

# By what the rate vocabulary names.
_SUBJECTS = {
    "satisfied": "satisfaction_rate",
    "disbursed": "disbursement_rate",
    "e_document": "e_document_rate",
    "one_stop": "one_stop_rate",
    "index": "index_rate",
    "plan": "plan_completion_rate",
    "goal": "plan_completion_rate",
}
# By the way of dossiers, the first that holds.
_WAYS = (
    ("paid_online", "online_payment_rate"),
    ("digitized", "digitization_rate"),
    ("late", "late_rate"),
    ("on_time", "on_time_rate"),
    ("none_late", "on_time_rate"),
    ("in_term", "on_time_rate"),
    ("early", "early_rate"),
)
# Metrics whose words are said of nothing but dossiers and their papers.
NAMED = frozenset({"online_payment_rate", "digitization_rate"})


def way_metric(features: frozenset[str]) -> str | None:
    """The rate that the way of dossiers names.

    >>> way_metric(frozenset({"resolve", "on_time"})), way_metric(frozenset({"online", "receive"}))
    ('on_time_rate', 'online_rate')
    """
    for feature, metric in _WAYS:
        if feature in features:
            return metric
    if features & {"examined", "aspect"}:
        return None
    if "online" in features and not features & {"returned", "cancelled", "other"}:
        return "online_rate"
    if features & {"resolve"} and not features & {"pending", "direct"}:
        return "resolution_rate"
    return None


def subject_metric(features: frozenset[str]) -> str | None:
    """The rate that the cues of the rate vocabulary name, the surest first.

    >>> subject_metric(frozenset({"satisfied", "goal"})), subject_metric(frozenset())
    ('satisfaction_rate', None)
    """
    for feature, metric in _SUBJECTS.items():
        if feature in features:
            return metric
    return None
