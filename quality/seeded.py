"""Seeded errors: what the audit finds in invented reports into which one error each was put.

    python -m quality.seeded [--reports N] [--write]

Prints, and with --write puts into docs/seeded-errors.md: how many errors of each of ten kinds are found, how often the
figure that was altered is the first that the suggestion names, how many false alarms stand in the reports before they
are altered, and what arithmetic cannot see at all.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from pipeline.archive import archive_of, audit_archive
from pipeline.audits.findings import Finding
from pipeline.audits.intervals import agrees, rounded
from pipeline.audits.wording import number_vi
from pipeline.process import Processed, process
from quality.seeded_reports import Made, make

PAGE = Path(__file__).parent.parent / "docs" / "seeded-errors.md"
REPORTS = 200


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One alteration: what is printed in which place, what it should be, and whether anything can show it."""

    place: str
    printed: str
    meant: str
    visible: bool
    without: str | None = None


@dataclasses.dataclass(slots=True)
class Tally:
    """Errors of one kind: put in, visible to arithmetic, found, and their culprit named first."""

    seeded: int = 0
    visible: int = 0
    found: int = 0
    named: int = 0
    nameable: int = 0
    tied: int = 0
    named_tied: int = 0


Seed = Callable[[Made, random.Random], Error | None]


def _counted(made: Made, key: str, value: int) -> Error:
    meant, printed = number_vi(made.counts[key]), number_vi(value)
    return Error(place=key, printed=printed, meant=meant, visible=not made.holds({key: value}))


def _draw(made: Made, chance: random.Random, least: int = 10) -> str:
    return chance.choice([key for key, value in made.counts.items() if value >= least])


def digit_changed(made: Made, chance: random.Random) -> Error:
    """Another digit than the first is another one."""
    key = _draw(made, chance)
    digits = list(str(made.counts[key]))
    at = chance.randrange(1, len(digits))
    digits[at] = chance.choice([d for d in "0123456789" if d != digits[at]])
    return _counted(made, key, int("".join(digits)))


def digits_swapped(made: Made, chance: random.Random) -> Error | None:
    """Two neighbouring digits stand in the other order."""
    keys = [k for k, v in made.counts.items() if any(a != b for a, b in _neighbours(str(v)))]
    key = chance.choice(keys)
    text = str(made.counts[key])
    places = [i for i, (a, b) in enumerate(_neighbours(text)) if a != b and (i or b != "0")]
    if not places:
        return None
    at = chance.choice(places)
    return _counted(made, key, int(text[:at] + text[at + 1] + text[at] + text[at + 2 :]))


def _neighbours(text: str) -> list[tuple[str, str]]:
    return list(pairwise(text))


def digit_lost(made: Made, chance: random.Random) -> Error:
    """One digit is missing."""
    key = _draw(made, chance, 100)
    text = str(made.counts[key])
    at = chance.randrange(1, len(text))
    return _counted(made, key, int(text[:at] + text[at + 1 :]))


def part_dropped(made: Made, chance: random.Random) -> Error | None:
    """A part of a list is left out, and its figure with it."""
    parts = {
        "staff__culture": "sự nghiệp văn hóa {staff__culture} người, ",
        "staff__health": "sự nghiệp y tế {staff__health} người, ",
    }
    key = chance.choice(list(parts))
    return Error(place=key, printed="", meant=number_vi(made.counts[key]), visible=True, without=parts[key])


def rate_of_another_period(made: Made, chance: random.Random) -> Error | None:
    """The percentage is that of the year before."""
    place = chance.choice(made.rates)
    meant = made.texts[place.key]
    other = Fraction(meant.replace(",", ".")) + Fraction(chance.choice((-1, 1)) * chance.randrange(3, 90), 100)
    printed = number_vi(rounded(min(other, Fraction(100)), place.decimals), place.decimals)
    if printed == meant:
        return None
    visible = not made.holds({}, {place.key: printed})
    return Error(place=place.key, printed=printed, meant=meant, visible=visible)


def wrong_date_year(made: Made, chance: random.Random) -> Error:
    """The date of a decree has another year than its number."""
    meant = made.texts["decree"]
    printed = meant.replace("2018", chance.choice(("2016", "2017", "2019", "2020")))
    return Error(place="decree", printed=printed, meant=meant, visible=True)


def wrong_symbol(_made: Made, chance: random.Random) -> Error:
    """A plan bears the code of a decision."""
    key = chance.choice(("plan", "plan_again"))
    return Error(place=key, printed="QĐ-UBND", meant="KH-UBND", visible=True)


def section_skipped(_made: Made, _chance: random.Random) -> Error:
    """A section is missing, and the numbers go on."""
    return Error(place="section", printed="", meant="2.2", visible=True, without="2.2. Kiểm soát")


def figure_of_another_level(made: Made, chance: random.Random) -> Error | None:
    """One level's figure stands in the place of another's."""
    levels = sorted({key.split("__")[0] for key in made.counts if key.endswith("__on_time")} - {"all"})
    if len(levels) < 2:
        return None
    here, there = chance.sample(levels, 2)
    name = chance.choice(("received", "resolved", "on_time", "late", "pending"))
    value = made.counts[f"{there}__{name}"]
    return None if value == made.counts[f"{here}__{name}"] else _counted(made, f"{here}__{name}", value)


KINDS: dict[str, Seed] = {
    "digit changed": digit_changed,
    "digits swapped": digits_swapped,
    "digit lost": digit_lost,
    "part dropped": part_dropped,
    "rate of another period": rate_of_another_period,
    "wrong year of a date": wrong_date_year,
    "wrong symbol": wrong_symbol,
    "section skipped": section_skipped,
    "figure of another level": figure_of_another_level,
}
BACKLOG = "backlog not carried"
NAMEABLE = frozenset(KINDS) - {"part dropped", "section skipped"}
"""Kinds in which a figure or a code is to blame; a part or a section that is not there has no place to name."""


def read(text: str, name: str = "seeded.txt") -> Processed:
    """A report as the pipeline reads it."""
    return process(text.encode(), name)


def alarms(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that say that something is wrong."""
    return [f for f in findings if f.severity != "info"]


def altered(made: Made, error: Error) -> str:
    """The report with the error in it."""
    if error.without is None:
        return made.text({error.place: error.printed})
    if error.place == "section":
        lines = [line for line in made.lines if error.without not in line]
        return dataclasses.replace(made, lines=tuple(lines)).text()
    lines = [line.replace(error.without, "") for line in made.lines]
    return dataclasses.replace(made, lines=tuple(lines)).text()


def found(findings: Sequence[Finding], error: Error, result: Processed) -> list[Finding]:
    """The findings about the error: that rest on what is printed in its place, or stand for what is not there."""
    raws = {
        row_id: raw
        for table in result.rows.values()
        for row in table
        if (row_id := getattr(row, "figure_id", None) or getattr(row, "citation_id", None))
        for raw in (row.raw,)
    }
    return [
        f
        for f in alarms(findings)
        if not error.printed
        or error.printed in f.message_vi
        or any(error.printed in raws.get(row_id, "") for row_id in f.evidence)
    ]


def named_first(findings: Sequence[Finding], error: Error) -> bool:
    """Whether a suggestion names what was altered before anything else, with what it should be."""
    for finding in findings:
        first = (finding.suggestion or "").split(" hoặc ")[0]
        if f"{error.printed} → {error.meant}" in first or f"{error.printed}% → {error.meant}%" in first:
            return True
        if finding.rule.startswith("citation.") and error.meant in first:
            return True
    return False


def seeded(kind: str, seed: Seed, reports: int, offset: int) -> Tally:
    """Put one error of a kind into so many reports and count."""
    tally = Tally()
    for number in range(offset, offset + reports):
        chance, made = random.Random(number), make(number)
        error = seed(made, chance)
        if error is None:
            continue
        tally.seeded += 1
        if not error.visible:
            continue
        tally.visible += 1
        result = read(altered(made, error))
        about = found(result.rows["findings"], error, result)
        tally.found += bool(about)
        if kind in NAMEABLE:
            tally.nameable += 1
            first = named_first(about, error)
            tally.named += first
            if held(made, error.place) > 1:
                tally.tied += 1
                tally.named_tied += first
    return tally


def held(made: Made, place: str) -> int:
    """How many equations and percentages of a report a figure stands in."""
    sums = sum(place in (*left, *right) for left, right in made.equations)
    return sums + sum(place in (rate.key, rate.part, *rate.whole) for rate in made.rates)


def backlog(reports: int) -> tuple[Tally, int]:
    """Two reports of a locality of which the second takes over another number; with the false alarms of right ones."""
    tally, false = Tally(), 0
    for number in range(reports):
        chance = random.Random(number)
        first = make(number, period="quý I năm 2023")
        closing = {key.split("__")[0]: first.counts[key] for key in first.counts if key.endswith("__pending")}
        second = make(number, period="quý II năm 2023", opening=closing)
        clean = _side_by_side(first.text(), second.text())
        false += len([f for f in clean if f.severity == "error"])
        whose = chance.choice(sorted(closing))
        wrong = dict(closing)
        wrong[whose] = closing[whose] + chance.randrange(3, 60)
        if whose == "all":
            wrong = {key: value + 7 for key, value in closing.items()}
        third = make(number, period="quý II năm 2023", opening=wrong)
        findings = [f for f in _side_by_side(first.text(), third.text()) if f.rule == "archive.carried_over"]
        tally.seeded += 1
        tally.visible += 1
        tally.nameable += 1
        tally.found += bool(findings)
        meant, printed = closing[whose], third.counts[f"{whose}__carried"]
        told = f"{number_vi(printed)} → {number_vi(meant)}"
        tally.named += any(told in (f.suggestion or "") for f in findings)
    return tally, false


def _side_by_side(*texts: str) -> tuple[Finding, ...]:
    rows: dict[str, list[object]] = {}
    for number, text in enumerate(texts):
        for table, records in read(text, f"{number}.txt").tables().items():
            rows.setdefault(table, []).extend(records)
    return audit_archive(archive_of(rows), ())


def false_alarms(reports: int) -> Counter[str]:
    """Findings by severity in the reports before anything was altered."""
    return Counter(f.severity for number in range(reports) for f in alarms(read(make(number).text()).rows["findings"]))


def blind(count: int, decimals: int) -> float:
    """The share of one-digit errors in a numerator near ``count`` that a percentage with so many decimals cannot see.

    >>> blind(100, 2), blind(100_000, 0) > 0.4
    (0.0, True)
    """
    unseen = tried = 0
    for part in range(count * 9 // 10, count, max(1, count // 97)):
        value = float(rounded(Fraction(100 * part, count), decimals))
        for at, digit in enumerate(str(part)):
            for other in "0123456789":
                wrong = int(str(part)[:at] + other + str(part)[at + 1 :])
                if other != digit and wrong <= count:
                    tried += 1
                    unseen += agrees(value, decimals, Fraction(100 * wrong, count))
    return unseen / tried if tried else 0.0


def table(results: Mapping[str, Tally], false: Counter[str], reports: int) -> Iterator[str]:
    """The page."""
    yield "# Errors that were put in, and what the audit finds"
    yield ""
    yield f"Made by `python -m quality.seeded --write` from {reports} invented reports of a province, a district or a"
    yield "commune, in three wordings, in which everything adds up. Into each one error of a kind is put. *Visible* are"
    yield "the errors after which one of the report's own equations, percentages, codes or numbers of sections does not"
    yield "hold; *found* of these are those with a finding of severity error or warning that rests on the altered text;"
    yield "*named first* are those whose suggestion names the altered figure before any other, with its right value."
    yield ""
    yield "| error | put in | visible | found | recall | named first |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for kind, t in results.items():
        recall = f"{t.found / t.visible:.3f}" if t.visible else "-"
        named = f"{t.named / t.nameable:.3f}" if t.nameable else "-"
        yield f"| {kind} | {t.seeded} | {t.visible} | {t.found} | {recall} | {named} |"
    visible, hits = (sum(getattr(t, name) for t in results.values()) for name in ("visible", "found"))
    named, nameable = (sum(getattr(t, name) for t in results.values()) for name in ("named", "nameable"))
    yield f"| all | | {visible} | {hits} | {hits / visible:.3f} | {named / nameable:.3f} |"
    tied, told = (sum(getattr(t, name) for t in results.values()) for name in ("tied", "named_tied"))
    yield ""
    yield "A figure that stands in one sum alone cannot be told from the other figures of that sum, each of which one"
    yield "slip may have altered as well; the suggestion then names up to three that are equally likely. Of the figures"
    yield f"that two or more equations or percentages hold ({tied} of {nameable}), {told / tied:.3f} are named first."
    yield ""
    yield f"False alarms in the {reports} reports before they were altered: {false['error']} of severity error,"
    yield f"{false['warning']} of severity warning."
    yield ""
    yield "## What a percentage cannot see"
    yield ""
    yield "The share of one-digit errors in a numerator that the percentage beside it still agrees with, by the size"
    yield "of the denominator and the decimals that are printed. Where no sum speaks, these errors stay unseen."
    yield ""
    yield "| denominator | 0 decimals | 1 decimal | 2 decimals |"
    yield "| ---: | ---: | ---: | ---: |"
    for count in (100, 1000, 10_000, 100_000):
        yield f"| {number_vi(count)} | " + " | ".join(f"{blind(count, d):.0%}" for d in (0, 1, 2)) + " |"


def measure(reports: int) -> list[str]:
    """Everything, as the lines of the page."""
    each = max(1, reports // 4)
    results = {kind: seeded(kind, seed, each, 7 * i) for i, (kind, seed) in enumerate(KINDS.items())}
    results[BACKLOG], _ = backlog(max(1, each // 2))
    return list(table(results, false_alarms(reports), reports))


def main() -> None:
    """Print the page; with --write put it into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m quality.seeded")
    parser.add_argument("--reports", type=int, default=REPORTS, help="how many reports are invented")
    parser.add_argument("--write", action="store_true", help="write docs/seeded-errors.md")
    given = parser.parse_args()
    lines = measure(given.reports)
    print("\n".join(lines))
    if given.write:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
