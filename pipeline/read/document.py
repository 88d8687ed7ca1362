"""Which reader a file is for, by what is in it: its name is not trusted."""

from __future__ import annotations

import io
import zipfile

import regex

from pipeline.errors import ReadFailure
from pipeline.read.raw import RawDocument
from pipeline.read.txt import read_txt

# The first bytes of an OLE file: a Word document of before 2007, or a DOCX under a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# A PDF may have some bytes before its head.
_PDF_HEAD = 1024

_OTHER_MARKUP = regex.compile(rb"(?i)^\s*(?:\{\\rtf|<!doctype html|<html|<\?xml)")


def read_document(data: bytes, name: str) -> RawDocument:
    """Read a TXT, DOCX or PDF file from its bytes; ``name`` is for messages only.

    Raises ReadFailure with one of the error_code labels where the file cannot be read.
    """
    if not data:
        raise ReadFailure("EMPTY_FILE", f"{name} has no bytes.")
    document = _read(data, name)
    if not document.text.strip():
        raise ReadFailure("EMPTY_TEXT", f"{name} holds no text.")
    return document


def _read(data: bytes, name: str) -> RawDocument:
    # The readers of DOCX and PDF are imported where they are needed: their libraries are slow to load.
    if b"%PDF-" in data[:_PDF_HEAD]:
        from pipeline.read.pdf import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        from pipeline.read.docx import read_docx

        if "word/document.xml" not in _members(data, name):
            raise ReadFailure("NOT_A_DOCUMENT", f"{name} is a ZIP archive but no DOCX.")
        return read_docx(data)
    if data.startswith(_OLE):
        if _OLE_ENCRYPTED in data:
            raise ReadFailure("ENCRYPTED", f"{name} is protected by a password: save it without one.")
        raise ReadFailure("NOT_A_DOCUMENT", f"{name} is in an old Office format: save it as DOCX.")
    if _OTHER_MARKUP.match(data):
        raise ReadFailure("NOT_A_DOCUMENT", f"{name} is RTF, HTML or XML: save it as DOCX, PDF or TXT.")
    return read_txt(data)


def _members(data: bytes, name: str) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise ReadFailure("CORRUPT", f"{name} is a damaged ZIP archive: {error}") from error
