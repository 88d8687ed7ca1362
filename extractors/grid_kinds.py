"""What the cells of a table count: by the head of their column, a stated unit, the table, or the head of their row."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from patterns.numbers import Number
from patterns.vocabulary import load

Span = tuple[int, int]

# What tables of these reports count; a head's other nouns (years, levels) are no units.
_COUNTED = frozenset(
    {"dossier", "procedure", "post", "person", "turn", "percent", "point", "money", "document", "task"}
)
# Words that tables of nothing else have.
_WAYS = frozenset({"receive", "resolve", "pending", "on_time", "early", "late", "not_due", "in_term", "carried"})
_CHANNELS = frozenset({"online", "direct"})
_STAFF = frozenset({"post", "person"})
_LEVELS = frozenset({"assigned", "present", "vacant", "reserve", "surplus"})
PERCENT_HEAD = regex.compile(r"%|tỷ lệ|tỉ lệ", regex.IGNORECASE)

_TASKS = regex.compile(r"(?<!\w)(?:nhiệm vụ|đầu việc|công việc)(?!\w)", regex.IGNORECASE)
_NUMBER_OF = regex.compile(r"(?<!\w)số(?: lượng)?\s+$", regex.IGNORECASE)


def counts_dossiers(text: str, head: Sequence[Span]) -> bool:
    """Whether a column counts dossiers, so that 1987 in it is no year."""
    features = {hit.entry.canonical for a, b in head for hit in load("dossier_cues").find(text, a, b)}
    return bool(features & (_WAYS | _CHANNELS))


def kind_of_table(text: str, start: int, end: int, title: Span | None = None) -> str | None:
    """What a table counts where a column does not say.

    It is what the heads name, else dossiers, where two ways are named, else what the line above names, where the heads
    tell of it: "Kết quả tiếp nhận hồ sơ" over "Tổng số | Trực tuyến | Trực tiếp".
    """
    units = _units(text, start, end)
    head = text.find("\n", start, end)
    if _TASKS.search(text, start, head) and not _units(text, start, head) & (_COUNTED - {"task", "percent"}):
        return "task"  # "Nhiệm vụ | Tổng số | Đúng hạn | Quá hạn"
    if "dossier" not in units and "procedure" in units:
        return "procedure"
    # "ĐH", "TN" alone are degrees and other things as well.
    hits = load("dossier_cues").find(text, start, end)
    features = {hit.entry.canonical for hit in hits if hit.end - hit.start > 2}
    received = "receive" in features and features & _CHANNELS
    if len(features & _WAYS) > 1 or received:
        return "dossier"
    above = _units(text, *title) if title is not None else frozenset()
    if "dossier" in above and features & (_WAYS | _CHANNELS):
        return "dossier"
    measures = {hit.entry.canonical for hit in load("staffing_measures").find(text, start, end)}
    if len(measures & _LEVELS) > 1 and above | units & _STAFF:
        return "post" if "post" in above | units else "person"
    return None


def _units(text: str, start: int, end: int) -> frozenset[str]:
    return frozenset(hit.entry.canonical for hit in load("units").find(text, start, end))


_BARE_RATE = regex.compile(r"\W*(?:tỷ lệ|tỉ lệ|%|đạt)(?:\W|%)*", regex.IGNORECASE)


def rate_of_times(text: str, heads: Sequence[Sequence[Span]]) -> dict[int, Span]:
    """The column of on-time counts, by the place of the one bare "Tỷ lệ" behind it and the late ones.

    "Đúng hạn | Quá hạn | Tỷ lệ": the share is of what was on time, though what was late stands beside it.
    """
    bare = [i for i, spans in enumerate(heads) if spans and all(_BARE_RATE.fullmatch(text, *span) for span in spans)]
    if len(bare) != 1 or not bare[0]:
        return {}
    told = [{h.entry.canonical for span in spans for h in load("dossier_cues").find(text, *span)} for spans in heads]
    on_time = [i for i in range(bare[0]) if "on_time" in told[i]]
    return {bare[0]: heads[on_time[-1]][-1]} if on_time and "late" in told[bare[0] - 1] else {}


# "Đơn vị tính", "ĐVT": the column that says what each row counts.
_UNIT_HEAD = regex.compile(r"\W*(?:đơn vị tính|đvt)\W*", regex.IGNORECASE)


def stated_unit(text: str, heads: Sequence[Span], cell: Span) -> str | None:
    """What a row counts by its cell under "Đơn vị tính", where that is a unit."""
    if not any(_UNIT_HEAD.fullmatch(text, *head) for head in heads):
        return None
    written = text[slice(*cell)].strip()
    if written == "%":
        return "percent"
    hit = next(iter(load("units").find(text, *cell)), None)
    whole = hit is not None and text[hit.start : hit.end].casefold() == written.casefold()
    return hit.entry.canonical if hit is not None and whole else None


def kind_of_cell(
    text: str, number: Number, head: Sequence[Span], row_head: Sequence[Span], default: str | None
) -> str | None:
    """What a cell counts: by its column, a percentage by its row ("Tỷ lệ … (%)"), the table, else its row."""
    in_row = _kind(text, number, row_head)
    own = _kind(text, number, head) or ("percent" if in_row == "percent" else None)
    if own is None and default == "post" and _tells_presence(text, head):
        return "person"  # "Biên chế: Được giao | Có mặt": who is there are people
    return own or default or in_row


def _tells_presence(text: str, head: Sequence[Span]) -> bool:
    cues = {hit.entry.canonical for a, b in head for hit in load("staffing_measures").find(text, a, b)}
    return "present" in cues and "assigned" not in cues


def _kind(text: str, number: Number, heads: Sequence[Span]) -> str | None:
    words = " ".join(text[a:b] for a, b in heads)
    if number.unit is not None:
        return number.unit
    if PERCENT_HEAD.search(words):
        return "percent"
    hits = [h for a, b in heads for h in load("units").find(text, a, b) if h.entry.canonical in _COUNTED]
    # "Số người làm việc được giao": the noun that "số" introduces, not those of its clause.
    introduced = [h for h in hits if _NUMBER_OF.search(text, max(0, h.start - 12), h.start)]
    last = next(reversed(introduced or hits), None)
    return last.entry.canonical if last is not None else None
