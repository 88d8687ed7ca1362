"""Counts of procedures in tables: what the caption says of all its columns, and the columns that no cue names."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.statements import Statement

_NAMED = regex.compile(r"(?<!\w)(?:TTHC|thủ tục hành chính)(?!\w)", regex.IGNORECASE)
# "Kết quả giải quyết hồ sơ TTHC", "Văn bản công bố TTHC": a table of something else.
_OTHER = regex.compile(
    r"(?<!\w)(?:hồ sơ|giải quyết|văn bản|quyết định|điểm|chỉ số|xếp hạng|tỷ lệ|phản ánh|kiến nghị|kinh phí|người)"
    r"(?!\w)",
    regex.IGNORECASE,
)
# "Khác", "Các mức còn lại"
_REST = regex.compile(
    r"\W*(?:(?:các\s+)?(?:mức(?: độ)?|dịch vụ(?: công)?|TTHC|thủ tục)\s+)?(?:khác|còn lại)\W*", regex.IGNORECASE
)
_ONLINE = frozenset({"online_full", "online_partial", "online_levels_3_4"})


def of_table(statement: Statement) -> bool:
    """Whether the nearest caption of a table row speaks of procedures and its heads of nothing else."""
    if statement.columns is None or not statement.caption:
        return False
    caption = statement.text[slice(*statement.caption[0])]
    if _NAMED.search(caption) is None or _OTHER.search(caption) is not None:
        return False
    heads = {span for spans in statement.columns for span in spans}
    return not any(_OTHER.search(statement.text, a, b) for a, b in heads)


def rest_of_row(statement: Statement, position: int, metrics: Sequence[str | None]) -> str | None:
    """The metric of a column that no cue names: of the rest, beside columns of online services."""
    if statement.columns is None or not statement.columns[position]:
        return None
    head = statement.columns[position][0]
    rest = _REST.fullmatch(statement.text, *head) is not None
    return "other_levels" if rest and _ONLINE & set(metrics) else None


# "Cấp | TTHC | Toàn trình | Một phần"
_NOUN_ALONE = regex.compile(r"\W*(?:số\s+lượng\s+|số\s+)?(?:TTHC|thủ tục(?: hành chính)?)\W*", regex.IGNORECASE)


def all_of_row(statement: Statement, position: int) -> str | None:
    """A total, where a column is headed by the noun alone."""
    if statement.columns is None or not statement.columns[position]:
        return None
    return "total" if _NOUN_ALONE.fullmatch(statement.text, *statement.columns[position][0]) else None


def with_row_totals(statement: Statement, metrics: list[str | None]) -> list[str | None]:
    """The total of a row that tells nothing but what was announced is announced too."""
    if statement.columns is None or set(metrics) - {None} != {"total", "announced"}:
        return metrics
    return ["announced" if metric == "total" else metric for metric in metrics]
