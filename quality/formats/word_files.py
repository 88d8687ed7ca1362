"""Word files: real footnotes, tables, and with what archives have in them besides."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.table import Table

from quality.formats.parts import RAISED, parts_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def to_docx(text: str) -> bytes:
    """A Word document with real footnotes, made by writing the footnotes part by hand."""
    parts = parts_of(text)
    document = docx.Document()
    numbers: list[str] = []
    for block in parts.blocks:
        if isinstance(block, list):
            add_table(document, block)
            continue
        paragraph = document.add_paragraph()
        for piece in re.split(f"([{RAISED}]+)", block):
            if piece in parts.notes:
                numbers.append(piece)
                run = paragraph.add_run()
                reference = run._r.makeelement(f"{{{W}}}footnoteReference", {f"{{{W}}}id": str(len(numbers))})
                run._r.append(reference)
            elif piece:
                paragraph.add_run(piece)
    raw = io.BytesIO()
    document.save(raw)
    notes = [parts.notes[number] for number in numbers]
    return with_notes(raw.getvalue(), notes) if notes else raw.getvalue()


def add_table(document: Document, rows: list[list[str]]) -> Table:
    """A ruled table at the end of a document."""
    table: Table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    table.style = "Table Grid"
    for made, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(made.cells, row, strict=False):
            cell.text = words
    return table


def with_notes(package: bytes, notes: list[list[str]]) -> bytes:
    """A DOCX package with these footnotes, each a list of paragraphs, under the ids 1, 2, 3 …"""
    xml = [f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>']
    for number, body in enumerate(notes, start=1):
        paragraphs = "".join(
            f"<w:p>{'<w:r><w:footnoteRef/></w:r>' if i == 0 else ''}"
            f'<w:r><w:t xml:space="preserve">{" " if i == 0 else ""}{escape(line)}</w:t></w:r></w:p>'
            for i, line in enumerate(body)
        )
        xml.append(f'<w:footnote w:id="{number}">{paragraphs}</w:footnote>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    return repacked(
        package,
        {
            "word/footnotes.xml": lambda _: "".join([*xml, "</w:footnotes>"]),
            "[Content_Types].xml": lambda old: old.replace(
                "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
            ),
            "word/_rels/document.xml.rels": lambda old: old.replace(
                "</Relationships>",
                f'<Relationship Id="rIdNotes" Type="{relation}" Target="footnotes.xml"/></Relationships>',
            ),
        },
    )


def repacked(package: bytes, changes: dict[str, Callable[[str], str]]) -> bytes:
    """A ZIP package with some members rewritten by functions of their old text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(n for n in changes if n not in old.namelist())]:
            data = old.read(name) if name in old.namelist() else b""
            change = changes.get(name)
            new.writestr(name, change(data.decode()) if change else data)
    return out.getvalue()
