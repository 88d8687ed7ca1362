"""Facts from the short lines of a case file: "resolved_late 32 scope=commune; group=g2"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractors.citations import Citation
from extractors.dossiers import Dossier
from extractors.header import Header
from extractors.procedures import Procedure
from extractors.rates import Rate
from extractors.report import Report, Section
from extractors.scores import Score
from extractors.staffing import Staffing
from patterns.domains import section_domain
from pipeline.audits.findings import ChangeWords, Facts
from pipeline.reporting_periods import read_periods

# Figures stand this far apart where a case says nothing, about the length of a clause.
STEP = 40

_ROMAN = re.compile(r"[IVXL]+")
_LINE_MARKER = re.compile(r"^(?P<marker>[IVX]+|\d+)[.] (?P<heading>.*)$", re.MULTILINE)


def _fields(text: str) -> dict[str, str]:
    """Key and value of "scope=commune; group=g2"."""
    pairs = (item.split("=", 1) for item in text.split("; ") if item)
    return {key.strip(): value.strip() for key, value in pairs}


def _period(text: str | None) -> dict[str, datetime.date]:
    """Bounds of "2022" or "2022-01-01..2022-06-30"."""
    if not text:
        return {}
    first, _, last = text.partition("..")
    if not last:
        first, last = f"{first}-01-01", f"{first}-12-31"
    return {"period_start": datetime.date.fromisoformat(first), "period_end": datetime.date.fromisoformat(last)}


class Builder:
    """Numbers the figures of one case in the order in which they are listed."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.count = 0
        self.sections = {s.path: s.section_id for s in reversed(sections)}

    def common(self, raw: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """The columns that all figures share."""
        self.count += 1
        start = int(fields.get("at", STEP * self.count))
        group = fields.get("group", "g1")
        unit = fields.get("unit")
        part_of = fields.get("part_of")
        return {
            "doc_id": "d",
            "figure_id": f"f{self.count:04}",
            "start": start,
            "end": start + len(raw),
            "raw": raw,
            "scope": "unit" if unit else fields.get("scope", "all"),
            "scope_name": unit,
            "qualifier": fields.get("qualifier"),
            "role": fields.get("role", "result"),
            "group_id": None if group == "-" else group,
            "part_of": f"f{int(part_of):04}" if part_of else None,
            "section_id": self.sections.get(fields.get("section", "")),
            **_period(fields.get("period")),
        }

    def dossier(self, line: str) -> Dossier:
        metric, value, *rest = line.split(" ", 2)
        fields = _fields(" ".join(rest))
        return Dossier(metric=metric, value=int(value), field=fields.get("field"), **self.common(value, fields))

    def procedure(self, line: str) -> Procedure:
        metric, value, *rest = line.split(" ", 2)
        fields = _fields(" ".join(rest))
        return Procedure(metric=metric, value=int(value), field=fields.get("field"), **self.common(value, fields))

    def staffing(self, line: str) -> Staffing:
        measure, category, value, *rest = line.split(" ", 3)
        fields = _fields(" ".join(rest))
        common = self.common(value, fields)
        return Staffing(measure=measure, category=category, value=int(value), sector=fields.get("sector"), **common)

    def rate(self, line: str) -> Rate:
        metric, value, *rest = line.split(" ", 2)
        fields = _fields(" ".join(rest))
        top, _, bottom = fields.get("of", "").partition("/")
        return Rate(
            metric=metric,
            value=float(value),
            decimals=_decimals(value),
            numerator=float(top) if top else None,
            denominator=float(bottom) if bottom else None,
            field=fields.get("field"),
            **self.common(value, fields),
        )

    def score(self, line: str) -> Score:
        """ "1 9.1/12 75.83% -2.9 section=II/1": criterion or *, then what is stated."""
        found: dict[str, Any] = {}
        criterion, *items = line.split(" ")
        fields = _fields(" ".join(i for i in items if "=" in i))
        for item in (i for i in items if "=" not in i):
            if "/" in item:
                top, bottom = item.split("/")
                found |= {"score": float(top), "score_decimals": _decimals(top), "max_score": float(bottom)}
            elif item.endswith("%"):
                found |= {"percent": float(item[:-1]), "percent_decimals": _decimals(item[:-1])}
            else:
                found |= {"deduction": float(item[1:]), "deduction_decimals": _decimals(item[1:])}
        return Score(criterion=None if criterion == "*" else criterion, **found, **self.common(line, fields))


def _decimals(printed: str) -> int:
    return len(printed.partition(".")[2])


def _kind(marker: str) -> str:
    if marker.upper().startswith("PHẦN"):
        return "part"
    if _ROMAN.fullmatch(marker):
        return "roman"
    if "." in marker:
        return "decimal"
    return "arabic" if marker.isdigit() else "letter"


def sections_of(lines: Sequence[str]) -> tuple[Section, ...]:
    """Sections from their paths, "II/7/7.4" or "II/7/7.4 | 7.4 và 7.5 Hồ sơ trực tuyến" with the heading line."""
    found: list[Section] = []
    latest: dict[str, str] = {}
    for ordinal, line in enumerate(lines, start=1):
        path, _, raw = line.partition(" | ")
        parent, _, marker = path.rpartition("/")
        section_id = f"s{ordinal:04}"
        kind = _kind(marker)
        found.append(
            Section(
                section_id=section_id,
                parent_id=latest.get(parent) if parent else (latest.get("part") if kind == "roman" else None),
                ordinal=ordinal,
                depth=0 if kind == "part" else path.count("/") + 1,
                marker=marker,
                marker_kind=kind,
                path=path,
                start=STEP * ordinal,
                end=STEP * (ordinal + 1),
                heading_end=STEP * ordinal + len(raw or f"{marker}. Mục"),
                raw=raw or f"{marker}. Mục",
                domain=section_domain(raw.partition(". ")[2] or None, None),
            )
        )
        latest[path] = section_id
        if kind == "part":
            latest["part"] = section_id
    return tuple(found)


def _citation(number: int, line: str) -> Citation:
    code, issued = line.split(" ")
    return Citation(
        citation_id=f"c{number:04}",
        start=0,
        end=1,
        raw=code,
        code=code,
        issued_date=datetime.date.fromisoformat(issued),
    )


def _text_sections(text: str) -> tuple[Section, ...]:
    """The main sections of a case that gives its text."""
    found: list[Section] = []
    matches = list(_LINE_MARKER.finditer(text))
    for ordinal, match in enumerate(matches, start=1):
        marker = match["marker"]
        found.append(
            Section(
                section_id=f"s{ordinal:04}",
                ordinal=ordinal,
                depth=1 if _ROMAN.fullmatch(marker) else 2,
                marker=marker,
                marker_kind=_kind(marker),
                path=marker,
                heading=match["heading"],
                start=match.start(),
                end=matches[ordinal].start() if ordinal < len(matches) else len(text),
                heading_end=match.end(),
                raw=match[0],
            )
        )
    return tuple(found)


def facts_of(case: Mapping[str, Any]) -> Facts:
    """The facts that a case describes; a case with a text has its periods read from it."""
    text: str = case.get("text", "")
    sections = _text_sections(text) if text else sections_of(case.get("sections", ()))
    builder = Builder(sections)
    citations = tuple(_citation(n, line) for n, line in enumerate(case.get("citations", ()), start=1))
    header = Header(**case.get("header", {}))
    periods = read_periods(Report(text=text, sections=sections), header, ()) if text else ()
    changes = (ChangeWords(**_fields(line)) for line in case.get("changes", ()))
    return Facts(
        doc_id="d",
        header=header,
        changes=tuple(changes),
        sections=sections,
        citations=citations,
        dossiers=tuple(map(builder.dossier, case.get("dossiers", ()))),
        rates=tuple(map(builder.rate, case.get("rates", ()))),
        staffing=tuple(map(builder.staffing, case.get("staffing", ()))),
        procedures=tuple(map(builder.procedure, case.get("procedures", ()))),
        scores=tuple(map(builder.score, case.get("scores", ()))),
        periods=periods,
    )
