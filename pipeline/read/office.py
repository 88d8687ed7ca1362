"""DOC, RTF and ODT: turned into DOCX by LibreOffice, and then read as that.

Each file is looked at before it is given to another program: what is no text document, or is under a password, is not.
"""

from __future__ import annotations

import contextlib
import dataclasses

from pipeline.bounds import OFFICE_BYTES
from pipeline.errors import ReadFailure
from pipeline.programs import missing
from pipeline.read.convert import ConversionError, NoProgram, bare_text, to_docx
from pipeline.read.docx import read_docx
from pipeline.read.raw import Problem, RawDocument

# A DOC with fewer letters is no report; catdoc finds as many in the fields of an empty one.
_FEW_LETTERS = 100

# What messages call a format that is not called by its ending.
_NAMES = {"fodt": "ODT (XML)", "xml": "Word 2003 (XML)"}


def read_office(data: bytes, form: str) -> RawDocument:
    """Read a document that other programs must turn into DOCX first.

    ``form`` is "doc", "rtf", "odt", "fodt" (an ODT as one XML file), "xml" (Word 2003) or "html".

    A DOC that LibreOffice cannot be had for is read as bare text by catdoc, and then has a problem. Raises ReadFailure:
    NEEDS_OFFICE where no program is there, CONVERSION where one was and delivered nothing.
    """
    name = _NAMES.get(form, form.upper())
    OFFICE_BYTES.check(len(data))
    try:
        converted = to_docx(data, form)
    except NoProgram:
        return _bare(data, form, ReadFailure("NEEDS_OFFICE", f"Tệp {name} cần LibreOffice: {missing('soffice')}."))
    except ConversionError as error:
        return _bare(data, form, ReadFailure("CONVERSION", str(error)))
    try:
        document = dataclasses.replace(read_docx(converted), format="odt" if form == "fodt" else form)
    except ReadFailure as failure:
        return _bare(data, form, failure)
    if form == "doc" and _letters(document.text) < _FEW_LETTERS:
        # LibreOffice makes an empty document of some damaged ones, and says that all went well.
        empty = ReadFailure("CONVERSION", "LibreOffice không tìm thấy chữ trong tệp này.")
        with contextlib.suppress(ReadFailure):
            return _bare(data, form, empty)
    return document


def _bare(data: bytes, form: str, failure: ReadFailure) -> RawDocument:
    """The bare text of a DOC, with what went wrong before; raises that where there is none worth reading."""
    if form != "doc":
        raise failure
    try:
        text = bare_text(data)
    except ConversionError:
        raise failure from None
    if _letters(text) < _FEW_LETTERS:
        raise failure
    lost = f"{failure.message} Chỉ đọc được chữ bằng catdoc, mất chú thích, số tự động của danh sách và bảng."
    return RawDocument(format=form, text=text, problems=(Problem(code=failure.code, message=lost),))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
