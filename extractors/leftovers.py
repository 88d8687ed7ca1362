"""Words beside a number that no vocabulary knows: where they are many, the number speaks of something new."""

from __future__ import annotations

import regex

from extractors.cues import find_cues
from extractors.statements import Statement
from patterns.dates import find_periods
from patterns.vocabulary import load

# Words that join, count, compare or point, and say nothing of what a figure is about.
_FUNCTION = regex.compile(
    r"""(?<!\w)(?:và|là|của|các|những|số|có|được|đã|đạt|chiếm|bằng|tỷ\ lệ|tỉ\ lệ|tổng|trong|đó|ở|tại|từ|đến|cho|với
    |về|theo|trên|dưới|hơn|gần|khoảng|ước|cả|năm|tháng|quý|kỳ|riêng|còn|thì|mới|chỉ|cũng|đều|này|thuộc|bình\ quân
    |trung\ bình|cao\ nhất|thấp\ nhất|cấp|toàn|chung|lên|xuống|tăng|giảm|mức|nhất|cuối|đầu|hết|xã|phường|huyện
    |thị\ xã|thị\ trấn|thành\ phố|quận|tỉnh|ubnd|(?:[uủ][ỷy]\ )?ban\ nhân\ dân|sở|phòng|tương\ ứng
    |tương\ đương|hồ\ sơ|hs|lĩnh\ vực|địa\ bàn|kết\ quả|thực\ hiện|thẩm\ quyền|phấn\ đấu|trở\ lên|nay|hiện|nâng
    |khối|địa\ phương|đơn\ vị|dao\ động|trải|vị\ trí|thứ|hạng|xếp|dẫn\ đầu|đứng\ đầu)(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
_NAME = regex.compile(r"(?<!\w)\p{Lu}[\p{L}']*(?:\s+\p{Lu}[\p{L}']*)*")
_WORD = regex.compile(r"\p{L}+")


def leftover_words(statement: Statement, start: int, end: int) -> int:
    """How many words of text[start:end] are no cue of scope, role or time, no name and no function word."""
    text = list(statement.text[start:end])
    for vocabulary in ("scope_cues", "role_cues"):
        for cue in find_cues(statement.text, start, end, load(vocabulary)):
            text[cue.start - start : cue.end - start] = " " * (cue.end - cue.start)
    for hit in load("fields").find(statement.text, start, end):
        text[hit.start - start : hit.end - start] = " " * (hit.end - hit.start)
    for period in find_periods(statement.text, start, end):
        text[period.start - start : period.end - start] = " " * (period.end - period.start)
    return len(_WORD.findall(_FUNCTION.sub(" ", _NAME.sub(" ", "".join(text)))))
