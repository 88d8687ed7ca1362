"""Levels that are named and own no figure: who handed something over, who is asked, how far away a place lies."""

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
# "đề nghị Sở Tư pháp và các sở liên quan xem xét rút ngắn", "trình cấp tỉnh phê duyệt": who is asked to do it, above.
_ASKED = regex.compile(
    r"(?<!\w)(?:đề\s+nghị|kiến\s+nghị|đề\s+xuất|kính\s+trình|trình|xin\s+ý\s+kiến|gửi|tham\s+mưu)\s+(?:với\s+|cho\s+)?"
    r"(?:(?:các\s+)?(?:sở|bộ)(?!\s+phận)|UBND\s+tỉnh|cấp\s+tỉnh|cấp\s+trên|(?:các\s+)?cơ\s+quan\s+(?:cấp\s+)?(?:tỉnh|trung\s+ương))(?!\w)"
    r"[^.;:()\d]{0,90}?(?<!\w)(?:xem\s+xét|cho\s+ý\s+kiến|phê\s+duyệt|công\s+bố|rút\s+ngắn|cắt\s+giảm|bãi\s+bỏ|đơn\s+giản"
    r"|sửa\s+đổi|bổ\s+sung|thẩm\s+định|giảm)(?!\w)",
    regex.IGNORECASE,
)
_CHEAP = regex.compile(
    r"chuyển|giao|để lại|gửi|cũ|trước|km|mét|cây số|nghị|đề xuất|trình|ý kiến|tham mưu", regex.IGNORECASE
)


def unowned_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a statement in which a level gave something away, is asked for something or is only far off.

    >>> text = "Số hồ sơ từ cấp huyện chuyển sang là 12 hồ sơ."
    >>> [text[a:b] for a, b in unowned_spans(text, 0, len(text))]
    ['từ cấp huyện chuyển sang']
    """
    if not _CHEAP.search(text, start, end):
        return []
    return [
        match.span() for pattern in (_GIVER, _FORMER, _ASKED, _DISTANCE) for match in pattern.finditer(text, start, end)
    ]
