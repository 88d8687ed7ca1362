"""What is looked at before a parser sees a file: sizes and counts that its own head tells, and tricks of XML.

All of it is told from bytes or from a directory, in a time that grows with the file and no faster. The bounds are in
``pipeline/bounds.py``.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib

import regex

from pipeline import bounds
from pipeline.errors import ReadFailure
from pipeline.read.pdf_forms import check_forms

_MEGABYTE = 1_000_000

# What Word and LibreOffice pack with; others unpack without bounds.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# "../x", "/x/../y", "C:\x"; a slash in front is only how some programs write names.
_ESCAPING = regex.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:|\x00")

# Pictures may be white from edge to edge; no reader unpacks them.
_NEVER_UNPACKED = regex.compile(r"(?i)(?:^|/)(?:media|pictures)/[^/]*$")

# Charsets in which "<!DOCTYPE" looks as it does in ASCII or, for UTF-16, is looked for in that.
_ENCODING = regex.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([^"']{0,40})["']""")
_PLAIN = regex.compile(rb"(?i)utf-?8|us-ascii|ascii|iso-8859-1?\d|windows-125\d")
# Four bytes a letter, and EBCDIC: parsers read them, and no document is written so.
_STRANGE = (b"<\0\0\0", b"\0\0\0<", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\x4c\x6f\xa7\x94")
_BYTE_ORDERS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))

# What opens or ends a group; behind a backslash stands a character of the text.
_GROUP = regex.compile(rb"\\.|[{}]", regex.DOTALL)

# An object that begins in sight; most PDFs of today pack the small ones.
_OBJECT = b" obj"
_FILTERS = regex.compile(rb"/Filter\s{0,9}\[([^\]]{0,200})")
_PICTURE = regex.compile(rb"/Subtype\s{0,9}/Image")
_PACKING = regex.compile(rb"/(?:FlateDecode|LZWDecode|RunLengthDecode|BrotliDecode|Fl|LZW|RL)\b")

# A stream of fewer bytes unpacks to a hundred megabytes at most: deflate ends at a thousandth. How far before a stream
# its dictionary is looked for, and how much is unpacked at a time.
_SMALL_STREAM = 100_000
_DICTIONARY = 600
_STEP = 1 << 20


def check_size(size: int) -> None:
    """Raise ReadFailure where a file is larger than any report."""
    bounds.FILE_BYTES.check(size)


def check_text(text: str) -> None:
    """Raise ReadFailure where a text, or one line of it, is longer than any report's."""
    bounds.LINE_CHARS.check(max(map(len, text.split("\n"))))
    bounds.TEXT_CHARS.check(len(text))


def check_package(archive: zipfile.ZipFile) -> None:
    """Raise ReadFailure where the directory of a DOCX or ODT tells that it is none, or no honest one."""
    members = archive.infolist()
    bounds.PACKAGE_MEMBERS.check(len(members))
    bounds.PACKAGE_BYTES.check(sum(member.file_size for member in members))
    seen: dict[str, tuple[int, int]] = {}
    for member in members:
        name = member.filename
        if _ESCAPING.search(name):
            raise ReadFailure("UNSAFE_NAMES", "Gói tệp có thành phần mà tên dẫn ra ngoài gói.")
        content = (member.CRC, member.file_size)
        if seen.setdefault(plain_name(name), content) != content:
            raise ReadFailure("UNSAFE_NAMES", "Gói tệp có hai thành phần khác nhau trùng tên.")
        if member.file_size > _MEGABYTE and not _NEVER_UNPACKED.search(name):
            bounds.PART_RATIO.check(member.file_size // max(member.compress_size, 1))


def plain_name(name: str) -> str:
    """A member's name as it is compared: some programs write "\\word\\Document.xml", or "word//document.xml".

    >>> plain_name("\\\\word\\\\Document.xml")
    'word/document.xml'
    """
    return posixpath.normpath(name.replace("\\", "/").lstrip("/").lower())


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, never more than its directory promised. Raises what damaged archives raise."""
    if member.compress_type not in _METHODS:
        raise zipfile.BadZipFile(f"compression {member.compress_type}")
    try:
        with archive.open(member) as packed:
            # Asked for all there is, zipfile would unpack a gigabyte before it looks at the size.
            data = packed.read(member.file_size + 1)
    except (zlib.error, EOFError) as error:
        raise zipfile.BadZipFile(str(error)) from error
    if len(data) != member.file_size:
        raise zipfile.BadZipFile("size")
    return data


def check_xml(blob: bytes) -> None:
    """Raise ReadFailure for XML that is too large, or declares what documents of its format never do.

    >>> check_xml(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    Traceback (most recent call last):
    pipeline.errors.ReadFailure: UNSAFE_XML: Phần XML có khai báo DOCTYPE, văn bản thật không bao giờ có.
    """
    bounds.XML_BYTES.check(len(blob))
    wide = next((codec for mark, codec in _BYTE_ORDERS if blob.startswith(mark)), None)
    if blob.startswith(_STRANGE):
        wide = None
    if wide is not None:
        blob = blob.decode(wide, "replace").encode("utf-8", "replace")
    else:
        declared = _ENCODING.match(blob.removeprefix(b"\xef\xbb\xbf"))
        if blob.startswith(_STRANGE) or (declared and not _PLAIN.fullmatch(declared[1])):
            raise ReadFailure("UNSAFE_XML", "Phần XML dùng bảng mã lạ.")
    bounds.XML_TAGS.check(blob.count(b"<"))
    if b"<!DOCTYPE" in blob or b"<!ENTITY" in blob:
        raise ReadFailure("UNSAFE_XML", "Phần XML có khai báo DOCTYPE, văn bản thật không bao giờ có.")


def check_rtf(data: bytes) -> None:
    """Raise ReadFailure where the groups of an RTF are nested deeper than any program makes them.

    >>> check_rtf(b"{" * 900 + b"}{" * 900)
    """
    depth = 0
    for match in _GROUP.finditer(data):
        if match[0] in b"{}":
            depth += 1 if match[0] == b"{" else -1
            if not bounds.GROUP_DEPTH.holds(depth):
                raise bounds.GROUP_DEPTH.failure()


def check_pdf(data: bytes) -> None:
    """Raise ReadFailure where a PDF has more objects than any report, or a stream or a page that unfolds to more."""
    bounds.OBJECTS.check(data.count(_OBJECT))
    for match in _FILTERS.finditer(data):
        bounds.FILTERS.check(len(_PACKING.findall(match[1])))
    end = 0
    while (begin := data.find(b"stream", end)) >= 0:
        begin += len(b"stream")
        end = data.find(b"endstream", begin)
        if end < 0:
            end = len(data)
        if end - begin > _SMALL_STREAM:
            described = data[max(0, begin - _DICTIONARY) : begin].rpartition(b" obj")[2]
            if b"/Fl" in described and not _PICTURE.search(described):
                _check_stream(data[begin:end].lstrip(b"\r\n"))
        end += len(b"endstream")
    check_forms(data)


def _check_stream(packed: bytes) -> None:
    """Unpack a stream piece by piece, keeping nothing; what is damaged in it is for the readers to find."""
    unpacking = zlib.decompressobj()
    size, rest = 0, packed
    try:
        while rest and not unpacking.eof:
            size += len(unpacking.decompress(rest, _STEP))
            rest = unpacking.unconsumed_tail
            bounds.STREAM_BYTES.check(size)
    except zlib.error:
        return
