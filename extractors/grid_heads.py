"""The heads of tables: columns of ordinals, times and fields, and lines of a head that say nothing."""

from __future__ import annotations

from collections.abc import Sequence

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


# "Cấp huyện", "Hồ sơ cấp xã"; "Cấp sổ, cấp thẻ" is a field.
_LEVEL_NAMED = regex.compile(
    r"(?<!\w)cấp\s+(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|sở|trung ương)(?!\w)", regex.IGNORECASE
)


def is_field(cell: str) -> bool:
    """Whether a cell in a column of fields is one: no total, no number, no level."""
    return not _NO_FIELD.fullmatch(cell) and not _LEVEL_NAMED.search(cell)


_TOTAL = regex.compile(r"\W*(?:tổng|cộng|toàn)(?!\w)", regex.IGNORECASE)
# "Cấp huyện", "UBND các xã, thị trấn", "Sở, ngành": a row that is a level's.
_LEVEL = regex.compile(
    r"\W*(?:UBND\s+)?(?:(?:cấp|khối|các)\s+)*(?:(?P<province>tỉnh|(?:sở|cơ quan cấp tỉnh)(?!\s+\p{Lu})[^\d]{0,30})"
    r"|(?P<district>(?:huyện|quận|thị xã|thành phố)(?:,\s*(?:huyện|quận|thị xã|thành phố))*)"
    r"|(?P<commune>(?:xã|phường|thị trấn)(?:(?:,|/)\s*(?:xã|phường|thị trấn))*))\W*",
    regex.IGNORECASE,
)


def is_total(cell: str) -> bool:
    """Whether a row's head says that it adds the others: "Tổng cộng"."""
    return _TOTAL.match(cell) is not None


def adds_levels(heads: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a table, by what heads them, are several levels, so that their total is of all."""
    named = (_LEVEL.fullmatch(cell) for cells in heads for cell in cells)
    return len({match.lastgroup for match in named if match is not None}) > 1
