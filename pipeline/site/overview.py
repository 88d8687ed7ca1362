"""The index of the archive: which office reported on which period, how much was on time, and what was found."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.labels import name_of
from pipeline.reasons import in_english
from pipeline.site.periods import period_name
from pipeline.site.rows import Row, Run

# Findings of one file of the list of findings; reports stay whole.
_FINDINGS_A_FILE = 400

OnTime = tuple[float, int | None, bool]


class Index:
    """A growing list in which each value stands once, found by its place."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Any, int] = {}

    def place(self, value: Any) -> int:
        """The place of a value, which is added where it is new."""
        if value not in self._places:
            self._places[value] = len(self.values)
            self.values.append(value)
        return self._places[value]


def overview(run: Run) -> dict[str, Any]:
    """What the pages over all reports are drawn from, small enough to be loaded at once.

    Names stand once and are referred to by their place; a report is a list: id, locality, period, office, on-time rate
    with its decimals and whether it was computed, status, findings as pairs of rule and count, the file of the list of
    findings, path, title, unexplained numbers, number, the path of the report that it is a copy of, and whether its
    period is doubted. A copy has neither rate nor findings: they are counted where it was copied from.
    """
    on_time = on_time_rates(run)
    paths = {document["doc_id"]: document["source_path"] for document in run.documents}
    places, offices, rules, periods = Index(), Index(), Index(), _periods(run.documents)
    reports: list[list[Any]] = []
    shards: list[list[str]] = []
    in_shard = _FINDINGS_A_FILE
    for document in sorted(run.documents, key=order):
        if document["chars"] is None:
            continue
        doc_id = document["doc_id"]
        found = Counter((f["rule"], f["severity"]) for f in run.told(doc_id))
        if in_shard >= _FINDINGS_A_FILE and found:
            shards.append([])
            in_shard = 0
        if found:
            shards[-1].append(doc_id)
            in_shard += sum(found.values())
        kept = run.copies.get(doc_id)
        rate = None if kept else on_time.get(doc_id)
        reports.append(
            [
                doc_id,
                places.place(place_of(document)),
                -1 if (period := _period(document)) is None else periods[period],
                offices.place(document["issuer"] or ""),
                None if rate is None else [rate[0], rate[1], int(rate[2])],
                document["status"],
                [[rules.place(key), count] for key, count in sorted(found.items())],
                len(shards) - 1 if found else -1,
                document["source_path"],
                document["title"] or "",
                len(run.rows("unexplained", doc_id)),
                "/".join(part for part in (document["number"], document["symbol"]) if part),
                paths.get(kept, "") if kept else "",
                int(doubted_period(run, document) is not None),
            ]
        )
    return {
        "places": places.values,
        "offices": offices.values,
        "periods": [
            [first.isoformat(), last.isoformat(), kind, *period_name(kind, first, last)]
            for first, last, kind in periods
        ],
        "rules": [
            [rule, severity, name_of("rule", rule, "vi"), name_of("rule", rule, "en")]
            for rule, severity in rules.values
        ],
        "reports": reports,
        "shards": shards,
        "unread": [_unread(document) for document in run.documents if document["status"] != "ok"],
    }


def order(document: Row) -> tuple[str, ...]:
    """The order of reports in every list: province, locality, period, path."""
    last = document["period_end"]
    told = (document["province"], document["locality"], last.isoformat() if last else None, document["source_path"])
    return tuple(value or "\uffff" for value in told)


def place_of(document: Row) -> tuple[str, str, str]:
    """Province, name and level of the office's row in the matrix; a department is a row of its own."""
    level = document["level"] or ""
    name = document["issuer"] if level == "department" else document["locality"]
    return document["province"] or "", name or document["issuer"] or "", level


def doubted_period(run: Run, document: Row) -> Row | None:
    """The finding that title, date line and text do not agree on the period, under whose title a report is filed."""
    for finding in run.rows("findings", document["doc_id"]):
        if finding["rule"] == "period.mismatch" and finding["section_id"] is None:
            in_title = " ".join(finding["subject"].split()) in " ".join((document["title"] or "").split())
            if in_title or finding["stated"] == str(document["issued_year"]):
                return finding
    return None


def _period(document: Row) -> tuple[datetime.date, datetime.date, str] | None:
    first, last = document["period_start"], document["period_end"]
    return None if first is None or last is None else (first, last, document["period_kind"] or "custom")


def _periods(documents: Iterable[Row]) -> dict[tuple[datetime.date, datetime.date, str], int]:
    """All periods reported on, by their last day, the shorter first."""
    met = {period for document in documents if (period := _period(document)) is not None}
    ordered = sorted(met, key=lambda period: (period[1], -period[0].toordinal(), period[2]))
    return {period: place for place, period in enumerate(ordered)}


def _unread(document: Row) -> dict[str, Any]:
    code, message = document["error_code"], document["error_message"] or ""
    return {
        "doc": document["doc_id"] if document["chars"] is not None else None,
        "path": document["source_path"],
        "status": document["status"],
        "code": code or "",
        "vi": name_of("error_code", code, "vi") if code else "",
        "en": name_of("error_code", code, "en") if code else "",
        "message": [message, in_english(message)],
    }


def on_time_rates(run: Run) -> dict[str, OnTime]:
    """The share of dossiers resolved on time, by report: value, decimals, and whether it was computed here.

    The rate that the report states for the whole locality and its own period; else one that it states for its own
    level; else the dossiers resolved on time among those resolved, with two decimals.
    """
    found: dict[str, OnTime] = {}
    for document in run.documents:
        doc_id = document["doc_id"]
        rates = [row for row in run.rows("rates", doc_id) if row["metric"] == "on_time_rate" and _plain(row, document)]
        counts = [row for row in run.rows("dossiers", doc_id) if _plain(row, document)]
        level = "province" if document["level"] == "department" else document["level"]
        for scope in ("all", level):
            stated = next((row for row in rates if row["scope"] == scope), None)
            if stated is not None:
                found[doc_id] = (stated["value"], stated["decimals"], False)
                break
            # The first mention counts; later ones are often of a part.
            share = computed_share({r["metric"]: r["value"] for r in reversed(counts) if r["scope"] == scope})
            if share is not None:
                found[doc_id] = (share, 2, True)
                break
    return found


def computed_share(counts: Mapping[str, float]) -> float | None:
    """The percentage resolved on time, out of one level's counts; early ones stand beside the others or among them.

    >>> computed_share({"resolved": 8102, "resolved_on_time": 3431, "resolved_early": 4655})
    99.8
    >>> computed_share({"resolved": 2050, "resolved_late": 41}), computed_share({"resolved_on_time": 7})
    (98.0, None)
    """
    resolved, on_time = counts.get("resolved"), counts.get("resolved_on_time")
    if on_time is None and resolved is not None and "resolved_late" in counts:
        on_time = resolved - counts["resolved_late"]
    if not resolved or on_time is None:
        return None
    early = counts.get("resolved_early", 0)
    if on_time + early <= resolved:
        on_time += early
    return round(100 * on_time / resolved, 2) if 0 <= on_time <= resolved else None


def _plain(row: Row, document: Row) -> bool:
    """Whether a figure is a result for all fields and the report's own period."""
    return row["role"] == "result" and row["field"] is None and own_period(row, document)


# Reports are cut off some weeks before their period ends, and then begin as early: a year from 15 November.
_CUT_OFF = datetime.timedelta(days=50)


def own_period(row: Row, document: Row) -> bool:
    """Whether a figure is of the report's own period, which its office may cut off before its last day.

    >>> half = {"period_start": datetime.date(2023, 1, 1), "period_end": datetime.date(2023, 6, 30)}
    >>> own_period({"period_start": datetime.date(2022, 12, 15), "period_end": datetime.date(2023, 6, 14)}, half)
    True
    >>> own_period({"period_start": datetime.date(2022, 1, 1), "period_end": datetime.date(2022, 6, 30)}, half)
    False
    """
    first, last = document["period_start"], document["period_end"]
    if row["period_start"] is None or row["period_end"] is None:
        return True
    if first is None or last is None:
        return False
    off = min(_CUT_OFF, (last - first) * 0.6)
    return bool(abs(row["period_start"] - first) <= off and abs(row["period_end"] - last) <= off)
