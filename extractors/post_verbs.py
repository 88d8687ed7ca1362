"""The verbs of a statement on people and posts, by quantity, without those that speak of something else."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.labelling import Labels
from extractors.post_events import HAPPENED
from extractors.posts import COUNTED, counted_phrases
from extractors.statements import Statement, labels_of, read_labels
from patterns.vocabulary import load

_VOCABULARY = "staffing_measures"
# "Sau khi tinh giản biên chế, huyện còn 58 công chức": what was done before says nothing of the number.
_WHEN = regex.compile(
    r"(?:^|(?<=[.;(,]\s))(?:sau khi|sau|trước khi|từ khi)\s[^,;.()\d]*,", regex.IGNORECASE | regex.MULTILINE
)
# "Thực hiện Nghị định số … của Chính phủ về [tinh giản biên chế và] …": what a document is about.
_SUBJECT = regex.compile(
    r"/[\p{Lu}Đ\d-]+(?:\s+ngày\s+[\d/.-]+)?(?:\s+của\s[^,;.:()\d]{1,60}?)?\s+(?:quy định\s+)?"
    r"về\s(?P<subject>[^,;.:()\d]{3,120})",
    regex.IGNORECASE,
)


def read_measures(statement: Statement) -> tuple[Labels, ...]:
    """The verbs by quantity."""
    if statement.columns is not None:
        return read_labels(statement, load(_VOCABULARY), kinds=COUNTED)
    return labels_of(counted_phrases(statement), verbs_of(statement), kinds=COUNTED)


def verbs_of(statement: Statement) -> tuple[Cue, ...]:
    """The verbs of a sentence without those that speak of something else.

    A clause may only say when ("Sau khi tinh giản biên chế, …"), and a bracket who is missing ("12 người (khuyết …)").
    """
    papers = [m.start("verb") for m in _OF_PAPERS.finditer(statement.text, statement.start, statement.end)]
    when = [(m.start(), m.end()) for m in _WHEN.finditer(statement.text, statement.start, statement.end)]
    aside = [
        (a, b) for a, b in statement.clauses.brackets if not any(a < number.start < b for number in statement.numbers)
    ]
    purposes = [m.span() for m in _PURPOSE.finditer(statement.text, statement.start, statement.end)]
    told = tuple(
        cue
        for cue in statement.cues(load(_VOCABULARY))
        if not any(a <= cue.start < b for a, b in when)
        and not (cue.feature == "assigned" and _is_base(statement, cue))
        and not any(a < cue.start < b for a, b in purposes)
        and not (cue.feature == "admitted" and cue.start in papers)
        and not (cue.feature == "vacant" and any(a < cue.start < b for a, b in aside))
    )
    if len({cue.feature for cue in told}) < 2:
        return told
    subjects = [m.span("subject") for m in _SUBJECT.finditer(statement.text, statement.start, statement.end)]
    outside = tuple(cue for cue in told if not any(a <= cue.start < b for a, b in subjects))
    return outside if any(cue.feature in HAPPENED for cue in outside) else told


# "còn thiếu 04 công chức, 21 viên chức so với số [được giao]": what a gap is measured by, with no number of its own.
_COMPARED_WITH = regex.compile(
    r"(?<!\w)so với\s+(?:(?:tổng|số|số lượng|biên chế|chỉ tiêu|người làm việc|đã|định mức)\s+)*$", regex.IGNORECASE
)


def _is_base(statement: Statement, cue: Cue) -> bool:
    """Whether a verb only names what numbers are compared with, and no number follows it."""
    if _COMPARED_WITH.search(statement.text, statement.start, cue.start) is None:
        return False
    following = next((n.start for n in statement.numbers if n.start >= cue.end), None)
    return following is None or _CLAUSE_OVER.search(statement.text, cue.end, following) is not None


_CLAUSE_OVER = regex.compile(r"[,;.]")


# "hợp đồng 27 giáo viên [để bù đắp số thiếu]": what something was done for, with no number of its own.
_PURPOSE = regex.compile(r"(?<!\w)(?:để|nhằm)\s(?!dự phòng|trống)[^,;.()\d]*+(?=[,;.()\n]|$)", regex.IGNORECASE)
# "cử 01 cán bộ [tiếp nhận] hồ sơ", "[tiếp nhận] và trả kết quả": what they do at a desk, nobody is admitted.
_OF_PAPERS = regex.compile(
    r"(?<!\w)(?P<verb>tiếp nhận)(?:,|\s+và)?\s+(?:các\s+)?(?:hồ sơ|TTHC|thủ tục|trả|giải quyết|xử lý|phản ánh"
    r"|đơn)(?!\w)",
    regex.IGNORECASE,
)
