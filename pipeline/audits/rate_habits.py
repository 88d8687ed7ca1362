"""Rules over how a report computes its rates: one definition throughout, and no rounding that hides a remainder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.rates import Rate
from pipeline.audits.definitions import Shares, shares_in
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.places import figure_finding, one_per_subject
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, canonical, joined, label, number, percent, same

COMPARED = ("on_time_rate", "late_rate", "resolution_rate")
"""Rates that readers compare between levels and periods."""

_FEWEST_DECIMALS = 1


def _known(facts: Facts, metric: str, beside: Shares) -> Iterator[tuple[Rate, tuple[str, ...]]]:
    """The exact rates of a name that follow from counts, with every definition that gives them."""
    for rate in facts.rates:
        if rate.metric == metric and rate.qualifier is None and 0 < rate.value < 100:
            names = tuple(n for n in beside.fitting(rate) if n != "of_fraction")
            if names:
                yield rate, names


def _place(rate: Rate) -> Words:
    """A rate with whose it is: "99,5% cấp xã"."""
    shown = percent(rate.value, rate.decimals)
    if rate.scope == "unit":
        return shown + same(f" ({rate.scope_name})")
    return shown if rate.scope in ("all", "unknown") else shown + same(" ") + label("scope", rate.scope)


@rule(
    "rate.definition_switch",
    severity="info",
    vi="Một loại tỷ lệ được tính theo hai cách",
    en="One kind of rate is computed in two ways",
    explained_vi=(
        "Một loại tỷ lệ được tính theo một cách trong cả báo cáo. Tính trên số đã giải quyết, số tiếp nhận "
        "hay số đến hạn đều hợp lệ, nhưng hai cách trong một báo cáo thì không so sánh được với nhau."
    ),
)
def check_definition_switch(facts: Facts) -> Iterable[Finding]:
    """One kind of rate is computed in one way throughout the report.

    An on-time rate may be a share of the resolved, of the received, of the due, count the pending in term as on time,
    or be 100 less the late share: each is legitimate, but two in one report cannot be compared. Where no single
    definition gives all rates of a kind, each rate that the most usual one does not give is named. A rate that several
    definitions give fits all of them, and 100% fits everything.

    Wrong: ``Cấp huyện đã giải quyết 800 hồ sơ, đúng hạn 780 hồ sơ, đạt 97,5%. Cấp xã tiếp nhận 1.000 hồ sơ, giải quyết
    960 hồ sơ, đúng hạn 930 hồ sơ, đạt 93%.`` (780 / 800, but 930 / 1.000)

    Right: ``Cấp huyện đã giải quyết 800 hồ sơ, đúng hạn 780 hồ sơ, đạt 97,5%. Cấp xã tiếp nhận 1.000 hồ sơ, giải quyết
    960 hồ sơ, đúng hạn 930 hồ sơ, đạt 96,88%.``
    """
    beside = shares_in(facts)
    return one_per_subject(f for metric in COMPARED for f in _switches(tuple(_known(facts, metric, beside))))


def _switches(known: Sequence[tuple[Rate, tuple[str, ...]]]) -> Iterator[Finding]:
    names = list(dict.fromkeys(name for _, some in known for name in some))
    if not names:
        return
    usual = max(names, key=lambda name: (sum(name in some for _, some in known), -names.index(name)))
    following = [rate for rate, some in known if usual in some]
    for rate, some in known:
        if usual in some:
            continue
        own, other = label("rate_definition", some[0]), label("rate_definition", usual)
        examples = joined((_place(r) for r in following[:3]), ", ")
        shown = _place(rate)
        yield figure_finding(
            "rate.definition_switch",
            "info",
            row=rate,
            subject=canonical(rate.value),
            message=Words(
                vi=f"{shown.vi} được tính {own.vi}, còn {examples.vi} được tính {other.vi}.",
                en=f"{shown.en} is computed {own.en}, while {examples.en} {_is(following)} computed {other.en}.",
            ),
            evidence=following,
            stated=some[0],
            expected=usual,
        )


def _is(rates: Sequence[Rate]) -> str:
    return "is" if len(rates) == 1 else "are"


@rule(
    "rate.rounding",
    severity="info",
    vi="Tỷ lệ 0% hoặc 100% chỉ do làm tròn",
    en="0 or 100 percent by rounding alone",
    explained_vi=(
        "Tỷ lệ 100% (hoặc 0%) nói rằng không còn hồ sơ nào khác. Khi chỉ nhờ làm tròn mà được 100%, tỷ lệ "
        "không sai, nhưng phát hiện này nói rõ điều nó che đi."
    ),
)
def check_rounding(facts: Facts) -> Iterable[Finding]:
    """A rate of 100% (or 0%) says that nothing is left over.

    9.996 of 10.000 dossiers round to 100% where no decimals are written, and the four late ones disappear from the
    figure that readers take away. The percentage is no error; the finding says what it hides.

    Wrong: ``đã giải quyết 10.000 hồ sơ, đúng hạn 9.996 hồ sơ, đạt 100%``

    Right: ``đã giải quyết 10.000 hồ sơ, đúng hạn 9.996 hồ sơ, đạt 99,96%``
    """
    return one_per_subject(_hidden(facts))


def _hidden(facts: Facts) -> Iterator[Finding]:
    beside = shares_in(facts)
    for rate in facts.rates:
        if rate.role != "result" or rate.qualifier or rate.value not in (0, 100) or rate.numerator is not None:
            continue
        meant = [s for s in beside.options(rate) if s.agrees(rate)]
        if not meant or any(s.percent == rate.value for s in meant):
            continue
        share = meant[0]
        decimals = _FEWEST_DECIMALS
        exact = share.percent or 0
        while decimals < 6 and number(exact, decimals).en in (number(0, decimals).en, number(100, decimals).en):
            decimals += 1
        shown, given = percent(rate.value, rate.decimals), percent(exact, decimals)
        yield figure_finding(
            "rate.rounding",
            "info",
            row=rate,
            subject=canonical(rate.value),
            message=Words(
                vi=f"{shown.vi} chỉ khớp nhờ làm tròn: {share.words.vi} = {given.vi}.",
                en=f"{shown.en} agrees only thanks to rounding: {share.words.en} = {given.en}.",
            ),
            evidence=share.rows,
            stated=canonical(rate.value),
            expected=canonical(exact, decimals),
        )
