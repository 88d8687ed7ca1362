"""Personal data in a report's text: phone numbers, e-mail addresses, citizens' numbers and bank accounts.

What Law 91/2025/QH15 and Decree 356/2025/NĐ-CP protect and a report has no need of. Each kind is told by its own
structure; where digits alone could be a figure (a bank account, the nine digits of an old identity card), only behind
its label. A figure of a report never begins with a zero and has no ten digits, so that none is taken for any of these.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import regex

KINDS = ("citizen_id", "bank_account", "email", "phone")

# can.bo+1@xa-a.gov.vn; both sides of the sign are looked at apart, so that a long word costs nothing
_LOCAL = regex.compile(r"[\w.+\-]{1,64}+(?=@)")
_DOMAIN = regex.compile(r"@[\w\-]{1,63}+(?:\.[\w\-]{1,63}+){1,5}+")
_LONGEST_LOCAL = 64

# Nothing of a code, a fraction, a decimal or a longer number stands before or behind.
_ALONE = r"(?<![\w.,/+]|(?<!\d{9})-)"
_ENDS = r"(?![\w/]|[.,]\d|-(?!0\d{8})\d)"

# 0912.345.678 · (0256) 3.822.456 · +84 912 345 678; not 0912 hồ sơ, 10.973/13, 000.00.12.H08-230101-0001
_PHONE = regex.compile(rf"{_ALONE}(?:\+84[ .\-]?|\(\+84\)[ ]?|\(0\d{{1,3}}\)|0)(?:[ .\-]?\d){{7,10}}{_ENDS}")
# Numbers of eleven digits that ended in 2018: 0163 123 4567.
_OLD_MOBILE = regex.compile(r"01(?:2\d|6[2-9]|86|88|99)\d{7}")
# Digits that something is counted with, in spite of all: "0912345678 hồ sơ".
_COUNTED = regex.compile(
    r"\s{0,2}(?:%|‰|(?i:hồ sơ|hs|lượt|người|đồng|triệu|tỷ|nghìn|ngàn|văn bản|trường hợp|thủ tục)(?!\w))"
)

# 001085012345 · 001 085 012 345: province, century and gender, year of birth, six digits.
_CITIZEN = regex.compile(rf"{_ALONE}\d{{3}}[ .]?\d{{3}}[ .]?\d{{3}}[ .]?\d{{3}}{_ENDS}")
_PROVINCES = regex.compile(
    r"00[12468]|01[012457-9]|02[024-7]|03[0134-8]|04[024-689]|05[124-68]|06[024678]|07[02457-9]|08[02-4679]|09[1-6]"
)
# 0 and 1 are men and women born before 2000, 2 and 3 those born since.
_LAST_YEAR = {"0": 99, "1": 99, "2": 39, "3": 39}
# CMND số 212345678 · Căn cước công dân: 052085012345 · số định danh cá nhân 052…; not "cấp 1.234 căn cước"
_LABELLED_CITIZEN = regex.compile(
    r"(?<!\w)(?i:CCCD|căn cước(?: công dân)?|định danh(?: cá nhân)?|ĐDCN|CMND|CMTND?|CMT|chứng minh(?: nhân dân| thư)?)"
    r"(?:/(?:CCCD|CMND|CMT))?\s{0,2}(?i:số)?\s{0,2}[:.]?\s{0,2}(?P<value>\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{3})?)"
    rf"{_ENDS}"
)
# Số tài khoản: 4211 0000 123456 · STK 0123456789 · tài khoản số 12345678; not "cấp 12.345 tài khoản"
_ACCOUNT = regex.compile(
    r"(?<!\w)(?i:(?:số\s)(?:tài khoản|TK)|STK|(?:tài khoản|TK)(?:\s(?:ngân hàng|thanh toán))?\s?(?:số|:))"
    r"(?:\s(?i:ngân hàng))?\s{0,2}[:.]?\s{0,2}(?P<value>\d(?:[ .\-]?\d){7,18})"
    rf"{_ENDS}"
)
# 12.345.678: a count of accounts behind the same words.
_GROUPED = regex.compile(r"\d{1,3}(?:\.\d{3})+")

# What any of them needs: an at sign, or seven digits that no letter parts.
_HINT = regex.compile(r"@|\d(?:[ .\-()]{0,2}\d){7}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """text[start:end] is personal data of a kind; ``value`` is as printed."""

    kind: str
    value: str
    start: int
    end: int


def find_personal_data(text: str) -> tuple[Personal, ...]:
    """All personal data of a text, in its order.

    >>> [(p.kind, p.value) for p in find_personal_data("ĐT: 0912.345.678, thư xa-a@tinh-b.gov.vn; 0912 hồ sơ")]
    [('phone', '0912.345.678'), ('email', 'xa-a@tinh-b.gov.vn')]
    """
    if not _HINT.search(text):
        return ()
    candidates = [*_citizens(text), *_accounts(text), *_emails(text), *_phones(text)]
    found: list[Personal] = []
    # Of two that begin together the one that is told more surely stays: they come in that order.
    for personal in sorted(candidates, key=lambda personal: personal.start):
        if not found or personal.start >= found[-1].end:
            found.append(personal)
    return tuple(found)


def masked(text: str, found: tuple[Personal, ...] | None = None) -> str:
    """The text with every letter and digit of its personal data as a dot; its length stays.

    >>> masked("ĐT: 0912.345.678")
    'ĐT: ••••.•••.•••'
    """
    found = find_personal_data(text) if found is None else found
    parts, at = [], 0
    for personal in found:
        parts += [text[at : personal.start], mask(personal.value)]
        at = personal.end
    return "".join([*parts, text[at:]])


def mask(value: str) -> str:
    """A value with every letter and digit as a dot."""
    return "".join("•" if character.isalnum() else character for character in value)


def _made(kind: str, match: regex.Match[str], group: str | int = 0) -> Personal:
    return Personal(kind=kind, value=match[group], start=match.start(group), end=match.end(group))


def _citizens(text: str) -> Iterator[Personal]:
    for match in _LABELLED_CITIZEN.finditer(text):
        if is_citizen_id(match["value"]) or not _counts(match, text):
            yield _made("citizen_id", match, "value")
    for match in _CITIZEN.finditer(text):
        if is_citizen_id(match[0]):
            yield _made("citizen_id", match)


def is_citizen_id(written: str) -> bool:
    """Whether twelve digits are built as a citizen's number is.

    >>> is_citizen_id("001085012345"), is_citizen_id("003085012345"), is_citizen_id("001885012345")
    (True, False, False)
    """
    digits = "".join(filter(str.isdecimal, written))
    if len(digits) != 12 or not _PROVINCES.match(digits):
        return False
    return int(digits[4:6]) <= _LAST_YEAR.get(digits[3], -1)


def _accounts(text: str) -> Iterator[Personal]:
    for match in _ACCOUNT.finditer(text):
        if not _counts(match, text):
            yield _made("bank_account", match, "value")


def _counts(match: regex.Match[str], text: str) -> bool:
    """Whether the digits behind a label are a count: in groups of three, or with what is counted behind them."""
    return bool(_GROUPED.fullmatch(match["value"]) or _COUNTED.match(text, match.end()))


def _emails(text: str) -> Iterator[Personal]:
    at = text.find("@")
    while at >= 0:
        first = max(0, at - _LONGEST_LOCAL)
        local = next(_LOCAL.finditer(text, first, at + 1), None)
        domain = _DOMAIN.match(text, at)
        if local and domain and local.end() == at:
            yield Personal(
                kind="email", value=text[local.start() : domain.end()], start=local.start(), end=domain.end()
            )
        at = text.find("@", at + 1)


def _phones(text: str) -> Iterator[Personal]:
    for match in _PHONE.finditer(text):
        if not _COUNTED.match(text, match.end()) and is_phone(match[0]):
            yield _made("phone", match)


def is_phone(written: str) -> bool:
    """Whether a number can be called in Viet Nam, or could before the prefixes of 2018.

    >>> is_phone("0912.345.678"), is_phone("0163 123 4567"), is_phone("0123.456.789")
    (True, True, False)
    """
    digits = "".join(filter(str.isdecimal, written))
    if _OLD_MOBILE.fullmatch(digits):
        return True
    # Its tables take a while to load, and most reports have no such number.
    import phonenumbers

    try:
        number = phonenumbers.parse(written, "VN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(number, "VN")
