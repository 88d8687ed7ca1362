"""Rules over percentages: each follows from the counts, the fraction or the percentages beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from extractors.rates import Rate
from extractors.scores import Score
from pipeline.audits.changes import from_changes, from_percentages, from_two_counts
from pipeline.audits.definitions import Shares, shares_in
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.intervals import exact, rounded, unit, was_cut
from pipeline.audits.places import figure_finding, one_per_subject
from pipeline.audits.recomputed import fraction_suggestion, is_slip, rate_agrees, ratio, recomputed
from pipeline.audits.registry import rule
from pipeline.audits.shares import Share, nearest_of_each
from pipeline.audits.wording import Words, canonical, joined, label, number, percent, same

POINT_METRICS = frozenset({"index_rate"})
"""Rates that are computed from points: their fractions belong to score.recompute."""

SHARES = frozenset(
    {
        "on_time_rate",
        "early_rate",
        "late_rate",
        "resolution_rate",
        "online_rate",
        "online_payment_rate",
        "satisfaction_rate",
        "one_stop_rate",
        "digitization_rate",
        "e_document_rate",
        "index_rate",
    }
)
"""Rates of which no more than all is possible; a plan, a target or a growth may be exceeded."""


_SIBLINGS = ("on_time_rate", "late_rate", "early_rate")


def named_otherwise(rate: Rate, beside: Shares) -> bool:
    """Whether the percentage is just another share of the same counts.

    "không có hồ sơ quá hạn, đạt 100%": then its name was read wrongly, and the figure is right.
    """
    if rate.metric not in _SIBLINGS:
        return False
    others = (s for metric in _SIBLINGS if metric != rate.metric for s in beside.of(rate, metric))
    return any(s.gives(rate.value, rate.decimals) for s in others)


def _outweighed(rate: Rate, meant: Sequence[Share], facts: Facts) -> bool:
    """Whether on-time and late rates bear each other out against one count that stands behind both.

    "Đúng hạn 97,1%, trễ 2,9% …; riêng tháng cuối quý trễ 41 hồ sơ": that count is of something else.
    """
    if rate.metric not in ("on_time_rate", "late_rate"):
        return False
    others = [
        r
        for r in facts.rates
        if r.metric in ("on_time_rate", "late_rate")
        and r.metric != rate.metric
        and r.role == "result"
        and (r.group_id, r.scope, r.scope_name) == (rate.group_id, rate.scope, rate.scope_name)
        and exact(r.value) + exact(rate.value) == 100
    ]
    behind = max((rate.start, *(r.start for r in others)))
    parts = {row.figure_id: row for share in meant for row in share.part}
    return bool(others) and len(parts) == 1 and all(row.start > behind for row in parts.values())


def of_its_whole(rate: Rate, facts: Facts) -> bool:
    """Whether a rate is the share of a count in the count that the text makes both of them parts of.

    "Trung tâm 7.312 hồ sơ (trực tuyến 5.980 hồ sơ, bằng 81,78%)".
    """
    wholes = [d for d in facts.dossiers if d.figure_id == rate.part_of and d.value > 0]
    return any(
        rate_agrees(rate, Fraction(100 * part.value, whole.value))
        for whole in wholes
        for part in facts.dossiers
        if part.part_of == whole.figure_id
    )


def _one_of_several(rate: Rate, facts: Facts) -> bool:
    """Whether one statement gives several rates of this name, as it does for things that it tells apart in words.

    "Tỷ lệ đúng hạn của huyện 97,9%, của xã 99,2%" beside one sum of both: neither is the rate of that sum. More than
    100 percent is wrong of whatever it is a share.
    """
    mine = (rate.metric, rate.group_id, rate.scope, rate.scope_name, rate.field)
    return rate.value <= 100 and any(
        r.role == "result"
        and (r.metric, r.group_id, r.scope, r.scope_name, r.field) == mine
        and r.value != rate.value
        and r.numerator is None
        for r in facts.rates
    )


def _from_counts(facts: Facts) -> Iterator[Finding]:
    beside = shares_in(facts)
    for rate in facts.rates:
        if rate.role != "result" or rate.numerator is not None:
            continue
        meant = beside.options(rate)
        explained = any(s.agrees(rate) for s in meant)
        if not meant or explained or named_otherwise(rate, beside) or of_its_whole(rate, facts):
            continue
        if not _outweighed(rate, meant, facts) and not _one_of_several(rate, facts):
            yield _share_finding(rate, meant, beside)


_NEAR = 2
"""Percentage points within which a wrong percentage is taken to be meant for a definition."""

_SHOWN = 4
"""Definitions that a message writes out."""


def _share_finding(rate: Rate, meant: Sequence[Share], beside: Shares) -> Finding:
    """Against the definition it was cut from, or the plainest near it, with what every other would give."""
    known = [s for s in meant if s.percent is not None]
    cut = [s for s in known if was_cut(rate.value, rate.decimals, s.known_percent)]
    near = [s for s in known if abs(s.known_percent - Fraction(str(rate.value))) <= _NEAR]
    near.sort(key=lambda s: len(s.whole) + len(s.out))  # a stated total before one that is put together
    chosen = (cut or near or known)[0]
    finding = recomputed("rate.recompute", rate, chosen.known_percent, chosen.words, [r for s in meant for r in s.rows])
    more = _other_definitions(rate, chosen, known) + _other_shares(rate, beside)
    return dataclasses.replace(
        finding, message_vi=finding.message_vi + more.vi, message_en=finding.message_en + more.en
    )


def _given(rate: Rate, share: Share) -> Words:
    """A definition with its calculation: "trên số tiếp nhận …: … / … = 96,2%"."""
    value = number(rounded(share.known_percent, rate.decimals), rate.decimals) + same("%")
    return label("rate_definition", share.definition) + same(": ") + share.words + same(" = ") + value


def _other_definitions(rate: Rate, chosen: Share, known: Sequence[Share]) -> Words:
    """The definition that was tried first, and what the others would give, each value once."""
    seen = {rounded(chosen.known_percent, rate.decimals)}
    others: dict[str, Share] = {}
    for share in nearest_of_each(rate, known).values():
        value = rounded(share.known_percent, rate.decimals)
        if share.definition != chosen.definition and value not in seen:
            others[share.definition] = share
            seen.add(value)
    name = label("rate_definition", chosen.definition)
    told = Words(vi=f" Đây là cách tính {name.vi}", en=f" This is the rate {name.en}")
    if not others:
        return told + same(".")
    shown = joined((_given(rate, s) for s in list(others.values())[:_SHOWN]), "; ")
    return told + Words(vi=f"; các cách khác cũng không ra: {shown.vi}.", en=f"; nor do the others: {shown.en}.")


def _other_shares(rate: Rate, beside: Shares) -> Words:
    """Another share that has the printed value, where there is one."""
    for metric in ("resolution_rate", "online_rate", "early_rate", "late_rate"):
        for share in beside.of(rate, metric) if metric != rate.metric else ():
            if share.gives(rate.value, rate.decimals):
                return Words(vi=" Số đã ghi là ", en=" The stated figure is ") + share.words + same(".")
    return same("")


@rule(
    "rate.recompute",
    severity="error",
    vi="Tỷ lệ không khớp với số liệu đi kèm",
    en="A percentage does not follow from the figures beside it",
    explained_vi=(
        "Tỷ lệ hồ sơ phải tính ra được từ các số đi kèm. Mỗi cách chia thường dùng đều được chấp nhận (trên "
        "số đã giải quyết, tiếp nhận, tổng phải giải quyết, đến hạn; 100 trừ tỷ lệ trễ); tỷ lệ phải là số "
        "làm tròn của một trong các kết quả ấy. Số bị cắt bớt thay vì làm tròn được nêu là bị cắt."
    ),
)
def check_rates_against_counts(facts: Facts) -> Iterable[Finding]:
    """A percentage about dossiers follows from the counts that the same statement gives.

    Offices divide by different totals, and each is accepted: the resolved, stated or as on time and late together; the
    received or the total to process, with or without the cancelled and returned; the due; pending dossiers in term may
    count as on time; and an on-time rate may be 100 less the late share. A change is measured against the earlier
    count, and the change of a percentage is the difference of the two, in points or relative. The percentage must be a
    rounding of one of these: half a unit of its last written digit, a tie going either way. One whose digits were cut
    off instead is reported as cut.

    Wrong: ``đã giải quyết 800 hồ sơ, đúng hạn 780 hồ sơ, đạt tỷ lệ 98,5%`` (780 / 800 = 97,5%)

    Right: ``đã giải quyết 800 hồ sơ, đúng hạn 780 hồ sơ, đạt tỷ lệ 97,5%``
    """
    found = [
        *_from_counts(facts),
        *from_changes(facts),
        *from_two_counts(facts),
        *from_percentages(facts),
    ]
    return one_per_subject(found)


def is_score(rate: Rate, scores: Sequence[Score]) -> bool:
    """Whether a fraction counts points, which score.recompute looks at."""
    return rate.metric in POINT_METRICS or any(
        s.score == rate.numerator and s.max_score == rate.denominator for s in scores
    )


@rule(
    "ratio.recompute",
    severity="error",
    vi="Tỷ lệ không khớp với phân số đi kèm",
    en="A percentage is not its fraction",
    explained_vi=(
        "Tỷ lệ đứng cạnh một phân số phải là phân số đó, làm tròn đến chữ số cuối được ghi. Tỷ lệ không rõ của "
        "cái gì chỉ được xét khi lệch nhau một lỗi đánh máy."
    ),
)
def check_ratios(facts: Facts) -> Iterable[Finding]:
    """A percentage beside a fraction is that fraction.

    The percentage must be a rounding of numerator / denominator: half a unit of its last written digit, a tie going
    either way; one whose digits were cut off is reported as cut. Fractions of points belong to score.recompute.
    A percentage that no word names ("ở vị trí thứ 37/58 với 84,16%") is tested only where one slip of the pen makes the
    fraction of it: elsewhere the two were read together wrongly.

    Wrong: ``hoàn thành 21/28 nhiệm vụ, đạt 70%`` (21 / 28 = 75%)

    Right: ``hoàn thành 21/28 nhiệm vụ, đạt 75%``
    """
    return one_per_subject(_ratio_findings(facts))


def _ratio_findings(facts: Facts) -> Iterator[Finding]:
    for rate in facts.rates:
        value = ratio(rate)
        if value is None or is_score(rate, facts.scores) or rate_agrees(rate, value):
            continue
        if rate.numerator is not None and rate.denominator is not None:
            how = number(rate.numerator) + same(" / ") + number(rate.denominator)
            if rate.metric == "unclassified" and not is_slip(rate, value):
                continue
            finding = recomputed("ratio.recompute", rate, value, how, ())
            likely = fraction_suggestion(rate, value)
            if likely is not None:
                finding = dataclasses.replace(finding, suggestion=likely.vi, suggestion_en=likely.en)
            yield finding


@rule(
    "rate.bounds",
    severity="error",
    vi="Tỷ lệ ngoài khoảng 0 đến 100%",
    en="A share below 0 or above 100 percent",
    explained_vi=(
        "Tỷ lệ của một phần so với tổng nằm trong khoảng 0 đến 100%. Mức hoàn thành kế hoạch và mức tăng có "
        "thể vượt 100%."
    ),
)
def check_rate_bounds(facts: Facts) -> Iterable[Finding]:
    """A share lies between 0 and 100 percent.

    Only rates that are shares are tested: dossiers on time, late, online or paid online, people satisfied, documents
    signed, points reached. A plan, a target or a growth may be exceeded, and so may the resolved of the received where
    a backlog is stated.

    Wrong: ``tỷ lệ hồ sơ giải quyết đúng hạn đạt 101,2%``

    Right: ``thu ngân sách đạt 112% kế hoạch``
    """
    return one_per_subject(_bounds_findings(facts))


def _bounds_findings(facts: Facts) -> Iterator[Finding]:
    backlog = any(d.metric in ("carried_over", "to_process") for d in facts.dossiers)
    for rate in facts.rates:
        if rate.metric not in SHARES or rate.role == "change" or 0 <= rate.value <= 100:
            continue
        if rate.metric == "resolution_rate" and backlog:
            continue
        name, shown = label("rate_metric", rate.metric), percent(rate.value, rate.decimals)
        vi = f"{name.vi} {shown.vi} nằm ngoài khoảng 0 đến 100%."
        en = f"{name.en} {shown.en} is not between 0 and 100%."
        yield figure_finding(
            "rate.bounds",
            "error",
            row=rate,
            subject=canonical(rate.value),
            message=Words(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:]),
            stated=canonical(rate.value),
        )


@rule(
    "rate.complement",
    severity="warning",
    vi="Tỷ lệ đúng hạn và trễ hạn không cộng thành 100%",
    en="On-time and late rates do not add to 100 percent",
    explained_vi=(
        "Tỷ lệ đúng hạn và trễ hạn của cùng số đã giải quyết cộng lại bằng 100%, cho phép lệch do làm tròn. "
        "Không xét khi tỷ lệ trước hạn được nêu riêng hoặc còn phần khác (rút, đang giải quyết)."
    ),
)
def check_complements(facts: Facts) -> Iterable[Finding]:
    """On-time and late rates add to 100 where both are shares of what was resolved.

    Tested within one statement, scope and period, where no early share is stated apart. Where counts stand beside
    them, the two must be shares of the resolved by these; where another share (cancelled, pending) fills the rest,
    there is nothing to say. The sum may be off by the rounding of the two.

    Wrong: ``đúng hạn đạt 97,8%, trễ hạn chiếm 3,2%``

    Right: ``đúng hạn đạt 97,8%, trễ hạn chiếm 2,2%``
    """
    return one_per_subject(_complement_findings(facts))


def _shares_of_resolved(on_time: Rate, late: Rate, beside: Shares) -> bool:
    """Whether the two are shares of the resolved, as far as counts beside them tell.

    Without counts they are taken to be. With counts, one of the two must follow from the resolved while the other
    follows from nothing; where both follow, they are right, whatever they are shares of.
    """
    counted = False
    right: list[list[Share]] = []
    for rate in (on_time, late):
        found = beside.of(rate)
        counted = counted or bool(found)
        right.append([s for s in found if s.agrees(rate)])
    if not counted:
        return True
    return bool(right[0]) != bool(right[1]) and any(s.of_resolved for s in (*right[0], *right[1]))


_OF_DOSSIERS = frozenset({"on_time_rate", "early_rate", "late_rate", "resolution_rate", "unclassified"})
"""Rates that may be shares of the same dossiers; the plan's tasks and the satisfied are of something else."""


def _complement_findings(facts: Facts) -> Iterator[Finding]:
    for rate in facts.rates:
        if rate.metric != "on_time_rate" or rate.role != "result" or rate.group_id is None:
            continue
        beside = [
            r
            for r in facts.rates
            if r.group_id == rate.group_id
            and r.metric in _OF_DOSSIERS
            and r.role == "result"
            and (r.scope, r.scope_name, r.field) == (rate.scope, rate.scope_name, rate.field)
            and (r.period_start, r.period_end) == (rate.period_start, rate.period_end)
        ]
        late = [r for r in beside if r.metric == "late_rate"]
        clear = len(late) == 1 and sum(r.metric == "on_time_rate" for r in beside) == 1
        if not clear or len(beside) > 2 or rate.qualifier or late[0].qualifier:
            continue
        if not _shares_of_resolved(rate, late[0], shares_in(facts)):
            continue
        total = exact(rate.value) + exact(late[0].value)
        if abs(total - 100) > (unit(rate.decimals) + unit(late[0].decimals)) / 2:
            terms = percent(rate.value, rate.decimals) + same(" + ") + percent(late[0].value, late[0].decimals)
            shown = number(total, max(rate.decimals, late[0].decimals)) + same("%")
            vi = f"Tỷ lệ đúng hạn và trễ hạn: {terms.vi} = {shown.vi}, không phải 100%."
            en = f"On-time and late rates: {terms.en} = {shown.en}, not 100%."
            yield figure_finding(
                "rate.complement",
                "warning",
                row=rate,
                subject=canonical(rate.value),
                message=Words(vi=vi, en=en),
                evidence=late,
                stated=canonical(rate.value),
                expected=canonical(100 - exact(late[0].value), late[0].decimals),
                delta=total - 100,
            )
