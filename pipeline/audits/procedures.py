"""Rule over counts of administrative procedures: the parts of a total add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractors.located import Figure
from extractors.procedures import Procedure
from pipeline.audits.asked_once import asked_once
from pipeline.audits.balances import CLOSE, NEAR, Balance, Equation, sum_findings
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.places import Count
from pipeline.audits.registry import rule
from pipeline.audits.tables import level_balances, list_balances
from pipeline.audits.wording import Words, label, same

ONLINE = ("online_full", "online_partial")


def procedure_name(row: Count | Figure) -> Words:
    """What a count of procedures is called in a message: its metric, field and scope."""
    if not isinstance(row, Procedure):
        return same("")
    name = label("procedure_metric", row.metric)
    if row.field:
        name = name + same(f" ({row.field})")
    if row.scope == "unit" and row.scope_name:
        name = name + same(f" ({row.scope_name})")
    elif row.scope not in ("all", "unknown", "unit"):
        name = name + same(" ") + label("scope", row.scope)
    return name


def _groups(rows: Iterable[Procedure]) -> tuple[tuple[Procedure, ...], ...]:
    """Figures that one statement ties together, for one scope, field and period."""
    found: dict[tuple[object, ...], list[Procedure]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: r.start):
        if row.group_id is not None:
            key = (row.group_id, row.scope, row.scope_name, row.field, row.period_start, row.period_end)
            found[key].append(row)
    return tuple(tuple(rows) for rows in found.values())


def _one(rows: Sequence[Procedure], metric: str) -> Procedure | None:
    """The row of a metric, where all of its rows in the group say the same."""
    found = [r for r in rows if r.metric == metric]
    return found[0] if found and len({r.value for r in found}) == 1 else None


def _online(rows: Sequence[Procedure]) -> Iterator[Balance]:
    full, partial = (_one(rows, m) for m in ONLINE)
    if full is None or partial is None:
        return
    both = _one(rows, "online_levels_3_4")
    if both is not None:
        yield Balance(subject=both, equations=(Equation(whole=(both,), parts=(full, partial)),), slack=NEAR)
    total, rest = _one(rows, "total"), _one(rows, "other_levels")
    if total is not None and rest is not None:
        equation = Equation(whole=(total,), parts=(full, partial, rest))
        yield Balance(subject=total, equations=(equation,), slack=NEAR)


def _online_of_whole(rows: Sequence[Procedure], results: Sequence[Procedure]) -> Iterator[Balance]:
    """Full, partial and no online service make the procedures that the text says they are parts of.

    "tiếp nhận qua một cửa 187 thủ tục, trong đó 112 toàn trình, 58 một phần, 17 chưa cung cấp trực tuyến".
    """
    parts = [_one(rows, metric) for metric in (*ONLINE, "other_levels")]
    if any(part is None or part.part_of is None for part in parts) or _one(rows, "total") is not None:
        return
    found = tuple(part for part in parts if part is not None)
    whole = next((r for r in results if r.figure_id == found[0].part_of), None)
    if whole is not None and len({part.part_of for part in found}) == 1:
        yield Balance(subject=whole, equations=(Equation(whole=(whole,), parts=found),), slack=NEAR)


def _beside(rows: Sequence[Procedure]) -> Iterator[Balance]:
    """Both levels together and the rest make the total."""
    both, total, rest = (_one(rows, m) for m in ("online_levels_3_4", "total", "other_levels"))
    if both is not None and total is not None and rest is not None:
        yield Balance(subject=total, equations=(Equation(whole=(total,), parts=(both, rest)),), slack=NEAR)


def _repeated(rows: Sequence[Procedure], results: Sequence[Procedure]) -> Iterator[Balance]:
    """One metric several times in a statement: the first or last row is the total of the others.

    177 thủ tục (32 mới, 118 sửa đổi, 27 bãi bỏ); or all of them are parts of one that stands in another statement.
    """
    by_metric: dict[str, list[Procedure]] = defaultdict(list)
    for row in rows:
        by_metric[row.metric].append(row)
    for metric, same_metric in by_metric.items():
        if len(same_metric) < 3 or metric == "unclassified":
            continue
        largest = max(same_metric, key=lambda r: r.value)
        stated = {r.part_of for r in same_metric if r is not largest}
        if largest not in (same_metric[0], same_metric[-1]):
            continue
        parts = tuple(r for r in same_metric if r is not largest)
        tied = stated == {largest.figure_id}
        if tied or stated == {None}:
            # Two figures that no word ties to a third ("83 mới, sửa đổi 61, bãi bỏ 27") may stand beside it.
            slack = NEAR if tied or len(parts) > 2 else CLOSE
            others = (
                r for r in results if (r.metric, r.section_id) == (metric, rows[0].section_id) and r not in same_metric
            )
            misread = tuple(Equation(whole=(other,), parts=tuple(same_metric)) for other in others)
            equation = Equation(whole=(largest,), parts=parts)
            yield Balance(subject=largest, equations=(equation,), slack=slack, misread=misread)


@asked_once
def procedure_balances(facts: Facts) -> tuple[Balance, ...]:
    """Everything about counts of procedures that must add up."""
    results = tuple(r for r in facts.procedures if r.role == "result")
    found: list[Balance] = []
    for rows in _groups(results):
        found += _online(rows)
        found += _online_of_whole(rows, results)
        found += _beside(rows)
        found += _repeated(rows, results)
    counted = tuple(r for r in results if r.metric != "unclassified")
    found += level_balances(facts, counted)
    found += list_balances(counted)
    return tuple(found)


@rule(
    "procedure.sum",
    severity="error",
    vi="Số thủ tục hành chính không khớp với các thành phần",
    en="Counts of procedures do not add up",
    explained_vi=(
        "Tổng số thủ tục hành chính bằng các thành phần cộng lại: tỉnh, huyện, xã; toàn trình và một phần; "
        "ban hành mới, sửa đổi, bãi bỏ; theo lĩnh vực. Danh sách chỉ kể một số thủ tục thì không phải là "
        "phép chia và không bị xét."
    ),
)
def check_procedure_sums(facts: Facts) -> Iterable[Finding]:
    """A total of procedures is the sum of its parts.

    Tested are: all = province + district + commune; fully online + partly online = levels 3 and 4 together; these and
    the other levels = the total of one scope; and one metric's parts (new, amended, abolished; field by field) = its
    total. A list that names some of the procedures only ("có 09 thủ tục …") is no partition: levels and repeated
    metrics are tested where their sum comes within a quarter of the total, lists of fields within a twentieth.

    Wrong: ``Có 380 thủ tục hành chính, trong đó: cấp huyện 265 thủ tục, cấp xã 125 thủ tục.`` (265 + 125 = 390)

    Right: ``Có 380 thủ tục hành chính, trong đó: cấp huyện 265 thủ tục, cấp xã 115 thủ tục.``
    """
    return sum_findings("procedure.sum", "error", procedure_balances(facts), procedure_name)
