"""The heads of tables: columns of ordinals, times and fields, and lines of a head that say nothing."""

from __future__ import annotations

import regex

_ORDINALS = regex.compile(r"\W*(?:stt|tt|số tt|s tt|số thứ tự)\W*", regex.IGNORECASE)
# "Lĩnh vực", "Tên lĩnh vực", "Nhóm lĩnh vực": its cells are fields, whatever they are called.
_FIELDS = regex.compile(r"\W*(?:tên |các |nhóm |theo )?lĩnh vực(?: giải quyết| TTHC)?\W*", regex.IGNORECASE)
_NO_FIELD = regex.compile(r"\W*(?:tổng|cộng|tổng số|tổng cộng|toàn)(?!\w).*|[\W\d]*", regex.IGNORECASE | regex.DOTALL)
# A first column of years or months heads its rows and counts nothing.
_TIMES = regex.compile(r"\W*(?:năm|tháng|quý|kỳ|tuần|thời gian|thời điểm|giai đoạn|kỳ báo cáo)\W*", regex.IGNORECASE)
# "SL % SL %", "(1) (2) (3)", "Số lượng Tỷ lệ": lines of a head that hold no head words.
_UNDER = regex.compile(r"(?:\W|SL|số lượng|tỷ lệ|tỉ lệ|\d{1,2}(?=\)|\s|$))*", regex.IGNORECASE)


def heads_ordinals(head: str) -> bool:
    """Whether a column of ordinals stands under a head: "STT"."""
    return _ORDINALS.fullmatch(head) is not None


def heads_fields(head: str) -> bool:
    """Whether a column of fields stands under a head: "Lĩnh vực"."""
    return _FIELDS.fullmatch(head) is not None


def heads_times(head: str) -> bool:
    """Whether a column of times stands under a head: "Năm"."""
    return _TIMES.fullmatch(head) is not None


def stands_under_head(line: str) -> bool:
    """Whether a line belongs to a head and names nothing: "(1) (2) (3)", "SL % SL %"."""
    return _UNDER.fullmatch(line) is not None


def is_field(cell: str) -> bool:
    """Whether a cell in a column of fields is one: no total, no number, no level."""
    return not _NO_FIELD.fullmatch(cell) and "cấp " not in cell.casefold()
