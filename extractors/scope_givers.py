"""Levels that are named and own no figure: who hands over, is asked, looks after rules, delegates, or is far away."""

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
    r"(?<!\w)(?:nhận|chuyển)\s+từ\s+(?:UBND\s+)?cấp\s+(?:huyện|tỉnh)(?=\s*[,.;)])"
    r"|(?<!\w)(?:từ|của|do)\s+(?:các\s+)?(?:UBND\s+)?(?:cấp\s+)?(?:huyện|thị xã|thành phố|quận|xã|phường|tỉnh)\s+"
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
# "sau khi tiếp nhận nhiệm vụ của cấp huyện": whose work it was.
_TAKEN_OVER = regex.compile(
    r"(?<!\w)nhận\s+(?:thêm\s+|các\s+)?(?:nhiệm\s+vụ|công\s+việc|thẩm\s+quyền|chức\s+năng)[^.;:,()\d]{0,30}?(?<!\w)"
    r"(?:của|từ)\s+(?:cấp\s+|UBND\s+)?(?:huyện|quận|thị\s+xã|thành\s+phố|tỉnh)(?!\w)",
    regex.IGNORECASE,
)
_NOT_THEIRS = r"(?<!(?:của|thuộc|tại|ở|đối với)\s(?:các\s)?)"
# "các phòng chuyên môn rà soát 25 TTHC", "được Phòng Tư pháp thẩm định": who looks after rules, which are everybody's.
_LOOKS_AFTER = regex.compile(
    rf"(?<!\w){_NOT_THEIRS}(?:(?:được|do)\s+)?(?:các\s+)?{_NOT_THEIRS}"
    r"(?:phòng|sở|cơ\s+quan|đơn\s+vị)(?!\w)[^.;:()\d]{0,80}?\s"
    r"(?:đã\s+|thực\s+hiện\s+|tiến\s+hành\s+|kịp\s+thời\s+){0,2}+(?<!được\s+)"
    r"(?:rà\s+soát|niêm\s+yết|công\s+khai|thẩm\s+định|gỡ\s+bỏ)"
    r"(?!\w)(?![^.;:()\d]{0,30}\d[\d.]*\s+hồ\s+sơ)",
    regex.IGNORECASE,
)
# "68 TTHC do cấp tỉnh phân cấp": whose they were.
_DELEGATED = regex.compile(
    r"(?<!\w)do\s+(?:UBND\s+)?(?:cấp\s+)?(?:tỉnh|huyện)\s+(?:phân\s+cấp|ủy\s+quyền|uỷ\s+quyền|phân\s+quyền)(?!\w)",
    regex.IGNORECASE,
)
# "Thủ tướng Chính phủ giao tỉnh 214 nhiệm vụ": the tasks of the whole place.
_GIVEN_TO = regex.compile(
    r"(?<!\w)giao\s+(?:cho\s+)?(?:tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường)(?=\s+\d[\d.]*\s+nhiệm\s+vụ)",
    regex.IGNORECASE,
)
# "UBND tỉnh và các sở, ngành giao xã thực hiện 96 nhiệm vụ": who gave the tasks.
_GIVES = regex.compile(
    r"(?:(?<=^)|(?<=[.;:,]\s)|(?<=\n))(?:UBND|Chủ\s+tịch|Thủ\s+tướng|Tỉnh\s+ủy|các\s+sở|cấp\s+trên)"
    r"[^.;:()\d]{0,60}?(?<!được\s)(?<!\w)giao"
    r"(?=\s[^.;:()\d]{0,40}\d[\d.]*\s+nhiệm\s+vụ)",
    regex.IGNORECASE,
)
# "giao chỉ tiêu hồ sơ trực tuyến cho từng xã", "giao nhiệm vụ cho các phòng": whom goals and tasks are set.
_SET = regex.compile(
    r"(?<!\w)(?:giao|phân\s+bổ|phân\s+công|đặt\s+ra)\s+(?:\p{L}+\s+)?(?:chỉ\s+tiêu|nhiệm\s+vụ|trách\s+nhiệm|kế\s+hoạch)(?!\w)"
    r"[^.;:()\d]{0,90}?(?<!\w)(?:cho|đến|tới)\s+[^.;:()\d]{0,80}",
    regex.IGNORECASE,
)
# "Khảo sát do Sở Nội vụ thực hiện cho thấy 94% …": who asks, not whose service people speak of.
_ASKS = regex.compile(
    r"(?<!\w)(?:khảo\s+sát|điều\s+tra|đo\s+lường|thăm\s+dò|lấy\s+ý\s+kiến)(?!\w)[^.;:()\d]{0,60}?(?<!\w)do\s+"
    r"(?:Sở|Phòng|Ban|Viện|Hội|Bưu\s+điện|Văn\s+phòng|Thanh\s+tra|Chi\s+cục|Cục)\s[^.;:()\d]{0,60}?(?<!\w)"
    r"(?:thực\s+hiện|tiến\s+hành|tổ\s+chức|chủ\s+trì|công\s+bố|triển\s+khai)(?!\w)",
    regex.IGNORECASE,
)
# "Theo đánh giá của Sở Nội vụ, tỷ lệ …": by whose measure.
_MEASURED = regex.compile(
    r"(?<!\w)theo\s+(?:kết\s+quả\s+)?(?:đánh\s+giá|chấm\s+điểm|xếp\s+hạng|thông\s+báo|công\s+bố|thống\s+kê|theo\s+dõi)"
    r"[^.,;:()]{0,40}?(?<!\w)của\s+(?:các\s+)?(?:Sở|Phòng|Bộ|Cục|Ban|Viện)\s[^.,;:()\d]{0,60}",
    regex.IGNORECASE,
)
# "12 TTHC thực hiện liên thông với cấp huyện": with whom.
_LINKED_WITH = regex.compile(
    r"(?<!\w)liên\s+thông\s+(?:với|cùng\s+với|cùng)\s+(?:các\s+)?(?:cơ\s+quan\s+|đơn\s+vị\s+)?(?:UBND\s+)?(?:cấp\s+)?"
    r"(?:tỉnh|huyện|thị\s+xã|thành\s+phố|quận|xã|sở)(?!\w)",
    regex.IGNORECASE,
)
_CHEAP = regex.compile(
    r"đánh giá|chấm điểm|xếp hạng|thông báo|công bố|thống kê|theo dõi"
    r"|khảo sát|điều tra|đo lường|thăm dò|phân bổ|phân công|đặt ra|soát|niêm yết"
    r"|công khai|thẩm định|gỡ bỏ|phân cấp|quyền"
    r"|chuyển|giao|để lại|gửi|cũ|trước|km|mét|cây số|nghị|đề xuất|trình|ý kiến|tham mưu"
    r"|nhiệm vụ|công việc|thẩm quyền|chức năng|liên thông",
    regex.IGNORECASE,
)


def unowned_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a statement in which a level owns none of its figures.

    It gave something away, is asked for something, is set a goal, looks after rules that are everybody's, asks people
    what they think of others, or is only far off.

    >>> text = "Số hồ sơ từ cấp huyện chuyển sang là 12 hồ sơ."
    >>> [text[a:b] for a, b in unowned_spans(text, 0, len(text))]
    ['từ cấp huyện chuyển sang']
    """
    if not _CHEAP.search(text, start, end):
        return []
    return [
        match.span()
        for pattern in (
            _GIVER,
            _FORMER,
            _ASKED,
            _TAKEN_OVER,
            _DISTANCE,
            _LOOKS_AFTER,
            _DELEGATED,
            _GIVEN_TO,
            _SET,
            _GIVES,
            _MEASURED,
            _ASKS,
            _LINKED_WITH,
        )
        for match in pattern.finditer(text, start, end)
    ]
