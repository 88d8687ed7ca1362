"""From a report to its statements: lines, sentences, numbers, and what each statement says of its quantities."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import regex

from extractors.captions import find_caption
from extractors.clauses import Clauses
from extractors.cues import find_cues
from extractors.fields import settle_fields
from extractors.figure_periods import settle_periods
from extractors.flattened import read_flattened
from extractors.grids import Row, is_row, read_grid
from extractors.header import Header
from extractors.kinds import STATISTICS, settle_kinds
from extractors.lines import LEAD, PLAIN, Line, leads, read_lines
from extractors.report import Report
from extractors.roles import settle_roles
from extractors.scopes import settle_scopes
from extractors.sentences import split_sentences
from extractors.spans_of_time import CountedSpans
from extractors.statements import Quantity, Statement
from extractors.wholes import settle_wholes
from patterns.numbers import Number, find_numbers
from patterns.records import changed
from patterns.vocabulary import load


def read_statements(report: Report, header: Header) -> tuple[Statement, ...]:
    """Read every sentence, list item and table row that holds a number, in reading order."""
    lines = read_lines(report)
    rows, captions = _read_rows(report, lines)
    statements: list[Statement] = []
    last_of_line: dict[int, Statement] = {}
    counted = CountedSpans(header)
    notes = [m.start() for m in _UNIT_NOTE.finditer(report.text)]
    for line in lines:
        if line.index in rows:
            row = rows[line.index]
            if row is not None:
                parents = _parents(report, line, statements, last_of_line)
                told = _row_statement(report, line, lines, row, parents, captions[line.index], len(statements))
                statements.append(_settle(told, report, header, counted, None))
            continue
        previous: Statement | None = None
        for start, end in _sentences(report.text, line.start, line.end):
            section = report.section_at(start)
            counted.read(report.text, start, end, section.section_id if section is not None else None)
            found = (n for n in find_numbers(report.text, start, end) if not _denied(report.text, n))
            numbers = _spoken_fractions(report.text, tuple(found))
            if not numbers:
                continue
            parents = _parents(report, line, statements, last_of_line)
            statement = Statement(
                index=len(statements),
                start=start,
                end=end,
                line=line,
                clauses=Clauses(report.text, start, end),
                quantities=_quantities(numbers),
                block=line.block,
                parents=parents,
                under=_under(report, line, parents) if previous is None else None,
                leads=_leads(report, line, lines, previous, start),
                previous=previous,
            )
            declared = bool(notes) and _declared(report, statement, notes)
            previous = _settle(statement, report, header, counted, statements[-1] if statements else None, declared)
            statements.append(previous)
            last_of_line[line.index] = previous
    return tuple(statements)


# No sentence has as many numbers; which belongs to which costs more than their number.
_MOST_NUMBERS = 100


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line, in pieces where one has more numbers than any."""
    for a, b in split_sentences(text, start, end):
        cuts = []
        if b - a > 2 * _MOST_NUMBERS:
            numbers = tuple(find_numbers(text, a, b))
            cuts = [number.start for number in numbers[_MOST_NUMBERS::_MOST_NUMBERS]]
        yield from itertools.pairwise([a, *cuts, b])


# "6.033 trên 7.412 hồ sơ", "5.871 hồ sơ trên tổng số 7.204 hồ sơ", "512 hồ sơ/tổng số 940 hồ sơ": a fraction in words.
_OUT_OF = regex.compile(
    r"\s*(?:(?:trên|trong)\s+|/\s*)(?:tổng số|tổng cộng|tổng)\s*|\s*(?:trên|/)\s*", regex.IGNORECASE
)


def _denied(text: str, number: Number) -> bool:
    """Whether a number word counts nothing: "không một hồ sơ nào", "bình quân một hồ sơ"."""
    before = text[max(0, number.start - 12) : number.start].casefold()
    return number.raw.isalpha() and before.endswith(
        ("không ", "bình quân ", "trung bình ", "mỗi ", "từng ", "cứ ", "cả ")
    )


def _spoken_fractions(text: str, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    found = list(numbers)
    for i, (a, b) in enumerate(itertools.pairwise(numbers)):
        alike = a.unit in (None, b.unit) and b.unit not in ("percent", "time")
        joined = _OUT_OF.fullmatch(text, a.whole_end, b.start)
        if alike and joined and a.fraction is None and b.fraction is None and a.value <= b.value:
            found[i] = changed(a, fraction="numerator", unit=a.unit or b.unit)
            found[i + 1] = changed(b, fraction="denominator", qualifier=None)
    return tuple(found)


def _quantities(numbers: tuple[Number, ...]) -> tuple[Quantity, ...]:
    found = []
    for i, number in enumerate(numbers):
        partner = None
        if number.fraction == "numerator" and i + 1 < len(numbers):
            partner = i + 1
        elif number.fraction == "denominator" and i:
            partner = i - 1
        found.append(Quantity(position=i, number=number, partner=partner))
    return tuple(found)


def _parents(
    report: Report, line: Line, statements: list[Statement], last_of_line: dict[int, Statement]
) -> tuple[Statement, ...]:
    """The last statements of the lines above; for a footnote's first lines, the sentence that holds its anchor."""
    found = [last_of_line[p] for p in line.parents if p in last_of_line]
    note = report.footnote_at(line.start)
    if note is not None and note.anchor is not None:
        anchor = note.anchor
        anchored = [s for s in statements if s.start <= anchor <= s.end + 1]
        found = [s for s in found if s.line.in_footnote] + anchored + [s for s in found if not s.line.in_footnote]
    return tuple(found)


def _under(report: Report, line: Line, parents: tuple[Statement, ...]) -> int | None:
    """The quantity above that a line explains: the last before the footnote's anchor, or before the colon above."""
    if not parents:
        return None
    quantities = parents[0].quantities
    note = report.footnote_at(line.start)
    if note is not None and note.anchor is not None and not parents[0].line.in_footnote:
        # Behind the full stop an anchor explains the sentence, not its last figure.
        ends = [(q.number.whole_end, q.position) for q in quantities]
        near = [position for end, position in ends if 0 <= note.anchor - end < 60]
        stopped = near and report.text[: note.anchor].endswith((".", ";"))
        return near[-1] if near and not stopped else None
    parent = parents[0].line
    told = parents[0].end >= parent.end - 2  # the sentence that leads is the one with the figures
    if told and leads(report.text, parent.start, parent.end):
        # "21.475 hồ sơ (năm 2022 là 20.358 hồ sơ), cụ thể:" goes on about what stands outside the bracket.
        outside = [q for q in quantities if parents[0].clauses.depth(q.number.start) == 0]
        return (outside or list(quantities))[-1].position
    return None


# "Cụ thể như sau:", "Trong đó:": a sentence that only leads, of what the one before it told.
_FORMULA = regex.compile(
    r"\s*(?:(?:kết quả|số liệu)\s+)?(?:cụ thể|chi tiết|trong đó|bao gồm|gồm|gồm có|chia ra|được chia ra|tập trung ở)"
    r"(?:\s+(?:là|như\s+sau|theo|từng|cấp|loại|gồm))*\s*:?\s*",
    regex.IGNORECASE,
)


def _leads(
    report: Report, line: Line, lines: tuple[Line, ...], previous: Statement | None, start: int
) -> tuple[tuple[int, int], ...]:
    """Spans whose words hold for a sentence: the line before it, then the lines it stands under, nearest first."""
    spans: list[tuple[int, int]] = []
    floor = previous.end if previous is not None else line.start
    if floor < start:
        spans.append((floor, start))
    for parent in line.parents:
        first, end = lines[parent].start, lines[parent].end
        if leads(report.text, first, end):
            # Only the sentence that leads speaks of what follows.
            sentences = split_sentences(report.text, first, end)
            bare = len(sentences) > 1 and _FORMULA.fullmatch(report.text, *sentences[-1])
            first = sentences[-2 if bare else -1][0]
        else:
            colon = report.text.find(":", first, end)
            end = colon if 0 < colon < end - 1 and lines[parent].rank > LEAD else end
        spans.append((first, end))
    return tuple(spans)


# "a) Tại Bộ phận Một cửa huyện: …": what opens a line, up to its colon.
_LONGEST_OPENING = 90


def _leads_of_row(report: Report, line: Line, lines: tuple[Line, ...]) -> tuple[tuple[int, int], ...]:
    """The leads of a table's row; a line that leads to the table speaks of it by what it opens with, too.

    "a) Tại Bộ phận Một cửa huyện: tiếp nhận 442 hồ sơ. Số liệu cụ thể như sau:"
    """
    spans: list[tuple[int, int]] = []
    for span in _leads(report, line, lines, None, line.start):
        spans.append(span)
        above = next((lines[p] for p in line.parents if lines[p].start < span[0] < lines[p].end), None)
        colon = report.text.find(":", above.start, span[0]) if above is not None else -1
        if above is not None and 0 < colon - above.start < _LONGEST_OPENING:
            spans.append((above.start, colon))
    return tuple(spans)


# "Nộp trực tiếp: 401": a line that is a label and its count is an item without a mark.
_LABELLED = regex.compile(r"[^:\d\n]{2,60}:\s*\d[\d.,]*\s*[.;]?\s*")


# "Kết quả tiếp nhận, giải quyết TTHC:" over "- Đúng hạn: 402": dossiers are received, resolved and late.
_HANDLING = regex.compile(r"(?<!\w)(?:giải quyết|tiếp nhận|xử lý|trả kết quả)\s(?:các\s)?$", regex.IGNORECASE)
_STEPS = frozenset(
    {
        "receive",
        "resolve",
        "pending",
        "carried",
        "to_process",
        "on_time",
        "late",
        "early",
        "in_term",
        "not_due",
        "returned",
    }
)


def _kind_of_list(statement: Statement, last: Statement | None) -> str | None:
    """What a list item counts where it does not say: what its lead names, else what the items before it count."""
    if statement.previous is not None:
        return None
    labelled = _LABELLED.fullmatch(statement.text, statement.line.start, statement.line.end) is not None
    if statement.line.rank >= PLAIN and not labelled:
        return None
    cues = find_cues(statement.text, statement.start, statement.end, load("dossier_cues"))
    for start, end in statement.leads:
        hits = [h for h in load("units").find(statement.text, start, end) if h.entry.canonical in STATISTICS]
        if hits:
            kind = hits[-1].entry.canonical
            handled = kind == "procedure" and _HANDLING.search(statement.text, start, hits[-1].start)
            return "dossier" if handled and {cue.feature for cue in cues} & _STEPS else kind
    beside = last is not None and (last.line.rank < PLAIN or labelled) and statement.line.index - last.line.index <= 2
    if last is not None and beside and any(cue.feature not in ("total", "other") for cue in cues):
        counted = [q.kind for q in last.quantities if q.kind in STATISTICS]
        return counted[-1] if counted else None
    return None


def _last_counted(statement: Statement) -> str | None:
    """What a sentence hands on to bare numbers behind it: what it counted last, not the share that closes it."""
    kinds = [quantity.kind for quantity in statement.quantities]
    counted = [kind for kind in kinds if kind in STATISTICS]
    return counted[-1] if counted and kinds[-1] == "percent" else kinds[-1]


# "(đơn vị: hồ sơ)", "Đơn vị tính: hồ sơ", "ĐVT: HS": what the bare numbers of a section count.
_UNIT_NOTE = regex.compile(r"(?<!\w)(?:đơn vị(?: tính)?|ĐVT)\s*(?::|là)\s*(?:hồ sơ|HS)(?!\w)", regex.IGNORECASE)
_NOTE_REACHES = 1500  # characters: a note is about the list it stands at, not about a whole chapter


def _declared(report: Report, statement: Statement, notes: list[int]) -> bool:
    """Whether a note of the unit in the same section tells that bare numbers are dossiers."""
    if not statement.cues(load("dossier_cues")):
        return False
    near = [at for at in notes if abs(at - statement.start) < _NOTE_REACHES]
    return any(report.section_at(at) == report.section_at(statement.start) for at in near)


def _settle(
    statement: Statement,
    report: Report,
    header: Header,
    counted: CountedSpans,
    last: Statement | None,
    declared: bool = False,
) -> Statement:
    """Fill in, one after the other, what later steps need of the earlier ones."""
    if statement.columns is None:
        inherited = None
        if statement.previous is not None:
            inherited = _last_counted(statement.previous)
        elif statement.parents:
            inherited = statement.explained.kind if statement.explained else _last_counted(statement.parents[0])
        if inherited is None:
            inherited = _kind_of_list(statement, last)
        statement = statement.with_quantities(settle_kinds(statement, inherited, declared=declared))
        statement = statement.with_quantities(settle_wholes(statement))
    statement = statement.with_quantities(settle_fields(statement))
    statement = statement.with_quantities(settle_scopes(statement, header))
    sections = [section.section_id for section in report.sections_at(statement.start)]
    annexed = statement.columns is not None and _annexed(report, statement.line)
    span = counted.of(sections, statement, annexed=annexed)
    statement = statement.with_quantities(settle_periods(statement, header, span, counted.told_again(statement)))
    counted.note(statement)
    statement = statement.with_quantities(settle_roles(statement, report))
    return _settle_compared(statement)


def _settle_compared(statement: Statement) -> Statement:
    """An earlier value told first ("So với quý I (871 hồ sơ), cấp xã tiếp nhận …") has the scope of what follows it."""
    quantities = list(statement.quantities)
    if len(quantities) > 1 and quantities[0].compared and quantities[0].scope == "all":
        following = quantities[1]
        quantities[0] = changed(quantities[0], scope=following.scope, scope_name=following.scope_name)
    return statement.with_quantities(tuple(quantities))


def _read_rows(
    report: Report, lines: tuple[Line, ...]
) -> tuple[dict[int, Row | None], dict[int, tuple[tuple[int, int], ...]]]:
    """Data rows by line, and the captions of their tables; a line of a table that holds no figures stands for None."""
    text = report.text
    found: dict[int, Row | None] = {}
    captions: dict[int, tuple[tuple[int, int], ...]] = {}
    i = 0
    while i < len(lines):
        if is_row(text, lines[i]):
            j = i
            while j < len(lines) and is_row(text, lines[j]):
                j += 1
            grid = read_grid(text, lines[i:j], lines[i - 1] if i else None)
            if grid or not all(_tells_itself(text, line) for line in lines[i:j]):
                found.update({line.index: None for line in lines[i:j]})
                found.update({row.line: row for row in grid})
                caption = find_caption(text, lines, i, annexed=_annexed(report, lines[i]))
                captions.update({row.line: caption for row in grid})
            i = j
            continue
        flattened = read_flattened(text, lines[i], lines[i + 1 : i + 40], lines[i - 1] if i else None)
        if flattened:
            found.update({line.index: None for line in lines[i : flattened[-1].line]})
            found.update({row.line: row for row in flattened})
            caption = find_caption(text, lines, i, annexed=_annexed(report, lines[i]))
            captions.update({row.line: caption for row in flattened})
            i = flattened[-1].line
        i += 1
    return found, captions


def _annexed(report: Report, line: Line) -> bool:
    """Whether a line stands behind the last section, so that no heading of the report speaks of it."""
    return bool(report.sections) and report.sections[-1].start < line.start and report.section_at(line.start) is None


def _tells_itself(text: str, line: Line) -> bool:
    """Whether the cells of a table without a head say what their figures are: "Xã A	Tiếp nhận 914	Tỷ lệ 88%"."""
    numbers = find_numbers(text, line.start, line.end)
    return len(numbers) > 1 and len(list(load("dossier_cues").find(text, line.start, line.end))) > 1


def _row_statement(
    report: Report,
    line: Line,
    lines: tuple[Line, ...],
    row: Row,
    parents: tuple[Statement, ...],
    caption: tuple[tuple[int, int], ...],
    index: int,
) -> Statement:
    quantities = tuple(
        changed(quantity, kind=kind) for quantity, kind in zip(_quantities(row.numbers), row.kinds, strict=True)
    )
    return Statement(
        index=index,
        start=line.start,
        end=line.end,
        line=line,
        clauses=Clauses(report.text, line.start, line.end),
        quantities=quantities,
        block=line.block,
        parents=parents,
        leads=() if _annexed(report, line) else _leads_of_row(report, line, lines),
        columns=row.heads,
        caption=caption,
        ordinal=row.ordinal,
        field_cell=row.field,
        place_cell=row.place,
        sums_levels=row.sums_levels,
    )
