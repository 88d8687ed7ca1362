"""Repairs of recognized text alone: named steps, each only where what stands around decides, and never on a digit.

Damaged keywords are repaired in any text (``repairs.py``); what stands here would change what an author meant. Codes
need none: ``patterns/codes.py`` reads O and l as digits, and QD as QĐ, where they stand in a code.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from patterns.keywords import in_case_of
from patterns.vocabulary import load
from pipeline.normalize.draft import Change, Step

# "9. 636 hồ sơ", "1 .250 lượt", not "năm 2023. 636 hồ sơ" and not "1. 636 hồ sơ" at a line's start.
SPACED_THOUSANDS = regex.compile(
    r"(?<=[\p{L},;(] ?)(?<![\d.,])(?P<head>\d{1,3})(?P<gap> \. ?|\. )(?P<tail>\d{3})"
    r"(?=\s(?:hồ sơ|thủ tục|TTHC|lượt|người|văn bản|phiếu|triệu|tỷ|đồng|biên chế|tin|bài)\b)"
)

# "đạt 99, 5%": a comma and a space inside a percentage; percentages in a list have each its sign.
SPACED_PERCENT = regex.compile(r"(?<![\d.,])(?P<head>\d{1,3})(?P<gap> ?, | ,)(?P<tail>\d{1,2})(?=\s?%)")

# "II. ĐÁNH GIÁ", "II- KẾT QUẢ", "Il. …" where a line begins.
ROMAN_LINE = regex.compile(r"(?m)^(?P<marker>(?=[l1]*[IVX])[IVXl1]{1,5})(?=\s?[.)/-]\s?\p{Lu})")

# The stamp of incoming documents, where it was no colour: "ĐẾN", "Số: ......", "Ngày: ..../..../....", "Chuyển: …".
STAMP_HEAD = regex.compile(r"(?m)^(?:CÔNG VĂN )?ĐẾN$")
STAMP_LINE = regex.compile(r"(?m)^(?:CÔNG VĂN )?ĐẾN$|^(?:Số|Ngày|Giờ|Chuyển|Lưu hồ sơ số)\s*+:?[\s.…/_]*$")

# Only so many characters at the top can be a header's.
_TOP = 1200


def confused_phrases(text: str) -> Iterator[Change]:
    """Phrases of the list ``ocr_confusions`` are those that stand on the paper.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(confused_phrases, "HDND xã; Đơn đốc, BURU CHÍNH; nhận đơn")
    'HĐND xã; Đôn đốc, BƯU CHÍNH; nhận đơn'
    """
    for hit in load("ocr_confusions").find(text):
        yield Change(hit.start, hit.end, in_case_of(text[hit.start : hit.end], hit.entry.canonical))


def spaced_numbers(text: str) -> Iterator[Change]:
    """A space beside the mark inside a number goes, before a unit or a percent sign; digits stay as they are.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(spaced_numbers, "tiếp nhận 9. 636 hồ sơ, đạt 99, 5%; năm 2023. 636 hồ sơ")
    'tiếp nhận 9.636 hồ sơ, đạt 99,5%; năm 2023. 636 hồ sơ'
    """
    found = [*SPACED_THOUSANDS.finditer(text), *SPACED_PERCENT.finditer(text)]
    for match in sorted(found, key=lambda m: m.start("gap")):
        yield Change(match.start("gap"), match.end("gap"), match["gap"].strip())


def roman_markers(text: str) -> Iterator[Change]:
    r"""A repeated roman number is the next one where only an I is missing and the number after it is not.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(roman_markers, "I. MỘT\nII. HAI\nII. BA\nIV. BỐN")
    'I. MỘT\nII. HAI\nIII. BA\nIV. BỐN'
    >>> rewritten(roman_markers, "I. MỘT\nII. HAI\nII. HAI LẦN\nIII. BA")
    'I. MỘT\nII. HAI\nII. HAI LẦN\nIII. BA'
    """
    lines = list(ROMAN_LINE.finditer(text))
    values = [_ROMANS.get(line["marker"].replace("l", "I").replace("1", "I")) for line in lines]
    for i, (line, value) in enumerate(zip(lines, values, strict=True)):
        before = values[i - 1] if i else None
        after = values[i + 1] if i + 1 < len(values) else None
        meant = value
        if value is not None and value == before and value in (2, 7) and (after is None or after == value + 2):
            meant = value + 1
            values[i] = meant
        if meant is not None and _NUMERALS[meant] != line["marker"]:
            yield Change(line.start("marker"), line.end("marker"), _NUMERALS[meant])


def stamp_lines(text: str) -> Iterator[Change]:
    r"""The lines of an incoming stamp in the header are no part of the report.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(stamp_lines, "UBND XÃ LA\nĐẾN\nSố: .....\nSố: 12/BC-UBND\n")
    'UBND XÃ LA\nSố: 12/BC-UBND\n'
    """
    if STAMP_HEAD.search(text, 0, _TOP):
        for match in STAMP_LINE.finditer(text, 0, _TOP):
            yield Change(match.start(), min(match.end() + 1, len(text)))


# Every repair, in order.
SCAN_REPAIRS: tuple[Step, ...] = (stamp_lines, roman_markers, confused_phrases, spaced_numbers)

_NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMANS = {numeral: value for value, numeral in enumerate(_NUMERALS) if numeral}
