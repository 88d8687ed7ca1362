"""What the columns of a table of dossiers make of each other's ways."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.labelling import Labels
from extractors.listed_ways import ACTIONS, TIMING
from extractors.statements import Statement
from extractors.way_context import Known


def whole_columns(statement: Statement, labels: Sequence[Labels]) -> frozenset[int]:
    """The columns with a bare total over what was carried on and what came in: "Tổng số | Tồn kỳ trước | Mới nhận".

    The head of a row ("Tổng cộng") stands in all of them and is not asked.
    """
    if statement.columns is None:
        return frozenset()
    heads = [_of_head(statement, label) for label in labels]
    carried = any("carried" in head and "receive" not in head for head in heads)
    apart = [head for head in heads if "receive" in head and not head & {"carried", "online", "direct"}]
    if not carried or not apart:
        return frozenset()
    # "Tổng số tiếp nhận | Kỳ trước | Mới tiếp nhận": what came in stands apart from the total over both.
    totals = [{"total"}, {"total", "receive"}] if any("total" not in head for head in apart) else [{"total"}]
    return frozenset(at for at, head in enumerate(heads) if head in totals)


def without_row_total(statement: Statement, label: Labels) -> frozenset[str]:
    """The features of a cell: the row's "Tổng cộng" makes no total of a column that says itself what it holds."""
    head, own = _of_head(statement, label), label.features
    return own if "total" in head or not head else own - {"total"}


def _of_head(statement: Statement, label: Labels) -> frozenset[str]:
    """What the head of a cell's column says of it, not that of its row."""
    return frozenset(cue.feature for cue in label.own if cue.start < statement.start)


_STEPS = frozenset({"resolve", "pending"})


def step_above(statement: Statement, label: Labels, known: Known) -> frozenset[str]:
    """What the rows above say was done, for a row whose head tells of time alone: "Đang giải quyết", then "Quá hạn"."""
    told = {cue.feature for cue in label.own if cue.start >= statement.start} - {"total"}
    if not told or not told <= TIMING or label.features & ACTIONS:
        return frozenset()
    for index in range(statement.index - 1, max(-1, statement.index - 6), -1):
        if index not in known or known[index][0].columns is None:
            break
        own = known[index][1][-1].own
        if own & _STEPS and not own & TIMING:
            return own & _STEPS
        if not own & TIMING:
            break
    return frozenset()
