"""Plain text: UTF-8, or UTF-16 where a byte order mark says so."""

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


def read_txt(data: bytes) -> RawDocument:
    """Decode a text file; the text is the decoded file after its byte order mark.

    Raises ReadFailure: NOT_A_DOCUMENT for binary data, ENCODING for text in another encoding than UTF-8 or UTF-16.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _document(_decoded(data[len(mark) :], codec), name)
    if _is_binary(data):
        raise ReadFailure("NOT_A_DOCUMENT", "The file holds binary data, no text, PDF or DOCX.")
    return _document(_decoded(data, "utf-8"), "utf-8")


def _is_binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data)) * _BYTES_PER_CONTROL > len(data)


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise ReadFailure(
            "ENCODING",
            f"The text is not {codec.upper()}: byte {error.start} cannot be decoded. Save it as UTF-8.",
        ) from error


def _document(text: str, encoding: str) -> RawDocument:
    lost = text.count("\ufffd")
    problems = (
        (Problem(code="ENCODING", message=f"{lost} characters were lost before the file was saved (U+FFFD)."),)
        if lost
        else ()
    )
    return RawDocument(format="txt", text=text, encoding=encoding, problems=problems)
