"""Numbers and names as messages write them, the Vietnamese way and the English way."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from importlib import resources

from pipeline.audits.intervals import decimals_of, exact


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One phrase in both languages."""

    vi: str
    en: str

    def __add__(self, other: Words) -> Words:
        return Words(vi=self.vi + other.vi, en=self.en + other.en)


def same(text: str) -> Words:
    """A phrase that is the same in both languages.

    >>> same(" + ").vi
    ' + '
    """
    return Words(vi=text, en=text)


def joined(phrases: Iterable[Words], separator: str) -> Words:
    """The phrases with a separator between them.

    >>> joined([same("a"), same("b")], ", ").en
    'a, b'
    """
    kept = tuple(phrases)
    return Words(vi=separator.join(p.vi for p in kept), en=separator.join(p.en for p in kept))


def _digits(value: float | int | Fraction, decimals: int | None) -> tuple[str, str, str]:
    number = exact(value)
    places = decimals_of(value) if decimals is None and not isinstance(value, Fraction) else decimals or 0
    scaled = str(round(abs(number) * 10**places)).rjust(places + 1, "0")
    whole, fraction = (scaled[:-places], scaled[-places:]) if places else (scaled, "")
    return "-" if number < 0 else "", whole, fraction


def canonical(value: float | int | Fraction, decimals: int | None = None) -> str:
    """A number as subjects write it: no thousands mark, a dot before the decimals, no zeros at the end of them.

    >>> canonical(9737), canonical(4.513), canonical(95.0), canonical(Fraction(4703, 50), 2)
    ('9737', '4.513', '95', '94.06')
    """
    sign, whole, fraction = _digits(value, decimals)
    fraction = fraction.rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def _grouped(whole: str, mark: str) -> str:
    return f"{int(whole):,}".replace(",", mark)


def number_vi(value: float | int | Fraction, decimals: int | None = None) -> str:
    """A number as Vietnamese reports write it.

    >>> number_vi(9737), number_vi(99.9), number_vi(99.7, 2), number_vi(-7)
    ('9.737', '99,9', '99,70', '-7')
    """
    sign, whole, fraction = _digits(value, decimals)
    return sign + _grouped(whole, ".") + ("," + fraction if fraction else "")


def number_en(value: float | int | Fraction, decimals: int | None = None) -> str:
    """A number as English writes it.

    >>> number_en(9737), number_en(99.7, 2)
    ('9,737', '99.70')
    """
    sign, whole, fraction = _digits(value, decimals)
    return sign + _grouped(whole, ",") + ("." + fraction if fraction else "")


def number(value: float | int | Fraction, decimals: int | None = None) -> Words:
    """A number in both languages."""
    return Words(vi=number_vi(value, decimals), en=number_en(value, decimals))


def signed(value: float | int | Fraction, decimals: int | None = None) -> Words:
    """A difference in both languages, with its sign.

    >>> signed(7).vi, signed(-7).vi
    ('+7', '-7')
    """
    return same("+" if exact(value) > 0 else "") + number(value, decimals)


def percent(value: float | int | Fraction, decimals: int | None = None) -> Words:
    """A percentage in both languages.

    >>> percent(99.9).vi
    '99,9%'
    """
    return number(value, decimals) + same("%")


@cache
def _labels() -> dict[tuple[str, str], Words]:
    text = (resources.files("patterns") / "vocabularies" / "labels.toml").read_text(encoding="utf-8")
    return {
        (name, entry["value"]): Words(vi=entry["vi"], en=entry["en"])
        for name, entries in tomllib.loads(text).items()
        for entry in entries
    }


def label(vocabulary: str, value: str) -> Words:
    """What a coded value is called; the value itself where it has no label.

    >>> label("dossier_metric", "carried_over").vi
    'kỳ trước chuyển qua'
    """
    return _labels().get((vocabulary, value), same(value))
