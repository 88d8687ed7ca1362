"""What the words around a cue make of it: denied, only proposed, or said of time alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import regex

from extractors.cues import Cue
from extractors.labelling import Labels
from extractors.respectively import answering
from extractors.statements import Quantity, Statement

# "chưa triển khai qua bưu chính": no procedures of that way.
_DENIED = regex.compile(r"(?<!\w)(?:chưa|không)(?:\s\p{Ll}+){0,3}\s$", regex.IGNORECASE)
# "cắt giảm từ 30% thời gian giải quyết"
_CUT_TIME = regex.compile(r"cắt giảm[^,;.:()]*?(?<!\w)(?:thời gian|thời hạn|ngày làm việc)(?!\w)", regex.IGNORECASE)
_DENIABLE = frozenset({"postal", "one_stop", "linked", "online_only", "shortened"})
# "kiến nghị bãi bỏ 02 TTHC", "dự kiến công bố": nothing is announced yet.
_PROPOSED = regex.compile(
    r"(?<!\w)(?:kiến nghị|đề xuất|đề nghị|dự kiến|phương án|tham mưu|(?<!toàn |quy |lộ )trình)(?:\s\p{Ll}+){0,3}\s$",
    regex.IGNORECASE,
)

# "361 thủ tục theo danh mục do Chủ tịch UBND tỉnh công bố": where they stand listed.
_AS_LISTED = regex.compile(r"(?<!\w)(?:theo|tại)\s[^,;.:()\d]*(?<!\w)(?:do|được|đã)\s[^,;.:()\d]*$", regex.IGNORECASE)

_DONE_FOR = regex.compile(r"(?<!\w)(?:đối với|cho|của)\s*$", regex.IGNORECASE)


def in_context(statement: Statement, label: Labels) -> Labels:
    """The label with what a "chưa" or "không" denies turned into something else, and cuts of time into shortenings."""
    if statement.columns is not None:
        return label

    def read(cue: Cue) -> Cue:
        before = statement.text[max(statement.start, cue.start - 40) : cue.start]
        if cue.feature == "announced" and _PROPOSED.search(before):
            return dataclasses.replace(cue, feature="other")
        if cue.feature == "announced" and _AS_LISTED.search(before):
            return dataclasses.replace(cue, feature="total")
        if cue.feature in _DENIABLE and _DENIED.search(before):
            return dataclasses.replace(cue, feature="other")
        if cue.feature == "other" and _CUT_TIME.match(statement.text, cue.start, statement.end):
            return dataclasses.replace(cue, feature="shortened")
        return cue

    def asserted(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
        return tuple(read(cue) for cue in cues)

    return dataclasses.replace(label, own=asserted(label.own), weak=asserted(label.weak))


def done_first(statement: Statement, quantity: Quantity, label: Labels) -> bool:
    """Whether what was done for procedures stands before their number, and that they are new only behind it.

    "xây dựng quy trình nội bộ đối với 09 TTHC mới công bố": the first verb decides.
    """
    start = quantity.number.start
    if not _DONE_FOR.search(statement.text, max(statement.start, start - 10), start):
        return False
    told = [cue for cue in label.own if cue.feature in ("announced", "other")]
    return (
        any(cue.feature == "other" and cue.start < start for cue in told)
        and any(cue.feature == "announced" for cue in told)
        and all(cue.start > start for cue in told if cue.feature == "announced")
    )


# "bình quân giảm 2,5 ngày một thủ tục": for each one.
_FOR_EACH = regex.compile(r"\s*(?:\p{Ll}+\s+){0,3}(?:/|trên|cho|mỗi)?\s*", regex.IGNORECASE)


def is_for_each(statement: Statement, quantity: Quantity) -> bool:
    """Whether "một thủ tục" behind a measure says for which each it holds, and counts nothing."""
    number = quantity.number
    if number.value != 1 or statement.text[number.start].isdigit() or not quantity.position:
        return False
    measured = statement.quantities[quantity.position - 1].kind in ("time", "percent", "money")
    return measured and _FOR_EACH.fullmatch(statement.before(quantity.position)) is not None


def answers_before(statement: Statement, quantity: Quantity, known: Mapping[int, Sequence[str | None]]) -> str | None:
    """The metric that a number of "lần lượt là 61, 42 và 43" answers in the list that closes the sentence before."""
    previous = statement.previous
    if previous is None or previous.index not in known or statement.columns is not None:
        return None
    asked = [metric for metric in known[previous.index] if metric is not None]
    for run in answering(statement.text, statement.start, statement.end, statement.numbers):
        if quantity.position in run and len(run) <= len(asked):
            return asked[len(asked) - len(run) + run.index(quantity.position)]
    return None
