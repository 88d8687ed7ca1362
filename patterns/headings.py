"""The heading of a numbered line: a title, or nothing where the line is itself a running paragraph.

Titles are nominal ("Cải cách thể chế", "Về công tác tuyên truyền") or name a task ("Xây dựng chính quyền số") and have
text of their own below. Running paragraphs state something: an introduced clause ("Để …, UBND huyện ban hành …"), an
actor who did something ("UBND huyện đã …"), several sentences, or a task that is written out in full with nothing
below it. Items of index reports state the criterion with its points and stay headings however long they are.
"""

from __future__ import annotations

import dataclasses

import regex

# Longer lines than these are no titles: in words, without and with text of their own below the line.
_LONGEST_LEAF = 24
_LONGEST_TITLE = 50
# Before a colon, so many words are a name whatever they begin with.
_SHORT = 8
# Titles before a colon are shorter: what stands before it must still read as a name.
_LONGEST_BEFORE_COLON = 34

# (- 0.027 điểm, mục 1.1.3) · 10.973/13 điểm · đạt chỉ số 95 % (not: "được 5 điểm mới")
INDEX_POINTS = regex.compile(
    r"""[\(\[]\s*+[-–+]?\s*+\d++(?:[.,]\d++)?+\s*+điểm
    | (?<!\d)\d++(?:[.,]\d++)?+\s*+/\s*+\d++(?:[.,]\d++)?+\s*+điểm
    | đạt\s+chỉ\s+số\s+\d""",
    regex.VERBOSE | regex.IGNORECASE,
)
# Để triển khai …, · Trong 6 tháng đầu năm, · Ngày 12/3/2023, · Đến nay (not: Trong nước)
_INTRODUCTION = regex.compile(
    r"""(?:để|nhằm|trên\s+cơ\s+sở|bên\s+cạnh|ngoài\s+ra|đồng\s+thời|tuy\s+nhiên|nhìn\s+chung|hiện\s+nay|hiện\s+tại
    |đến\s+nay|tính\s+đến|qua\s|sau\s+khi|ngay\s+từ|từ\s+đầu|từ\s+ngày|trong\s+(?:\d+|năm|quý|tháng|kỳ|thời\s+gian)
    |hằng\s+năm|hàng\s+năm|hằng\s+tháng|hàng\s+tháng|ngày\s+\d+|năm\s+\d{4}\s*,|quý\s+\w+(?:/\d{4}|\s+năm\s+\d{4})?\s*,
    |được\s+sự|với\s+(?:sự|quyết|mục)|do\s+(?:đó|vậy))(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
# An authority that acts in its own name, with its locality.
_AUTHORITY = r"""(?:(?:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd|chủ\s+tịch(?:\s+ubnd)?)
    (?:\s+(?:tỉnh|huyện|thị\s+xã|thành\s+phố|quận|các\s+xã|xã|phường|thị\s+trấn))?)"""
_OFFICE = r"""(?:huyện|thị\s+xã|thành\s+phố|tỉnh|xã(?!\s+hội)|phường|thị\s+trấn|sở
    |phòng(?!,|\s+(?:chống|ngừa))|văn\s+phòng|ban(?!\s+hành)|trung\s+tâm|bộ\s+phận|đơn\s+vị|cơ\s+quan|địa\s+phương|đoàn|tổ(?!\s+chức)
    |các\s+(?:cơ\s+quan|đơn\s+vị|phòng|ban|ngành|sở|xã|địa\s+phương|cấp|thủ\s+trưởng))"""
_GOING_ON = r"(?:đã|đang|sẽ|luôn|cũng|chưa|tiếp\s+tục|thường\s+xuyên|kịp\s+thời|chủ\s+động)"
_DOING = r"""(?:ban\s+hành|chỉ\s+đạo|tổ\s+chức|triển\s+khai|thực\s+hiện|phối\s+hợp|quan\s+tâm|xây\s+dựng|tập\s+trung
    |đăng\s+ký|phân\s+công|giao|yêu\s+cầu|tiếp\s+nhận|nhận\s+thấy|báo\s+cáo|đề\s+nghị|kiến\s+nghị|quyết\s+định)"""
# UBND huyện đã ban hành · Các cơ quan, đơn vị tiếp tục thực hiện · UBND huyện An Hòa chỉ đạo
# (not: Kết quả đã đạt được · Tổ chức thực hiện · Ban hành văn bản)
_ACTOR_ACTS = regex.compile(
    rf"""(?:^|[,;.]\s*)(?:
      (?:{_AUTHORITY}|{_OFFICE})(?:\s+[\p{{L}}\d&,–-]+){{0,9}}?,?\s+{_GOING_ON}(?!\w)
    | {_AUTHORITY}(?:\s+(?-i:\p{{Lu}})[\p{{L}}']*){{0,4}}\s+{_DOING}(?!\w)
    )""",
    regex.VERBOSE | regex.IGNORECASE,
)
# … đã ban hành 05 văn bản · có 12 cơ quan · được thực hiện đúng quy định · đạt 99% (not: đã đạt được, được giao)
_STATEMENT = regex.compile(
    r"""(?<!\w)(?:(?:đã|đang)\s+(?!đạt\s+được|được\s+giao|đề\s+ra|triển\s+khai\s*$)\w+\s+\w+\s+\w
    |(?:có|đạt|là|gồm|với|còn)\s+(?:\d|khoảng|hơn|trên)
    |được\s+(?:quan\s+tâm|thực\s+hiện|triển\s+khai|duy\s+trì|nâng|tăng|đẩy|chú|bảo|đảm|tổ\s+chức|ubnd|cập\s+nhật|các)
    |góp\s+phần|đảm\s+bảo\s+(?:đúng|theo|kịp)|bảo\s+đảm\s+(?:đúng|theo|kịp))(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
# Tiếp tục đẩy mạnh … · Tăng cường … : a task, which is a title only where text of its own follows
_TASK = regex.compile(
    r"""(?:tiếp\s+tục|đẩy\s+mạnh|tăng\s+cường|nâng\s+cao|chỉ\s+đạo|thực\s+hiện|triển\s+khai|tổ\s+chức|phối\s+hợp|chủ\s+động
    |thường\s+xuyên|rà\s+soát|hoàn\s+thiện|hoàn\s+thành|xây\s+dựng|ban\s+hành|tham\s+mưu|phấn\s+đấu|duy\s+trì|đôn\s+đốc
    |kịp\s+thời|tập\s+trung|quan\s+tâm|bố\s+trí|khắc\s+phục|chấn\s+chỉnh|đề\s+nghị|kiến\s+nghị|đề\s+xuất|sớm|xem\s+xét|hướng\s+dẫn
    |hỗ\s+trợ|đầu\s+tư|cần|phát\s+huy|quán\s+triệt|đổi\s+mới|khuyến\s+khích|bảo\s+đảm|đảm\s+bảo|giao|yêu\s+cầu|cập\s+nhật)(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
# Một số … · Nhận thức của … : the subject of a sentence, where the line is long enough to be one
_SUBJECT = regex.compile(
    r"(?:việc|một\s+số|công\s+tác|người\s+dân|đội\s+ngũ|trình\s+độ|nhận\s+thức|kinh\s+phí|cơ\s+sở|trang\s+thiết)(?!\w)",
    regex.IGNORECASE,
)
# Tiếp tục … · Đề nghị …: words that begin an order and never a content's name
_ORDER = regex.compile(
    r"""(?:tiếp\s+tục|đẩy\s+mạnh|tăng\s+cường|thường\s+xuyên|chủ\s+động|phấn\s+đấu|kịp\s+thời|tập\s+trung|đề\s+nghị|kiến\s+nghị
    |chỉ\s+đạo\s+(?:các|thực)|phối\s+hợp|đôn\s+đốc|nghiêm\s+túc|cần|sớm|quan\s+tâm|một\s+số|việc)(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
# Một số hồ sơ còn trễ hạn. : a finite word in a closed line
_FINITE = regex.compile(
    r"(?<!\w)(?:còn(?! lại| tồn| hạn)|chưa(?! được$)|không(?! chuyên| gian)|vẫn|đã(?! đạt)|được(?! giao)"
    r"|phải|bị(?! mất))(?!\w)",
    regex.IGNORECASE,
)
# … như sau · … gồm · … trong đó: words that lead into a list
_LEAD_IN = regex.compile(
    r"(?:,\s*+|(?<!\s)\s*+)(?:cụ thể(?: như sau)?|như sau|sau|sau đây|gồm(?: có)?|bao gồm|trong đó|như|là)\s*$", regex.IGNORECASE
)
# A sentence's end: not behind a number, an initial or a one-letter abbreviation ("TP. Huế", "V. Anh", "số 3. 5")
_SENTENCE_END = regex.compile(
    r"(?<=[\p{Ll}%)”\"]|\b\p{Lu}{4,})(?<!\b(?:TP|TT|Tx|P|Q|H|ThS|TS|Th|Mr|tr|v\.v))[.!?]\s+(?=[\p{Lu}“\"])"
)
_COLON = regex.compile(r"(?<!\d):(?!//)|:(?=\s)")
_BRACKETS = regex.compile(r"\([^()]*\)|“[^”]{0,400}”|\"[^\"]*\"|\[[^\[\]]*\]")
# Tuyên truyền¹² · Kiểm tra[3]: the anchor of a footnote
_ANCHOR = regex.compile(r"(?<=\S)(?:[⁰¹²³⁴-⁹]+|\[\d{1,3}\])")
_MARKUP = regex.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands below a numbered line: text of its own, deeper sections, or neither."""

    has_text: bool
    has_children: bool

    @property
    def has_body(self) -> bool:
        """Whether the line heads something."""
        return self.has_text or self.has_children


def read_heading(line: str, around: Surroundings) -> str | None:
    """The heading in the rest of a marker's line; None where the line is a running paragraph.

    >>> below = Surroundings(has_text=True, has_children=False)
    >>> read_heading("Cải cách thể chế: Trong quý, huyện đã ban hành 02 văn bản.", below)
    'Cải cách thể chế'
    >>> read_heading("Để nâng cao chất lượng phục vụ, UBND huyện đã ban hành Kế hoạch số 12/KH-UBND.", below) is None
    True
    """
    text = " ".join(_ANCHOR.sub("", _MARKUP.sub("", line)).split())
    if not text:
        return None
    colon = _title_colon(text)
    if colon is not None:
        before = text[:colon].rstrip()
        after = text[colon + 1 :].strip()
        run_in = _run_in_title(before)
        if run_in is not None:
            return run_in
        if _reads_as_title(before, after):
            return before
        leads_in = bool(_LEAD_IN.search(before) and _TASK.match(before))
        if not (after or leads_in or _introduces(before)) and len(before.split()) <= _LONGEST_TITLE:
            return before
        return text if INDEX_POINTS.search(text) and not _introduces(text) else None
    if _is_upper(text) or (INDEX_POINTS.search(text) and not _INTRODUCTION.match(text)):
        return text
    if _SENTENCE_END.search(text):
        return _run_in_title(text)
    return None if _is_running(text, around) else text


def _run_in_title(text: str) -> str | None:
    """The first of several sentences, where it is a title and running text follows it on the line.

    >>> _run_in_title("Cải cách thể chế. Trong quý, huyện ban hành 02 văn bản.")
    'Cải cách thể chế'
    """
    end = _SENTENCE_END.search(text)
    if end is None:
        return None
    first, rest = text[: end.start()], text[end.end() :]
    goes_on = _states(rest) or _ORDER.match(rest) or text[-1:] in ".;" or len(rest.split()) > 12
    return first if goes_on and _is_short_title(first) and not _ORDER.match(first) else None


def _title_colon(text: str) -> int | None:
    """The first colon outside brackets, times and addresses."""
    masked = _BRACKETS.sub(lambda match: "\0" * len(match[0]), text)
    found = _COLON.search(masked)
    return found.start() if found else None


def _is_upper(text: str) -> bool:
    """Most letters are capitals.

    >>> _is_upper("KẾT QUẢ ĐẠT ĐƯỢC năm 2023"), _is_upper("UBND huyện")
    (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.6 * len(letters)


def _introduces(text: str) -> bool:
    return bool(_INTRODUCTION.match(text) or _ACTOR_ACTS.match(text))


def _reads_as_title(before: str, after: str) -> bool:
    if _is_upper(before):
        return True
    if not after and _LEAD_IN.search(before):
        return _is_short_title(_LEAD_IN.sub("", before))
    plain = _BRACKETS.sub("", before)
    if len(plain.split()) <= _SHORT and not (_ACTOR_ACTS.search(plain) or _LEAD_IN.search(before)):
        return True
    if _introduces(plain) or _ACTOR_ACTS.search(plain) or len(before.split()) > _LONGEST_BEFORE_COLON:
        return False
    if _LEAD_IN.search(before) and _TASK.match(before):
        return False
    return not _STATEMENT.search(plain)


def _is_short_title(text: str) -> bool:
    plain = _BRACKETS.sub("", text)
    return len(plain.split()) <= 16 and not (_introduces(plain) or _states(plain))


def _states(plain: str) -> bool:
    return bool(_introduces(plain) or _ACTOR_ACTS.search(plain) or _STATEMENT.search(plain))


def _is_running(text: str, around: Surroundings) -> bool:
    plain = _BRACKETS.sub("", text)
    words = len(plain.split())
    closed = text.rstrip()[-1:] in ".;"
    states = _states(plain)
    if words > _LONGEST_TITLE or (_introduces(plain) and words > (_SHORT if "," in plain else 12)):
        return True
    if around.has_children:
        return states and words > 20
    if around.has_text:
        written_out = closed and words > 25 and (_TASK.match(plain) or ";" in plain[:-1])
        return bool(written_out) or (states and (closed or words > 16))
    if not closed:
        return words > _LONGEST_LEAF or (states and words > 12)
    is_sentence = (_TASK.match(plain) and words > 3) or (_SUBJECT.match(plain) and words > 6) or _FINITE.search(plain)
    return states or words > 12 or bool(is_sentence)
