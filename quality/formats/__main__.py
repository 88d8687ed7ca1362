"""``make eval``, its second part: the sample reports in every format, and what is read from each.

Prints a table and writes it into docs/formats.md. Formats whose program is missing are left out, and named.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from quality.formats.matrix import MEASURED, OTHERS, REPORTS, Result, measure, read_clean
from quality.formats.variants import Variant, variants
from quality.samples import SAMPLES

PAGE = SAMPLES.parent / "docs" / "formats.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> None:
    """Measure all formats or some, print the table, and write the page where all were measured."""
    parser = argparse.ArgumentParser(prog="python -m quality.formats", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="formats whose name contains this")
    parser.add_argument("--show", action="store_true", help="print every row that a format lost (-) or added (+)")
    parser.add_argument("--reports", type=int, default=len(REPORTS), help="how many of the reports")
    parser.add_argument("--no-page", action="store_true", help="leave docs/formats.md as it is")
    given = parser.parse_args()
    chosen = [one for one in variants() if not given.only or any(part in one.name for part in given.only)]
    clean = read_clean(REPORTS[: given.reports])
    skipped = [variant for variant in chosen if variant.missing is not None]
    print("\n".join(table([], skipped)))
    results = []
    for variant in chosen:
        if variant.missing is None:
            results.append(measure(variant, clean))
            print(table(results[-1:])[-1], flush=True)
    for result in results:
        for unread in result.unread:
            print(f"{result.variant.name}: {unread}")
        if given.show:
            for loss in result.losses:
                print(f"{result.variant.name} {loss.report} {loss.table} {loss.sign} {loss.row}")
    everything = not given.only and not skipped and given.reports == len(REPORTS)
    if everything and not given.no_page:
        write_page(results)


def table(results: Sequence[Result], skipped: Sequence[Variant] = ()) -> list[str]:
    """A table in Markdown: F1 of every family of facts against the clean text, the errors of characters, the goal."""
    lines = [
        f"| format | reports | {' | '.join(MEASURED)} | all three | goal | other tables | wrong characters |",
        f"| --- {'| ---: ' * (len(MEASURED) + 6)}|",
    ]
    for result in results:
        goal = f"{result.variant.goal:.2f}{'' if result.reaches_goal else ' (missed)'}"
        figures = [f"{result.f1(one):.3f}" for one in MEASURED]
        figures += [f"{result.f1(*MEASURED):.3f}", goal, f"{result.f1(*OTHERS):.3f}"]
        errors = f"{100 * result.character_error_rate:.2f} %"
        lines.append(f"| {result.variant.name} | {result.reports} | {' | '.join(figures)} | {errors} |")
    lines += [f"| {variant.name} | {variant.missing} is missing |{' |' * (len(MEASURED) + 5)}" for variant in skipped]
    return lines


def write_page(results: Sequence[Result]) -> None:
    """Write the table between its marks in docs/formats.md."""
    page = PAGE.read_text(encoding="utf-8")
    head, tail = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text("\n".join([f"{head}{BEGIN}", *table(results), f"{END}{tail}"]), encoding="utf-8")


if __name__ == "__main__":
    main()
