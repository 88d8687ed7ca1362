"""Rules over one locality's reports side by side: stocks that carry over, counts that only rise, figures copied."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.audits.archive import Archive, CountLine, ReportLine, archive_finding
from pipeline.audits.citation_findings import written
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rule
from pipeline.audits.slips import slip
from pipeline.audits.wording import Words, label, number, same, signed

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


_Period = tuple[datetime.date | None, datetime.date | None]


def _by_period(lines: Iterable[CountLine]) -> Mapping[_Period, list[CountLine]]:
    """Counts by the period they are of, in their order."""
    found: dict[_Period, list[CountLine]] = defaultdict(list)
    for line in lines:
        found[(line.first, line.last)].append(line)
    return found


def _differs(
    rule: str,
    severity: str,
    line: CountLine,
    value: int,
    message: Words,
    *against: CountLine,
    at_least: bool = False,
    suggestion: Words | None = None,
) -> Finding:
    """The finding that a count is not the value that other reports give it; "{off}" in the message is by how much."""
    off = signed(line.value - value)
    return archive_finding(
        rule,
        severity,
        line,
        subject=str(line.value),
        stated=str(line.value),
        expected=f">= {value}" if at_least else str(value),
        delta=float(line.value - value),
        message=Words(vi=message.vi.replace("{off}", off.vi), en=message.en.replace("{off}", off.en)),
        evidence=tuple(other.figure_id for other in against),
        suggestion=suggestion,
    )


def _near(a: datetime.date | None, b: datetime.date | None, within: datetime.timedelta = CUT_OFF) -> bool:
    return a is not None and b is not None and abs(a - b) <= within


def _alike(a: int, b: int) -> bool:
    return abs(a - b) <= ALIKE * max(a, b) or slip(str(a), str(b)).cost < 1.6


# Among so many counts of one period one differs from any other by a digit, by chance.
_CROWD = 200


def _told_of_one(a: CountLine, b: CountLine, among: int) -> bool:
    """Whether two counts are alike enough to count one thing, where there are so many that it may be."""
    if among > _CROWD:
        return abs(a.value - b.value) <= ALIKE * max(a.value, b.value)
    return _alike(a.value, b.value)


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
    periods = _by_period(lines)
    for later in lines:
        earlier_periods = [
            among
            for (first, last), among in periods.items()
            if _near(first, later.first) and last is not None and later.last is not None and last + CUT_OFF < later.last
        ]
        before = [
            line
            for among in earlier_periods
            for line in among
            if line.value > later.value and line.doc_id != later.doc_id and _told_of_one(line, later, len(among))
        ]
        if not before or later.doc_id in told:
            continue
        told.add(later.doc_id)
        highest = max(before, key=lambda line: line.value)
        shown, earlier = number(later.value), number(highest.value)
        vi = f"{_words(later).vi} lũy kế {_period(later).vi} là {shown.vi}, ít hơn {earlier.vi} của báo cáo trước"
        en = f"{_words(later).en} from {_period(later).en} is {shown.en}, less than {earlier.en} in the report before"
        message = Words(
            vi=f"{vi} ({_period(highest).vi}), chênh {{off}}.", en=f"{en} ({_period(highest).en}), difference {{off}}."
        )
        yield _differs("archive.cumulative", "warning", later, highest.value, message, highest, at_least=True)


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
        places = {line: place for place, line in enumerate(lines)}
        pending: dict[tuple[str, datetime.date], list[CountLine]] = defaultdict(list)
        for line in lines:
            if line.metric == "pending" and line.last is not None and line.first is not None:
                pending[(line.scope, line.last)].append(line)
        for opening in lines:
            if opening.metric != "carried_over" or opening.first is None:
                continue
            closing = [
                line
                for (scope, last), among in pending.items()
                if scope == opening.scope and _near(last, opening.first - DAY)
                for line in among
                if line.doc_id != opening.doc_id and line.first is not None and line.first < opening.first
            ]
            if not closing or any(line.value == opening.value for line in closing):
                continue
            last = max(closing, key=places.__getitem__)
            message = Words(
                vi=f"{_words(opening).vi} ghi {number(opening.value).vi}, nhưng báo cáo kỳ trước còn "
                f"{number(last.value).vi} hồ sơ đang giải quyết đến {written(last.last).vi} (chênh {{off}}).",
                en=f"{_words(opening).en} is stated as {number(opening.value).en}, but the report before left "
                f"{number(last.value).en} pending on {written(last.last).en} (difference {{off}}).",
            )
            change = number(opening.value) + same(" → ") + number(last.value)
            yield _differs("archive.carried_over", "warning", opening, last.value, message, last, suggestion=change)


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
    periods = _by_period(lines)
    ends: dict[datetime.date | None, dict[datetime.date | None, int]] = defaultdict(dict)
    for place, line in enumerate(lines):
        ends[line.last][line.first] = place  # the last report of such a period
    told: set[tuple[str, int]] = set()
    for whole in lines:
        cuts = [first for first in ends[whole.last] if first is not None and first != whole.first]
        halves = [
            (
                [line for line in periods.get((whole.first, cut - DAY), ()) if line.doc_id != whole.doc_id],
                [line for line in periods[(cut, whole.last)] if line.doc_id != whole.doc_id],
            )
            for cut in sorted(cuts, key=ends[whole.last].__getitem__)
        ]
        halves = [(firsts, seconds) for firsts, seconds in halves if firsts and seconds]
        if not halves or (whole.doc_id, whole.value) in told or any(_add_up(*half, whole.value) for half in halves):
            continue
        first, second = halves[-1][0][-1], halves[-1][1][-1]
        total = first.value + second.value
        if not _alike(total, whole.value):
            continue
        told.add((whole.doc_id, whole.value))
        sum_vi = f"{number(first.value).vi} + {number(second.value).vi} = {number(total).vi}"
        sum_en = f"{number(first.value).en} + {number(second.value).en} = {number(total).en}"
        message = Words(
            vi=f"{_words(whole).vi} {_period(whole).vi} ghi {number(whole.value).vi}, nhưng hai kỳ đã báo cáo cộng "
            f"lại: {sum_vi} (chênh {{off}}).",
            en=f"{_words(whole).en} from {_period(whole).en} is {number(whole.value).en}, but the two periods "
            f"reported add to {sum_en} (difference {{off}}).",
        )
        yield _differs("archive.periods", "info", whole, total, message, first, second)


def _add_up(firsts: Sequence[CountLine], seconds: Sequence[CountLine], whole: int) -> bool:
    """Whether one of the first and one of the second make the whole."""
    values = {line.value for line in seconds}
    return any(whole - line.value in values for line in firsts)


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
            for repeated in _by_period(lines).values():
                yield from _restatements(repeated)


def _restatements(repeated: Sequence[CountLine]) -> Iterator[Finding]:
    first = repeated[0]
    original = {line.value for line in repeated if line.doc_id == first.doc_id}
    told: set[str] = set()
    for line in repeated:
        if line.doc_id == first.doc_id or line.doc_id in told or line.value in original:
            continue
        if not _alike(line.value, first.value):
            continue
        told.add(line.doc_id)
        vi = f"{_words(line).vi} {_period(line).vi} ghi {number(line.value).vi}"
        en = f"{_words(line).en} from {_period(line).en} is {number(line.value).en}"
        message = Words(
            vi=f"{vi}, còn báo cáo trước ghi {number(first.value).vi} (chênh {{off}}).",
            en=f"{en}, while an earlier report has {number(first.value).en} (difference {{off}}).",
        )
        yield _differs("archive.restated", "info", line, first.value, message, first)
