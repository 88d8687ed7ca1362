"""The package of a Word document: its parts, and how they are related, whatever is wrong with them.

A part is unpacked and parsed when it is asked for: most of a package (themes, settings, fonts, pictures) never is.
The names of ISO's strict form of the format are changed to those that Word itself writes.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import regex
from docx.opc.packuri import PACKAGE_URI, PackURI
from lxml import etree

from pipeline.read.preflight import check_package, check_xml, unpacked
from pipeline.read.preflight import plain_name as _plain
from pipeline.read.raw import Problem

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"

# What unpacking or parsing a damaged part raises; a member under a password is a RuntimeError.
BROKEN_PART = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, etree.XMLSyntaxError)

# http://purl.oclc.org/ooxml/wordprocessingml/main: a name of the strict form.
_STRICT = regex.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"

_PARTS_IN_VIETNAMESE = {
    "styles": "phần kiểu chữ",
    "numbering": "phần đánh số",
    "footnotes": "phần chú thích cuối trang",
    "endnotes": "phần chú thích cuối văn bản",
}


class Package:
    """The parts of a document by name ("word/document.xml"), its main part, and the problems met on the way."""

    def __init__(self, unpack: dict[str, Callable[[], bytes]]) -> None:
        self._unpack = unpack
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self.problems: list[Problem] = []
        self.main = self._main()

    @classmethod
    def of_zip(cls, data: bytes) -> Package:
        """The package in a ZIP archive. Raises what damaged archives raise, and ReadFailure for a hostile one."""
        archive = zipfile.ZipFile(io.BytesIO(data))
        check_package(archive)
        return cls({_plain(member.filename): _reading(archive, member) for member in archive.infolist()})

    @classmethod
    def of_flat_xml(cls, data: bytes) -> Package:
        """The package that Word saves as one XML file."""
        root = _parsed(data)
        return cls({_plain(part.get(f"{_FLAT}name", "")): _holding(part) for part in root.iter(f"{_FLAT}part")})

    def _main(self) -> str:
        """The main part: what the package's relations say, or else where it always is."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and _plain(target) in self._unpack:
                return target
        return "word/document.xml"

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._unpack

    def names(self) -> Iterator[str]:
        """All parts, in small letters."""
        return iter(self._unpack)

    def blob(self, name: str) -> bytes:
        """A part's bytes. Raises KeyError where there is none."""
        return self._unpack[_plain(name)]()

    def root(self, name: str) -> etree._Element:
        """A part's XML. Raises KeyError or one of BROKEN_PART."""
        return _parsed(self.blob(name))

    def main_root(self) -> etree._Element:
        """The XML of the main part; where it is damaged and most of it can be read, with a problem."""
        try:
            return self.root(self.main)
        except etree.XMLSyntaxError as error:
            if is_too_deep(error):
                raise
            blob = self.blob(self.main)
            check_xml(blob)
            root = etree.fromstring(blob, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
            if root is None:
                raise
            message = f"Tệp DOCX có phần thân bị hỏng, có thể thiếu chữ: {error}"
            self.problems.append(Problem(code="CORRUPT", message=message))
            return root

    def related(self, kind: str) -> etree._Element | None:
        """The XML of the main part's one relative of a kind ("styles"); damaged, it may be a problem."""
        named = [target for found, target in self.relations(self.main).values() if found == kind]
        # Where a relation is lost, the part stands where Word puts it.
        for target in (*named, f"word/{kind}.xml"):
            if target in self:
                try:
                    return self.root(target)
                except BROKEN_PART as error:
                    if kind in _PARTS_IN_VIETNAMESE:
                        message = f"Tệp DOCX có {_PARTS_IN_VIETNAMESE[kind]} bị hỏng: {error}"
                        self.problems.append(Problem(code="CORRUPT", message=message))
                    return None
        return None

    def target(self, relation: str | None) -> str | None:
        """The part that a relation of the main part leads to, where it is in the package."""
        found = self.relations(self.main).get(relation or "")
        return found[1] if found and found[1] in self else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Kind and target of a part's relations within the package, by id; of the package itself for no name."""
        if name not in self._relations:
            self._relations[name] = dict(self._read_relations(PackURI(f"/{name}") if name else PACKAGE_URI))
        return self._relations[name]

    def _read_relations(self, uri: PackURI) -> Iterator[tuple[str, tuple[str, str]]]:
        try:
            root = self.root(str(uri.rels_uri))
        except (KeyError, *BROKEN_PART):
            return
        for relation in root.iter(_RELATIONSHIP):
            target = relation.get("Target", "").replace("\\", "/")
            if relation.get("TargetMode") == "External" or not target:
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            yield relation.get("Id", ""), (kind, PackURI.from_rel_ref(uri.baseURI, target).lstrip("/"))


def is_too_deep(error: Exception) -> bool:
    """Whether XML is nested deeper than the parser, or the reader, follows."""
    is_xml = isinstance(error, etree.XMLSyntaxError) and "depth" in str(error).lower()
    return is_xml or isinstance(error, RecursionError)


def _reading(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    return lambda: unpacked(archive, member)


def _holding(part: etree._Element) -> Callable[[], bytes]:
    def unpack() -> bytes:
        binary = part.findtext(f"{_FLAT}binaryData")
        if binary is not None:
            return base64.b64decode(binary)
        xml = part.find(f"{_FLAT}xmlData")
        return etree.tostring(xml[0]) if xml is not None and len(xml) else b""

    return unpack


def _parsed(blob: bytes) -> etree._Element:
    check_xml(blob)
    if b"//purl.oclc.org/ooxml/" in blob:
        blob = _STRICT.sub(_TRANSITIONAL, blob)
    # Reports nest tables in boxes in tables: the parser's own limit of depth is too low for some.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    return etree.fromstring(blob, parser)
