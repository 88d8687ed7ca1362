"""Rules over whole reports: each stands in the archive once, and a new one has new figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.audits.archive import Archive, CountLine, ReportLine, archive_finding
from pipeline.audits.citation_findings import written
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rule
from pipeline.audits.wording import Words

FEWEST = 5
"""Counts that two reports must share before one is taken for a copy of the other."""

COPIED = 0.8
"""Share of a report's counts that must be those of the report before."""

SMALL = 10
"""Smaller counts are often the same by chance."""


@archive_rule(
    "archive.duplicate",
    severity="warning",
    vi="Một báo cáo có hai tệp trong kho",
    en="One report stands in the archive twice",
    explained_vi=(
        "Hai tệp có cùng chữ và số, dù khác định dạng, là một báo cáo; để cả hai thì tổng của kho bị tính hai lần."
    ),
)
def check_duplicates(archive: Archive) -> Iterable[Finding]:
    """A report stands in the archive once.

    Two files whose texts have the same letters and digits are one report, whatever their formats, spaces and line
    ends. Files with the same bytes are one document already (``documents.also_at``). Counts over the archive would
    take the report twice.

    Wrong: ``bao-cao.docx`` and ``bao-cao.pdf`` with one text

    Right: ``bao-cao.docx`` alone
    """
    for report, kept in archive.copies():
        yield archive_finding(
            "archive.duplicate",
            "warning",
            report,
            subject=report.source_path,
            stated=report.source_path,
            expected=kept.source_path,
            message=Words(
                vi=f"tệp {report.source_path} là cùng một báo cáo với {kept.source_path}.",
                en=f"the file {report.source_path} is the same report as {kept.source_path}.",
            ),
            evidence=(kept.doc_id,),
        )


def _vector(lines: Iterable[CountLine]) -> dict[tuple[str, str, int], CountLine]:
    return {(line.metric, line.scope, line.value): line for line in lines if line.value >= SMALL}


@archive_rule(
    "archive.copied",
    severity="warning",
    vi="Số liệu chép từ báo cáo kỳ trước",
    en="Figures copied from the report before",
    explained_vi=(
        "Báo cáo kỳ mới phải có số liệu mới. Nêu báo cáo có ít nhất năm số hồ sơ, mà bốn phần năm trở lên "
        "trùng với báo cáo kỳ trước của cùng địa phương."
    ),
)
def check_copied(archive: Archive) -> Iterable[Finding]:
    """A report on a new period has new figures.

    Compared are the counts of dossiers in a locality's reports on different periods: where at least five, and four in
    five of them, are those of an earlier report, the title was changed and the figures were not.

    Wrong: ``quý I: tiếp nhận 4.200, giải quyết 4.150 …`` and ``quý II: tiếp nhận 4.200, giải quyết 4.150 …``

    Right: ``quý I: tiếp nhận 4.200, giải quyết 4.150 …`` and ``quý II: tiếp nhận 4.816, giải quyết 4.790 …``
    """
    for reports in archive.by_place():
        seen: dict[tuple[str, str, int], list[ReportLine]] = defaultdict(list)
        for report in reports:
            vector = _vector(archive.counts.get(report.doc_id, ()))
            shared: dict[str, int] = defaultdict(int)
            by_id: dict[str, ReportLine] = {}
            for key in vector:
                for earlier in seen[key]:
                    shared[earlier.doc_id] += 1
                    by_id[earlier.doc_id] = earlier
            source = max(shared, key=lambda doc_id: shared[doc_id], default=None)
            if source is not None and _is_copy(report, by_id[source], shared[source], len(vector)):
                yield _copy(report, by_id[source], shared[source], vector)
            for key in vector:
                seen[key].append(report)


def _is_copy(report: ReportLine, earlier: ReportLine, shared: int, counts: int) -> bool:
    if shared < FEWEST or shared < COPIED * counts or report.digest == earlier.digest:
        return False
    periods = (report.period_start, report.period_end), (earlier.period_start, earlier.period_end)
    return None not in (*periods[0], *periods[1]) and periods[0] != periods[1]


def _copy(
    report: ReportLine, earlier: ReportLine, shared: int, vector: dict[tuple[str, str, int], CountLine]
) -> Finding:
    old, new = written(earlier.period_end), written(report.period_end)
    vi = f"{shared}/{len(vector)} số liệu hồ sơ của kỳ đến {new.vi} trùng với báo cáo kỳ đến {old.vi}"
    en = f"{shared} of {len(vector)} counts of the period to {new.en} are those of the report to {old.en}"
    return archive_finding(
        "archive.copied",
        "warning",
        report,
        subject=report.source_path,
        stated=report.source_path,
        expected=earlier.source_path,
        message=Words(vi=f"{vi} ({earlier.source_path}).", en=f"{en} ({earlier.source_path})."),
        evidence=(earlier.doc_id, *(line.figure_id for line in vector.values())),
    )
