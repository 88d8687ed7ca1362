"""Vietnamese from before Unicode: TCVN3 (ABC), VNI, VISCII, VPS and Windows-1258, letter by letter.

Text comes as a reader of Unicode delivers it, every byte as the character that Windows-1252 or Latin-1 has there: "µ"
is the byte B5, and both "€" and the control U+0080 are the byte 80. Which of the charsets a text is in, a font tells
(``charset_of_font``) or the text itself (``pipeline.read.evidence``).

The letters of TCVN3, VNI, VISCII and VPS are those of viparse (MIT), which were checked there against documents of
Vietnamese offices; what it leaves out stands below.
"""

from __future__ import annotations

import enum
import functools
import unicodedata
from collections.abc import Iterator

import regex

from pipeline.read.syllables import is_syllable


class Charset(enum.StrEnum):
    """A way to write Vietnamese in bytes; the capitals of TCVN3 are fonts that draw small letters as capitals."""

    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3_capitals"
    VNI = "vni"
    VISCII = "viscii"
    VPS = "vps"
    WINDOWS_1258 = "windows-1258"


# "ABCDEF+.VnTime": a PDF names a part of a font so.
_SUBSET = regex.compile(r"[A-Z]{6}\+")

# The fonts of the ABC family, whose names lose their dot on the way through some programs: "VnTime".
_ABC_FAMILIES = (
    "arabia|arial(?: ?narrow)?|aristote|avant|bahamasb?|black|bodoni|book-?antiqua|centschbke?|clarendon|commerce"
    "|cooper|courier(?: ?new)?|exotic|free|gothic|harlow|helvet(?:ins)?|island|kapan|koala|lincoln|linus"
    "|lucida ?sans|mallorca|memorandum|monotype ?corsiva|mystical|park|present|revue|shelley ?(?:allegro|volante)"
    "|southern|stamp|swit|teknical|tifani ?(?:heavy)?|time|univers|vogue"
)

# ".VnTime", ".VnArial NarrowH,Bold", "VnTimeH-Italic"; not "Vnuk" and not "UVN Bach Dang", which is Unicode.
_ABC = regex.compile(
    rf"""(?:\.vn[\w\ \-]{0,60}?|vn-?(?:{_ABC_FAMILIES.replace(" ", "[ ]")}))
    (?P<capitals>h)?
    (?:[\s,\-]{0,9}(?:bold|italic|oblique|regular|bi))*+""",
    regex.IGNORECASE | regex.VERBOSE,
)
# "VNI-Times", "VNI Helve"; not "Vnice".
_VNI = regex.compile(r"(?i:vni)(?![a-z])")
# "VPS Times", "VPS-Helv".
_VPS = regex.compile(r"(?i:vps)(?![a-z])")
# "VI Times Hoa", "VISCII Arial"; not "Vivaldi".
_VISCII = regex.compile(r"(?i:viscii|vi[\s\-](?:times|arial|helv|courier|book))")


def charset_of_font(font_name: str) -> Charset | None:
    """The charset a font draws, by its name; None for all other fonts, whatever their text is in.

    >>> charset_of_font("ABCDEF+.VnTime"), charset_of_font(".VnArial NarrowH"), charset_of_font("VNI-Times")
    (<Charset.TCVN3: 'tcvn3'>, <Charset.TCVN3_CAPITALS: 'tcvn3_capitals'>, <Charset.VNI: 'vni'>)
    >>> charset_of_font("Times New Roman"), charset_of_font("UVN Bach Dang")
    (None, None)
    """
    name = _SUBSET.sub("", font_name.strip(), count=1)
    abc = _ABC.fullmatch(name)
    if abc:
        return Charset.TCVN3_CAPITALS if abc["capitals"] else Charset.TCVN3
    for charset, pattern in ((Charset.VNI, _VNI), (Charset.VPS, _VPS), (Charset.VISCII, _VISCII)):
        if pattern.match(name):
            return charset
    return None


# Vietnamese letters that no charset of bytes shows as themselves, and the marks that follow a letter: "ộ", not "ô".
UNICODE_LETTER = regex.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")


def decode_legacy(text: str, charset: Charset) -> str:
    """The text in Unicode (NFC); what the charset does not know stays as it is.

    A text with Vietnamese letters of Unicode stays as it is, whatever its font is called: Word shows such letters in
    another font. In TCVN3 accented capitals are typed as small letters between capitals: the letters around tell them.

    >>> decode_legacy("Tû lÖ 98,5% hå s¬", Charset.TCVN3), decode_legacy("CéNG HßA", Charset.TCVN3)
    ('Tỷ lệ 98,5% hồ sơ', 'CỘNG HÒA')
    >>> decode_legacy("céng hßa", Charset.TCVN3_CAPITALS), decode_legacy("Tyû leä hoà sô", Charset.VNI)
    ('CỘNG HÒA', 'Tỷ lệ hồ sơ')
    """
    return "".join(letters for _, letters in decode_pieces(text, charset))


def decode_pieces(text: str, charset: Charset) -> Iterator[tuple[int, str]]:
    """The decoded text in pieces, each with the number of characters it was written with."""
    if UNICODE_LETTER.search(text):
        return iter([(1, letter) for letter in text])
    pieces = [(len(written), letters) for written, letters in _pieces(text, charset)]
    if charset is Charset.TCVN3_CAPITALS:
        return iter([(length, letters.upper()) for length, letters in pieces])
    if charset is Charset.TCVN3:
        # One character is one letter here, so that the places do not move.
        raised = _with_capitals("".join(letters for _, letters in pieces))
        return zip((length for length, _ in pieces), raised, strict=True)
    return iter(pieces)


def encode_legacy(text: str, charset: Charset) -> str:
    """The text as a reader of Unicode would deliver it from a file in the charset: the inverse of ``decode_legacy``.

    Raises ValueError for a character that the charset has no way to write. TCVN3 writes most accented capitals as small
    letters; TCVN3 capitals write everything as small letters.

    >>> encode_legacy("Tỷ lệ", Charset.TCVN3), encode_legacy("Tỷ lệ", Charset.VNI), encode_legacy("CỘNG", Charset.TCVN3)
    ('Tû lÖ', 'Tyû leä', 'CéNG')
    """
    text = unicodedata.normalize("NFC", text)
    if charset is Charset.TCVN3_CAPITALS:
        text, charset = text.lower(), Charset.TCVN3
    written = _inverse(charset)
    taken = _taken(charset)
    out: list[str] = []
    for letter in text:
        code = written.get(letter)
        if code is None and charset is Charset.TCVN3:
            code = written.get(letter.lower())
        if code is None:
            if letter in taken or _byte_of(letter) is None:
                raise ValueError(f"{charset} has no way to write {letter!r}")
            code = letter
        out.append(code)
    return "".join(out)


def legacy_bytes(text: str, charset: Charset) -> bytes:
    """A text as the bytes of a file in the charset.

    >>> legacy_bytes("Tỷ lệ", Charset.TCVN3).hex(" ")
    '54 fb 20 6c d6'
    """
    return bytes(code for letter in encode_legacy(text, charset) if (code := _byte_of(letter)) is not None)


def western_view(data: bytes) -> str:
    """Bytes as Windows-1252 shows them; the five bytes that it does not have are the control characters of Latin-1."""
    return data.decode("latin-1").translate(_WINDOWS)


# The punctuation that Windows-1252 has at 80 to 9F, by the control characters of Latin-1.
_WINDOWS = {
    code: shown for code in range(0x80, 0xA0) if (shown := bytes([code]).decode("cp1252", "replace")) != "\ufffd"
}
_CODES = {shown: code for code, shown in _WINDOWS.items()}

# Charsets that have letters where Windows-1252 has its punctuation.
_WITH_LETTERS_AT_80 = (Charset.VISCII, Charset.VPS)


def _byte_of(character: str) -> int | None:
    """The byte that a reader of Unicode shows as this character."""
    code = ord(character)
    return code if code < 0x100 else _CODES.get(character)


# What viparse has not seen: ẳ Ẳ in VNI, and ỵ Ỵ, which VNI writes in one character (UniKey's table of VNI Windows).
_VNI_MORE = {"aú": "ẳ", "AÚ": "Ẳ", "î": "ỵ", "Î": "Ỵ"}
_VNI_NOT_WRITTEN = ("yï", "YÏ", "iø", "IØ", "iù", "IÙ")

# The letters of Windows-1258 that carry no mark of their own; the marks follow them.
_MARKS_1258 = {"Ì": "\u0300", "Ò": "\u0309", "Þ": "\u0303", "ì": "\u0301", "ò": "\u0323"}
_BASES_1258 = {"Ã": "Ă", "ã": "ă", "Õ": "Ơ", "õ": "ơ", "Ý": "Ư", "ý": "ư", "Ð": "Đ", "ð": "đ"}
_PLAIN_1258 = "AEIOUYaeiouyÂÊÔâêô"

# What programs put for a code of TCVN3 that is no letter to them: ư is the soft hyphen, à the micro sign, ã the middle
# dot.
_LOOK_ALIKES = {"\u2212": "\xad", "\u2010": "\xad", "\u2219": "\xb7", "\u2022": "\xb7", "\u03bc": "\xb5"}


def _pieces(text: str, charset: Charset) -> Iterator[tuple[str, str]]:
    """What is written and what it stands for, over the whole text."""
    letters = _letters(charset)
    tcvn3 = charset in (Charset.TCVN3, Charset.TCVN3_CAPITALS)
    for match in _pattern(charset).finditer(text):
        written = match[0]
        if tcvn3 and written in _LOOK_ALIKES:
            around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
            is_letter = any(map(str.isalpha, around))
            yield written, letters.get(_LOOK_ALIKES[written], written) if is_letter else written
        else:
            yield written, letters.get(written, written)


@functools.cache
def _pattern(charset: Charset) -> regex.Pattern[str]:
    """The longest sequences first, then any character."""
    sequences = sorted((one for one in _letters(charset) if len(one) > 1), key=len, reverse=True)
    return regex.compile("|".join([*map(regex.escape, sequences), "."]), regex.DOTALL)


@functools.cache
def _letters(charset: Charset) -> dict[str, str]:
    """What every sequence of characters of the charset stands for."""
    if charset is Charset.WINDOWS_1258:
        return _windows_1258()
    from viparse.normalize.encodings import CHARMAPS

    name = "tcvn3" if charset is Charset.TCVN3_CAPITALS else charset.value
    letters = dict(CHARMAPS[name].pairs)
    if charset is Charset.VNI:
        letters |= _VNI_MORE
        # A mark typed in the other case than its letter is the same mark.
        letters |= {one[0] + one[1].swapcase(): letter for one, letter in letters.items() if len(one) == 2}
    if charset in _WITH_LETTERS_AT_80:
        letters |= {_WINDOWS[ord(one)]: letter for one, letter in letters.items() if ord(one) in _WINDOWS}
    else:
        letters |= {chr(code): shown for code, shown in _WINDOWS.items()}
    return letters


def _windows_1258() -> dict[str, str]:
    bases = {**_BASES_1258, **{letter: letter for letter in _PLAIN_1258}}
    marked = {
        shown + code: unicodedata.normalize("NFC", base + mark)
        for shown, base in bases.items()
        for code, mark in _MARKS_1258.items()
    }
    return {**_BASES_1258, **marked, **{chr(code): shown for code, shown in _WINDOWS.items()}, "þ": "₫"}


@functools.cache
def _inverse(charset: Charset) -> dict[str, str]:
    """How the charset writes every letter."""
    return {
        letter: written
        for written, letter in reversed(list(_letters(charset).items()))
        if letter.isalpha() and written not in _VNI_NOT_WRITTEN and not (len(written) == 1 and written in _CODES)
    }


@functools.cache
def _taken(charset: Charset) -> frozenset[str]:
    """The characters that the charset gives another meaning, so that it cannot write them themselves."""
    letters = _letters(charset)
    return frozenset(one for one, letter in letters.items() if len(one) == 1 and letter.isalpha() and letter != one)


# "NéI": a small accented letter in a word whose other letters are two capitals or more.
_WORD = regex.compile(r"\p{L}+")


def _with_capitals(text: str) -> str:
    """Raise the accented letters of words in capitals: TCVN3 has no accented capitals.

    A word with one capital ("Hµ") may be "Hà" or "HÀ": the nearest word that tells decides, the one before it first.

    >>> _with_capitals("CộNG HòA Xã HộI"), _with_capitals("Tỷ lệ ở Hà Nội")
    ('CỘNG HÒA XÃ HỘI', 'Tỷ lệ ở Hà Nội')
    """
    if text.isascii():
        return text
    out: list[str] = []
    for line in text.splitlines(keepends=True):
        words = list(_WORD.finditer(line))
        told = [_in_capitals(word[0]) for word in words]
        letters = list(line)
        for position, word in enumerate(words):
            if word[0].isascii() or word[0].isupper():
                continue
            capital = told[position]
            if capital is None:
                capital = _nearest(told, position)
            if capital:
                letters[word.start() : word.end()] = [up if len(up := one.upper()) == 1 else one for one in word[0]]
        out.append("".join(letters))
    return "".join(out)


def _in_capitals(word: str) -> bool | None:
    """Whether a word of TCVN3 is in capitals; None where it does not tell, as a code ("BC")."""
    if word.isascii() and word.isupper() and not is_syllable(word.lower()):
        return None
    plain = [letter for letter in word if not _small_accented(letter)]
    if any(letter.islower() for letter in plain):
        return False
    capitals = len(plain)
    # A capital after a small accented letter ("éN"), or two at the beginning ("NHµ"), are no name's.
    if capitals >= 2 or (capitals == 1 and not word[0].isupper()):
        return True
    return None


def _small_accented(letter: str) -> bool:
    return letter.islower() and not letter.isascii() and letter not in "ăâêôơưđ"


def _nearest(told: list[bool | None], position: int) -> bool | None:
    for distance in range(1, len(told)):
        for other in (position - distance, position + distance):
            if 0 <= other < len(told) and told[other] is not None:
                return told[other]
    return None
