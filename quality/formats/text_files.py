"""Text files: with footnotes at the ends of pages, in Unicode and in the charsets from before it."""

from __future__ import annotations

import re
import unicodedata

from pipeline.read.legacy import Charset, encode_legacy, legacy_bytes
from quality.formats.parts import PLAIN, RAISED, parts_of


def to_txt(text: str, page: int = 1500) -> bytes:
    """Paragraphs parted by empty lines, cut after ``page`` characters or so, with the footnotes of that page there."""
    parts = parts_of(text)
    out: list[str] = []
    filled = 0
    waiting: list[str] = []

    def end_page() -> None:
        nonlocal filled
        for number in waiting:
            body = parts.notes[number]
            out.extend([f"{number} {body[0]}", *body[1:]])
        waiting.clear()
        filled = 0

    for block in parts.blocks:
        if isinstance(block, list):
            out.append("\n".join("\t".join(row) for row in block))
            continue
        if filled + len(block) > page and len(block) > 200:
            cut = block.rfind(" ", 0, max(120, page - filled))
            while cut > 0 and not block[cut + 1].islower():
                cut = block.rfind(" ", 0, cut)
            if cut > 100:
                out.append(block[:cut])
                waiting.extend(parts.called(block[:cut]))
                end_page()
                block = block[cut + 1 :]
        out.append(block)
        waiting.extend(parts.called(block))
        filled += len(block)
    end_page()
    return ("\n\n".join(out) + "\n").encode()


def to_utf_16(text: str) -> bytes:
    """A text file in UTF-16 with its byte order mark."""
    return b"\xff\xfe" + to_txt(text).decode().encode("utf-16-le")


def to_decomposed(text: str) -> bytes:
    """A text file in UTF-8 whose letters and marks stand apart (NFD)."""
    return unicodedata.normalize("NFD", to_txt(text).decode()).encode()


def to_legacy_txt(text: str, charset: Charset) -> bytes:
    """A text file in a charset that has no raised digits: footnotes are called by "[^1]"."""
    lines = to_txt(text).decode().split("\n")
    bracketed = (re.sub(f"^([{RAISED}]+) ", r"[^\1]: ", line) for line in lines)
    plain = "\n".join(re.sub(f"(?<!\\^)([{RAISED}]+)", r"[^\1]", line).translate(PLAIN) for line in bracketed)
    return legacy_bytes("".join(one if is_writable(one, charset) else _OTHERWISE[one] for one in plain), charset)


# How people type what a charset does not have.
_OTHERWISE = {"≥": ">=", "≤": "<=", "“": '"', "”": '"', "’": "'", "–": "-", "…": "...", "²": "2", "³": "3", "\xa0": " "}


def is_writable(letter: str, charset: Charset) -> bool:
    """Whether a charset has a letter."""
    try:
        encode_legacy(letter, charset)
    except ValueError:
        return False
    return True
