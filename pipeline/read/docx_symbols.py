"""Letters of symbol fonts: what a character of Symbol or Wingdings shows, as Unicode has it."""

from __future__ import annotations

import regex

# The Greek letters of Symbol stand at the places of these Latin ones.
_GREEK = dict(zip("ABCDEFGHIKLMNOPQRSTUWXYZ", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ", strict=True))
_SMALL_GREEK = dict(zip("abcdefghijklmnopqrstuwxyz", "αβχδεφγηιϕκλμνοπθρστυωξψζ", strict=True))

_SYMBOL = {
    **_GREEK,
    **_SMALL_GREEK,
    **{chr(code): chr(code) for code in range(0x20, 0x40) if chr(code) not in "\"$'*-@"},
    **dict(zip("\"$'*-", "∀∃∍∗−", strict=True)),
    **dict(zip("[]{|}~^_\\", "[]{|}∼⊥_∴", strict=True)),
    **dict(zip("\xa2\xa3\xa5\xab\xac\xad\xae\xaf", "′≤∞↔←↑→↓", strict=True)),
    **dict(zip("\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc", "°±″≥×∝∂•÷≠≡≈…", strict=True)),
    **dict(zip("\xc6\xc7\xc8\xcc\xcd\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7", "∅∩∪⊂⊆∈∉∠∇®©™∏√⋅", strict=True)),
    **dict(zip("\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf\xe0\xe5\xf2", "¬∧∨⇔⇐⇑⇒⇓◊∑∫", strict=True)),
}

# Round and square bullets are left out: what stands before an item is a dash, whatever its shape.
_WINGDINGS = {
    **dict(zip("\xd8\xdc\xdf\xe0\xe1\xe2\xe8\xe9\xea\xf0", "➢➲←→↑↓➔→→⇨", strict=True)),
    **dict(zip("\x28\x2a\x46\xfb\xfc", "☎✉☞✗✓", strict=True)),
    **{chr(0x80 + digit): "⓪①②③④⑤⑥⑦⑧⑨⑩"[digit] for digit in range(11)},
    **{chr(0x8B + digit): "⓿❶❷❸❹❺❻❼❽❾❿"[digit] for digit in range(11)},
    **dict(zip("\x6f\xa8\xfd\xfe", "☐☐☒☑", strict=True)),
}

# Boxes to tick are no bullets, also where a line begins with one.
BOXES = frozenset("☐☒☑")

_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}

# Symbol fonts have their characters at F020 to F0FF too.
PRIVATE = regex.compile("[\uf020-\uf0ff]")


def shown(character: str, font: str | None) -> str:
    """What a character of a font shows; of another font's private place, the character that has its last byte.

    >>> shown("\\uf0b3", "Symbol"), shown("\\uf0fc", "Wingdings"), shown("\\uf0b5", ".VnTime")
    ('≥', '✓', 'µ')

    A sign that is not known here stays what it is, so that it can be seen that there was one.

    >>> shown("\\uf055", "Wingdings") == "\\uf055"
    True
    """
    low = chr(ord(character) - 0xF000) if PRIVATE.match(character) else character
    name = (font or "").lower()
    if name in _FONTS:
        return _FONTS[name].get(low, character)
    if name.startswith(("wingdings", "webdings", "zapf", "marlett")) or not name:
        return character
    return low


def replaced(text: str, font: str | None) -> str:
    """A text whose private places are of a symbol font.

    >>> replaced("5 \\uf0a3 6", "Symbol")
    '5 ≤ 6'
    """
    return PRIVATE.sub(lambda match: shown(match[0], font), text)
