"""Characters: one way to write each letter, space and line end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from pipeline.normalize.draft import Change

# "a\r\nb", "a\x0bb", "a\u2028b"; the form feed ends a page and becomes a line of its own.
LINE_END = regex.compile(r"\r\n|[\r\x0b\f\x1c-\x1e\x85\u2028\u2029]")

# "50 %" with U+00A0, a thin or an ideographic space; not the tab, which parts the cells of a row.
ODD_SPACE = regex.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# Soft hyphens, zero-width spaces and joiners, direction marks, a byte order mark inside, other control characters.
UNSEEN = regex.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")

# Icelandic eth, typed for Đ: "HÐND", "Ðảng"; and the two hyphens that fonts print like "-": "KH‑UBND".
LOOKALIKES = {"Ð": "Đ", "ð": "đ", "‐": "-", "‑": "-"}
LOOKALIKE = regex.compile("[" + "".join(LOOKALIKES) + "]")

# Bullets of symbol fonts, which have no character of their own: "\uf0b7 Tiếp nhận".
SYMBOL_BULLET = regex.compile(r"(?m)^[ \t]*\K[\uf000-\uf0ff](?=[ \t]*\S)")

# Spaces in a row, at a line's ends, and beside a tab.
SPARE_SPACES = regex.compile(r"(?m)^ +| +$| +(?=\t)|(?<=\t) +|(?<= ) +")
_BESIDE_SPARE = ("  ", " \n", "\n ", " \t", "\t ")

# "1.\tCông tác", "-\tTiếp nhận", "a)\tVề": the tab of a numbered or listed paragraph, where no other tab follows.
MARKER_TAB = regex.compile(r"(?m)^(?:[-–+*•]|[IVX]{1,5}[.)/-]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)])\K\t+(?=[^\t\n]+$)")

# A line that is indented with tabs and has no other: a paragraph, not a row.
INDENT_TABS = regex.compile(r"(?m)^\t+(?=[^\t\n]*$)|(?<=^[^\t\n]+)\t+$")


def line_ends(text: str) -> Iterator[Change]:
    r"""Every line ends with a line feed, and an end of page stands on its own line.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(line_ends, "một\r\nhai\rba\u2028bốn")
    'một\nhai\nba\nbốn'
    """
    for match in LINE_END.finditer(text):
        yield Change(match.start(), match.end(), "\n\f\n" if match[0] == "\f" else "\n")


def composed_letters(text: str) -> Iterator[Change]:
    """Letters are composed (Unicode NFC), cluster by cluster; never NFKC, which makes 103 of 10³.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(composed_letters, "Quy\u1ebft \u0111i\u0323nh 10³") == "Quyết định 10³"
    True
    """
    if unicodedata.is_normalized("NFC", text):
        return
    for match in regex.finditer(r"\X", text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield Change(match.start(), match.end(), composed)


def plain_spaces(text: str) -> Iterator[Change]:
    r"""Non-breaking and typographic spaces are spaces; tabs stay.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(plain_spaces, "50\u00a0%\t\u2009x")
    '50 %\t x'
    """
    for match in ODD_SPACE.finditer(text):
        yield Change(match.start(), match.end(), " ")


def unseen_characters(text: str) -> Iterator[Change]:
    """What is not seen on paper is left out.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(unseen_characters, "hồ\u200b s\u00adơ")
    'hồ sơ'
    """
    for match in UNSEEN.finditer(text):
        yield Change(match.start(), match.end())


def lookalikes(text: str) -> Iterator[Change]:
    """Ð and ð are Đ and đ; U+2010 and U+2011 are the hyphen of codes.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(lookalikes, "12/NQ‑HÐND")
    '12/NQ-HĐND'
    """
    for match in LOOKALIKE.finditer(text):
        yield Change(match.start(), match.end(), LOOKALIKES[match[0]])


def symbol_bullets(text: str) -> Iterator[Change]:
    r"""A bullet of a symbol font is a dash.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(symbol_bullets, "\uf0b7 Tiếp nhận")
    '- Tiếp nhận'
    """
    for match in SYMBOL_BULLET.finditer(text):
        yield Change(match.start(), match.end(), "-" if text[match.end()] in " \t" else "- ")


def single_spaces(text: str) -> Iterator[Change]:
    r"""One space between words, none at the ends of a line or beside a tab.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(single_spaces, "  tiếp  nhận \t 12  \nhồ   sơ")
    'tiếp nhận\t12\nhồ sơ'
    """
    # Most texts have spaces between two words alone.
    if not (text.startswith(" ") or text.endswith(" ") or any(beside in text for beside in _BESIDE_SPARE)):
        return
    for match in SPARE_SPACES.finditer(text):
        yield Change(match.start(), match.end())


def indents(text: str) -> Iterator[Change]:
    r"""Tabs that indent a paragraph or follow its marker part no cells.

    A tab inside a line does, and so does one at a line's end in a row that has others.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(indents, "\tThực hiện\n1.\tCông tác\n1\tĐất đai\t12\n\tTổng\t12")
    'Thực hiện\n1. Công tác\n1\tĐất đai\t12\n\tTổng\t12'
    """
    found = [Change(m.start(), m.end()) for m in INDENT_TABS.finditer(text)]
    found += [Change(m.start(), m.end(), " ") for m in MARKER_TAB.finditer(text)]
    return iter(sorted(found, key=lambda c: c.start))
