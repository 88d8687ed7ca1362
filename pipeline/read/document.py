"""Which reader a file is for, by what is in it: its name is not trusted."""

from __future__ import annotations

import dataclasses
import io
import zipfile

from pipeline.errors import ReadFailure
from pipeline.read.ole import OLE, BrokenDirectory, OleFile
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.read.other_files import (
    SAVE,
    flat_form,
    is_word_package,
    old_office,
    open_document,
    other_archive,
    other_file,
)
from pipeline.read.raw import RawDocument
from pipeline.read.recode import recode_document
from pipeline.read.txt import read_txt

# A PDF may have some bytes before its head.
_PDF_HEAD = 1024

# A member of a ZIP archive, or the end of one that has none.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_PASSWORD = "có mật khẩu: hãy lưu lại không có mật khẩu."


def read_document(data: bytes, name: str, options: ReadOptions = DEFAULT) -> RawDocument:
    """Read a TXT, DOCX, PDF, DOC, RTF or ODT file from its bytes; ``name`` is for messages only.

    Raises ReadFailure with one of the error_code labels where the file cannot be read.
    """
    if not data:
        raise ReadFailure("EMPTY_FILE", f"{name} là tệp rỗng, không có byte nào.")
    document = _read(data, name, options)
    if document.format != "txt":
        document = recode_document(document)
    if not document.text.strip():
        raise ReadFailure("EMPTY_TEXT", f"{name} không có chữ nào.")
    return document


def _read(data: bytes, name: str, options: ReadOptions) -> RawDocument:
    # The readers of other formats are imported where they are needed: their libraries are slow to load.
    if data.startswith(_ZIP):
        return _read_zip(data, name)
    if data.startswith(OLE):
        return _read_ole(data, name)
    form = flat_form(data)
    if form == "docx":
        from pipeline.read.docx import read_flat_docx

        return read_flat_docx(data)
    if form is not None:
        from pipeline.read.office import read_office

        return read_office(data, form)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return _read_pdf(data, options)
    other = other_file(data)
    if other is not None:
        raise ReadFailure("NOT_A_DOCUMENT", f"{name} là {other}")
    return read_txt(data)


def _read_pdf(data: bytes, options: ReadOptions) -> RawDocument:
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


def _read_zip(data: bytes, name: str) -> RawDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.replace("\\", "/").lstrip("/") for member in archive.namelist()}
            is_word = is_word_package(archive, members)
            is_open, is_locked = open_document(archive, members)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ReadFailure("CORRUPT", f"{name} là tệp DOCX hoặc ZIP bị hỏng: {error}") from error
    if is_word:
        from pipeline.read.docx import read_docx

        return read_docx(data)
    if is_locked:
        raise ReadFailure("ENCRYPTED", f"{name} {_PASSWORD}")
    if is_open:
        from pipeline.read.office import read_office

        return read_office(data, "odt")
    raise ReadFailure("NOT_A_DOCUMENT", f"{name} là {other_archive(members)}")


def _read_ole(data: bytes, name: str) -> RawDocument:
    try:
        streams = OleFile(data)
        is_locked = "EncryptedPackage" in streams or ("WordDocument" in streams and streams.is_word_under_password())
    except BrokenDirectory as error:
        # Nothing to give to another program.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadFailure("ENCRYPTED", f"{name} {_PASSWORD}") from error
        code = "CORRUPT" if "WordDocument".encode("utf-16-le") in data else "NOT_A_DOCUMENT"
        raise ReadFailure(code, f"{name} là {old_office(data)}: {SAVE}.") from error
    if is_locked:
        raise ReadFailure("ENCRYPTED", f"{name} {_PASSWORD}")
    if "WordDocument" in streams:
        from pipeline.read.office import read_office

        return read_office(data, "doc")
    raise ReadFailure("NOT_A_DOCUMENT", f"{name} là {old_office(data, streams)}: {SAVE}.")
