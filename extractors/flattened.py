"""Tables flattened to bare lines: a head whose columns begin with capitals, then lines that end in as many cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from extractors.grid_heads import heads_fields, heads_ordinals, heads_times, is_field, stands_under_head
from extractors.grid_kinds import PERCENT_HEAD, Span, kind_of_cell, kind_of_table, rate_of_times
from extractors.grids import Row, group_of, is_row, settle_totals
from extractors.lines import Line
from patterns.numbers import Number, bare_number, find_numbers
from patterns.vocabulary import load

_NO_COLUMN = ("none", "online", "direct", "examined", "aspect")
_DIGITS = regex.compile(r"[0-9]+")
# A line that names something else as what it counts is no row of a table of dossiers.
_BARE_OR_DOSSIER = (None, "dossier")


def read_flattened(text: str, head: Line, under: Sequence[Line], above: Line | None = None) -> tuple[Row, ...]:
    """The rows of a table whose cell marks were lost; the line above it may say what it counts."""
    if not under or not _may_head(text, head, under):
        return ()
    return _by_columns(text, head, under, above) or _by_roles(text, head, under)


# A head ends no sentence and leads to none.
_SENTENCE_END = (".", ";", ":", ",", "!", "?")
_LONGEST_HEAD = 300


def _may_head(text: str, head: Line, under: Sequence[Line]) -> bool:
    """Whether a line could be a head by its looks: rows with several figures below it, none of its own."""
    if head.end - head.start > _LONGEST_HEAD or is_row(text, head):
        return False
    first = next((line for line in under if not stands_under_head(text[line.start : line.end])), None)
    return first is not None and _may_hold(text, first, 2)


# --- heads whose columns are cut at their capitals ---------------------------------------------------------------

# "Tiếp nhận Trong đó trực tuyến Đã giải quyết": each column opens with a capital that goes on in small letters.
_COLUMN = regex.compile(r"(?<!\S)(?:(?:STT|TT)(?!\S)|[(\"]?\p{Lu}\p{Ll}|Ý\s)")
# The same where abbreviations open columns too: "Tổng số TTHC | TTHC một cửa | TTHC liên thông".
_COLUMN_OR_SHORT = regex.compile(
    r"(?<!\S)(?:(?:STT|TT)(?!\S)|[(\"]?\p{Lu}\p{Ll}|Ý\s|(?<!(?:[Ss]ố|thủ tục|hồ sơ|công bố) )(?:TTHC|HS|DVC|BC)(?!\w))"
)
_WITHIN = regex.compile(r"trong đó\W*", regex.IGNORECASE)
_CELL = regex.compile(r"(?:[0-9][0-9.,]*%?|[-–—])(?!\S)(?:\s+%(?!\S))?")
_CELLS = regex.compile(r"(?:(?:(?<=\s)|^)(?:[0-9][0-9.,]*%?|[-–—])(?:\s+%)?(?:\s+|$))+")
# "Phường 5", "Tháng 3", "Khóa 2": a number that ends the name of a row.
_NAME_WITH_NUMBER = regex.compile(
    r"(?<!\w)(?:phường|quận|khu phố|khu|tổ|thôn|ấp|khóm|khối|tháng|quý|năm|tuần|kỳ|lớp|khóa|khoá|đợt|số)\s+\d+\s*",
    regex.IGNORECASE,
)
_ORDINAL = regex.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđ])[ ]?[.)]?(?=\s)")
_LETTERS = regex.compile(r"\p{L}{2}")
_LONGEST_NAME = 70


def _by_columns(text: str, head: Line, under: Sequence[Line], above: Line | None) -> tuple[Row, ...]:
    """The rows under a head that its capitals cut in as many columns as the rows have cells.

    Two columns at least say what they count, and more than one row or two columns tell that it is a table.
    """
    if text[head.start : head.end].rstrip().endswith(_SENTENCE_END):
        return ()
    for opens in (_COLUMN, _COLUMN_OR_SHORT):
        names, columns = _columns(text, head, opens)
        if len(columns) < 2 or _telling(text, columns) < 2:
            continue
        if rows := _rows(text, names, columns, under, above):
            return rows
    return ()


def _columns(text: str, head: Line, opens: regex.Pattern[str]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The columns that head rows, and those of figures."""
    starts = [m.start() for m in opens.finditer(text, head.start, head.end)]
    if not starts or text[head.start : starts[0]].strip():
        return (), ()
    cut: list[Span] = []
    for start, end in zip(starts, [*starts[1:], head.end], strict=True):
        if cut and _WITHIN.fullmatch(text, *cut[-1]):
            cut[-1] = cut[-1][0], end
        else:
            cut.append((start, end))
    spans = tuple((a, b - len(text[a:b]) + len(text[a:b].rstrip())) for a, b in cut)
    heads = 2 if heads_ordinals(text[slice(*spans[0])]) else 1
    return spans[:heads], spans[heads:]


def _telling(text: str, columns: Sequence[Span]) -> int:
    """How many columns say what they count; a column of shares does."""

    def tells(span: Span) -> bool:
        dossiers = {h.entry.canonical for h in load("dossier_cues").find(text, *span)} - {"none", "aspect"}
        if dossiers or PERCENT_HEAD.search(text, *span):
            return True
        names = ("staffing_measures", "procedure_cues")
        return any(h.entry.canonical not in ("none", "other") for name in names for h in load(name).find(text, *span))

    return sum(tells(span) for span in columns)


def _rows(
    text: str, names: Sequence[Span], columns: Sequence[Span], under: Sequence[Line], above: Line | None
) -> tuple[Row, ...]:
    read: list[tuple[Line, Span, list[Number | None], Span | None]] = []
    group: Span | None = None
    for line in under:
        if stands_under_head(text[line.start : line.end]):
            continue
        opened = group_of(text, [(line.start, line.end)])
        if opened is not None:
            group = opened
            continue
        cut = _cut(text, line, names, len(columns))
        if cut is None:
            break
        read.append((line, *cut, group))
    counted = [row for row in read if any(row[2])]
    if len(counted) < (1 if len(columns) > 2 else 2):
        return ()
    title = None if above is None else (above.start, above.end)
    default = kind_of_table(text, names[0][0], counted[-1][0].end, title)
    rates = rate_of_times(text, [(column,) for column in columns])
    rows = [_row(text, names, columns, rates, *row, default) for row in counted]
    return settle_totals(text, rows, counted[0][0].start)


def _cut(text: str, line: Line, names: Sequence[Span], count: int) -> tuple[Span, list[Number | None]] | None:
    """The name of a row and its cells, a dash for none; None where the line does not end in so many cells."""
    run = next((m for m in _CELLS.finditer(text, line.start, line.end) if m.end() == line.end), None)
    if run is None:
        return None
    cells = [m.span() for m in _CELL.finditer(text, run.start(), line.end)]
    if len(cells) < count:
        return None
    name = (line.start, cells[-count][0])
    beyond = len(cells) > count and cells[0][0] > line.start
    if beyond and not _NAME_WITH_NUMBER.search(text, *name):
        return None
    timed = heads_times(text[slice(*names[-1])])
    if not _LETTERS.search(text, *name) and not (timed and text[slice(*name)].strip()):
        return None
    if name[1] - name[0] > _LONGEST_NAME:
        return None
    return name, [_number(text, cell) for cell in cells[-count:]]


def _number(text: str, cell: Span) -> Number | None:
    found = find_numbers(text, *cell)
    return found[0] if len(found) == 1 else bare_number(text, *cell)


def _row(
    text: str,
    names: Sequence[Span],
    columns: Sequence[Span],
    rates: Mapping[int, Span],
    line: Line,
    name: Span,
    cells: Sequence[Number | None],
    group: Span | None,
    default: str | None,
) -> Row:
    ordinal = _ORDINAL.match(text, *name) if len(names) > 1 else None
    start = ordinal.end() if ordinal else name[0]
    own = (start, name[1])
    heads = (own,) if group is None else (own, group)
    kept = [(n, i) for i, n in enumerate(cells) if n is not None]
    fielded = heads_fields(text[slice(*names[-1])]) and is_field(text[slice(*own)])
    return Row(
        line=line.index,
        numbers=tuple(n for n, _ in kept),
        heads=tuple(((rates[i],) if i in rates else ()) + (columns[i], *heads) for _, i in kept),
        kinds=tuple(kind_of_cell(text, n, (columns[i],), heads, default) for n, i in kept),
        ordinal=ordinal.span() if ordinal else None,
        field=own if fielded else None,
    )


# --- heads whose columns are known by their roles alone ----------------------------------------------------------


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Roles of one head as one span: its first word alone is capital ("Tổng tiếp nhận Quá hạn" are two)."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and not text[merged[-1][1] : start].strip() and text[start].islower():
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged


def _on_time(text: str, heads: Sequence[Span]) -> Span | None:
    """The head that says on time: a table's one column of rates without a role of its own is the on-time rate."""
    for a, b in heads:
        if any(hit.entry.canonical == "on_time" for hit in load("dossier_cues").find(text, a, b)):
            return a, b
    return None


def _may_hold(text: str, line: Line, count: int) -> bool:
    """Whether a line has digits and number words for so many figures; reading them costs far more than counting."""
    runs = len(_DIGITS.findall(text, line.start, line.end))
    return runs >= count or runs + len(list(load("number_words").find(text, line.start, line.end))) >= count


def _by_roles(text: str, head: Line, under: Sequence[Line]) -> tuple[Row, ...]:
    """The rows under a head of three roles or more: lines of as many figures.

    A percentage belongs to the figure before it. Lines whose figures are not as many as the head's roles are no rows.
    """
    hits = [h for h in load("dossier_cues").find(text, head.start, head.end) if h.entry.canonical not in _NO_COLUMN]
    roles = _merged(text, [(hit.start, hit.end) for hit in hits])
    if len(roles) < 3:
        return ()
    first = next((line for line in under if not stands_under_head(text[line.start : line.end])), None)
    if first is None or not _may_hold(text, first, len(roles)) or find_numbers(text, head.start, head.end):
        return ()
    rows: list[Row] = []
    for line in under:
        if stands_under_head(text[line.start : line.end]):
            continue
        numbers = find_numbers(text, line.start, line.end)
        counts = [n for n in numbers if n.unit != "percent"]
        if len(counts) == len(roles) + 1 and counts[0].start == line.start:
            numbers = tuple(n for n in numbers if n is not counts[0])
            counts = counts[1:]
        if len(counts) != len(roles) or any(n.unit not in _BARE_OR_DOSSIER for n in counts):
            break
        row_head = (line.start, counts[0].start)
        heads: list[tuple[Span, ...]] = []
        kinds: list[str | None] = []
        place = -1
        for number in numbers:
            if number.unit != "percent":
                place += 1
            alone = number.unit == "percent" and len(numbers) == len(counts) + 1
            heads.append(((_on_time(text, roles) if alone else None) or roles[max(place, 0)], row_head))
            kinds.append("percent" if number.unit == "percent" else "dossier")
        rows.append(Row(line=line.index, numbers=tuple(numbers), heads=tuple(heads), kinds=tuple(kinds)))
    return tuple(rows)
