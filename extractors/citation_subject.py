"""What a document is about: the words after its issuer, without "về việc"."""

from __future__ import annotations

import regex

from extractors.citation_dates import SPACE

# [về việc] ban hành Quy chế …, [về] chuyển đổi số, or the verb of the title itself: [phê duyệt] Đề án …
_LEAD = regex.compile(
    rf"""{SPACE}(?:\([^()\n]{{0,60}}\){SPACE})?[,)]?{SPACE}(?:kh(?:óa|oá){SPACE}[IVX]+{SPACE},?{SPACE})?
    (?:(?P<about>về{SPACE}(?:việc{SPACE})?|v/v{SPACE}:?{SPACE}|liên{SPACE}quan{SPACE}đến{SPACE}(?:việc{SPACE})?)
      |(?=(?:ban{SPACE}hành|phê{SPACE}duyệt|quy{SPACE}định|hướng{SPACE}dẫn|triển{SPACE}khai|thực{SPACE}hiện|sửa{SPACE}đổi|thông{SPACE}báo|công{SPACE}bố|tăng{SPACE}cường|đẩy{SPACE}mạnh
         |tổ{SPACE}chức|thành{SPACE}lập|kiện{SPACE}toàn|giao|bãi{SPACE}bỏ|duy{SPACE}trì|kiểm{SPACE}tra|tuyên{SPACE}truyền|cải{SPACE}cách)(?!\p{{L}})))""",
    regex.VERBOSE | regex.IGNORECASE,
)
_END = regex.compile(r"[;\n\t|]|[.!?…]+(?=\s|$|[”\"])")
_LONGEST = 300


def subject_after(text: str, position: int, next_start: int | None) -> str | None:
    """The subject that begins at ``position``; None where none does.

    It ends with its clause, or before the next mention where a comma or "và" leads to that. A mention inside it
    ("thực hiện Nghị quyết số …") belongs to it.

    >>> subject_after(" về việc ban hành Quy chế một cửa; các nội dung khác", 0, None)
    'ban hành Quy chế một cửa'
    """
    lead = _LEAD.match(text, position)
    if lead is None or lead.end() == next_start:
        return None
    stop = _END.search(text, lead.end())
    end = min(stop.start() if stop else len(text), lead.end() + _LONGEST)
    if next_start is not None and lead.end() < next_start < end:
        tie = regex.search(r"(?:,\s*(?:và\s+)?|\s(?:và|cùng|cùng với)\s+)(?:các\s+)?$", text[lead.end() : next_start])
        if tie is not None:
            end = lead.end() + tie.start()
    found = text[lead.end() : end]
    depth = 0
    for offset, character in enumerate(found):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            found = found[:offset]
            break
    found = " ".join(found.split()).strip(" ,:-–")
    return found or None
