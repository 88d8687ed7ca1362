"""Tables in running text: rows of cells cut by tabs or pipes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import regex

from extractors.grid_heads import (
    adds_levels,
    heads_fields,
    heads_ordinals,
    heads_times,
    is_field,
    is_total,
    stands_under_head,
)
from extractors.grid_kinds import Span, counts_dossiers, kind_of_cell, kind_of_table, rate_of_times, stated_unit
from extractors.lines import Line
from patterns.numbers import Number, bare_number, find_numbers
from patterns.records import changed
from patterns.vocabulary import load

_CUT_MARK = regex.compile(r"[\t|]")
# A word or a digit beside the number of a cell.
_MORE = regex.compile(r"\p{L}{2}|\d")
_RULE_CELL = regex.compile(r"[\s:\-–=|]*")
_TIMES = frozenset({"on_time", "early", "late", "not_due", "in_term"})
# "I | Cấp huyện", "B | BỘ PHẬN MỘT CỬA CÁC XÃ": a row whose level holds for the rows below it, by its ordinal or alone.
_GROUP_ORDINAL = regex.compile(r"\s*(?:[IVX]+|[A-HĐ])\s*[.)]?\s*")
_GROUP_LEVEL = regex.compile(
    r"[^\d:;]{0,45}(?<!\w)(?:cấp\s+(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường)"
    r"|(?:sở, (?:ban, )?ngành)|(?:ubnd|một cửa|kết quả|tn&tkq|hcc|hành chính công)\s+(?:các\s+)?"
    r"(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường)(?:,\s*(?:phường|xã|thị trấn))*)\W*",
    regex.IGNORECASE,
)
# What heads a row: not a dash, nor an ordinal ("1", "a", "IV"), but "Tổng cộng" in the column of ordinals too.
_WORD = regex.compile(r"\p{L}[^\W\d_IVX]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One data row: its numbers, each with the spans of text that head it (column first), and its own head.

    ``ordinal`` is its cell in the column STT, ``field`` its cell in a column of fields ("Lĩnh vực").
    """

    line: int
    numbers: tuple[Number, ...]
    heads: tuple[tuple[Span, ...], ...]
    kinds: tuple[str | None, ...]
    ordinal: Span | None = None
    field: Span | None = None
    place: tuple[Span, Span] | None = None
    sums_levels: bool = False


def settle_totals(text: str, rows: Sequence[Row], starts: int) -> tuple[Row, ...]:
    """The rows below offset ``starts``, where totals know what they add: several levels, and what the rows count."""
    names = [[text[a:b] for a, b in row.heads[0] if a >= starts] for row in rows]
    levels = adds_levels(names)
    totals = [any(is_total(name) for name in cells) for cells in names]
    counted = {kind for row, total in zip(rows, totals, strict=True) if not total for kind in row.kinds}
    kind = next(iter(counted)) if len(counted) == 1 else None
    return tuple(
        changed(row, sums_levels=levels, kinds=tuple(k or kind for k in row.kinds)) if total else row
        for row, total in zip(rows, totals, strict=True)
    )


def _cells(text: str, line: Line, *, framed: bool = True) -> list[Span]:
    """The cells of a row; in a framed table the marks at both ends are its frame and cut no cell."""
    spans, start = [], line.start
    for match in _CUT_MARK.finditer(text[line.start : line.end]):
        spans.append((start, line.start + match.start()))
        start = line.start + match.end()
    spans.append((start, line.end))
    if framed and text[line.start : line.end].lstrip().startswith("|"):
        spans = spans[1:]
    if text[line.start : line.end].rstrip().endswith("|"):
        spans = spans[:-1]
    return spans


def is_row(text: str, line: Line) -> bool:
    """Whether a line is a table row: at least two cut marks, or one tab."""
    body = text[line.start : line.end]
    return body.count("|") >= 2 or body.count("\t") >= 1


def _single_number(text: str, span: Span) -> Number | None:
    """The number that fills a cell, but for a unit or sign."""
    if not text[span[0] : span[1]].strip():
        return None
    numbers = find_numbers(text, *span)
    if len(numbers) != 1:
        return None
    number = numbers[0]
    rest = text[span[0] : number.start] + text[number.whole_end : span[1]]
    return None if _MORE.search(rest) else number


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """What the heads of a table say of its columns, once all head rows are read."""

    heads: Sequence[Sequence[Span]]
    ordinals: frozenset[int]
    times: frozenset[int]
    fields: frozenset[int]
    rates: dict[int, Span]

    def first(self, cells: Sequence[Span], columns: frozenset[int], holds: Callable[[Span], bool]) -> Span | None:
        """The first cell of some columns that holds what is looked for."""
        return next((cell for i, cell in enumerate(cells) if i in columns and holds(cell)), None)


def read_grid(text: str, lines: Sequence[Line], above: Line | None = None) -> tuple[Row, ...]:
    """The data rows of a run of table lines.

    Head rows are those before the first row with numbers; a column's head is what stands above it in all of them, an
    empty head cell taking the words to its left (a merged cell). Columns headed STT are no figures. The line above may
    say what the table counts.
    """
    table = _table(text, lines)
    heads: list[list[Span]] = [[] for _ in range(max((len(cells) for _, cells in table), default=0))]
    columns: _Columns | None = None  # known from the first data row on
    rows: list[Row] = []
    first = 0
    group: Span | None = None
    title = None if above is None else (above.start, above.end)
    default = kind_of_table(text, table[0][0].start, table[-1][0].end, title) if table else None
    for line, cells in table:
        if columns is not None:
            cells = _under_all_heads(cells, columns)
        numbers = [_single_number(text, cell) for cell in cells]
        counts = any(number is not None for number in numbers[1:])
        opened = group_of(text, cells) if any(heads) else None
        if opened is not None and not counts:
            group = opened
            continue
        if columns is None and (not counts or stands_under_head(text[line.start : line.end])):
            _add_to_heads(text, cells, heads)
            continue
        if columns is None:
            columns, first = _columns(text, heads), line.start
        numbers = _with_bare_counts(text, cells, numbers, heads)
        row_head = _row_head(text, cells, numbers, columns)
        if opened is not None or any(is_total(text[slice(*cell)]) for cell in row_head):
            group = opened
        elif group is not None:
            row_head = (*row_head, group)
        row = _data_row(text, line, cells, numbers, columns, row_head, default)
        if row is not None:
            rows.append(row)
    return settle_totals(text, rows, first)


def _table(text: str, lines: Sequence[Line]) -> list[tuple[Line, list[Span]]]:
    """The lines of a table with their cells, without the rules drawn between them."""
    framed = text[lines[0].start : lines[0].end].lstrip().startswith("|")
    table = [(line, _cells(text, line, framed=framed)) for line in lines]
    return [(line, cells) for line, cells in table if not _RULE_CELL.fullmatch(text[line.start : line.end])]


def _columns(text: str, heads: Sequence[Sequence[Span]]) -> _Columns:
    """What the columns are by their heads; a time heads a row in the first two alone."""

    def headed(names: Callable[[str], object], most: int | None = None) -> frozenset[int]:
        chosen = enumerate(heads[:most])
        return frozenset(i for i, spans in chosen if any(names(text[a:b]) for a, b in spans))

    return _Columns(
        heads=heads,
        ordinals=headed(heads_ordinals),
        times=headed(heads_times, 2),
        fields=headed(heads_fields),
        rates=rate_of_times(text, heads),
    )


def _under_all_heads(cells: list[Span], columns: _Columns) -> list[Span]:
    """The cells of a shorter row, moved under their heads: "Tổng cộng" over the columns of ordinals and names."""
    short = len(columns.heads) - len(cells)
    return [(cells[0][0], cells[0][0])] * short + cells if short > 0 and 0 in columns.ordinals else cells


def _add_to_heads(text: str, cells: Sequence[Span], heads: list[list[Span]]) -> None:
    """Put a head row over its columns."""
    last: Span | None = None
    groups = _groups(text, cells)
    for i, cell in enumerate(cells):
        if text[cell[0] : cell[1]].strip():
            last = cell
        if last is not None and not (last != cell and heads[i]):
            heads[i] += [last, groups[i]] if i in groups else [last]


def _with_bare_counts(
    text: str, cells: Sequence[Span], numbers: Sequence[Number | None], heads: Sequence[Sequence[Span]]
) -> list[Number | None]:
    """The numbers of a row, with those that count dossiers by their head and are no number elsewhere."""
    return [
        bare_number(text, *cell) if number is None and heads[i] and counts_dossiers(text, heads[i]) else number
        for i, (cell, number) in enumerate(zip(cells, numbers, strict=True))
    ]


def _row_head(
    text: str, cells: Sequence[Span], numbers: Sequence[Number | None], columns: _Columns
) -> tuple[Span, ...]:
    """The cells that head a row: its times and its words."""
    return tuple(
        cell
        for i, cell in enumerate(cells)
        if i in columns.times or (numbers[i] is None and _WORD.search(text, cell[0], cell[1]))
    )


def _data_row(
    text: str,
    line: Line,
    cells: Sequence[Span],
    numbers: Sequence[Number | None],
    columns: _Columns,
    row_head: tuple[Span, ...],
    default: str | None,
) -> Row | None:
    """The row of a line; None where no column with a head counts anything in it."""
    heads, skipped = columns.heads, columns.ordinals | columns.times
    kept = [(i, n) for i, n in enumerate(numbers) if n is not None and i not in skipped and heads[i]]
    if not kept:
        return None
    stated = next((u for i, cell in enumerate(cells) if (u := stated_unit(text, heads[i], cell))), None)
    return Row(
        line=line.index,
        numbers=tuple(n for _, n in kept),
        heads=tuple(((columns.rates[i],) if i in columns.rates else ()) + (*heads[i], *row_head) for i, _ in kept),
        kinds=tuple(kind_of_cell(text, n, heads[i], row_head, stated or default) for i, n in kept),
        ordinal=columns.first(cells, columns.ordinals, lambda cell: bool(text[slice(*cell)].strip())),
        field=columns.first(cells, columns.fields, lambda cell: is_field(text[slice(*cell)])),
        place=next((p for i, cell in enumerate(cells) if (p := _place(text, heads[i], cell))), None),
    )


def group_of(text: str, cells: Sequence[Span]) -> Span | None:
    """The cell of a row that names a level for the rows below (behind a roman or a letter, or alone)."""
    worded = [cell for cell in cells if text[slice(*cell)].strip()]
    if not worded:
        return None
    lettered = _GROUP_ORDINAL.fullmatch(text, *worded[0]) is not None
    named = worded[1:2] if lettered else worded
    if not named or (not lettered and len(worded) > 1) or not _GROUP_LEVEL.fullmatch(text, *named[0]):
        return None
    return named[0]


# "Phường", "Tên xã, thị trấn": a column of places, whose cells are bare names.
_PLACE_HEAD = regex.compile(
    r"\W*(?:(?:tên|các|đơn vị)\s+)?(?:UBND\s+)?(?P<kind>(?:xã|phường|thị trấn|huyện|thị xã|thành phố|quận|đặc khu)"
    r"(?:(?:,|/|\s+và)\s*(?:xã|phường|thị trấn|huyện|thị xã|thành phố|quận|đặc khu))*)\W*",
    regex.IGNORECASE,
)
_PLACE_NAME = regex.compile(r"\s*(?!Tổng|Cộng|Toàn)(?P<name>\p{Lu}[\p{L}']*(?:[ -]\p{Lu}[\p{L}']*)*)\s*")


def _place(text: str, heads: Sequence[Span], cell: Span) -> tuple[Span, Span] | None:
    """The kind of place that a column is of and the bare name in its cell, where it is one."""
    if len(heads) != 1 or (kind := _PLACE_HEAD.fullmatch(text, *heads[0])) is None:
        return None
    named = _PLACE_NAME.fullmatch(text, *cell)
    return None if named is None else (kind.span("kind"), named.span("name"))


# "Đang giải quyết: Tổng số": the first of several columns, with the words that hold for all of them.
_GROUP_HEAD = regex.compile(r"(?P<group>[^:\t|]*\p{L}[^:\t|]*):\s*(?:tổng số|tổng cộng|tổng|cộng)\W*", regex.IGNORECASE)


def _groups(text: str, cells: Sequence[Span]) -> dict[int, Span]:
    """The step of each head cell that names a time alone, by its place: "Quá hạn" of what is pending, or was resolved.

    A group opens with its total ("Đang giải quyết: Tổng số"), or with its step alone where "Trong hạn" follows; it ends
    where a head names another step.
    """
    found: dict[int, Span] = {}
    group: Span | None = None
    sure = False
    for i, cell in enumerate(cells):
        features = {hit.entry.canonical for hit in load("dossier_cues").find(text, *cell)} - {"none", "total"}
        opens = _GROUP_HEAD.match(text, *cell)
        if features and features <= {"resolve", "pending"}:
            group, sure = (opens.span("group") if opens else cell), opens is not None
        elif features and features <= _TIMES and group is not None:
            sure = sure or bool(features & {"in_term", "not_due"})
            if sure:
                found[i] = group
        elif features:
            group, sure = None, False
    return found
