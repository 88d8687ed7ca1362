"""The format is decided by what is in the file, and what cannot be read says why."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile

import pytest
import regex
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import ReadFailure
from pipeline.read.document import read_document
from pipeline.read.options import ReadOptions
from tests.make_formats import repacked, to_docx, to_pdf

TEXT = "1. Cải cách thể chế\nTrong quý, xã đã ban hành 02 văn bản."


def _pdf(draw: bool = True, password: str | None = None) -> bytes:
    raw = io.BytesIO()
    canvas = Canvas(raw, encrypt=pdfencrypt.StandardEncryption(password) if password else None)
    if draw:
        canvas.drawString(72, 700, "Bao cao")
    else:
        canvas.drawInlineImage(_picture(), 0, 0, 500, 700)
    canvas.showPage()
    canvas.save()
    return raw.getvalue()


def _picture() -> object:
    from PIL import Image

    return Image.new("L", (8, 8), 128)


def _zip(*names: str, **members: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, data in members.items():
            archive.writestr(name, data)
    return raw.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _ole(*names: str, begin: bytes = b"") -> bytes:
    """An OLE file with these streams at its top, each the same sector; sectors: table, directory, data."""
    header = bytearray(_OLE.ljust(512, b"\xff"))
    struct.pack_into("<5H", header, 24, 62, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", header, 76, 0)
    table = struct.pack("<4I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFF)
    entries = [_entry("Root Entry", 5, child=1)]
    for number, name in enumerate(names, start=1):
        entries.append(_entry(name, 2, right=number + 1 if number < len(names) else 0xFFFFFFFF))
    sectors = [table.ljust(512, b"\xff"), b"".join(entries).ljust(512, b"\0"), begin.ljust(512, b"\0")]
    return bytes(header) + b"".join(sectors)


def _entry(name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xII4x", written, len(written), kind, 1, 0xFFFFFFFF, right, child, 2, 4096)


FAILURES = [
    pytest.param(b"", "EMPTY_FILE", id="no bytes"),
    pytest.param(b" \r\n\t", "EMPTY_TEXT", id="white space only"),
    pytest.param(b"\xef\xbb\xbf", "EMPTY_TEXT", id="a byte order mark only"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "NOT_A_DOCUMENT", id="a picture"),
    pytest.param(_zip("xl/workbook.xml"), "NOT_A_DOCUMENT", id="a spreadsheet"),
    pytest.param(b"<!DOCTYPE html><html><body>a</body></html>", "NOT_A_DOCUMENT", id="HTML"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "NOT_A_DOCUMENT", id="Word of before 2007"),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "ENCRYPTED",
        id="a DOCX under a password",
    ),
    pytest.param(
        _ole("EncryptedPackage", "EncryptionInfo"), "ENCRYPTED", id="a DOCX under a password, by its directory"
    ),
    pytest.param(
        _ole("WordDocument", begin=struct.pack("<H8xH", 0xA5EC, 0x0100)), "ENCRYPTED", id="a DOC under a password"
    ),
    pytest.param(
        _zip(
            mimetype=b"application/vnd.oasis.opendocument.text",
            **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"},
        ),
        "ENCRYPTED",
        id="an ODT under a password",
    ),
    pytest.param(
        _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "NOT_A_DOCUMENT", id="a sheet of OpenDocument"
    ),
    pytest.param(
        _OLE + b"WordDocument".join([b"\0" * 600, b""]), "NOT_A_DOCUMENT", id="an OLE file without a directory"
    ),
    pytest.param(_OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "CORRUPT", id="half a DOC"),
    pytest.param(to_docx(TEXT)[:900], "CORRUPT", id="half a DOCX"),
    pytest.param(
        repacked(to_docx(TEXT), {"word/document.xml": lambda _: "<w:document"}), "CORRUPT", id="DOCX with broken XML"
    ),
    pytest.param(b"%PDF-1.4\nnothing", "CORRUPT", id="a PDF's head alone"),
    pytest.param(_pdf()[:300], "CORRUPT", id="half a PDF"),
    pytest.param(_pdf(password="secret"), "ENCRYPTED", id="a PDF under a password"),
    pytest.param(_pdf(draw=False), "NEEDS_OCR", id="a scanned page"),
    pytest.param(bytes(range(32)) * 20, "NOT_A_DOCUMENT", id="binary data"),
    pytest.param(b"\x01\0\x02\0\x03\0\x04\0" * 90, "NOT_A_DOCUMENT", id="small numbers of 16 bits"),
    pytest.param(b"a\0\0\0b\0\0\0" * 90, "NOT_A_DOCUMENT", id="small numbers of 32 bits"),
    pytest.param("Báo cáo".encode("utf-16-le")[:-1], "ENCODING", id="UTF-16 cut inside a character"),
    pytest.param(b"S: 12\nT\xfb 98", "ENCODING", id="a charset of bytes, and too few words to tell which"),
]


_ENGLISH = {"the", "is", "no", "not", "of", "it", "was", "were", "without", "holds", "save", "damaged", "file"}


def _is_vietnamese(message: str) -> bool:
    """What stands before a library's own words is Vietnamese."""
    own = message.partition(" bị hỏng: ")[0]
    words = set(regex.findall(r"\w+", own.lower()))
    return not own.isascii() and words.isdisjoint(_ENGLISH)


@pytest.mark.parametrize(("data", "code"), FAILURES)
def test_says_why_a_file_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(ReadFailure) as raised:
        read_document(data, "bao-cao.txt", ReadOptions(ocr="never"))
    assert raised.value.code == code
    assert raised.value.message.endswith((".", ")")) or ":" in raised.value.message
    assert _is_vietnamese(raised.value.message)


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_OTHERS = [
    pytest.param(b"\xff\xd8\xff\xe0\x10JFIF\x01\x02 no zeros here", "ảnh JPEG", id="JPEG without zeros"),
    pytest.param(b"\x89PNG\r\n\x1a\n", "ảnh PNG", id="PNG"),
    pytest.param(b"GIF89a" + b"abc" * 20, "ảnh GIF", id="GIF"),
    pytest.param(b"II*\0" + b"abc" * 200, "ảnh TIFF", id="TIFF, little end first"),
    pytest.param(b"MM\0*" + b"abc" * 200, "ảnh TIFF", id="TIFF, big end first"),
    pytest.param(b"RIFF\x10\x20\0\0WEBPVP8 ", "ảnh WebP", id="WebP"),
    pytest.param(b"\0\0\0\x18ftypheic", "ảnh HEIC", id="HEIC"),
    pytest.param(b"Rar!\x1a\x07\x01\0", "tệp nén RAR", id="RAR"),
    pytest.param(b"7z\xbc\xaf\x27\x1c\0\x04", "tệp nén 7z", id="7z"),
    pytest.param(b"\xef\xbb\xbf\r\n<HTML><body>a</body>", "trang HTML", id="HTML after a byte order mark"),
    pytest.param(b"<meta charset='utf-8'><p>a", "trang HTML", id="HTML without its root"),
    pytest.param(b"<?xml version='1.0'?><a/>", "tệp XML", id="XML"),
    pytest.param(b"\xdb\xa5-\0\0\0\t\4" + b"\0" * 99, "văn bản Word 2", id="Word of before OLE"),
    pytest.param(_OLD_OFFICE + "Workbook".encode("utf-16-le"), "bảng tính Excel đời cũ (.xls)", id="XLS"),
    pytest.param(_OLD_OFFICE, "tệp Office đời cũ", id="another OLE file"),
    pytest.param(_zip("xl/workbook.xml"), "bảng tính Excel", id="XLSX"),
    pytest.param(_zip("META-INF/manifest.xml"), "văn bản OpenDocument", id="ODT"),
    pytest.param(_zip("a.txt"), "tệp nén ZIP, không phải DOCX", id="ZIP"),
    pytest.param(_zip(), "tệp nén ZIP, không phải DOCX", id="an empty ZIP"),
    pytest.param(_zip("%PDF-1.4.pdf"), "tệp nén ZIP, không phải DOCX", id="a ZIP with a PDF in it"),
    pytest.param(_ole("Workbook", "WordDocument-copy"), "bảng tính Excel đời cũ (.xls)", id="a real XLS"),
    pytest.param(_ole("PowerPoint Document"), "bản trình chiếu PowerPoint đời cũ (.ppt)", id="a real PPT"),
]


@pytest.mark.parametrize(("data", "kind"), _OTHERS)
def test_says_what_a_file_is_that_is_no_report(data: bytes, kind: str) -> None:
    with pytest.raises(ReadFailure) as raised:
        read_document(data, "tep")
    assert raised.value.code == "NOT_A_DOCUMENT"
    assert raised.value.message.startswith((f"tep là {kind}:", f"tep là {kind}, không phải văn bản:"))


@pytest.mark.parametrize("text", ["GIF là một loại ảnh.", "<b> BÁO CÁO", "II. KẾT QUẢ", "MM", "RIFF", "BM"])
def test_a_text_that_begins_like_another_file_is_text(text: str) -> None:
    assert read_document(text.encode(), "a.txt").format == "txt"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        pytest.param(TEXT.encode(), "txt", id="txt"),
        pytest.param(to_docx(TEXT), "docx", id="docx"),
        pytest.param(to_pdf(TEXT), "pdf", id="pdf"),
    ],
)
def test_the_name_decides_nothing(data: bytes, form: str) -> None:
    assert read_document(data, "report.bin").format == form


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TEXT.encode(), "utf-8", id="without a mark"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig", id="UTF-8 with its mark"),
        pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", id="UTF-16, little end first"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", id="UTF-16, big end first"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", id="UTF-16, little end first, without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="UTF-16, big end first, without a mark"),
    ],
)
def test_decodes_text_after_its_mark(data: bytes, encoding: str) -> None:
    raw = read_document(data, "a.txt")
    assert (raw.text, raw.encoding) == (TEXT, encoding)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"S: 12\nT\xfb 98", "có thể là TCVN3", id="one word that may be in TCVN3"),
        pytest.param(TEXT.encode()[:-9], "UTF-8 bị hỏng hoặc bị cắt", id="UTF-8 cut inside a character"),
        pytest.param(
            "Báo cáo".encode("utf-16-le")[:-1], "UTF-16-LE bị hỏng hoặc bị cắt từ byte thứ 13", id="half UTF-16"
        ),
    ],
)
def test_tells_another_encoding_from_a_damaged_text(data: bytes, said: str) -> None:
    with pytest.raises(ReadFailure) as raised:
        read_document(data, "a.txt")
    assert raised.value.code == "ENCODING"
    assert said in raised.value.message


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(b"C\xabng t\xb8c c\xb6i c\xb8ch", "tcvn3", id="TCVN3"),
        pytest.param("Coâng taùc caûi caùch".encode("cp1252"), "vni", id="VNI"),
        pytest.param("Công ta\u0301c ca\u0309i ca\u0301ch".encode("cp1258"), "windows-1258", id="Windows-1258"),
    ],
)
def test_decodes_charsets_from_before_unicode(data: bytes, encoding: str) -> None:
    raw = read_document(data, "a.txt")
    assert (raw.text, raw.encoding, raw.problems) == ("Công tác cải cách", encoding, ())


def test_decodes_combining_marks_in_utf_16_without_a_mark() -> None:
    text = unicodedata.normalize("NFD", "Về hòa giải và xử lý đơn thư: " * 3)
    assert read_document(text.encode("utf-16-le"), "a.txt").text == text


def test_lost_characters_are_a_problem() -> None:
    raw = read_document("Công t\ufffdc".encode(), "a.txt")
    assert [problem.code for problem in raw.problems] == ["ENCODING"]
    assert raw.problems[0].message == "1 ký tự đã mất từ trước khi lưu tệp (U+FFFD)."
