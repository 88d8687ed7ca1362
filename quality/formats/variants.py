"""Every way in which a sample report is made anew, and how well it has to be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial

from pipeline.programs import find
from pipeline.read.legacy import Charset
from quality.formats.office_files import converted
from quality.formats.pdf_files import to_pdf
from quality.formats.rich_word_files import to_rich_docx, to_silent_tcvn3_docx, to_tcvn3_docx
from quality.formats.text_files import to_decomposed, to_legacy_txt, to_txt, to_utf_16
from quality.formats.word_files import to_docx

Maker = Callable[[Mapping[str, str]], dict[str, bytes]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A format: how files are made in it from normalized texts by name, and the least F1 of facts read from them.

    ``missing`` names the program without which it cannot be made or read, None where there is none missing.
    """

    name: str
    ending: str
    goal: float
    make: Maker
    missing: str | None = None


def variants() -> tuple[Variant, ...]:
    """All formats, the text formats first."""
    return (*_texts(), *_office(), *_pdfs(), *_scans())


def _each(make: Callable[[str], bytes]) -> Maker:
    return lambda texts: {name: make(text) for name, text in texts.items()}


def _texts() -> tuple[Variant, ...]:
    legacy = (
        ("Windows-1258", Charset.WINDOWS_1258),
        ("TCVN3", Charset.TCVN3),
        ("VNI", Charset.VNI),
        ("VISCII", Charset.VISCII),
        ("VPS", Charset.VPS),
    )
    makers: list[tuple[str, Callable[[str], bytes]]] = [
        ("UTF-8", to_txt),
        ("UTF-16", to_utf_16),
        ("UTF-8, NFD", to_decomposed),
        *((name, partial(to_legacy_txt, charset=charset)) for name, charset in legacy),
    ]
    return tuple(Variant(name=f"TXT, {name}", ending="txt", goal=1.0, make=_each(make)) for name, make in makers)


def _office() -> tuple[Variant, ...]:
    missing = None if find("soffice").found else "LibreOffice"
    words = (
        ("DOCX", to_docx),
        ("DOCX with automatic numbers, text box, tracked changes", to_rich_docx),
        ("DOCX in .VnTime and .VnTimeH", to_tcvn3_docx),
        ("DOCX in TCVN3 under the name of Arial", to_silent_tcvn3_docx),
    )
    return (
        *(Variant(name=name, ending="docx", goal=1.0, make=_each(make)) for name, make in words),
        *(
            Variant(name=name, ending=ending, goal=1.0, make=_office_maker(make, ending), missing=missing)
            for name, make, ending in (
                ("DOC", to_docx, "doc"),
                ("DOC in .VnTime and .VnTimeH", to_tcvn3_docx, "doc"),
                ("RTF", to_docx, "rtf"),
                ("ODT", to_docx, "odt"),
            )
        ),
        Variant(
            name="PDF printed by LibreOffice",
            ending="pdf",
            goal=0.99,
            make=_office_maker(to_docx, "pdf"),
            missing=missing,
        ),
    )


def _office_maker(make: Callable[[str], bytes], ending: str) -> Maker:
    return lambda texts: converted({name: make(text) for name, text in texts.items()}, ending)


def _pdfs() -> tuple[Variant, ...]:
    return (
        Variant(
            name="PDF, footnotes and tables over pages",
            ending="pdf",
            goal=0.99,
            make=_each(partial(to_pdf, splits_tables=True)),
        ),
        Variant(
            name="PDF whose font lacks letters",
            ending="pdf",
            goal=0.99,
            make=_each(partial(to_pdf, lacks_letters=True)),
        ),
    )


def _scans() -> tuple[Variant, ...]:
    missing = next((name for name in ("tesserocr", "tessdata") if not find(name).found), None)
    return tuple(
        Variant(
            name=f"PDF scanned at {dpi} dpi: skew, noise, stamps",
            ending="pdf",
            goal=goal,
            make=_each(partial(_scanned, dpi=dpi)),
            missing=missing,
        )
        for dpi, goal in ((300, 0.95), (200, 0.90))
    )


def _scanned(text: str, dpi: int) -> bytes:
    # Imported here: numpy and Pillow are slow to load, and the other formats need neither.
    from tests.make_scans import Scanner, to_scan

    return to_scan(to_pdf(text), Scanner(dpi=dpi))
