"""What a line is, by its look: a section's beginning, an item, a row, a note, a part of the header or the signature."""

from __future__ import annotations

import dataclasses
from functools import cache, lru_cache

import regex

from patterns.spelling import lowered
from patterns.vocabulary import load

# A line that ends a page: put where a page number stood or where the file has a form feed.
PAGE_END = "\f"

# "PHẦN THỨ NHẤT", "Phần II", "PHỤ LỤC 1", "Biểu số 2", "Bảng 3.", "Điều 4."
PART = regex.compile(
    r"""(?x)
    (?:PHẦN|Phần)\s+(?:THỨ|thứ|[IVX]+\b|\d+\b|MỘT|HAI|BA)
    | (?:PHỤ\ LỤC|Phụ\ lục|BIỂU|Biểu\ (?:số|mẫu)|BẢNG|Bảng)\b(?=\s*(?:\d|[IVX]+\b|$|[:.\p{Lu}]))
    | Điều\ \d+\.
    """
)

# "I. KẾT QUẢ", "II- Đánh giá", "III/ Kiến nghị", "IV . Phương hướng"
ROMAN = regex.compile(r"[IVX]{1,5}\s?[.)/–-]\s*(?=[\p{Lu}\"“(])")

# "1. Công tác", "2- Về", "3/ Cải cách", "4) Tiếp tục", "5.Tài chính"; not "43/KH-UBND", "12/3/2023", "1.553 hồ sơ".
ARABIC = regex.compile(r"\d{1,2}\s?(?:[.)]\s+(?=\p{L}|[\"“(])|[.)](?=\p{Lu})|[-/]\s+(?=\p{Lu}))")

# "1.1. Mức độ", "2.3 Công tác", "7.4 và 7.5 Tỷ lệ"; not "62.5 % kế hoạch", "10.973/13 điểm".
DECIMAL = regex.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?:[.)]\s*(?=[\p{L}\"“(])|[-/]?\s+(?=[\p{Lu}\"“(]|(?:và|,)\s\d))")

# "a) Về", "đ. Kết quả", "b)Tiếp", "a1) Kết quả", "a- Trong khối Đảng", "B. KẾT QUẢ"
LETTER = regex.compile(r"(?:[a-zđ]\d?\s?\)\s*|[a-zđ](?:\.|\s?[-–/])\s+(?=\p{Lu})|[A-HĐ]\s?[.)/-]\s+(?=\p{Lu}))(?=\S)")

# "- Tiếp nhận", "+ Đúng hạn", "* Thị xã", "• Cấp xã", "(1) Rà soát", "-Tiếp nhận"
ITEM = regex.compile(r"(?:[-–—+*•●○▪■◦‣✓✔➢➤·](?:\s+|(?=\p{L}))|\(\d{1,2}\)\s+)(?=\S)")

# "- 2025; Chỉ thị": the second half of a span of years, where the first ended the line before.
YEARS_TAIL = regex.compile(r"[-–]\s*(?:19|20)\d\d\b")

# "-UBND ngày", "/QĐ-TTg", "/2023": a code or date cut before its mark.
MARK_FIRST = regex.compile(r"[-–/](?:\p{Lu}{2}|\d)")

# "1847/QĐ-TTg", "05-NQ/TU", "30a/2008/NQ-CP", "09/3/2023": a number that is no section's.
CODE_FIRST = regex.compile(r"\d{1,5}[a-z]?(?:[-/]\p{Lu}|/\d)")

# "¹ Quyết định", "¹³Trong năm", "⁷ - Lãnh đạo": a raised number and words; not "²; Triển khai", an anchor cut off.
RAISED_NOTE = regex.compile(r"(?P<marker>[⁰¹²³⁴-⁹]{1,3})\s*(?=[\p{L}\p{N}\"“(+–-])(?![⁰¹²³⁴-⁹])")

# "[1] Công văn", "(2) Kế hoạch", "3 Thông báo": a note only where an anchor calls for it.
PLAIN_NOTE = regex.compile(r"(?P<marker>\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}(?= |\p{Lu})) *(?=[\p{Lu}\"“–-])")

# "BÁO CÁO", "TỜ TRÌNH", "BÁO CÁO KẾT QUẢ"
TITLE_WORD = regex.compile(
    r"(?:BÁO CÁO|TỜ TRÌNH|KẾ HOẠCH|THÔNG BÁO|QUYẾT ĐỊNH|CÔNG VĂN|CHƯƠNG TRÌNH|NGHỊ QUYẾT|BIÊN BẢN)\b"
)

# Lines of the header: "Số: 12/BC-UBND", "CỘNG HÒA …", "Độc lập - …", "An Lạc, ngày 3 tháng 4 năm 2023", "UBND HUYỆN …"
HEADER_LINE = regex.compile(
    r"""(?x)
    (?i:Số\s*:) | CỘNG\s+H[OÒ]À?[AÀ]?\b | (?i:Độc\ lập\s*[-–]) | .{2,40},\s*ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b.{0,8}$
    | (?:ỦY|UỶ)\ BAN\ NHÂN\ DÂN$ | UBND\ \p{Lu}{2} | ĐẢNG\ BỘ | HUYỆN\ ỦY | TỈNH\ ỦY
    """
)

# "Kính gửi: Sở Nội vụ"
ADDRESSEE = regex.compile(r"(?i:Kính gửi)\b")

# "Nơi nhận:", and the signature: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "T/M", "CHỦ TỊCH", "GIÁM ĐỐC"
RECIPIENTS = regex.compile(r"(?i:Nơi (?:nhận|gửi))\s*(?::|$)")
SIGNATURE = regex.compile(
    r"(?:(?:TM|KT|TL|TUQ|Q)\.|[TK]/[MTL])\s*\p{Lu}{2}"
    r"|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|BÍ THƯ)$"
)

# "- Lưu: VT, NV.": the last of the recipients, where the report is filed.
LAST_RECIPIENT = regex.compile(r"[-–+*•]?\s*+Lưu\s*+:?\s*+(?:VT|VP|HS|Văn thư|Văn phòng)\b")

# "Trên đây là báo cáo": the last paragraph of every report.
CLOSING = regex.compile(r"Trên đây là\b")

# "Trách nhiệm tham mưu, đôn đốc thuộc về: …", "Thời gian hoàn thành: …": a label and what it is of.
LABELLED = regex.compile(r"[^:;.?!\n]{3,110}:\s")

# What an anchor, a quote or a bracket adds to the end of a sentence.
_TRAIL = "".join(regex.findall(r"[\s⁰¹²³⁴-⁹\"”’»]", "".join(map(chr, range(0x3001)))))

_SMALL_LETTER = regex.compile(r"\p{Ll}")
_ANY_LETTER = regex.compile(r"\p{L}")
_LINE = regex.compile(r"\f|[^\n\f]+|(?<=\n|^)(?=\n)")


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line of a text at [start, end), without its line feed."""

    text: str
    start: int
    end: int

    @property
    def blank(self) -> bool:
        """Nothing stands on it; an end of page is something."""
        return not self.text.strip(" \t")


# Steps that leave a text as it is ask for its lines again.
@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[Line, ...]:
    r"""The lines of a text; an end of page is a line of its own.

    >>> [line.text for line in lines_of("một\n\fhai\n")]
    ['một', '\x0c', 'hai']
    """
    found = []
    for match in _LINE.finditer(text):
        found.append(Line(match[0], match.start(), match.end()))
    return tuple(found)


def is_row(line: str) -> bool:
    r"""A row of a table: cells between tabs or bars.

    >>> is_row("Xã\t7.316"), is_row("| Xã | 12 |"), is_row("tiếp nhận 12 hồ sơ")
    (True, True, False)
    """
    return "\t" in line or " | " in line or line.count("|") >= 2


def begins_section(line: str) -> bool:
    """A section's marker or the word of a part stands first.

    >>> [begins_section(x) for x in ("II. ĐÁNH GIÁ", "2.1 Thể chế", "a) Về", "62.5 % kế hoạch", "43/KH-UBND")]
    [True, True, True, False, False]
    """
    return any(pattern.match(line) for pattern in (PART, ROMAN, ARABIC, DECIMAL, LETTER))


def begins_item(line: str) -> bool:
    """A dash, plus, star or bracketed number stands first.

    >>> [begins_item(x) for x in ("- Tiếp nhận", "+ Đúng hạn", "(2) Rà soát", "-2025")]
    [True, True, True, False]
    """
    return ITEM.match(line) is not None


def stands_alone(line: str) -> bool:
    """A line that begins something new whatever stands before it."""
    return is_row(line) or begins_section(line) or begins_item(line) or RAISED_NOTE.match(line) is not None


def is_capitals(line: str) -> bool:
    """All letters are capitals, as in a heading.

    >>> is_capitals("KẾT QUẢ ĐẠT ĐƯỢC"), is_capitals("UBND huyện"), is_capitals("12")
    (True, False, False)
    """
    if _SMALL_LETTER.search(line):
        return False
    letters = _ANY_LETTER.findall(line)
    return len(letters) > 3 and all(c.isupper() for c in letters)


def is_heading(line: str) -> bool:
    """A short numbered line or one in capitals, which is no sentence.

    >>> is_heading("2. Cải cách thể chế"), is_heading("a) Để triển khai, huyện đã ban hành.")
    (True, False)
    """
    if is_capitals(line):
        return True
    return begins_section(line) and len(line) < 140 and ending(line) == "open"


def ending(line: str) -> str:
    """How a line ends: "full" (a sentence's end), "list" (; or :), "bracket", "comma", "cut" (hyphen, slash), "open".

    >>> [ending(x) for x in ("đạt 95 %.", "gồm:", "(nếu có)", "công khai,", "số 43/KH-", "của huyện")]
    ['full', 'list', 'bracket', 'comma', 'cut', 'open']
    """
    bare = line.rstrip(_TRAIL)
    last = bare[-1:] or "."
    if last in ".!?…":
        return "full"
    if last in ";:":
        return "list"
    if last in ")]":
        return "bracket"
    if last in ",(“":
        return "comma"
    if last in "-–/" and bare[-2:-1].isalnum():
        return "cut"
    return "open"


@cache
def _phrases(vocabulary: str, kind: str) -> frozenset[str]:
    return frozenset(phrase for phrase, entry in load(vocabulary).by_phrase.items() if entry.canonical == kind)


def ends_with(kind: str, line: str) -> bool:
    """The last one or two words are of this kind of the line_ends vocabulary.

    >>> ends_with("open_end", "kế hoạch của"), ends_with("number_ahead", "Quyết định số")
    (True, True)
    """
    words = lowered(line.rstrip(_TRAIL)).split()
    return any(" ".join(words[-n:]) in _phrases("line_ends", kind) for n in (1, 2) if len(words) >= n)


def announces_code(before: str, after: str) -> bool:
    """The line ends with the word before a code or date, and the line below begins with one.

    >>> announces_code("theo Nghị định số", "107/2020/NĐ-CP"), announces_code("đạt", "12 hồ sơ")
    (True, False)
    """
    return CODE_FIRST.match(after) is not None and ends_with("number_ahead", before)


def starts_fresh(line: str) -> bool:
    """The first words begin a paragraph: a word of the vocabulary, or a label with its colon.

    >>> [starts_fresh(x) for x in ("Trong quý, đã", "Nội dung khắc phục: đã", "Bình Định về việc")]
    [True, True, False]
    """
    words = lowered(line).replace(",", "").split()
    return (
        any(" ".join(words[:n]) in _phrases("line_starts", "fresh_start") for n in (1, 2, 3))
        or LABELLED.match(line[:90]) is not None
    )


def framed(lines: tuple[Line, ...]) -> frozenset[int]:
    """The indices of the lines that are no running text: header, title, addressee, recipients and signature.

    The title ends with the first blank line after it; what follows the signature runs again from an annex's head on.
    A text without a header or signature is running text from end to end.
    """
    shown = [i for i, line in enumerate(lines) if not line.blank]
    top = _addressee_end(lines, shown, _title_end(lines, shown))
    foot = _signature_start(lines, shown)
    annex = next((i for i in shown if i > foot and PART.match(lines[i].text)), len(lines))
    return frozenset((*range(top), *range(foot, annex)))


def _title_end(lines: tuple[Line, ...], shown: list[int]) -> int:
    end = 0
    top = shown[:40]
    for place, i in enumerate(top):
        text = lines[i].text
        if TITLE_WORD.match(text) and (is_capitals(text) or len(text) < 40):
            end = i + 1
            for before, after in zip(top[place:], top[place + 1 :], strict=False):
                follows = after == before + 1 or before == i
                words = lines[after].text
                if not follows or begins_section(words) or len(words) > 180 or ending(words) == "full":
                    break
                if _opens(words) and before != i:
                    break
                end = after + 1
            break
        if place < 15 and HEADER_LINE.match(text):
            end = i + 1
        elif begins_section(text) or len(text) > 180:
            break
    return _addressee_end(lines, shown, end)


_FIRST_WORDS = regex.compile(r"(?:Thực hiện|Căn cứ|Trên cơ sở|Theo)\b")


def _opens(line: str) -> bool:
    """The first words of a report's first paragraph."""
    return _FIRST_WORDS.match(line) is not None


def _addressee_end(lines: tuple[Line, ...], shown: list[int], end: int) -> int:
    found = end
    for i in [i for i in shown if i >= end][:8]:
        if ADDRESSEE.match(lines[i].text) or (found > end and begins_item(lines[i].text)):
            found = i + 1
        else:
            break
    return found


def _signature_start(lines: tuple[Line, ...], shown: list[int]) -> int:
    for i in shown:
        text = lines[i].text
        if RECIPIENTS.match(text) or (i > shown[len(shown) // 2] and SIGNATURE.match(text) and is_capitals(text)):
            return i
    return len(lines)
