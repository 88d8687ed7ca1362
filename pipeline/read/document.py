"""Which reader a file is for, by what is in it: its name is not trusted."""

from __future__ import annotations

import dataclasses
import io
import zipfile

from pipeline.errors import ReadFailure
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.read.other_files import OLE, old_office, other_archive, other_file
from pipeline.read.raw import RawDocument
from pipeline.read.txt import read_txt

_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# A PDF may have some bytes before its head.
_PDF_HEAD = 1024


def read_document(data: bytes, name: str, options: ReadOptions = DEFAULT) -> RawDocument:
    """Read a TXT, DOCX or PDF file from its bytes; ``name`` is for messages only.

    Raises ReadFailure with one of the error_code labels where the file cannot be read.
    """
    if not data:
        raise ReadFailure("EMPTY_FILE", f"{name} là tệp rỗng, không có byte nào.")
    document = _read(data, name, options)
    if not document.text.strip():
        raise ReadFailure("EMPTY_TEXT", f"{name} không có chữ nào.")
    return document


def _read(data: bytes, name: str, options: ReadOptions) -> RawDocument:
    # The readers of DOCX and PDF are imported where they are needed: their libraries are slow to load.
    if b"%PDF-" in data[:_PDF_HEAD]:
        return _pdf(data, options)
    if data.startswith(b"PK\x03\x04"):
        from pipeline.read.docx import read_docx

        members = _members(data, name)
        if "word/document.xml" not in members:
            raise ReadFailure("NOT_A_DOCUMENT", f"{name} là {other_archive(members)}")
        return read_docx(data)
    if data.startswith(OLE):
        if _OLE_ENCRYPTED in data:
            raise ReadFailure("ENCRYPTED", f"{name} có mật khẩu: hãy lưu lại không có mật khẩu.")
        raise ReadFailure("NOT_A_DOCUMENT", f"{name} là {old_office(data)}")
    other = other_file(data)
    if other is not None:
        raise ReadFailure("NOT_A_DOCUMENT", f"{name} là {other}")
    return read_txt(data)


def _pdf(data: bytes, options: ReadOptions) -> RawDocument:
    """A PDF, its scanned pages recognized; why one was not is the document's first problem."""
    from pipeline.read.ocr import recognizer
    from pipeline.read.pdf import read_pdf

    scans = recognizer(options)
    if scans is None:
        return read_pdf(data)
    try:
        document = read_pdf(data, scans)
    except ReadFailure as failure:
        if failure.code != "NEEDS_OCR" or not scans.problems:
            raise
        told = " ".join(problem.message for problem in scans.problems)
        raise ReadFailure(scans.problems[0].code, told) from failure
    return dataclasses.replace(document, problems=(*scans.problems, *document.problems))


def _members(data: bytes, name: str) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise ReadFailure("CORRUPT", f"{name} là tệp DOCX hoặc ZIP bị hỏng: {error}") from error
