"""Files that no reader reads, known by their first bytes: what they are and what to do with them."""

from __future__ import annotations

import regex

_RECOGNIZE = "cần nhận dạng chữ (OCR) trước"
_SAVE = "hãy mở ra và lưu lại thành DOCX"
_UNPACK = "hãy giải nén trước"

_KINDS = (
    (rb"\xff\xd8\xff", "ảnh JPEG", _RECOGNIZE),
    (rb"\x89PNG\r\n", "ảnh PNG", _RECOGNIZE),
    (rb"GIF8[79]a", "ảnh GIF", _RECOGNIZE),
    (rb"II\*\x00|MM\x00\*", "ảnh TIFF", _RECOGNIZE),
    (rb"RIFF.{4}WEBP", "ảnh WebP", _RECOGNIZE),
    (rb".{4}ftyp(?:hei|mif)", "ảnh HEIC", _RECOGNIZE),
    (rb"Rar!\x1a\x07", "tệp nén RAR", _UNPACK),
    (rb"7z\xbc\xaf\x27\x1c", "tệp nén 7z", _UNPACK),
    (rb"\s*\{\\rtf", "văn bản RTF", _SAVE),
    (rb"(?:\xef\xbb\xbf)?\s*(?i:<!doctype html|<(?:html|head|body|meta)\b)", "trang HTML", _SAVE),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml", "tệp XML", _SAVE),
)
_SIGNATURES = tuple((regex.compile(pattern, regex.DOTALL), kind, advice) for pattern, kind, advice in _KINDS)

# The first bytes of an OLE file: a Word document of before 2007, or a DOCX under a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What an old Office file calls the stream of its contents.
_STREAMS = (
    ("WordDocument", "văn bản Word đời cũ (.doc)"),
    ("Workbook", "bảng tính Excel đời cũ (.xls)"),
    ("PowerPoint Document", "bản trình chiếu PowerPoint đời cũ (.ppt)"),
)

# What a ZIP archive that is a document, and no DOCX, has among its members.
_MEMBERS = (
    ("xl/workbook.xml", "bảng tính Excel"),
    ("ppt/presentation.xml", "bản trình chiếu PowerPoint"),
    ("META-INF/manifest.xml", "văn bản OpenDocument"),
)


def other_file(data: bytes) -> str | None:
    r"""What a file is that begins with these bytes, and what to do; None where it may be text.

    >>> other_file(b"GIF89a...")
    'ảnh GIF, không phải văn bản: cần nhận dạng chữ (OCR) trước.'
    >>> other_file(b"{\\rtf1 abc}")
    'văn bản RTF: hãy mở ra và lưu lại thành DOCX.'
    """
    for signature, kind, advice in _SIGNATURES:
        if signature.match(data):
            return f"{kind}{', không phải văn bản' if advice == _RECOGNIZE else ''}: {advice}."
    return None


def old_office(data: bytes) -> str:
    """What an OLE file is."""
    kind = next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), "tệp Office đời cũ")
    return f"{kind}: {_SAVE}."


def other_archive(members: set[str]) -> str:
    """What a ZIP archive is that is no DOCX, by the names of its members."""
    kind = next((kind for member, kind in _MEMBERS if member in members), None)
    return f"{kind}: {_SAVE}." if kind else f"tệp nén ZIP, không phải DOCX: {_UNPACK}."
