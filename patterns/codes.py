"""Document codes: 707/QĐ-UBND, 72/2020/QĐ-UBND, 28-NQ/TW, 63/2020/QH14, as they are printed and as they should be.

``find_codes`` takes every code-shaped place of a text, without asking what stands around it: an extractor decides
whether it is a citation, and a reader of numbers leaves its digits alone.
"""

from __future__ import annotations

import dataclasses

import regex

from patterns.anchors import Anchored
from patterns.records import changed
from patterns.symbols import is_party, is_state, is_type, office_entries, parts_of, read_token
from patterns.vocabulary import load

# Named fragments. Spaces inside a line are part of many printed codes: "15 /2021/ NĐ - CP".
SPACE = r"[^\S\n]*"
DASH = r"[-\u2010-\u2015\u2212]"
# 707, 05, 30c, 1028; O and l are scanned digits where a digit stands beside them: 1O5, l2.
DIGITS = r"(?:\d[\dOolI]{0,4}|[OolI]\d[\dOolI]{0,3})"
LETTER = r"[a-hđA-H]"
# 1.028/QĐ-UBND has a thousands dot, 66.1/2025/NQ-CP a decimal number.
NUMBER = rf"{DIGITS}(?:\.\d{{3}}(?={SPACE}[/\-])|\.\d(?={SPACE}/))?{LETTER}?"
YEAR = r"(?:19[\dOolI]{2}|2[0Oo][\dOolI]{2})(?![\dOolI])"
# Not inside a word, a number, an address or another code (QT-15/TP, TCVN 11041:2017/BKHCN), but tied to "số" by a scan.
BEFORE = rf"(?:(?<=[Ss]ố)|(?<![\p{{L}}\p{{N}}_/&@]|{DASH}|[\d][.,:]))"
# số 2 145/QĐ-UBND: a space for the thousands dot, only behind "số".
SPACED = rf"(?<=[Ss]ố{SPACE}:?{SPACE})\d{{1,2}}[ ]\d{{3}}(?={SPACE}[/\-])"
# The first number of a range: 318-320/QĐ-UBND.
RANGE = rf"(?P<low>\d{{1,5}}){SPACE}{DASH}{SPACE}"

_HEAD = regex.compile(
    rf"""{BEFORE}
    (?:{RANGE})??
    (?P<number>{SPACED}|{NUMBER})
    (?: {SPACE} (?P<year_mark>[/.]|{DASH}) {SPACE} (?P<year>{YEAR}) )?
    (?: {SPACE} (?P<mark>/|{DASH}) {SPACE} )
    (?=\p{{L}})""",
    regex.VERBOSE,
)
# 707QĐ-UBND and 707 QĐ-UBND have lost their slash; only after "số", and before a type code with its office.
_SLASHLESS = regex.compile(
    rf"(?<=[Ss]ố{SPACE}:?{SPACE})(?P<number>\d{{1,5}})[ ]?(?=(?:QĐ|QD|KH|NQ|TB|BC|CTr|TTr|NĐ)[-/])", regex.VERBOSE
)
# The mark and the letter behind it, right behind what a number or a year ends with.
_HEADS = Anchored(_HEAD, rf"(?:/|{DASH})(?={SPACE}\p{{L}})(?<=[\dOolI]{LETTER}?{SPACE}.)")
_SLASHLESS_HEADS = Anchored(_SLASHLESS, r"[-/](?:(?<=[\d ](?:QĐ|QD|KH|NQ|TB|BC|NĐ).)|(?<=[\d ][CT]Tr.))")
_TOKEN = regex.compile(r"\p{L}[\p{L}0-9]*")
_JOINT = regex.compile(rf"(?P<before>{SPACE})(?P<mark>[/&._]|{DASH})(?P<after>{SPACE})")
# 318, 319 và [320/QĐ-UBND]: numbers that share the symbol of the last one; they must follow a type word or "số".
_EARLIER = regex.compile(
    rf"(?:(?<![\p{{L}}\p{{N}}/.,]|{DASH})(?P<number>\d{{1,5}}{LETTER}?)"
    rf"{SPACE}(?:,{SPACE}và|[,;]|và|đến)(?!\p{{L}}){SPACE}(?:[Ss]ố{SPACE})?)+$"
)
_NUMBERED = regex.compile(r"(?<!\p{L})[Ss](?:ố|Ố)[^\S\n]*[:.]?[^\S\n]*$")
_LONGEST_UNIT = 6
# 2457/SNV - CCHC[, ngày …], [ ngày …], [ của …]
_ENDS = regex.compile(rf"{SPACE}(?:[,;)]|ngày(?!\p{{L}})|của(?!\p{{L}})|\(|$)", regex.MULTILINE)
_BLANK = regex.compile(r"\s")
_ANY_DASH = regex.compile(DASH)
_THOUSANDS = regex.compile(r"[. ](?=\d{3})")
_DIGIT = str.maketrans("OoIl", "0011")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A document code at [start, end); ``raw`` is as printed, the other fields have their characters repaired.

    ``mark`` is the separator before the symbol, ``year_mark`` the one before the year. ``shared`` says that the symbol
    is printed with a later number of the same list or range, so that ``raw`` is a number alone. ``strong`` says that
    the symbol names an office, so that the code stands for itself without a type word.
    """

    start: int
    end: int
    raw: str
    number: str
    symbol: str
    mark: str = "/"
    year: int | None = None
    year_mark: str = "/"
    repaired: bool = False
    shared: bool = False
    strong: bool = False

    @property
    def code(self) -> str:
        """The canonical code: characters repaired, separators and order as printed.

        >>> Code(start=0, end=9, raw="28-NQ/TW", number="28", mark="-", symbol="NQ/TW").code
        '28-NQ/TW'
        """
        year = "" if self.year is None else f"{self.year_mark}{self.year}"
        return f"{self.number}{year}{self.mark}{self.symbol}"

    @property
    def expected(self) -> str:
        """The code with the separators of its office's form: 05/NQ-TU is 05-NQ/TU."""
        return well_formed(number=self.number, year=self.year, mark=self.mark, symbol=self.symbol)


def well_formed(*, number: str, year: int | None, mark: str, symbol: str) -> str:
    """The code in the form of its office; as it is where the form is right or not known.

    State offices write number/TYPE-OFFICE and number/OFFICE-UNIT, the Party number-TYPE/OFFICE. Joint documents and
    offices that state and Party share a code with are left alone.

    >>> well_formed(number="05", year=None, mark="/", symbol="NQ-TU")
    '05-NQ/TU'
    >>> well_formed(number="80", year=None, mark="-", symbol="VP-TH")
    '80/VP-TH'
    >>> well_formed(number="01", year=None, mark="/", symbol="QCPH/UBND-UBMTTQ")
    '01/QCPH/UBND-UBMTTQ'
    """
    kind, offices = parts_of(symbol)
    head = number if year is None else f"{number}/{year}"
    if kind is not None and offices and is_party(offices[-1]) and year is None:
        return f"{head}-{kind}/{'-'.join(offices)}"
    if kind is not None and len(offices) == 1 and is_state(offices[0]):
        return f"{head}/{kind}-{offices[0]}"
    if kind is None and offices and mark != "/" and offices[0] in office_entries() and not is_party(offices[0]):
        return f"{head}/{symbol.replace('/', '-')}"
    return f"{head}{mark}{symbol}"


def find_codes(text: str, start: int = 0, end: int | None = None) -> tuple[Code, ...]:
    """All document codes of text[start:end], in reading order.

    >>> [c.code for c in find_codes("các Quyết định số 318-320/QD-UBND, Nghị định 15 /2021/ NĐ - CP")]
    ['318/QĐ-UBND', '320/QĐ-UBND', '15/2021/NĐ-CP']
    """
    stop = len(text) if end is None else end
    found: list[Code] = []
    position = start
    while position < stop:
        match = _HEADS.search(text, position, stop)
        bare = _SLASHLESS_HEADS.search(text, position, stop)
        if bare is not None and (match is None or bare.start() < match.start()):
            match = bare
        if match is None:
            break
        read = _read(text, match, stop)
        if not read:
            position = match.start("number") + 1
            continue
        found.extend(_earlier(text, read[0], position))
        found.extend(read)
        position = read[-1].end
    return tuple(found)


def _read(text: str, match: regex.Match[str], stop: int) -> tuple[Code, ...]:
    """The code at a number, or the two of a range; empty where no symbol follows."""
    symbol = _read_symbol(text, match.end(), stop)
    if symbol is None:
        return ()
    tokens, name, after = symbol
    if text.startswith("@", after):
        return ()
    groups = match.groupdict()
    low, number, mark = groups.get("low"), match["number"], groups.get("mark") or "/"
    mark = "/" if mark == "/" else "-"
    year_mark = groups.get("year_mark") or "/"
    year = int(groups["year"].translate(_DIGIT)) if groups.get("year") else None
    if year is not None and year_mark not in "/." and number.isdigit() and int(number) >= 1900:
        low, number, year = number, str(year), None
    if year is not None and mark == "-" and not is_type(tokens[0]):
        return ()
    year_mark = "/" if year_mark in "/." else "-"
    plain = _plain_number(number)
    start = match.start("number")
    known = is_type(tokens[0]) or tokens[0] in office_entries()
    strong = (len(tokens) > 1 and known) or (year is not None and tokens[0].startswith(("QH", "UBTVQH")))
    printed = text[start:after]
    code = Code(
        start=start,
        end=after,
        raw=printed,
        number=plain,
        symbol=name,
        mark=mark,
        year=year,
        year_mark=year_mark,
        strong=strong,
    )
    written = _BLANK.sub("", _ANY_DASH.sub("-", printed))
    code = changed(code, repaired=written != code.code)
    if low is None:
        return (code,)
    low_start = match.start("low") if groups.get("low") else start
    if low_start == start:
        code = changed(code, start=match.start("year"), raw=text[match.start("year") : after])
    low_end = low_start + len(low)
    first = changed(code, start=low_start, end=low_end, raw=text[low_start:low_end], number=low, shared=True)
    return (first, code)


def _plain_number(printed: str) -> str:
    """The number with scanned letters as digits and without a mark for the thousands.

    >>> _plain_number("1O5"), _plain_number("1.028"), _plain_number("2 145"), _plain_number("66.1")
    ('105', '1028', '2145', '66.1')
    """
    number = printed.translate(_DIGIT)
    return _THOUSANDS.sub("", number)


# KH-UB[ ND]: the rest of an office that a scan has parted with a space.
_REST = regex.compile(r"[ \u00a0](?P<rest>\p{Lu}{1,3})(?![\p{L}/-])")


def _read_symbol(text: str, start: int, stop: int) -> tuple[tuple[str, ...], str, int] | None:
    """The parts of a symbol, the symbol and where it ends; None where what follows is a word.

    A mark with spaces goes on only before a code that is known, and a dash between two spaces only between a type and
    its office: "15/KH-UBND - UBND huyện" ends after the first UBND.
    """
    first = _TOKEN.match(text, start, stop)
    read = read_token(first[0], first=True) if first else None
    if first is None or read is None or (len(read[0]) == 1 and not is_type(read[0])):
        return None
    tokens = [read[0]]
    name, end = read[0], start + read[1]
    while True:
        torn = (
            _REST.match(text, end, stop)
            if len(tokens) > 1 and tokens[-1] == text[end - len(tokens[-1]) : end]
            else None
        )
        if torn is not None and tokens[-1] + torn["rest"] in office_entries():
            tokens[-1] += torn["rest"]
            name, end = name + torn["rest"], torn.end()
            continue
        joint = _JOINT.match(text, end, stop)
        token = _TOKEN.match(text, joint.end(), stop) if joint else None
        if joint is None or token is None:
            break
        read = read_token(token[0], first=False)
        if read is None or not _goes_on(joint, tokens, read[0], ends=_ENDS.match(text, token.end()) is not None):
            break
        mark = joint["mark"] if joint["mark"] in "/&._" else "-"
        tokens.append(read[0])
        name, end = f"{name}{mark}{read[0]}", token.start() + read[1]
        if read[1] < len(token[0]):
            break
    return tuple(tokens), name, end


def _goes_on(joint: regex.Match[str], tokens: list[str], token: str, *, ends: bool) -> bool:
    """Whether a token behind a mark is part of the symbol; ``ends`` says that the mention ends behind it."""
    if not joint["before"] and not joint["after"]:
        return True
    # UBND- TH, UBND -NC: the unit of an office, with a space on one side of its dash.
    unit = len(tokens) == 1 and tokens[0] in office_entries() and not is_type(tokens[0]) and len(token) < _LONGEST_UNIT
    one_space = bool(joint["before"]) != bool(joint["after"])
    if (
        unit
        and joint["mark"] not in "._&"
        and token.isupper()
        and (one_space or (ends and token not in office_entries()))
    ):
        return True
    if joint["mark"] in "._" or token not in office_entries():
        return False
    both = bool(joint["before"]) and bool(joint["after"])
    return not both or (len(tokens) == 1 and is_type(tokens[0]))


def _earlier(text: str, code: Code, floor: int) -> list[Code]:
    """The numbers before a code that share its symbol: 318, 319 in "số 318, 319 và 320/QĐ-UBND"."""
    line = max(floor, text.rfind("\n", 0, code.start) + 1, code.start - 120)
    match = _EARLIER.search(text, line, code.start)
    if match is None:
        return []
    before = text[max(line, match.start() - 40) : match.start()]
    if not _NUMBERED.search(before) and not ends_with_type(before):
        return []
    return [
        changed(code, start=start, end=end, raw=text[start:end], number=text[start:end], shared=True)
        for start, end in match.spans("number")
    ]


def ends_with_type(text: str) -> bool:
    """Whether a text ends with the name of a document type, a colon after it or not.

    >>> ends_with_type("các Nghị định: "), ends_with_type("các xã ")
    (True, False)
    """
    words = text.rstrip(" \t\u00a0:(").lower().split()
    known = load("doc_types").by_phrase
    return any(" ".join(words[-n:]) in known for n in range(1, 5))
