"""What both ends of a fraction of people or posts count."""

from __future__ import annotations

import dataclasses

import regex

from extractors.posts import Post
from extractors.statements import Quantity, Statement

# "118/121 công chức cấp xã đạt chuẩn"
_OF_WHOM = regex.compile(
    r"(?:,\s(?:công chức|viên chức|người lao động))*[^.,;:()\d]*?"
    r"(?<!\w)(?:đạt|có trình độ|có chứng chỉ|có bằng|hoàn thành|được|đã|là|bảo đảm|đáp ứng|sử dụng)(?!\w)",
    regex.IGNORECASE,
)
_SHARE_DONE = regex.compile(r"[^;.:()\d]{0,50}(?:\(\s*|,\s*)(?:đạt|hoàn thành)\s[^;.()\d]{0,30}\d[\d,.]*\s*%")


# "100% công chức cấp xã đạt chuẩn (113/113 người)": of those who are there.
_MEETING = regex.compile(
    r"(?<!\w)(?:đạt chuẩn|đạt yêu cầu|có trình độ|có chứng chỉ|có bằng|đáp ứng)(?!\w)[^,;.()\d]{0,60}\(\s*$",
    regex.IGNORECASE,
)


_GIVEN = regex.compile(r"(?<!\w)(?:giao|phân bổ|duyệt)(?!\w)[^,;:]*$", regex.IGNORECASE)


def fraction_posts(statement: Statement, whole: Quantity, part: Post) -> tuple[Post, Post]:
    """Both ends of a fraction: posts or a quota are assigned, people of whom something is said are there.

    "sử dụng 76/80 biên chế", "có mặt 66/70 công chức": 80 and 70 were assigned. "118/121 công chức đạt chuẩn": 121 are
    there, and 118 meet the standard. Of a rotation it is how many had to be: "đã chuyển đổi 59/118 người". What another
    event's count is of ("tuyển dụng 21/25 giáo viên") is not told.
    """
    if part.measure == "rotated":
        return part, part
    if part.measure == "reduced" and _SHARE_DONE.match(statement.text, whole.number.whole_end, statement.end):
        return part, part  # "cắt giảm 61/108 biên chế công chức (đạt 56,5%)": of the cut that was set
    present = dataclasses.replace(part, measure="present")
    if part.measure == "assigned" and whole.position and not _GIVEN.search(statement.before(whole.position - 1)):
        return present, part  # "Biên chế công chức: 88/91"
    quota = "biên chế" in _noun(statement, whole) or "chỉ tiêu" in _noun(statement, whole)
    if not quota and whole.position and _MEETING.search(statement.before(whole.position - 1)):
        return present, present
    there = not quota and part.measure in ("present", None)
    if there and _in_bracket_of_share(statement, whole):
        return present, present
    measure = "assigned" if quota or part.measure == "present" else None
    if part.measure == "trained" and not quota:
        measure = "present"  # "20/20 cán bộ, công chức dự tập huấn": all that there are
    if there and _OF_WHOM.match(statement.after(whole.position)):
        return dataclasses.replace(part, measure=None), present
    return part, dataclasses.replace(part, measure=measure)


def _noun(statement: Statement, quantity: Quantity) -> str:
    return statement.text[quantity.number.unit_start : quantity.number.unit_end].casefold()


# "100%[ cán bộ, công chức (]38/38 đồng chí)"
_OF_STAFF = regex.compile(
    r"\s*+(?:%\s*+)?(?:tổng\s)?(?:số\s)?(?:cán bộ|công chức|viên chức|CBCC|CBCCVC|CCVC)(?!\w)[^;.:()\d]*\(\s*",
    regex.IGNORECASE,
)


def _in_bracket_of_share(statement: Statement, whole: Quantity) -> bool:
    """Whether a fraction tells how many a share of the staff is: "100% cán bộ, công chức (38/38 đồng chí)"."""
    share = statement.quantities[whole.position - 2] if whole.position > 1 else None
    if share is None or share.kind != "percent" or statement.columns is not None:
        return False
    return _OF_STAFF.fullmatch(statement.before(whole.position - 1)) is not None
