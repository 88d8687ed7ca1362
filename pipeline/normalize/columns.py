"""Text that was set side by side with spaces or tabs: the header's and the signature's columns, and aligned tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import regex

from pipeline.normalize.draft import Change
from pipeline.normalize.lines import PAGE_END, PART, SIGNATURE, TITLE_WORD, Line, lines_of
from pipeline.textmap import Copy, Piece, Put

# "ỦY BAN NHÂN DÂN      CỘNG HÒA …": three spaces or more between words, or a tab.
WIDE_GAP = regex.compile(r"(?<=\S)(?: {3,}| *\t[ \t]*)(?=\S)")

# The right column of a header: "CỘNG HÒA …", "Độc lập - Tự do", "ĐẢNG CỘNG SẢN", "An Lạc, ngày … tháng … năm …"
HEADER_RIGHT = regex.compile(
    r"CỘNG\s+H[OÒ]|Độc lập\s*[-–]|ĐẢNG CỘNG SẢN|(?:(?! {3})[^/:\n]){2,40},\s*ngày\b.*\btháng\b.*\bnăm\b"
)

# "Nơi nhận:"
SIGNATURE_LEFT = regex.compile(r"\s*Nơi nhận\s*:?")

# A line with this many spaces before it stands in the right column.
_RIGHT_INDENT = 15

# A cell of an aligned table is no longer than this.
_CELL_LENGTH = 60

# Only so many lines at the top can be a header's.
_TOP = 12


@dataclasses.dataclass(frozen=True, slots=True)
class _Pair:
    """A line of two columns, or of one; ``cut`` is the gap between them."""

    line: Line
    cut: tuple[int, int] | None
    right: bool = False


def side_by_side(text: str) -> tuple[Piece, ...] | None:
    r"""The lines of two columns, the left column's before the right one's; None where there are none.

    >>> from pipeline.textmap import apply
    >>> text = "UBND XÃ LA    CỘNG HÒA\nSố: 1/BC    Độc lập - Tự do\n\nBÁO CÁO\n"
    >>> apply(text, side_by_side(text)).text
    'UBND XÃ LA\nSố: 1/BC\nCỘNG HÒA\nĐộc lập - Tự do\n\nBÁO CÁO\n'
    """
    lines = lines_of(text)
    blocks = [block for block in (_header(lines), _signature(lines)) if block]
    if not blocks:
        return None
    pieces: list[Piece] = []
    at = 0
    for block in blocks:
        pieces.append(Copy(at, block[0].line.start))
        pieces += _column(text, block, right=False)
        pieces += _column(text, block, right=True)
        at = min(block[-1].line.end + 1, len(text))
    return (*pieces, Copy(at, len(text)))


def _may_be_cut(line: Line) -> bool:
    return "   " in line.text or "\t" in line.text


def _pair(line: Line) -> _Pair:
    gaps = list(WIDE_GAP.finditer(line.text)) if _may_be_cut(line) else []
    # Blanks left for a number or a day are gaps too: what is right of the cut must look like a right column.
    gaps = [gap for gap in gaps if len(gaps) == 1 or HEADER_RIGHT.match(line.text[gap.end() :])]
    if gaps:
        return _Pair(line, (line.start + gaps[0].start(), line.start + gaps[0].end()))
    indent = len(line.text) - len(line.text.lstrip(" "))
    return _Pair(line, None, right=indent >= _RIGHT_INDENT or line.text.startswith("\t\t"))


def _header(lines: tuple[Line, ...]) -> list[_Pair]:
    """From the first line of two columns to the last, before the title."""
    top: list[_Pair] = []
    for line in lines[:_TOP]:
        if TITLE_WORD.match(line.text.strip()) or line.text == PAGE_END:
            break
        top.append(_pair(line))
    both = [i for i, pair in enumerate(top) if pair.cut and HEADER_RIGHT.match(_after(pair))]
    return top[both[0] : both[-1] + 1] if both else []


def _signature(lines: tuple[Line, ...]) -> list[_Pair]:
    """From the recipients beside the signature to the end of the text or an annex."""
    for i, line in enumerate(lines):
        if not _may_be_cut(line):
            continue
        pair = _pair(line)
        if pair.cut and (SIGNATURE_LEFT.match(line.text) or SIGNATURE.match(_after(pair))) and i > _TOP:
            rest = lines[i:]
            end = next((k for k, after in enumerate(rest) if k and PART.match(after.text)), len(rest))
            pairs = [_signed(_pair(after)) for after in rest[:end] if after.text != PAGE_END]
            while pairs and pairs[-1].line.blank:
                pairs.pop()
            return pairs
    return []


def _signed(pair: _Pair) -> _Pair:
    """A line of the signature's block: one that a tab leads is the signer's, if no receiver's ("\t- Lưu: VT")."""
    leads = pair.line.text.startswith("\t") and pair.line.text.strip()[:1].isalpha()
    return dataclasses.replace(pair, right=True) if pair.cut is None and leads else pair


def _after(pair: _Pair) -> str:
    return pair.line.text[pair.cut[1] - pair.line.start :] if pair.cut else ""


def _column(text: str, block: list[_Pair], *, right: bool) -> Iterator[Piece]:
    """One column's lines, each with a line feed: its own, or one that stands for the gap."""
    for pair in block:
        line = pair.line
        if pair.cut and not right:
            yield Copy(line.start, pair.cut[0])
            yield Put("\n", *pair.cut)
        elif pair.cut or pair.right == right:
            start = pair.cut[1] if pair.cut else line.start
            if line.end < len(text):
                yield Copy(start, line.end + 1)
            elif start < line.end:
                yield Copy(start, line.end - 1)
                yield Put(text[line.end - 1] + "\n", line.end - 1, line.end)


def _cell_gaps(line: str) -> list[regex.Match[str]]:
    """The wide gaps of a line whose parts are as short as cells are."""
    if "   " not in line and "\t" not in line:
        return []
    short = all(len(part) <= _CELL_LENGTH for part in WIDE_GAP.split(line))
    return list(WIDE_GAP.finditer(line)) if short else []


def aligned_cells(text: str) -> Iterator[Change]:
    r"""The gaps of a table that was aligned with spaces are tabs: two wide gaps or more in lines that follow.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(aligned_cells, "Cấp     Nhận    Trả\nXã      12      11\n\nGhi chú:   không")
    'Cấp\tNhận\tTrả\nXã\t12\t11\n\nGhi chú:   không'
    """
    lines = lines_of(text)
    gaps = [_cell_gaps(line.text) for line in lines]
    for i, line in enumerate(lines):
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(lines) and len(gaps[k]) >= 2]
        if len(gaps[i]) >= 2 and beside:
            for gap in gaps[i]:
                # A row that has tabs keeps them: two of them part an empty cell.
                if "\t" not in gap[0]:
                    yield Change(line.start + gap.start(), line.start + gap.end(), "\t")
