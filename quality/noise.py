"""Damage as scanners and recognisers do it, everywhere but in figures, and what it costs."""

from __future__ import annotations

import random
from collections.abc import Iterable

import regex

from quality.samples import Sample, passages, read_samples, reports, score_samples

SHARES = (0.01, 0.03)

# A letter and what it is taken for: accents lost or mistaken, shapes alike, case of a letter kept.
CONFUSIONS: dict[str, str] = {
    "a": "áàạă", "ă": "ắâ", "â": "ấă", "e": "éêc", "ê": "ếềe", "i": "íl", "o": "óôc", "ô": "ốồo", "ơ": "ớờo",
    "u": "úưn", "ư": "ứừu", "y": "ýv", "á": "aâ", "à": "aâ", "ạ": "a", "ả": "á", "ã": "á", "ắ": "ăấ", "ằ": "ă",
    "ặ": "ăậ", "ấ": "âắ", "ầ": "âằ", "ậ": "âặ", "ẩ": "âấ", "é": "e", "è": "e", "ẽ": "ẻ", "ế": "êề", "ề": "êế",
    "ệ": "ê", "ể": "êế", "ễ": "ể", "í": "ì", "ì": "í", "ị": "i", "ó": "oò", "ò": "oó", "ọ": "o", "ố": "ôồ",
    "ồ": "ôố", "ộ": "ô", "ổ": "ôố", "ớ": "ơờ", "ờ": "ơớ", "ợ": "ơ", "ở": "ờ", "ú": "uù", "ù": "uú", "ụ": "u",
    "ủ": "úu", "ứ": "ưừ", "ừ": "ưứ", "ự": "ư", "ử": "ưừ", "ữ": "ử", "đ": "d", "d": "đ", "n": "ru", "m": "rn",
    "h": "b", "b": "h", "c": "e", "t": "f", "l": "i", "r": "n", "v": "y", "g": "q", "p": "n",
}  # fmt: skip

# Digits with the marks, codes and dates around them stay whole: a damaged figure would be another figure.
_FIGURES = regex.compile(r"\S*[0-9]\S*|(?<!\w)[IVXivx]+(?!\w)")


def damaged(text: str, share: float, seed: int) -> str:
    """The text with this share of its letters taken for others, outside words that hold a digit or a roman number.

    The same text, share and seed give the same damage.

    >>> damaged("tiếp nhận 9.737 hồ sơ", 0.3, seed=1) != "tiếp nhận 9.737 hồ sơ", "9.737" in damaged("9.737 hồ", 1, 1)
    (True, True)
    """
    chance = random.Random(seed)
    whole = bytearray(len(text))
    for match in _FIGURES.finditer(text):
        whole[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    letters = [i for i, letter in enumerate(text) if letter.lower() in CONFUSIONS and not whole[i]]
    changed = list(text)
    for i in chance.sample(letters, round(share * len(letters))):
        other = chance.choice(CONFUSIONS[text[i].lower()])
        changed[i] = other.upper() if text[i].isupper() else other
    return "".join(changed)


def with_noise(samples: Iterable[Sample], share: float) -> tuple[Sample, ...]:
    """The text samples with their letters damaged; their expected rows stay."""
    return tuple(
        Sample(
            name=sample.name,
            data=damaged(sample.data.decode("utf-8"), share, seed).encode(),
            annotation={
                table: rows for table, rows in sample.annotation.items() if table not in ("document", "sections")
            },
        )
        for seed, sample in enumerate(samples)
        if sample.name.endswith(".txt")
    )


def costs(samples: Iterable[Sample], tables: Iterable[str]) -> dict[float, dict[str, float]]:
    """F1 by table for each share of damaged letters; 0.0 is the text as it is."""
    found = {}
    for share in (0.0, *SHARES):
        noisy = with_noise(samples, share)
        figures = score_samples(noisy, read_samples(noisy)).figures()
        found[share] = {table: figures[table] for table in tables}
    return found


def main() -> None:
    """Print F1 by table without damage and with it, and what it costs in points."""
    tables = ("citations", "dossiers", "rates", "staffing", "procedures")
    for name, samples in (("reports", reports()), ("passages", passages())):
        found = costs(samples, tables)
        print(f"\n{name:<14}{'whole':>8}" + "".join(f"{share:>8.0%}{'cost':>8}" for share in SHARES))
        for table in tables:
            line = "".join(
                f"{found[share][table]:>8.3f}{100 * (found[0.0][table] - found[share][table]):>8.1f}"
                for share in SHARES
            )
            print(f"{table:<14}{found[0.0][table]:>8.3f}{line}")


if __name__ == "__main__":
    main()
