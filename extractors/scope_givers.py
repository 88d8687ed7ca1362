"""Levels that are named and own no figure: who handed something over, and how far away a place lies."""

from __future__ import annotations

import regex

_OFFICE = r"(?:các|những|UBND|cấp|tỉnh|huyện|thị xã|thành phố|quận|xã|phường|thị trấn|\d{1,2}|hai|ba|bốn|đơn vị)"
# "từ các phường, xã và cấp huyện trước sắp xếp chuyển sang", "do UBND huyện và hai xã cũ bàn giao",
# "của cấp huyện để lại"; not "từ cấp huyện đến cấp xã", "do cấp xã giải quyết".
_GIVER = regex.compile(
    rf"(?<!\w)(?:từ|do|của)\s+{_OFFICE}(?!\w)[^.;:()]{{0,70}}?(?<!\w)"
    r"(?:chuyển\s+(?:sang|đến|về|qua|xuống|lên|tới|giao|lại|tiếp)|bàn\s+giao|để\s+lại|gửi\s+(?:sang|đến|về|xuống|lên))"
    r"(?!\w)",
    regex.IGNORECASE,
)
# "vốn tiếp nhận từ cấp huyện cũ", "hồ sơ nhận của huyện trước đây": an office that is no more.
_FORMER = regex.compile(
    r"(?<!\w)(?:từ|của|do)\s+(?:các\s+)?(?:UBND\s+)?(?:cấp\s+)?(?:huyện|thị xã|thành phố|quận|xã|phường|tỉnh)\s+"
    r"(?:cũ|trước\s+đây|trước\s+(?:khi\s+)?(?:sắp\s+xếp|sáp\s+nhập))(?!\w)",
    regex.IGNORECASE,
)
# "cách trung tâm huyện 34 km", "xa huyện lỵ khoảng 12 ki-lô-mét"
_DISTANCE = regex.compile(
    r"(?<!\w)(?:cách|xa)\s+[^.;:()\d]{1,50}?\d[\d.,]*\s*(?:km|ki-lô-mét|cây số)(?!\w)", regex.IGNORECASE
)
_CHEAP = regex.compile(r"chuyển|giao|để lại|gửi|cũ|trước|km|mét|cây số", regex.IGNORECASE)


def unowned_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a statement in which a level gave something away or is only far off.

    >>> text = "Số hồ sơ từ cấp huyện chuyển sang là 12 hồ sơ."
    >>> [text[a:b] for a, b in unowned_spans(text, 0, len(text))]
    ['từ cấp huyện chuyển sang']
    """
    if not _CHEAP.search(text, start, end):
        return []
    return [match.span() for pattern in (_GIVER, _FORMER, _DISTANCE) for match in pattern.finditer(text, start, end)]
