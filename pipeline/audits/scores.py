"""Rules over points of the reform index: percentages, deductions and sums."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from extractors.report import Section
from extractors.scores import Score
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.intervals import agrees, decimals_of, exact, rounded, was_cut
from pipeline.audits.places import figure_finding, one_per_subject
from pipeline.audits.rates import POINT_METRICS
from pipeline.audits.recomputed import rate_agrees, ratio
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, canonical, joined, number, percent, same


def _digits(value: float, decimals: int | None) -> int:
    """Written digits after the mark, where the extractor kept their count."""
    return decimals_of(value) if decimals is None else decimals


def _off(
    rule_name: str,
    severity: str,
    row: Score,
    *,
    stated: tuple[float, int],
    value: Fraction,
    name: Words,
    how: Words,
    at: tuple[int | None, int | None] = (None, None),
    evidence: Sequence[Score] = (),
    sign: str = "",
) -> Finding:
    """A finding for a stated number of points or percent that the others do not give, ``at`` its place in the row."""
    printed, decimals = stated
    places = max(decimals, 0)
    expected = rounded(value, places)
    message = name + same(" ") + number(printed, places) + same(sign)
    message = message + Words(vi=" không khớp: ", en=" does not follow: ") + how
    message = message + same(" = ") + number(expected, places) + same(sign)
    if was_cut(printed, decimals, value):
        message = message + Words(vi=" (số đã ghi bị cắt bớt, không làm tròn)", en=" (the stated one was cut)")
    message = message + same(".")
    return figure_finding(
        rule_name,
        severity,
        row=row,
        subject=canonical(printed),
        message=Words(vi=message.vi[0].upper() + message.vi[1:], en=message.en[0].upper() + message.en[1:]),
        evidence=evidence,
        stated=canonical(printed),
        expected=canonical(expected, places),
        delta=exact(printed) - expected,
        suggestion=number(printed, decimals) + same(f"{sign} → ") + number(expected, places) + same(sign),
        at=at,
    )


@rule(
    "score.recompute",
    severity="error",
    vi="Điểm, tỷ lệ và điểm trừ không khớp nhau",
    en="Points, percentage and deduction do not agree",
    explained_vi=(
        "Điểm đạt trên điểm tối đa cho ra tỷ lệ; điểm tối đa trừ điểm đạt cho ra điểm trừ. Điểm được lấy "
        "đúng như đã in."
    ),
)
def check_scores(facts: Facts) -> Iterable[Finding]:
    """Points reached of points possible give the percentage, and points possible less points reached the deduction.

    Points are taken as printed: 78/89 is not excused by a score that may have been rounded itself, because the reader
    has nothing else to go by. The percentage and the deduction may be rounded to their last written digit.

    Wrong: ``Chỉ số cải cách thể chế đạt 9,1/12 điểm (đạt tỷ lệ 73,83%).`` (9,1 / 12 = 75,83%)

    Right: ``Chỉ số cải cách thể chế đạt 9,1/12 điểm (đạt tỷ lệ 75,83%).``
    """
    return one_per_subject([*_score_findings(facts), *_point_rates(facts)])


def _score_findings(facts: Facts) -> Iterator[Finding]:
    for row in facts.scores:
        if row.score is None or not row.max_score or row.role != "result":
            continue
        share = 100 * exact(row.score) / exact(row.max_score)
        if row.percent is not None:
            decimals = _digits(row.percent, row.percent_decimals)
            if not agrees(row.percent, decimals, share):
                yield _off(
                    "score.recompute",
                    "error",
                    row,
                    stated=(row.percent, decimals),
                    value=share,
                    at=(row.percent_start, row.percent_end),
                    name=Words(vi="tỷ lệ", en="the percentage"),
                    how=number(row.score) + same(" / ") + number(row.max_score),
                    sign="%",
                )
        if row.deduction is not None:
            lost = exact(row.max_score) - exact(row.score)
            decimals = _digits(row.deduction, row.deduction_decimals)
            if not agrees(row.deduction, decimals, lost):
                yield _off(
                    "score.recompute",
                    "error",
                    row,
                    stated=(row.deduction, decimals),
                    value=lost,
                    at=(row.deduction_start, row.deduction_end),
                    name=Words(vi="điểm trừ", en="the deduction"),
                    how=number(row.max_score) + same(" - ") + number(row.score),
                )


def _point_rates(facts: Facts) -> Iterator[Finding]:
    """Percentages of points that no row of the scores stands for."""
    for rate in facts.rates:
        value = ratio(rate)
        if value is None or rate.metric not in POINT_METRICS or rate_agrees(rate, value):
            continue
        if rate.numerator is None or rate.denominator is None:
            continue
        expected = rounded(value, rate.decimals)
        how = number(rate.numerator) + same(" / ") + number(rate.denominator)
        shown = percent(rate.value, rate.decimals)
        yield figure_finding(
            "score.recompute",
            "error",
            row=rate,
            subject=canonical(rate.value),
            message=Words(vi="Tỷ lệ ", en="The percentage ")
            + shown
            + Words(vi=" không khớp: ", en=" does not follow: ")
            + how
            + same(" = ")
            + percent(expected, rate.decimals)
            + same("."),
            stated=canonical(rate.value),
            expected=canonical(expected, rate.decimals),
            delta=exact(rate.value) - expected,
            suggestion=shown + same(" → ") + percent(expected, rate.decimals),
        )


def _lost(row: Score) -> Fraction | None:
    """Points lost where the row says so: stated, or none of them at full marks."""
    if row.deduction is not None:
        return exact(row.deduction)
    if row.score is not None and row.score == row.max_score:
        return Fraction(0)
    return None


class _Outline:
    """Which section lies in which, for criteria that are sections."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.children: dict[str | None, list[Section]] = {}
        self.parent = {s.section_id: s.parent_id for s in sections}
        for section in sections:
            self.children.setdefault(section.parent_id, []).append(section)

    def inside(self, section_id: str | None, ancestor: str) -> bool:
        """Whether a section lies in another one; parents that lead in a circle lead nowhere."""
        seen: set[str] = set()
        while section_id is not None and section_id not in seen:
            seen.add(section_id)
            section_id = self.parent.get(section_id)
            if section_id == ancestor:
                return True
        return False


def _parts_of(row: Score, facts: Facts, outline: _Outline) -> tuple[Score, ...]:
    """The rows that stand below a criterion: in the sections below its own, or numbered below it beside it."""
    found = []
    for other in facts.scores:
        if other is row or other.role != "result":
            continue
        below = row.section_id is not None and outline.inside(other.section_id, row.section_id)
        numbered = (
            other.section_id == row.section_id
            and row.criterion is not None
            and (other.criterion or "").startswith(row.criterion + ".")
        )
        if below or numbered:
            found.append(other)
    return tuple(found)


def _all_state_one(row: Score, parts: Sequence[Score], outline: _Outline) -> bool:
    """Whether every part of a criterion states what it lost: each row, and each section below the criterion's."""
    if len(parts) < 2 or any(_lost(p) is None for p in parts):
        return False
    stated = {p.section_id for p in parts}
    below = outline.children.get(row.section_id, []) if row.section_id is not None else []
    return all(s.section_id in stated or any(outline.inside(where, s.section_id) for where in stated) for s in below)


def _deduction_sums(facts: Facts) -> Iterator[Finding]:
    outline = _Outline(facts.sections)
    for row in facts.scores:
        if row.deduction is None or row.criterion is None or row.role != "result":
            continue
        parts = _parts_of(row, facts, outline)
        if not _all_state_one(row, parts, outline):
            continue
        total = sum((_lost(p) or Fraction(0) for p in parts), Fraction(0))
        decimals = _digits(row.deduction, row.deduction_decimals)
        if not agrees(row.deduction, decimals, total):
            absent = _absent(row.criterion, parts) if total < exact(row.deduction) else ()
            yield _incomplete(row, parts, total, absent) if absent else _wrong_deduction(row, parts, total)


def _terms(parts: Sequence[Score]) -> Words:
    return joined((number(_lost(p) or Fraction(0), _places(p)) for p in parts), " + ")


def _wrong_deduction(row: Score, parts: Sequence[Score], total: Fraction) -> Finding:
    """What a criterion lost is not what its items lost; a deduction that its own points bear out is not mended."""
    assert row.deduction is not None
    decimals = _digits(row.deduction, row.deduction_decimals)
    finding = _off(
        "score.sum",
        "warning",
        row,
        stated=(row.deduction, decimals),
        value=total,
        at=(row.deduction_start, row.deduction_end),
        name=Words(vi=f"điểm trừ của tiêu chí {row.criterion}", en=f"the deduction of criterion {row.criterion}"),
        how=_terms(parts),
        evidence=parts,
    )
    if row.score is None or row.max_score is None:
        return finding
    if not agrees(row.deduction, decimals, exact(row.max_score) - exact(row.score)):
        return finding
    own = number(row.max_score) + same(" - ") + number(row.score) + same(" = ") + number(row.deduction, decimals)
    return dataclasses.replace(
        finding,
        message_vi=f"{finding.message_vi} {own.vi} thì khớp: có mục con bị thiếu hoặc sai.",
        message_en=f"{finding.message_en} {own.en} agrees: an item is missing or wrong.",
        suggestion=None,
        suggestion_en=None,
    )


def _absent(criterion: str, parts: Sequence[Score]) -> tuple[str, ...]:
    """The numbers of items that are skipped below a criterion: 2.2 and 2.3 where 2.1 and 2.4 are listed."""
    own = (p.criterion or "" for p in parts)
    after = (name.removeprefix(f"{criterion}.").partition(".")[0] for name in own if name.startswith(f"{criterion}."))
    listed = {int(name) for name in after if name.isdecimal()}
    return tuple(f"{criterion}.{number}" for number in range(1, max(listed, default=0)) if number not in listed)


def _incomplete(row: Score, parts: Sequence[Score], total: Fraction, absent: Sequence[str]) -> Finding:
    """What the listed items lost falls short of the criterion's, and items are skipped: these are what is wrong."""
    assert row.deduction is not None
    stated = number(row.deduction, _digits(row.deduction, row.deduction_decimals))
    summed = _terms(parts) + same(" = ") + number(total, max(map(_places, parts)))
    missing = ", ".join(absent)
    return figure_finding(
        "score.sum",
        "warning",
        row=row,
        subject=canonical(row.deduction),
        message=Words(
            vi=f"Điểm trừ của tiêu chí {row.criterion} là {stated.vi}, các mục được nêu chỉ trừ {summed.vi}: "
            f"thiếu mục {missing}.",
            en=f"The deduction of criterion {row.criterion} is {stated.en}, the items listed lost only {summed.en}: "
            f"without {missing}.",
        ),
        evidence=parts,
        stated=canonical(row.deduction),
        at=(row.deduction_start, row.deduction_end),
    )


def _places(row: Score) -> int:
    return 0 if row.deduction is None else _digits(row.deduction, row.deduction_decimals)


def _top(facts: Facts, outline: _Outline) -> tuple[Score, ...]:
    """The criteria themselves: rows with points that lie below no other row with points."""
    pointed = [r for r in facts.scores if r.criterion is not None and r.max_score is not None and r.role == "result"]
    below = {id(p) for r in pointed for p in _parts_of(r, facts, outline)}
    return tuple(r for r in pointed if id(r) not in below and r.score is not None)


def _total_sums(facts: Facts) -> Iterator[Finding]:
    outline = _Outline(facts.sections)
    totals = [r for r in facts.scores if r.criterion is None and r.score is not None and r.max_score is not None]
    criteria = _top(facts, outline)
    if len(totals) != 1 or len(criteria) < 3:
        return
    total = totals[0]
    if total.score is None or total.max_score is None:
        return
    points = sum((exact(r.score or 0) for r in criteria), Fraction(0))
    possible = sum((exact(r.max_score or 0) for r in criteria), Fraction(0))
    decimals = _digits(total.score, total.score_decimals)
    points_agree = agrees(total.score, decimals, points)
    if possible == exact(total.max_score) and not points_agree:
        yield _off(
            "score.sum",
            "warning",
            total,
            stated=(total.score, decimals),
            value=points,
            name=Words(vi="tổng điểm", en="the total score"),
            how=joined((number(r.score or 0) for r in criteria), " + "),
            evidence=criteria,
        )
    elif possible != exact(total.max_score) and points_agree:
        yield _off(
            "score.sum",
            "warning",
            total,
            stated=(total.max_score, decimals_of(total.max_score)),
            value=possible,
            name=Words(vi="tổng điểm tối đa", en="the points possible"),
            how=joined((number(r.max_score or 0) for r in criteria), " + "),
            evidence=criteria,
        )


@rule(
    "score.sum",
    severity="warning",
    vi="Điểm các tiêu chí không cộng thành tổng",
    en="Points of the parts do not add to the whole",
    explained_vi=(
        "Điểm trừ của các mục con cộng lại bằng điểm trừ của tiêu chí, các tiêu chí cộng lại bằng toàn bộ "
        "chỉ số. Quy tắc này tìm ra mục con bị bỏ sót."
    ),
)
def check_score_sums(facts: Facts) -> Iterable[Finding]:
    """The points lost below a criterion add to what the criterion lost, and the criteria add to the whole index.

    A criterion is tested where every item below it states its deduction; the whole index where its criteria have as
    many points to give as it has. Items that are not listed at all (3.3 and 3.4 between 3.2 and 3.5) are what the rule
    is there to find.

    Wrong: ``2. Cải cách thể chế đạt 8,5/10 điểm (- 1,5 điểm) ⏎ 2.1. Ban hành văn bản chậm (- 0,5 điểm) ⏎
    2.2. Rà soát văn bản chậm (- 0,5 điểm)``

    Right: ``2. Cải cách thể chế đạt 9/10 điểm (- 1 điểm) ⏎ 2.1. Ban hành văn bản chậm (- 0,5 điểm) ⏎
    2.2. Rà soát văn bản chậm (- 0,5 điểm)``
    """
    return one_per_subject([*_deduction_sums(facts), *_total_sums(facts)])
