"""Rules over one locality's reports side by side: stocks that carry over, counts that only rise, figures copied."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.audits.archive import Archive, CountLine, ReportLine, archive_finding
from pipeline.audits.citation_findings import written
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rule
from pipeline.audits.slips import slip
from pipeline.audits.wording import Words, label, number, signed

CUT_OFF = datetime.timedelta(days=20)
"""How far an office's own periods may lie from the calendar's: a reporting year may begin on 15 December."""

DAY = datetime.timedelta(days=1)

ADDED_UP = ("received", "resolved", "resolved_on_time", "resolved_late")
"""Counts of what happened in a period, which only rise as the period grows."""

FLOWS = ("resolved", "resolved_on_time", "resolved_late")
"""Of these, the counts into which no backlog enters, so that quarters add to the half-year."""

ALIKE = 0.1
"""How far apart, as a share of the larger, two counts of one thing may lie; farther apart they count two things."""


def _words(line: CountLine) -> Words:
    name = label("dossier_metric", line.metric)
    if line.scope not in ("all", "unknown"):
        name = name + Words(vi=" ", en=" ") + label("scope", line.scope)
    return name


def _period(line: CountLine) -> Words:
    return Words(vi="", en="") + written(line.first) + Words(vi=" đến ", en=" to ") + written(line.last)


def _series(archive: Archive, reports: Sequence[ReportLine], metrics: Iterable[str]) -> Iterator[list[CountLine]]:
    """The dated counts of one metric and scope over a locality's reports, the earliest report first."""
    wanted = frozenset(metrics)
    found: dict[tuple[str, str], list[CountLine]] = defaultdict(list)
    for report in reports:
        for line in archive.counts.get(report.doc_id, ()):
            if line.metric in wanted and line.first is not None and line.last is not None:
                found[(line.metric, line.scope)].append(line)
    yield from found.values()


def _near(a: datetime.date | None, b: datetime.date | None, within: datetime.timedelta = CUT_OFF) -> bool:
    return a is not None and b is not None and abs(a - b) <= within


def _alike(a: int, b: int) -> bool:
    return abs(a - b) <= ALIKE * max(a, b) or slip(str(a), str(b)).cost < 1.6


@archive_rule(
    "archive.cumulative",
    severity="warning",
    vi="Số lũy kế giảm trong năm",
    en="A cumulative count falls within the year",
    explained_vi=(
        "Số lũy kế từ cùng một ngày không giảm: số 9 tháng không nhỏ hơn số 6 tháng của cùng địa phương, "
        "cùng cấp. Hai số cách nhau quá xa được coi là đếm hai thứ khác nhau và không bị nêu."
    ),
)
def check_cumulative(archive: Archive) -> Iterable[Finding]:
    """What a locality has received or resolved since the beginning of a period does not become less.

    Compared are counts of one metric and level in different reports whose periods begin together and end one after
    the other: six months beside nine. The later must not be smaller. Counts that lie far apart are counts of different
    things, and are left alone.

    Wrong: six months ``tiếp nhận 9.737 hồ sơ``, nine months ``tiếp nhận 9.337 hồ sơ``

    Right: six months ``tiếp nhận 9.737 hồ sơ``, nine months ``tiếp nhận 14.120 hồ sơ``
    """
    for reports in archive.by_place():
        for lines in _series(archive, reports, ADDED_UP):
            yield from _falls(lines)


def _falls(lines: Sequence[CountLine]) -> Iterator[Finding]:
    told: set[str] = set()
    for later in lines:
        before = [
            line
            for line in lines
            if line.doc_id != later.doc_id
            and _near(line.first, later.first)
            and line.last is not None
            and later.last is not None
            and line.last + CUT_OFF < later.last
            and line.value > later.value
            and _alike(line.value, later.value)
        ]
        if not before or later.doc_id in told:
            continue
        told.add(later.doc_id)
        highest = max(before, key=lambda line: line.value)
        off = signed(later.value - highest.value)
        shown, earlier = number(later.value), number(highest.value)
        vi = f"{_words(later).vi} lũy kế {_period(later).vi} là {shown.vi}, ít hơn {earlier.vi} của báo cáo trước"
        en = f"{_words(later).en} from {_period(later).en} is {shown.en}, less than {earlier.en} in the report before"
        yield archive_finding(
            "archive.cumulative",
            "warning",
            later,
            subject=str(later.value),
            stated=str(later.value),
            expected=f">= {highest.value}",
            delta=float(later.value - highest.value),
            message=Words(
                vi=f"{vi} ({_period(highest).vi}), chênh {off.vi}.",
                en=f"{en} ({_period(highest).en}), difference {off.en}.",
            ),
            evidence=(highest.figure_id,),
        )


@archive_rule(
    "archive.carried_over",
    severity="warning",
    vi="Tồn đầu kỳ khác tồn cuối kỳ trước",
    en="The opening backlog is not the closing one of the period before",
    explained_vi=(
        "Hồ sơ tồn đầu kỳ phải bằng số chưa giải quyết ở cuối kỳ liền trước của cùng địa phương, cùng cấp, "
        "dù số đó nằm ở báo cáo nào."
    ),
)
def check_carried_over(archive: Archive) -> Iterable[Finding]:
    """What a period takes over is what the period before left pending.

    The backlog at the opening of one report is compared with the pending dossiers of the same locality and level at
    the close of the period that ended just before, whichever report states them.

    Wrong: first quarter ``đang giải quyết 142 hồ sơ``, second quarter ``kỳ trước chuyển qua 124 hồ sơ``

    Right: first quarter ``đang giải quyết 142 hồ sơ``, second quarter ``kỳ trước chuyển qua 142 hồ sơ``
    """
    for reports in archive.by_place():
        lines = [line for report in reports for line in archive.counts.get(report.doc_id, ())]
        pending = [line for line in lines if line.metric == "pending" and line.last is not None]
        for opening in lines:
            if opening.metric != "carried_over" or opening.first is None:
                continue
            closing = [
                line
                for line in pending
                if line.doc_id != opening.doc_id
                and line.scope == opening.scope
                and _near(line.last, opening.first - DAY)
                and line.first is not None
                and line.first < opening.first
            ]
            if not closing or any(line.value == opening.value for line in closing):
                continue
            last = closing[-1]
            off = signed(opening.value - last.value)
            yield archive_finding(
                "archive.carried_over",
                "warning",
                opening,
                subject=str(opening.value),
                stated=str(opening.value),
                expected=str(last.value),
                delta=float(opening.value - last.value),
                message=Words(
                    vi=f"{_words(opening).vi} ghi {number(opening.value).vi}, nhưng báo cáo kỳ trước còn "
                    f"{number(last.value).vi} hồ sơ đang giải quyết đến {written(last.last).vi} (chênh {off.vi}).",
                    en=f"{_words(opening).en} is stated as {number(opening.value).en}, but the report before left "
                    f"{number(last.value).en} pending on {written(last.last).en} (difference {off.en}).",
                ),
                evidence=(last.figure_id,),
                suggestion=number(opening.value) + Words(vi=" → ", en=" → ") + number(last.value),
            )


@archive_rule(
    "archive.periods",
    severity="info",
    vi="Hai kỳ liền nhau không cộng thành kỳ dài",
    en="Two periods do not add to the longer one",
    explained_vi=(
        "Hai kỳ liền nhau cộng lại bằng kỳ dài mà chúng hợp thành, xét trên số đã giải quyết, đúng hạn, trễ "
        "hạn (không có tồn đầu kỳ) của cùng địa phương, cùng cấp."
    ),
)
def check_periods(archive: Archive) -> Iterable[Finding]:
    """Two quarters add to the half-year that they make up.

    Compared are the resolved, on time and late of one locality and level, which no backlog enters. Sums that lie far
    from the longer count are of different things.

    Wrong: ``quý I giải quyết 2.000 hồ sơ``, ``quý II giải quyết 2.500 hồ sơ``, ``6 tháng giải quyết 4.600 hồ sơ``

    Right: ``quý I giải quyết 2.000 hồ sơ``, ``quý II giải quyết 2.500 hồ sơ``, ``6 tháng giải quyết 4.500 hồ sơ``
    """
    for reports in archive.by_place():
        for lines in _series(archive, reports, FLOWS):
            yield from _sums(lines)


def _sums(lines: Sequence[CountLine]) -> Iterator[Finding]:
    ends: dict[datetime.date | None, list[CountLine]] = defaultdict(list)
    for line in lines:
        ends[line.last].append(line)
    told: set[tuple[str, int]] = set()
    for whole in lines:
        seconds = [line for line in ends[whole.last] if line.doc_id != whole.doc_id and line.first != whole.first]
        pairs = [
            (first, second)
            for second in seconds
            if second.first is not None
            for first in ends.get(second.first - DAY, ())
            if first.first == whole.first and first.doc_id != whole.doc_id
        ]
        sums = [(first.value + second.value, first, second) for first, second in pairs]
        if not sums or any(total == whole.value for total, _, _ in sums) or (whole.doc_id, whole.value) in told:
            continue
        total, first, second = sums[-1]
        if not _alike(total, whole.value):
            continue
        told.add((whole.doc_id, whole.value))
        off = signed(whole.value - total)
        sum_vi = f"{number(first.value).vi} + {number(second.value).vi} = {number(total).vi}"
        sum_en = f"{number(first.value).en} + {number(second.value).en} = {number(total).en}"
        yield archive_finding(
            "archive.periods",
            "info",
            whole,
            subject=str(whole.value),
            stated=str(whole.value),
            expected=str(total),
            delta=float(whole.value - total),
            message=Words(
                vi=f"{_words(whole).vi} {_period(whole).vi} ghi {number(whole.value).vi}, nhưng hai kỳ đã báo cáo cộng "
                f"lại: {sum_vi} (chênh {off.vi}).",
                en=f"{_words(whole).en} from {_period(whole).en} is {number(whole.value).en}, but the two periods "
                f"reported add to {sum_en} (difference {off.en}).",
            ),
            evidence=(first.figure_id, second.figure_id),
        )


@archive_rule(
    "archive.restated",
    severity="info",
    vi="Số liệu kỳ trước được ghi lại khác đi",
    en="A past figure is restated with another value",
    explained_vi=(
        "Số liệu của kỳ trước khi được nhắc lại phải giữ nguyên. Cơ quan có thể đính chính; phát hiện này "
        "hỏi số nào là số đúng."
    ),
)
def check_restated(archive: Archive) -> Iterable[Finding]:
    """A figure of a past period keeps its value when a later report repeats it.

    Compared are counts of one metric, level and period in different reports of a locality. Offices do correct their
    figures; the finding asks which of the two stands. Counts that lie far apart count different things.

    Wrong: 2022 ``tiếp nhận 18.420 hồ sơ``, and in the report of 2023 ``năm 2022 tiếp nhận 18.240 hồ sơ``

    Right: 2022 ``tiếp nhận 18.420 hồ sơ``, and in the report of 2023 ``năm 2022 tiếp nhận 18.420 hồ sơ``
    """
    for reports in archive.by_place():
        for lines in _series(archive, reports, ADDED_UP):
            by_period: dict[tuple[object, object], list[CountLine]] = defaultdict(list)
            for line in lines:
                by_period[(line.first, line.last)].append(line)
            for same in by_period.values():
                yield from _restatements(same)


def _restatements(same: Sequence[CountLine]) -> Iterator[Finding]:
    first = same[0]
    original = {line.value for line in same if line.doc_id == first.doc_id}
    told: set[str] = set()
    for line in same:
        if line.doc_id == first.doc_id or line.doc_id in told or line.value in original:
            continue
        if not _alike(line.value, first.value):
            continue
        told.add(line.doc_id)
        off = signed(line.value - first.value)
        vi = f"{_words(line).vi} {_period(line).vi} ghi {number(line.value).vi}"
        en = f"{_words(line).en} from {_period(line).en} is {number(line.value).en}"
        yield archive_finding(
            "archive.restated",
            "info",
            line,
            subject=str(line.value),
            stated=str(line.value),
            expected=str(first.value),
            delta=float(line.value - first.value),
            message=Words(
                vi=f"{vi}, còn báo cáo trước ghi {number(first.value).vi} (chênh {off.vi}).",
                en=f"{en}, while an earlier report has {number(first.value).en} (difference {off.en}).",
            ),
            evidence=(first.figure_id,),
        )
