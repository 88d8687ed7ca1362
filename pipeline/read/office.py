"""DOC, RTF and ODT: turned into DOCX by LibreOffice, and then read as that.

Each file is looked at before it is given to another program: what is no text document, or is under a password, is not.
"""

from __future__ import annotations

import dataclasses

from pipeline.errors import ReadFailure
from pipeline.programs import missing
from pipeline.read.convert import ConversionError, NoProgram, bare_text, to_docx
from pipeline.read.docx import read_docx
from pipeline.read.raw import Problem, RawDocument

# No report is as large; LibreOffice would take all the time it may have.
_MOST_BYTES = 100_000_000

# What messages call a format that is not called by its ending.
_NAMES = {"fodt": "ODT (XML)", "xml": "Word 2003 (XML)"}


def read_office(data: bytes, form: str) -> RawDocument:
    """Read a document that other programs must turn into DOCX first.

    ``form`` is "doc", "rtf", "odt", "fodt" (an ODT as one XML file), "xml" (Word 2003) or "html".

    A DOC that LibreOffice cannot be had for is read as bare text by catdoc, and then has a problem. Raises ReadFailure:
    NEEDS_OFFICE where no program is there, CONVERSION where one was and delivered nothing.
    """
    name = _NAMES.get(form, form.upper())
    if len(data) > _MOST_BYTES:
        raise ReadFailure("CONVERSION", f"Tệp {name} lớn hơn {_MOST_BYTES // 1_000_000} MB, không chuyển đổi.")
    try:
        converted = to_docx(data, form)
    except NoProgram:
        reason, code = f"Tệp {name} cần LibreOffice: {missing('soffice')}.", "NEEDS_OFFICE"
    except ConversionError as error:
        reason, code = str(error), "CONVERSION"
    else:
        return dataclasses.replace(read_docx(converted), format="odt" if form == "fodt" else form)
    if form != "doc":
        raise ReadFailure(code, reason)
    try:
        text = bare_text(data)
    except ConversionError:
        raise ReadFailure(code, reason) from None
    lost = f"{reason} Chỉ đọc được chữ bằng catdoc, mất chú thích, số tự động của danh sách và bảng."
    return RawDocument(format=form, text=text, problems=(Problem(code=code, message=lost),))
