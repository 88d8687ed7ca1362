"""Plain text: UTF-8, or UTF-16 by its byte order mark or by the zeros in it."""

from __future__ import annotations

import codecs

import regex

from pipeline.errors import ReadFailure
from pipeline.read.raw import Problem, RawDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)

# Control characters that no text has; tab, line ends and form feed are text.
_CONTROL = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# More than one control character in this many bytes is no text.
_BYTES_PER_CONTROL = 200

# The high bytes of what Vietnamese is written with in UTF-16: Latin, đ ă ơ ư, combining marks, ạ to ỹ, dashes.
_HIGH_BYTES = b"\x00\x01\x03\x1e\x20\x21\x22\x25"

# A text in UTF-16 has this share of such high bytes, and zeros for this share: every plain letter and space is one.
# Its low bytes are hardly ever zero: only the combining grave, U+0300, has one that is.
_HIGH_SHARE = 0.95
_ZERO_SHARE = 0.3
_LOW_ZERO_SHARE = 0.1


def read_txt(data: bytes) -> RawDocument:
    """Decode a text file; the text is the decoded file after its byte order mark.

    Raises ReadFailure: NOT_A_DOCUMENT for binary data, ENCODING for text in another encoding than UTF-8 or UTF-16.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _document(_decoded(data[len(mark) :], codec), name)
    utf_16 = _utf_16_without_mark(data)
    if utf_16 is not None:
        return _document(_decoded(data, utf_16), utf_16)
    if _is_binary(data):
        raise ReadFailure("NOT_A_DOCUMENT", "Tệp chứa dữ liệu nhị phân, không phải TXT, DOCX hay PDF.")
    return _document(_decoded(data, "utf-8"), "utf-8")


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


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise ReadFailure("ENCODING", _why_not(data, codec, error.start)) from error


def _why_not(data: bytes, codec: str, at: int) -> str:
    """Whether the text is in another encoding, or in this one with damaged places."""
    text = data.decode(codec, "replace")
    lost = text.count("\ufffd")
    if codec == "utf-8" and sum(character > "\x7f" for character in text) < 2 * lost:
        return (
            f"Tệp văn bản không dùng bảng mã UTF-8 (từ byte thứ {at + 1}), có thể là TCVN3 (ABC), VNI hoặc"
            " Windows-1258: hãy chuyển sang Unicode và lưu lại bằng UTF-8."
        )
    return f"Tệp văn bản {codec.upper()} bị hỏng hoặc bị cắt từ byte thứ {at + 1}: hãy lưu lại bằng UTF-8."


def _document(text: str, encoding: str) -> RawDocument:
    lost = text.count("\ufffd")
    problems = (
        (Problem(code="ENCODING", message=f"{lost} ký tự đã mất từ trước khi lưu tệp (U+FFFD)."),) if lost else ()
    )
    return RawDocument(format="txt", text=text, encoding=encoding, problems=problems)
