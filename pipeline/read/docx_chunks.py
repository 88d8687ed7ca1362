"""Files that a DOCX takes in as they are (altChunk): web pages and plain text, as lines."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator

import regex
from lxml import etree

_LINES = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "table", "ul", "ol", "body"})
_CELLS = frozenset({"td", "th"})
_UNSHOWN = frozenset({"script", "style", "head", "title"})

_WEB_PAGE = regex.compile(rb"(?i)\s*(?:<!doctype html|<(?:\?xml[^>]*>\s*<)?html\b|<(?:body|p|div|table|meta|span)\b)")
_MAIL = regex.compile(rb"(?i)(?:MIME-Version|Content-Type|From|Date|Subject):")


def chunk_text(blob: bytes) -> str | None:
    """The lines of a web page, a web page with its pictures (MHT) or a text; None for anything else."""
    blob = blob.removeprefix(b"\xef\xbb\xbf")
    if _MAIL.match(blob):
        message = email.message_from_bytes(blob, policy=email.policy.default)
        page = message.get_body(preferencelist=("html", "plain"))
        content = page.get_content() if page is not None else None
        return _page_lines(content.encode()) if isinstance(content, str) else None
    if _WEB_PAGE.match(blob):
        return _page_lines(blob)
    if not blob or blob.startswith((b"{\\rtf", b"PK", b"\xd0\xcf")) or b"\0" in blob:
        return None
    try:
        return blob.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _page_lines(blob: bytes) -> str | None:
    try:
        encoding = "utf-8" if _is_utf_8(blob) else None
        root = etree.fromstring(blob, etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True))
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    text = regex.sub(r"[ \xa0]*[\n][\n \xa0]*", "\n", "".join(_texts(root)))
    return regex.sub(r"\t(?=\n|$)", "", text)


def _is_utf_8(blob: bytes) -> bool:
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _texts(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSHOWN:
        return
    if element.tag in _LINES:
        yield "\n"
    yield regex.sub(r"\s+", " ", element.text or "")
    for child in element:
        yield from _texts(child)
        yield regex.sub(r"\s+", " ", child.tail or "")
    if element.tag in _CELLS:
        yield "\t"
