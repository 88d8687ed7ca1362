"""Builds Word documents from their XML, for tests."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.read.document import read_document
from tests.make_formats import repacked

W = nsdecls("w")
_OLDER = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def text_of(xml: str, change: dict[str, Callable[[str], str]] | None = None) -> str:
    """The text of a document whose body is this XML."""
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r', 'm')} {_OLDER}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    raw = io.BytesIO()
    document.save(raw)
    data = repacked(raw.getvalue(), dict(change)) if change else raw.getvalue()
    return read_document(data, "a.docx").text.strip("\n")


def p(*runs: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(depth: int, form: str, text: str, extra: str = "") -> str:
    """A level of a list."""
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


OUTLINE = [
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
]
BULLETS = [level(0, "bullet", "\uf0b7"), level(1, "bullet", "+")]


def numbering(old: str, nums: str = "") -> str:
    """A numbering part with the lists 91 and 92."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'
        for number, levels in ((91, OUTLINE), (92, BULLETS))
    )
    own = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (91, 92)) + nums
    head, sep, rest = old.partition(">")
    if head.startswith("<?xml"):
        second, sep2, rest = rest.partition(">")
        head, sep = head + sep + second, sep2
    return f"{head}{sep}{lists}{own}{rest}"


def listed(text: str, depth: int, number: int = 91) -> str:
    """A paragraph of a list."""
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def numbered(xml: str, nums: str = "") -> list[str]:
    """The lines of a document with these lists."""
    return text_of(xml, {"word/numbering.xml": lambda old: numbering(old, nums)}).split("\n")


def cell(text: str, properties: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text)) if text else p()}</w:tc>"
