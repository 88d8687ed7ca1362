"""Word files with what archives have in them: automatic numbers, a text box, tracked changes, fonts of TCVN3."""

from __future__ import annotations

import dataclasses
import io
import re
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml

from pipeline.read.legacy import Charset, encode_legacy
from quality.formats.parts import RAISED, Parts, parts_of
from quality.formats.text_files import is_writable
from quality.formats.word_files import W, add_table, repacked, with_notes

# "II. ", "3. ", "2.1. ", "b) ": markers that Word prints itself, each kind a list of its own.
_MARKER = re.compile(r"(?:(?P<roman>[IVX]+)\.|(?P<arabic>\d{1,2})\.|(?P<letter>[a-z])\)) (?=\S)")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FORMS = {"roman": ("upperRoman", "%1."), "arabic": ("decimal", "%1."), "letter": ("lowerLetter", "%1)")}


def to_rich_docx(text: str) -> bytes:
    """A Word document whose numbers are automatic, with footnotes, tables, a text box and tracked changes."""
    parts = parts_of(text)
    return _Writer(parts).written()


def to_tcvn3_docx(text: str) -> bytes:
    """A Word document typed in the fonts .VnTime and, for lines in capitals, .VnTimeH."""
    parts = parts_of(text)
    return _Writer(parts, is_rich=False, is_tcvn3=True).written()


def to_silent_tcvn3_docx(text: str) -> bytes:
    """A Word document with the codes of TCVN3 under the name of a font of Unicode: only the words tell."""
    parts = parts_of(text)
    return _Writer(parts, is_rich=False, is_tcvn3=True, font_tells=False).written()


@dataclasses.dataclass
class _Writer:
    """Writes paragraphs as XML, and counts the lists and notes it needs."""

    parts: Parts
    is_rich: bool = True
    is_tcvn3: bool = False
    font_tells: bool = True
    called: list[str] = dataclasses.field(default_factory=list)
    # One list a restart: its kind and the number it starts with.
    lists: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    reached: dict[str, tuple[int, int]] = dataclasses.field(default_factory=dict)
    paragraphs: int = 0

    def written(self) -> bytes:
        """The file."""
        document = docx.Document()
        boxed = self._line_for_the_box() if self.is_rich else None
        for number, block in enumerate(self.parts.blocks):
            if isinstance(block, list):
                table = add_table(document, block)
                if self.is_tcvn3:
                    for cell in table._cells:
                        words = cell.text
                        cell.paragraphs[0]._p.getparent().replace(
                            cell.paragraphs[0]._p, parse_xml(self._paragraph(words))
                        )
                continue
            made = self._text_box(block) if number == boxed else self._paragraph(block)
            document.element.body.insert(-1, parse_xml(made))
        raw = io.BytesIO()
        document.save(raw)
        package = raw.getvalue()
        if self.lists:
            package = repacked(package, {"word/numbering.xml": lambda _: self._numbering()})
        return with_notes(package, [self.parts.notes[number] for number in self.called]) if self.called else package

    def _line_for_the_box(self) -> int | None:
        """The first paragraph with a figure that has neither a marker nor a note."""
        return next(
            (
                number
                for number, block in enumerate(self.parts.blocks)
                if isinstance(block, str) and re.match(r"[^\W\d]{2}.*\d[\d.]* hồ sơ", block)
                if not self.parts.called(block)
            ),
            None,
        )

    def _paragraph(self, block: str) -> str:
        properties = ""
        if self.is_rich:
            marker = _MARKER.match(block)
            if marker:
                properties = self._list_of(marker)
                block = block[marker.end() :]
        runs = self._runs(block)
        return f'<w:p xmlns:w="{W}">{properties}{runs}</w:p>'

    def _list_of(self, marker: re.Match[str]) -> str:
        """The list that prints this marker: the one that is there, or a new one where the count does not go on."""
        kind = str(marker.lastgroup)
        printed = marker[kind]
        value = _value(kind, printed)
        number, last = self.reached.get(kind, (0, -1))
        if value != last + 1:
            self.lists.append((kind, value))
            number = len(self.lists)
        self.reached[kind] = (number, value)
        return f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'

    def _numbering(self) -> str:
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
            f'<w:start w:val="{start}"/><w:numFmt w:val="{_FORMS[kind][0]}"/><w:lvlText w:val="{_FORMS[kind][1]}"/>'
            "</w:lvl></w:abstractNum>"
            for number, (kind, start) in enumerate(self.lists, start=1)
        )
        nums = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            for number in range(1, len(self.lists) + 1)
        )
        return f'<w:numbering xmlns:w="{W}">{abstract}{nums}</w:numbering>'

    def _runs(self, block: str) -> str:
        """The runs of a paragraph; every third one of a rich document has tracked changes."""
        pieces = [piece for piece in re.split(f"([{RAISED}]+)", block) if piece]
        out: list[str] = []
        self.paragraphs += 1
        for piece in pieces:
            if piece in self.parts.notes:
                self.called.append(piece)
                out.append(f'<w:r><w:footnoteReference w:id="{len(self.called)}"/></w:r>')
            elif self.is_tcvn3:
                out.append(_tcvn3_runs(piece) if self.font_tells else _silent_runs(piece))
            elif self.is_rich and self.paragraphs % 3 == 0 and len(piece) > 40:
                out.append(_tracked(piece))
            else:
                out.append(_run(piece))
        return "".join(out)

    def _text_box(self, block: str) -> str:
        """A paragraph that holds nothing but a text box, as Word writes it, with what older programs show instead."""
        content = f"<w:txbxContent><w:p>{_run(block)}</w:p></w:txbxContent>"
        return (
            f'<w:p xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
            ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:inline><wp:extent cx="5000000" cy="1200000"/><wp:docPr id="1" name="Text Box 1"/><a:graphic>'
            '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="1200000"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/>'
            "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f'<v:shape style="width:400pt;height:100pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
            "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )


def _value(kind: str, printed: str) -> int:
    if kind == "roman":
        return _ROMANS.index(printed) + 1
    return int(printed) if kind == "arabic" else ord(printed) - ord("a") + 1


def _run(text: str, font: str | None = None, tag: str = "t") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{fonts}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def _tracked(text: str) -> str:
    """The text with a part that was inserted and another that was deleted."""
    first, second = text.find(" ", 12), text.find(" ", 30)
    by = 'w:author="a" w:date="2024-01-01T00:00:00Z"'
    return (
        f'{_run(text[:first])}<w:ins w:id="901" {by}>{_run(text[first:second])}</w:ins>'
        f'<w:del w:id="902" {by}>{_run(" và 999 hồ sơ trễ hạn", tag="delText")}</w:del>{_run(text[second:])}'
    )


def _tcvn3_runs(text: str) -> str:
    """Runs in TCVN3, those in capitals in the font of capitals; what it has no letter for in a Unicode font."""
    is_capitals = text.isupper()
    charset, font = (Charset.TCVN3_CAPITALS, ".VnTimeH") if is_capitals else (Charset.TCVN3, ".VnTime")
    out: list[str] = []
    for piece in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]", text):
        if not is_writable(piece, charset):
            out.append(_run(piece, "Times New Roman"))
        elif piece.isupper() and not is_capitals and not is_writable_as_is(piece):
            # A capital with an accent in a line of small letters is typed in the font of capitals.
            out.append(_run(encode_legacy(piece, Charset.TCVN3_CAPITALS), ".VnTimeH"))
        else:
            out.append(_run(encode_legacy(piece, charset), font))
    return "".join(out)


def _silent_runs(text: str) -> str:
    """Runs in TCVN3 under Arial, capitals with accents as small letters between capitals."""
    return "".join(
        _run(encode_legacy(piece, Charset.TCVN3) if is_writable(piece, Charset.TCVN3) else piece, "Arial")
        for piece in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]", text)
    )


def is_writable_as_is(letter: str) -> bool:
    """Whether TCVN3 has a code of its own for a capital."""
    return letter.isascii() or letter in "ĂÂÊÔƠƯĐ"
