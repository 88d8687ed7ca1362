"""What the columns of a table of dossiers make of each other's ways."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.labelling import Labels
from extractors.statements import Statement


def whole_columns(statement: Statement, labels: Sequence[Labels]) -> frozenset[int]:
    """The columns with a bare total over what was carried on and what came in: "Tổng số | Tồn kỳ trước | Mới nhận".

    The head of a row ("Tổng cộng") stands in all of them and is not asked.
    """
    if statement.columns is None:
        return frozenset()
    heads = [frozenset(cue.feature for cue in label.own if cue.start < statement.start) for label in labels]
    carried = any("carried" in head and "receive" not in head for head in heads)
    received = any("receive" in head and not head & {"carried", "online", "direct"} for head in heads)
    if not carried or not received:
        return frozenset()
    return frozenset(at for at, head in enumerate(heads) if head == {"total"})
