"""The makers of formats, where tests look for them."""

from quality.formats.parts import RAISED, Parts, parts_of
from quality.formats.pdf_files import FONTS, PdfPages, to_pdf
from quality.formats.text_files import to_txt
from quality.formats.word_files import repacked, to_docx, with_notes

__all__ = ["FONTS", "RAISED", "Parts", "PdfPages", "parts_of", "repacked", "to_docx", "to_pdf", "to_txt", "with_notes"]
