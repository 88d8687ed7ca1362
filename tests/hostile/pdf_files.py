"""Hostile PDFs, and what each is refused for."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

Case = tuple[str, bytes, str | None]

_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = b"BT /F1 12 Tf 72 700 Td (Xa tiep nhan 12 ho so) Tj ET"


def pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF of these objects, each with its number."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, root, start)
    return bytes(out)


def stream(content: bytes, described: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), described, content)


def page_of(content: bytes, described: bytes = b"", resources: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page with this stream of operators."""
    fonts = b"/Font<</F1 " + _FONT.encode() + b">>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s%s>>>>" % (box, fonts, resources)
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: page,
            4: stream(content, described),
        }
    )


def _tree(pages: bytes, kids: dict[int, bytes] | None = None) -> bytes:
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, **(kids or {})})


def pdf_files() -> Iterator[Case]:
    """PDF by what is wrong with them."""
    good = page_of(_WORDS)
    yield "head-only.pdf", b"%PDF-1.4\n", "CORRUPT"
    yield "half.pdf", good[: len(good) // 3], "CORRUPT"
    locked = io.BytesIO()
    canvas = Canvas(locked, encrypt=pdfencrypt.StandardEncryption("secret"))
    canvas.drawString(72, 700, "Bao cao")
    canvas.save()
    yield "locked.pdf", locked.getvalue(), "ENCRYPTED"
    yield "no-pages.pdf", _tree(b"<</Type/Pages/Kids[]/Count 0>>"), "CORRUPT"
    yield "pages-in-a-circle.pdf", _tree(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "CORRUPT"
    two = {3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>"}
    yield "pages-in-a-wide-circle.pdf", _tree(b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 18>>", two), "CORRUPT"
    page = {3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"}
    many = b"<</Type/Pages/Kids[%s]/Count 3000>>" % (b"3 0 R " * 3000)
    yield "pages.pdf", _tree(many, page), "LIMIT_PAGES"
    lying = b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"
    yield "lying-count.pdf", _tree(lying, page), "EMPTY_TEXT"
    lines = b"1 1 m 2 2 l S\n" * 350_000
    yield "million-operators.pdf", page_of(zlib.compress(lines, 1), b"/Filter/FlateDecode"), "LIMIT_OBJECTS"
    yield "letters.pdf", page_of(b"BT /F1 1 Tf " + b"(%s) Tj " % (b"ab " * 30) * 1_200 + b"ET"), "LIMIT_TEXT"
    packed = _WORDS
    for _ in range(10):
        packed = zlib.compress(packed)
    yield "packed-ten-times.pdf", page_of(packed, b"/Filter[%s]" % (b"/FlateDecode" * 10)), "LIMIT_EXPANSION"
    huge = zlib.compress(b" " * 160_000_000, 1)
    yield "huge-stream.pdf", page_of(huge, b"/Filter/FlateDecode"), "LIMIT_EXPANSION"
    yield "objects.pdf", good + b"9 0 obj\nendobj\n" * 500_001, "LIMIT_OBJECTS"


def _doubling(forms: int) -> bytes:
    """A page whose form draws another twice, which draws another twice, and so on."""
    drawn = page_of(_WORDS + b" /X Do", resources=b"/XObject<</X 5 0 R>>").partition(b"xref\n")[0]
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    for number in range(5, 5 + forms):
        inner = b"/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        drawn += b"%d 0 obj\n%s\nendobj\n" % (number, stream(b"/X Do /X Do", form + inner))
    drawn += b"%d 0 obj\n%s\nendobj\n" % (5 + forms, stream(b"1 1 m 9 9 l S", form))
    return drawn + b"trailer<</Root 1 0 R>>"


def pdf_tricks() -> Iterator[Case]:
    """PDF that can be read in spite of what is wrong, or that hold nothing."""
    form = b"/XObject<</X 5 0 R>>"
    circle = page_of(_WORDS + b" /X Do", resources=form).replace(b"xref", b"xre_")
    itself = b"5 0 obj\n" + stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % form)
    yield "form-in-itself.pdf", circle + itself + b"\nendobj\ntrailer<</Root 1 0 R>>", None
    yield "length-wrong.pdf", page_of(_WORDS).replace(b"/Length 52", b"/Length 9"), None
    yield "length-negative.pdf", page_of(_WORDS).replace(b"/Length 52", b"/Length -1"), None
    yield "page-without-end.pdf", page_of(_WORDS, box=b"0 0 1e30 1e30"), None
    yield "page-without-size.pdf", page_of(_WORDS, box=b"0 0 0 0"), None
    yield "drawing-only.pdf", page_of(b"1 1 m 200 200 l S"), "EMPTY_TEXT"
    deep = b"q " * 200_000 + _WORDS
    yield "saved-and-saved.pdf", page_of(deep), None
    brackets = page_of(_WORDS, resources=b"/Z" + b"[" * 20_000)
    yield "brackets.pdf", brackets, None
    yield "forms-two-to-the-forty.pdf", _doubling(40), "LIMIT_OBJECTS"
    run = page_of(_WORDS).replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    yield "script.pdf", run, None
