"""Plain text: UTF-8, UTF-16 by its byte order mark or by the zeros in it, or a charset from before Unicode."""

from __future__ import annotations

import codecs

import regex

from pipeline.errors import ReadFailure
from pipeline.read.legacy import Charset, western_view
from pipeline.read.raw import Problem, RawDocument
from pipeline.read.recode import Recoded, doubt, recode_lines

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)

# Control characters that no text has; tab, line ends and form feed are text.
_CONTROL = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# More than one control character in this many bytes is no text.
_BYTES_PER_CONTROL = 200

# VISCII and VPS have capitals at these control characters.
_CAPITALS_OF_VISCII = b"\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x19\x1c\x1d\x1e"
_CHARSETS_WITH_CONTROLS = {Charset.VISCII.value, Charset.VPS.value}
_BINARY = "Tệp chứa dữ liệu nhị phân, không phải TXT, DOCX hay PDF."

# What UTF-8 gives where two letters of another charset happen to be valid in it ("ǊƯ" of Cyrillic and Croatian), or a
# control character: no Vietnamese text has them.
_BY_CHANCE = regex.compile(r"[\u0180-\u019f\u01a2-\u01ae\u01b1-\u02bf\u0370-\u1dff\x02-\x06\x10-\x15\x19\x1c-\x1e]")

# The high bytes of what Vietnamese is written with in UTF-16: Latin, đ ă ơ ư, combining marks, ạ to ỹ, dashes.
_HIGH_BYTES = b"\x00\x01\x03\x1e\x20\x21\x22\x25"

# A text in UTF-16 has this share of such high bytes, and zeros for this share: every plain letter and space is one.
# Its low bytes are hardly ever zero: only the combining grave, U+0300, has one that is.
_HIGH_SHARE = 0.95
_ZERO_SHARE = 0.3
_LOW_ZERO_SHARE = 0.1


def read_txt(data: bytes) -> RawDocument:
    """Decode a text file: UTF-8, UTF-16 or a charset from before Unicode, line by line where several are mixed.

    The text is the decoded file after its byte order mark. Raises ReadFailure: NOT_A_DOCUMENT for binary data,
    ENCODING for a damaged file and for one in a charset that its words do not tell.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _from_unicode(_decoded(data[len(mark) :], codec), name)
    utf_16 = _utf_16_without_mark(data)
    if utf_16 is not None:
        return _from_unicode(_decoded(data, utf_16), utf_16)
    is_binary = _is_binary(data)
    if is_binary and not _may_be_viscii(data):
        raise ReadFailure("NOT_A_DOCUMENT", _BINARY)
    try:
        document = _from_unicode(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        document = _from_bytes(data, error)
    if is_binary and not _CHARSETS_WITH_CONTROLS & set((document.encoding or "").split("+")):
        raise ReadFailure("NOT_A_DOCUMENT", _BINARY)
    return document


def _from_unicode(text: str, encoding: str) -> RawDocument:
    """A text in Unicode, in which lines of old charsets may have been pasted."""
    return _document(recode_lines(text.split("\n")), encoding, ())


def _from_bytes(data: bytes, error: UnicodeDecodeError) -> RawDocument:
    """A text that is not all UTF-8: lines that are stay so, the others are in an old charset."""
    lines: list[str] = []
    undecoded: list[int] = []
    is_utf_8 = False
    for number, line in enumerate(data.split(b"\n")):
        try:
            text = line.decode("utf-8")
            by_chance = _BY_CHANCE.search(text) is not None
        except UnicodeDecodeError:
            if _is_damaged(line):
                raise ReadFailure("ENCODING", _damaged("utf-8", error.start)) from error
            text, by_chance = "", True
        if by_chance:
            undecoded.append(number)
            text = western_view(line)
        is_utf_8 = is_utf_8 or not (by_chance or text.isascii())
        lines.append(text)
    recoded = recode_lines(lines, frozenset(undecoded))
    if recoded.doubtful and (is_utf_8 or not any(recoded.charsets)):
        if is_utf_8 and not recoded.candidates:
            raise ReadFailure("ENCODING", _damaged("utf-8", error.start)) from error
        raise ReadFailure("ENCODING", _unknown(error.start, recoded)) from error
    western = any(recoded.charsets[number] is None for number in undecoded)
    encodings = [name for name, holds in (("utf-8", is_utf_8), ("windows-1252", western)) if holds]
    return _document(recoded, encodings[0] if encodings else None, tuple(encodings[1:]))


def _utf_16_without_mark(data: bytes) -> str | None:
    """The codec of a text in UTF-16 that has no mark: the zeros stand at the even or at the odd places.

    >>> _utf_16_without_mark("Báo cáo".encode("utf-16-be")), _utf_16_without_mark("Báo cáo".encode())
    ('utf-16-be', None)
    """
    for codec, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        latin = len(high) - len(high.translate(None, _HIGH_BYTES))
        zeros = high.count(0)
        is_text = latin >= _HIGH_SHARE * len(high) and zeros >= _ZERO_SHARE * len(high) and zeros > 0
        if is_text and low.count(0) <= _LOW_ZERO_SHARE * len(low):
            text = data.decode(codec, "replace")
            return None if _is_binary(text.encode()) else codec
    return None


def _is_binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data)) * _BYTES_PER_CONTROL > len(data)


def _may_be_viscii(data: bytes) -> bool:
    """Whether the control characters are those that VISCII and VPS have instead of capitals."""
    return not _CONTROL.search(data.translate(None, _CAPITALS_OF_VISCII))


def _is_damaged(line: bytes) -> bool:
    """Whether a line is UTF-8 but for a few bytes."""
    text = line.decode("utf-8", "replace")
    return sum(character > "\x7f" for character in text) >= 3 * text.count("\ufffd")


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise ReadFailure("ENCODING", _damaged(codec, error.start)) from error


def _damaged(codec: str, at: int) -> str:
    return f"Tệp văn bản {codec.upper()} bị hỏng hoặc bị cắt từ byte thứ {at + 1}: hãy lưu lại bằng UTF-8."


def _unknown(at: int, recoded: Recoded) -> str:
    candidates = " hoặc ".join(one.upper() for one in recoded.candidates) or "TCVN3 (ABC), VNI hoặc Windows-1258"
    return (
        f"Tệp văn bản không dùng bảng mã UTF-8 (từ byte thứ {at + 1}), có thể là {candidates}, nhưng chữ trong tệp"
        " không đủ để biết chắc: hãy chuyển sang Unicode và lưu lại bằng UTF-8."
    )


def _document(recoded: Recoded, encoding: str | None, others: tuple[str, ...]) -> RawDocument:
    text = "\n".join(recoded.lines)
    charsets = [charset.value for charset in dict.fromkeys(recoded.charsets) if charset is not None]
    problems: list[Problem] = []
    lost = text.count("\ufffd")
    if lost:
        problems.append(Problem(code="ENCODING", message=f"{lost} ký tự đã mất từ trước khi lưu tệp (U+FFFD)."))
    problems += doubt(recoded)
    encodings = [name for name in (encoding, *others, *charsets) if name is not None]
    return RawDocument(format="txt", text=text, encoding="+".join(encodings), problems=tuple(problems))
