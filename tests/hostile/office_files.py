"""Hostile Word and OpenDocument packages, and what each is refused for."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Case = tuple[str, bytes, str | None]
"""A file's name, its bytes, and its reason code; None where it is read whole."""

MAIN = "word/document.xml"


def paragraph(text: str = "Xã tiếp nhận 12 hồ sơ.", look: str = "") -> str:
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def body(inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{inner}</w:body></w:document>'


def package(main: str | bytes, *more: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(MAIN, main)
        for name, data in more:
            archive.writestr(name, data)
    return raw.getvalue()


def with_size(data: bytes, name: str, size: int) -> bytes:
    """The archive with another unpacked size of a member, in its directory and before the member itself."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo(name)
    struct.pack_into("<I", changed, member.header_offset + 22, size)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        if changed[at + 46 : at + 46 + len(name)] == name.encode():
            struct.pack_into("<I", changed, at + 24, size)
        at += 4
    return bytes(changed)


def _laughs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return f"<!DOCTYPE w:document [{entities}]>"


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph() + "</w:tc></w:tr></w:tbl>" * depth


def _spans(written: str) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{written}"/></w:tcPr>{paragraph()}</w:tc>'
    return f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('5')}</w:tc></w:tr></w:tbl>"


def word_packages() -> Iterator[Case]:
    """DOCX by what is wrong with the package."""
    good = package(body(paragraph()))
    yield "half.docx", good[: len(good) // 2], "CORRUPT"
    yield "tail-only.docx", b"PK\x03\x04" + good[-200:], "CORRUPT"
    yield "bomb-ratio.docx", package(body(paragraph(" " * 40_000_000))), "LIMIT_EXPANSION"
    zeros = b"\0" * 30_000_000
    yield "bomb-beside.docx", package(body(paragraph()), ("word/a.html", zeros)), "LIMIT_EXPANSION"
    yield "white-picture.docx", package(body(paragraph()), ("word/media/image1.bmp", zeros)), None
    yield "promises-much.docx", with_size(good, MAIN, 4_000_000_000), "LIMIT_EXPANSION"
    yield "promises-little.docx", with_size(package(body(paragraph(" " * 9_000_000))), MAIN, 120), "CORRUPT"
    yield "members.docx", package(body(""), *((f"word/{n}.xml", "") for n in range(10_001))), "LIMIT_MEMBERS"
    # Two members of one name; zipfile itself warns of it.
    twin = package(body(paragraph()), ("word/documenT.xml", body(paragraph("Khác"))))
    yield "twins.docx", twin, "UNSAFE_NAMES"
    for name, path in (("up", "../../etc/passwd"), ("drive", "C:\\a.xml"), ("back", "word\\..\\..\\a.xml")):
        yield f"escapes-{name}.docx", package(body(paragraph()), (path, "x")), "UNSAFE_NAMES"
    yield "bzip2.docx", package(body(paragraph()), method=zipfile.ZIP_BZIP2), "CORRUPT"
    yield "lzma.docx", package(body(paragraph()), method=zipfile.ZIP_LZMA), "CORRUPT"
    locked = bytearray(good)
    for at, offset in ((0, 6), (good.find(b"PK\x01\x02"), 8)):
        locked[at + offset] |= 1
    at = good.find(b"PK\x03\x04", 4)
    locked[at + 6] |= 1
    locked[good.find(b"PK\x01\x02", good.find(b"PK\x01\x02") + 4) + 8] |= 1
    yield "member-locked.docx", bytes(locked), "ENCRYPTED"
    flipped = bytearray(package(body(paragraph() * 50), method=zipfile.ZIP_STORED))
    flipped[flipped.find(b"12 h")] ^= 1
    yield "flipped-bit.docx", bytes(flipped), "CORRUPT"
    yield "no-body.docx", package(f'<w:document xmlns:w="{_W}"/>'), "CORRUPT"
    yield "no-text.docx", package(body("<w:p/>")), "EMPTY_TEXT"
    picture = ("word/media/image1.png", b"\x89PNG\r\n\x1a\n")
    yield "picture-only.docx", package(body("<w:p/>"), picture), "NEEDS_OCR"


def word_parts() -> Iterator[Case]:
    """DOCX by what is wrong with their XML."""
    main = body(paragraph("&a9;"), f'<?xml version="1.0"?>{_laughs()}')
    yield "laughs.docx", package(main), "UNSAFE_XML"
    outside = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield "outside-entity.docx", package(body(paragraph("&x;"), outside)), "UNSAFE_XML"
    in_attribute = body('<w:p w:x="&a9;"/>', f'<?xml version="1.0"?>{_laughs()}')
    yield "laughs-in-attribute.docx", package(in_attribute), "UNSAFE_XML"
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]>'
    yield "laughs-utf-16.docx", package(body(paragraph("&x;"), wide).encode("utf-16")), "UNSAFE_XML"
    seven = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>' + body(paragraph(), "").encode()
    yield "utf-7.docx", package(seven), "UNSAFE_XML"
    four = body(paragraph(), '<?xml version="1.0" encoding="UTF-32"?><!DOCTYPE a>').encode("utf-32-le")
    yield "utf-32.docx", package(four), "UNSAFE_XML"
    ebcdic = body(paragraph("12"), '<?xml version="1.0" encoding="cp037"?><!DOCTYPE a>').encode("cp037")
    yield "ebcdic.docx", package(ebcdic), "UNSAFE_XML"
    styles = f'<?xml version="1.0"?>{_laughs()}<w:styles xmlns:w="{_W}">&a9;</w:styles>'
    yield "laughs-in-styles.docx", package(body(paragraph()), ("word/styles.xml", styles)), "UNSAFE_XML"
    relations = f'<?xml version="1.0"?>{_laughs()}<Relationships>&a9;</Relationships>'
    yield "laughs-in-rels.docx", package(body(paragraph()), ("_rels/.rels", relations)), "UNSAFE_XML"
    deep = "<w:sdt><w:sdtContent>" * 900 + paragraph() + "</w:sdtContent></w:sdt>" * 900
    yield "deep.docx", package(body(deep)), "LIMIT_DEPTH"
    yield "deeper.docx", package(body("<w:sdt>" * 100_000)), "LIMIT_DEPTH"
    links = "<w:hyperlink>" * 1_500 + "<w:r><w:t>a</w:t></w:r>" + "</w:hyperlink>" * 1_500
    yield "deep-links.docx", package(body(f"<w:p>{links}</w:p>")), "LIMIT_DEPTH"
    yield "tables-in-tables.docx", package(body(_nested_tables(60))), "LIMIT_DEPTH"
    yield "wide-cell.docx", package(body(_spans("2147483647"))), "LIMIT_SPAN"
    yield "wide-cell-in-digits.docx", package(body(_spans("9" * 5000))), "LIMIT_SPAN"
    yield "cell-of-no-number.docx", package(body(_spans("²"))), None
    row = "<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr></w:tc>' * 100 + "</w:tr>"
    yield "cells.docx", package(body(paragraph() + f"<w:tbl>{row * 100}</w:tbl>")), "LIMIT_CELLS"
    yield "paragraphs.docx", package(body("<w:p/>" * 200_001), method=zipfile.ZIP_STORED), "LIMIT_PARAGRAPHS"
    yield "tags.docx", package(body("<a/>" * 4_000_001), method=zipfile.ZIP_STORED), "LIMIT_ELEMENTS"
    long = "".join(map(str, range(26_000)))
    yield "long-paragraph.docx", package(body(paragraph(long))), "LIMIT_LINE"


def word_tricks() -> Iterator[Case]:
    """DOCX that are whole, and lead readers round in circles or into large numbers."""
    style = (
        f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    based = paragraph(look='<w:pPr><w:pStyle w:val="A"/></w:pPr>')
    yield "styles-in-a-circle.docx", package(body(based), ("word/styles.xml", style)), None
    numbering = (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="999999999"/>'
        f'<w:numFmt w:val="{{form}}"/><w:lvlText w:val="{"%1." * 3000}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = paragraph(look='<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    for form in ("upperRoman", "lowerLetter"):
        part = ("word/numbering.xml", numbering.replace("{form}", form))
        yield f"numbers-{form}.docx", package(body(listed * 200), part), None
    chunk = f'{_RELATIONS}<Relationship Id="r1" Type="{_OFFICE}/aFChunk" Target="a.docx"/></Relationships>'
    relation = ("word/_rels/document.xml.rels", chunk)
    inner = package(body(paragraph("&a9;"), f'<?xml version="1.0"?>{_laughs()}'))
    holder = body(paragraph() + '<w:altChunk r:id="r1"/>')
    yield "laughs-inside.docx", package(holder, relation, ("word/a.docx", inner)), "UNSAFE_XML"
    for _ in range(6):
        inner = package(holder, relation, ("word/a.docx", inner))
    yield "files-in-files.docx", inner, "PART_UNREAD"
    page = b"<html><body>" + b"<div>" * 3000 + b"a"
    yield "deep-page.docx", package(holder, relation, ("word/a.docx", page)), None
    note = f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="1"><w:p><w:r><w:footnoteReference w:id="1"/><w:t>a</w:t>'
    notes = ("word/footnotes.xml", note + "</w:r></w:p></w:footnote></w:footnotes>")
    called = '<w:p><w:r><w:t>Xã</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    yield "note-on-itself.docx", package(body(called), notes), None


def other_packages() -> Iterator[Case]:
    """ODT, flat XML and what is no document."""
    kind = "application/vnd.oasis.opendocument.text"

    def odt(content: str, *more: tuple[str, str | bytes]) -> bytes:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
            archive.writestr("content.xml", content)
            for name, data in more:
                archive.writestr(name, data)
        return raw.getvalue()

    yield "laughs.odt", odt(f'<?xml version="1.0"?>{_laughs()}<a>&a9;</a>'), "UNSAFE_XML"
    yield "bomb.odt", odt(" " * 40_000_000), "LIMIT_EXPANSION"
    yield "escapes.odt", odt("<a/>", ("../a", "x")), "UNSAFE_NAMES"
    locked = ("META-INF/manifest.xml", "<manifest:encryption-data/>")
    yield "locked.odt", odt("x", locked), "ENCRYPTED"
    # Found by fuzzing: what unpacks to nothing, and what asks for a password member by member.
    whole = odt("<a>" + "".join(map(chr, range(0x4E00, 0x5200))) + "</a>")
    packed = whole.rindex(b"content.xml", 0, whole.index(b"PK\x01\x02")) + len(b"content.xml")
    yield "torn-stream.odt", whole[: packed + 9] + b"\xff" * 40 + whole[packed + 49 :], "CORRUPT"
    asked = bytearray(odt("<a/>", ("styles.xml", "<a/>")))
    for at in (match.start() for match in re.finditer(b"PK\x01\x02", asked)):
        asked[at + 8] |= 1
    yield "password.odt", bytes(asked), "ENCRYPTED"
    flat = f'<?xml version="1.0"?>{_laughs()}<office:document office:mimetype="{kind}">&a9;</office:document>'
    yield "laughs.fodt", flat.encode(), "UNSAFE_XML"
    package_xml = f'<?xml version="1.0"?>{_laughs()}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'
    yield "laughs.xml", package_xml.encode(), "UNSAFE_XML"
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    yield "sheet.docx", sheet.getvalue(), "TYPE_MISMATCH"
    yield "empty.zip", b"PK\x05\x06" + b"\0" * 18, "NOT_A_DOCUMENT"
