"""Which reader a file is for, by what is in it: its name is not trusted."""

from __future__ import annotations

import io
import zipfile

from pipeline import bounds
from pipeline.errors import ReadFailure
from pipeline.read.ole import OLE, BrokenDirectory, OleFile
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.read.other_files import (
    SAVE,
    flat_form,
    is_word_package,
    no_document,
    old_office,
    open_document,
    other_archive,
    other_file,
)
from pipeline.read.preflight import check_package, check_pdf, check_rtf, check_size, check_text, check_xml, unpacked
from pipeline.read.raw import RawDocument
from pipeline.read.recode import recode_document
from pipeline.read.txt import read_txt

# A PDF may have some bytes before its head.
_PDF_HEAD = 1024

# A member of a ZIP archive, or the end of one that has none.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

# Documents of one XML file that LibreOffice reads.
_XML_FORMS = ("xml", "fodt")

_PASSWORD = "có mật khẩu: hãy lưu lại không có mật khẩu."


def read_document(data: bytes, name: str, options: ReadOptions = DEFAULT) -> RawDocument:
    """Read a TXT, DOCX, PDF, DOC, RTF or ODT file from its bytes; ``name`` is for messages only.

    Raises ReadFailure with one of the error_code labels where the file cannot be read.
    """
    if not data:
        raise ReadFailure("EMPTY_FILE", f"{name} là tệp rỗng, không có byte nào.")
    check_size(len(data))
    document = _read(data, name, options)
    check_text(document.text)
    if document.format != "txt":
        document = recode_document(document)
    if not any(map(str.isalnum, document.text)):
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

        if form in _XML_FORMS:
            check_xml(data)
        if form == "rtf":
            check_rtf(data)

        return read_office(data, form)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return _read_pdf(data, options)
    other = other_file(data)
    if other is not None:
        raise ReadFailure(no_document(name), f"{name} là {other}")
    bounds.TEXT_BYTES.check(len(data))
    try:
        return read_txt(data)
    except ReadFailure as failure:
        if failure.code != "NOT_A_DOCUMENT":
            raise
        raise ReadFailure(no_document(name), failure.message) from failure


def _read_pdf(data: bytes, options: ReadOptions) -> RawDocument:
    """A PDF, its scanned pages recognized; why one was not is the document's first problem."""
    check_pdf(data)
    from pipeline.read.ocr import recognizer
    from pipeline.read.pdf import read_pdf

    scans = recognizer(options)
    if scans is None:
        return read_pdf(data)
    try:
        return read_pdf(data, scans)
    except ReadFailure as failure:
        if failure.code != "NEEDS_OCR" or not scans.problems:
            raise
        told = " ".join(problem.message for problem in scans.problems)
        raise ReadFailure(scans.problems[0].code, told) from failure


def _read_zip(data: bytes, name: str) -> RawDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.replace("\\", "/").lstrip("/") for member in archive.namelist()}
            is_word = is_word_package(archive, members)
            is_open, is_locked = open_document(archive, members)
            if is_open:
                _check_open_document(archive)
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
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_package(archive)
        if any(member.flag_bits & 1 for member in archive.infolist()):
            raise ReadFailure("ENCRYPTED", f"{name} {_PASSWORD}")
    raise ReadFailure(no_document(name), f"{name} là {other_archive(members)}")


def _check_open_document(archive: zipfile.ZipFile) -> None:
    """Raise ReadFailure for an ODT that must not be given to another program."""
    check_package(archive)
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise ReadFailure("ENCRYPTED", f"Gói ODT {_PASSWORD}")
    for member in archive.infolist():
        if member.filename.endswith(".xml"):
            check_xml(unpacked(archive, member))


def _read_ole(data: bytes, name: str) -> RawDocument:
    try:
        streams = OleFile(data)
        is_locked = "EncryptedPackage" in streams or ("WordDocument" in streams and streams.is_word_under_password())
    except BrokenDirectory as error:
        # Nothing to give to another program.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadFailure("ENCRYPTED", f"{name} {_PASSWORD}") from error
        is_word = "WordDocument".encode("utf-16-le") in data or name.lower().endswith(".doc")
        code = "CORRUPT" if is_word else "NOT_A_DOCUMENT"
        raise ReadFailure(code, f"{name} là {old_office(data)}: {SAVE}.") from error
    if is_locked:
        raise ReadFailure("ENCRYPTED", f"{name} {_PASSWORD}")
    if "WordDocument" in streams:
        from pipeline.read.office import read_office

        return read_office(data, "doc")
    raise ReadFailure(no_document(name), f"{name} là {old_office(data, streams)}: {SAVE}.")
