"""A work paper as DOCX, in the form of an office's own papers."""

from __future__ import annotations

import io
from typing import Any

from pipeline.export.cells import undated
from pipeline.paper_record import HEADING, NOTE, SIGNATURES, Item, Paper

_FONT, _SIZE = "Times New Roman", 13


def as_docx(paper: Paper) -> bytes:
    """The paper as a Word file; the same paper gives the same bytes."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(HEADING).bold = True
    about = document.add_table(rows=0, cols=2)
    widths = Cm(4.5), Cm(10.5)
    about.autofit = False
    about.columns[0].width, about.columns[1].width = widths
    for name, value in paper.about:
        cells = about.add_row().cells
        cells[0].paragraphs[0].add_run(name).bold = True
        cells[1].text = _printable(value)
        # Word takes a column's width from its cells, LibreOffice from the table.
        cells[0].width, cells[1].width = widths
    document.add_paragraph(paper.summary)
    for item in paper.items:
        _add(document, item)
    document.add_paragraph(NOTE).runs[0].italic = True
    signed = document.add_table(rows=1, cols=len(SIGNATURES))
    for cell, name in zip(signed.rows[0].cells, SIGNATURES, strict=True):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].add_run(name).bold = True
    written = io.BytesIO()
    document.save(written)
    return undated(written.getvalue())


def _add(document: Any, item: Item) -> None:
    heading = document.add_paragraph()
    heading.add_run(_printable(item.heading)).bold = True
    heading.paragraph_format.keep_with_next = True
    for part in item.parts:
        lead = document.add_paragraph()
        lead.add_run(f"{part.name}: ").bold = True
        if part.form == "listed":
            lead.paragraph_format.keep_with_next = True
            for line in part.lines:
                document.add_paragraph(_printable(line), style="List Bullet")
        else:
            run = lead.add_run(_printable(part.lines[0]))
            if part.form == "quoted":
                run.italic = True


def _printable(text: str) -> str:
    """The text without control characters, which XML cannot hold.

    >>> _printable("a\\x0cb")
    'a b'
    """
    return "".join(c if c >= " " or c in "\n\t" else " " for c in text)
