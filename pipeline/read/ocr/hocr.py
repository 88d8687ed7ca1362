"""Words out of hOCR, which the library and the program both write: text, box, confidence, and the line each is on."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator
from statistics import median

import regex

from pipeline.read.pdf_lines import Word

# <span class='ocr_line' id='line_1_1' title="bbox 12 30 900 66; baseline 0.001 -9; x_size 38; x_descenders 9; …">
LINE = regex.compile(
    r"""<span\ class=['"]ocr_(?:line|caption|header|textfloat)['"][^>]*?
    \ title=(?:"(?P<facts>[^"]*)"|'(?P<facts>[^']*)')""",
    regex.VERBOSE,
)

# <span class='ocrx_word' id='word_1_1' title='bbox 36 92 61 131; x_wconf 94'>Quyết</span>
WORD = regex.compile(
    r"""<span\ class=['"]ocrx_word['"][^<>]{0,200}?\ title=['"]
    bbox\ (?P<x0>\d+)\ (?P<y0>\d+)\ (?P<x1>\d+)\ (?P<y1>\d+);\ x_wconf\ (?P<sure>\d++)[^<>]{0,200}+>(?P<text>.{0,999}?)</span>""",
    regex.VERBOSE,
)
BBOX = regex.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
BASELINE = regex.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
X_SIZE = regex.compile(r"x_size ([\d.]+)")

# A font's size is this many times what Tesseract calls a line's (from its descenders to its ascenders), and this many
# times the height of its capitals, which tells it more surely; this share of it lies below the baseline.
_SIZE = 0.9
_TO_CAPITALS = 1.3
_BELOW = 0.22

# Letters and digits as high as capitals, and those that reach higher: "Đ" and "h" in "Đình", but not in "ĐỘI", "mới".
_HIGH = regex.compile(r"[A-ZĐ0-9bdđhkl]")
_HIGHER = regex.compile(r"[^\P{Lu}A-ZĐ]|[ấầẩẫắằẳẵếềểễốồổỗ/()\[\]|]")

# Lines whose sizes differ by less than this share are of one font.
_SAME_SIZE = 0.12

# A number is raised where it ends above the baseline by this share of the line's size, and is this much lower.
_RAISED = 0.2
_LOWER = 0.75

# A lone letter or sign that is less sure than this is a speck, in percent.
_SPECK = 50

# No letter is lower or higher than this, in points: specks and pictures that were taken for words.
_SIZES = (4.0, 60.0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line's words with their boxes in pixels; the baseline is y = level + slope * x."""

    size: float
    level: float
    slope: float
    words: tuple[tuple[str, int, int, int, int, float], ...]


def words_of(hocr: str, dpi: float) -> tuple[Word, ...]:
    """The words in reading order, in points.

    All words of a line stand on its baseline and are as high as its font, whatever letters they have, so that lines
    and gaps between them can be told as in a PDF's own text.
    """
    lines = [line for line in _lines(hocr) if line.words]
    if not lines:
        return ()
    usual = median(line.size for line in lines for word in line.words for _ in word[0])
    scale = 72 / dpi
    found: list[Word] = []
    for line in lines:
        size = usual if abs(line.size - usual) < _SAME_SIZE * usual else line.size
        if not _SIZES[0] <= size * scale <= _SIZES[1]:
            continue
        for text, x0, y0, x1, y1, sure in line.words:
            base = line.level + line.slope * (x0 + x1) / 2
            bottom, high = base + _BELOW * size, size
            if text.strip("()[]").isdigit() and base - y1 > _RAISED * size and y1 - y0 < _LOWER * size:
                bottom, high = float(y1), float(y1 - y0) / 0.7
            found.append(
                Word(
                    text=text,
                    x0=x0 * scale,
                    x1=x1 * scale,
                    top=(bottom - high) * scale,
                    bottom=bottom * scale,
                    size=high * scale,
                    confidence=sure,
                )
            )
    return tuple(found)


def _lines(hocr: str) -> Iterator[_Line]:
    heads = list(LINE.finditer(hocr))
    for i, head in enumerate(heads):
        facts = head["facts"]
        end = heads[i + 1].start() if i + 1 < len(heads) else len(hocr)
        box, base, size = BBOX.search(facts), BASELINE.search(facts), X_SIZE.search(facts)
        if box is None or size is None:
            continue
        left, bottom = int(box[1]), int(box[4])
        slope, offset = (float(base[1]), float(base[2])) if base is not None else (0.0, 0.0)
        words = tuple(_words(hocr, head.end(), end))
        level = bottom + offset - slope * left
        heights = [
            level + slope * x0 - y0
            for text, x0, y0, _, y1, _ in words
            if _HIGH.search(text) and not _HIGHER.search(text) and y1 > y0
        ]
        high = median(heights) * _TO_CAPITALS if heights else float(size[1]) * _SIZE
        yield _Line(size=high, level=level, slope=slope, words=words)


def _words(hocr: str, start: int, end: int) -> Iterator[tuple[str, int, int, int, int, float]]:
    for match in WORD.finditer(hocr, start, end):
        text = html.unescape(regex.sub(r"<[^>]*>", "", match["text"])).strip()
        # What is left of a drawn line is read as a bar, and no report has one.
        text = text.strip("|").strip()
        if text and not (int(match["sure"]) < _SPECK and _is_little(text)):
            x0, y0, x1, y1 = (int(match[name]) for name in ("x0", "y0", "x1", "y1"))
            yield text, x0, y0, x1, y1, int(match["sure"]) / 100


def _is_little(text: str) -> bool:
    """A letter, or nothing but signs; digits are never little."""
    return (len(text) == 1 and not text.isdigit()) or not any(map(str.isalnum, text))


def confidence_of(words: tuple[Word, ...]) -> float:
    """The mean confidence by characters; 1 where nothing was recognized."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 1.0
