"""What files are by their content: which of the formats that look alike, and of those that no reader reads, which."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Container

import regex

_RECOGNIZE = "cần nhận dạng chữ (OCR) trước"
SAVE = "hãy mở ra và lưu lại thành DOCX"
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
    (rb"\xdb\xa5-\x00", "văn bản Word 2", SAVE),
    (rb"(?:\xef\xbb\xbf)?\s*(?i:<!doctype html|<(?:html|head|body|meta)\b)", "trang HTML", SAVE),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml", "tệp XML", SAVE),
)
_SIGNATURES = tuple((regex.compile(pattern, regex.DOTALL), kind, advice) for pattern, kind, advice in _KINDS)

# What an old Office file calls the stream of its contents.
_STREAMS = (
    ("WordDocument", "văn bản Word đời cũ (.doc)"),
    ("Workbook", "bảng tính Excel đời cũ (.xls)"),
    ("Book", "bảng tính Excel đời cũ (.xls)"),
    ("PowerPoint Document", "bản trình chiếu PowerPoint đời cũ (.ppt)"),
)

# What a ZIP archive that is a document, and no DOCX, has among its members.
_MEMBERS = (
    ("xl/workbook.xml", "bảng tính Excel"),
    ("ppt/presentation.xml", "bản trình chiếu PowerPoint"),
    ("META-INF/manifest.xml", "văn bản OpenDocument"),
)


# What a document of one file says of itself near its beginning, and the reader's name for it.
_FLAT_FORMS = (
    (regex.compile(rb"\s*\{\s*\\rtf"), regex.compile(rb""), "rtf"),
    (regex.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml"), regex.compile(rb"<pkg:package[\s>]"), "docx"),
    (regex.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml"), regex.compile(rb"<w:wordDocument[\s>]"), "xml"),
    (
        regex.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml"),
        regex.compile(rb"office:mimetype=.application/vnd\.oasis\.opendocument\.text\W"),
        "fodt",
    ),
    # A web page is a report only where a word processor made it.
    (
        regex.compile(rb"(?:\xef\xbb\xbf)?\s*(?i:<!doctype html|<(?:html|head|body|meta)\b)"),
        regex.compile(rb"(?i)urn:schemas-microsoft-com:office:word|generator\W+content\W+(?:microsoft w|libreoffice)"),
        "html",
    ),
)

# How far into a file its root element or its generator may stand.
_FLAT_HEAD = 8192

_OPEN_TEXT = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")

# What a member that cannot be unpacked raises; one under a password is a RuntimeError.
_BROKEN_MEMBER = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError)


def flat_form(data: bytes) -> str | None:
    r"""The format of a document that is one text: "rtf", "docx" (all parts), "xml" (Word 2003), "fodt", "html".

    >>> flat_form(b"{\\rtf1 abc}"), flat_form(b"<html><body>a"), flat_form(b"{a}")
    ('rtf', None, None)
    """
    head = data[:_FLAT_HEAD]
    return next((form for begin, within, form in _FLAT_FORMS if begin.match(head) and within.search(head)), None)


def is_word_package(archive: zipfile.ZipFile, members: Container[str]) -> bool:
    """Whether a ZIP archive is a DOCX: its main part may have another name than Word gives it."""
    if "word/document.xml" in members:
        return True
    return b"wordprocessingml.document.main" in _member(archive, "[Content_Types].xml")


def open_document(archive: zipfile.ZipFile, members: Container[str]) -> tuple[bool, bool]:
    """Whether a ZIP archive is an ODT, and whether an OpenDocument is under a password."""
    if "mimetype" not in members:
        return False, False
    kind = _member(archive, "mimetype").strip()
    is_locked = kind.startswith(_OPEN_TEXT[0]) and b"encryption-data" in _member(archive, "META-INF/manifest.xml")
    return kind in _OPEN_TEXT, is_locked


def is_document(archive: zipfile.ZipFile) -> bool:
    """Whether a ZIP archive is one document of any kind, and no archive of files."""
    members = {member.replace("\\", "/").lstrip("/") for member in archive.namelist()}
    known = ("mimetype", "[Content_Types].xml", *(member for member, _ in _MEMBERS))
    return any(name in members for name in known) or is_word_package(archive, members)


# The members that tell the format are small.
_TELLING = 1_000_000


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(_TELLING)
    except _BROKEN_MEMBER:
        return b""


def other_file(data: bytes) -> str | None:
    r"""What a file is that begins with these bytes, and what to do; None where it may be text.

    >>> other_file(b"GIF89a...")
    'ảnh GIF, không phải văn bản: cần nhận dạng chữ (OCR) trước.'
    >>> other_file(b"<html>")
    'trang HTML: hãy mở ra và lưu lại thành DOCX.'
    """
    for signature, kind, advice in _SIGNATURES:
        if signature.match(data):
            return f"{kind}{', không phải văn bản' if advice == _RECOGNIZE else ''}: {advice}."
    return None


# The endings of documents that begin with a mark of their own, so that their name can be held against it.
_MARKED = (".pdf", ".docx", ".doc", ".rtf", ".odt")


def no_document(name: str) -> str:
    """The reason code of a file whose content is no document: its name may say that it is one.

    >>> no_document("bao-cao.pdf"), no_document("so-lieu.xlsx")
    ('TYPE_MISMATCH', 'NOT_A_DOCUMENT')
    """
    return "TYPE_MISMATCH" if name.lower().endswith(_MARKED) else "NOT_A_DOCUMENT"


def old_office(data: bytes, streams: Container[str] | None = None) -> str:
    """What an OLE file is, by what stands at its top or, where that is not known, by the names anywhere in it."""
    for stream, kind in _STREAMS:
        if stream in streams if streams is not None else stream.encode("utf-16-le") in data:
            return kind
    return "tệp Office đời cũ"


def other_archive(members: set[str]) -> str:
    """What a ZIP archive is that is no DOCX, by the names of its members."""
    kind = next((kind for member, kind in _MEMBERS if member in members), None)
    return f"{kind}: {SAVE}." if kind else f"tệp nén ZIP, không phải DOCX: {_UNPACK}."
