"""A trained labeller beside the rules: a conditional random field that says what every number counts.

    python -m quality.learned --reports NAME … --passages FILE

It is trained on generated statements and on all samples but the ones named, then both are scored on these. The field
decides the metric alone: which numbers are rows, their scope and their period stay those of the rules, so that the
comparison is of one decision. Needs python-crfsuite (MIT). The figures are in docs/learned.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pycrfsuite
import regex

from extractors.statements import Quantity, Statement
from pipeline.normalize import normalize
from pipeline.process import process, reading_of
from pipeline.read.document import read_document
from quality.samples import Sample, as_rows, passages, reports
from quality.scoring import Score, score

TABLES = ("dossiers", "rates")
NOTHING = "-"
_WORD = regex.compile(r"\p{L}+|[^\s\p{L}\d]")
# Words before and behind a number that are looked at.
_BEFORE, _BEHIND, _LEAD = 8, 6, 8

Tables = dict[str, list[dict[str, Any]]]


def features(statement: Statement, quantity: Quantity, text: str) -> list[str]:
    """What the labeller knows of one number: words on both sides, its unit, the words it stands under."""
    told = statement.quantities
    at = quantity.position
    number = quantity.number
    floor = told[at - 1].number.end if at else statement.start
    ceiling = told[at + 1].number.start if at + 1 < len(told) else statement.end
    before = [word.casefold() for word in _WORD.findall(text[floor : number.start])]
    behind = [word.casefold() for word in _WORD.findall(text[number.end : ceiling])]
    found = [
        "bias",
        f"kind={quantity.kind}",
        f"fraction={number.fraction}",
        f"place={min(at, 4)}",
        f"part={quantity.whole is not None}",
        f"row={statement.columns is not None}",
        f"marker={text[statement.line.start : statement.line.start + 1]}",
        *(f"b{i}={word}" for i, word in enumerate(before[: -_BEFORE - 1 : -1])),
        *(f"b={word}" for word in before[-_BEFORE:]),
        *(f"bb={a}_{b}" for a, b in itertools.pairwise(before[-_BEFORE:])),
        *(f"a{i}={word}" for i, word in enumerate(behind[:_BEHIND])),
        *(f"ab={a}_{b}" for a, b in itertools.pairwise(behind[:_BEHIND])),
    ]
    for start, end in statement.leads[:2]:
        found += [f"lead={word.casefold()}" for word in _WORD.findall(text[start:end])[-_LEAD:]]
    for start, end in statement.columns[at] if statement.columns is not None else ():
        found += [f"column={word.casefold()}" for word in _WORD.findall(text[start:end])[-_LEAD:]]
    return found


def sequences(data: bytes, name: str) -> Iterator[tuple[list[Quantity], list[list[str]]]]:
    """The numbers of every statement of a report with their features."""
    reading = reading_of(normalize(read_document(data, name)))
    for statement in reading.statements:
        yield (
            list(statement.quantities),
            [features(statement, quantity, reading.report.text) for quantity in statement.quantities],
        )


def labelled(sample: Sample) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Training sequences of a sample: an expected row labels the first number of its value that has no label yet."""
    waiting = [(table, row) for table in TABLES for row in sample.annotation.get(table, ())]
    only = sample.annotation.get("only")
    if only is not None and not set(TABLES) <= set(only):
        return
    for quantities, found in sequences(sample.data, sample.name):
        labels = []
        for quantity in quantities:
            table = "rates" if quantity.number.unit == "percent" else "dossiers"
            match = next((w for w in waiting if w[0] == table and float(w[1]["value"]) == quantity.number.value), None)
            if match is not None:
                waiting.remove(match)
            labels.append(f"{table}:{match[1]['metric']}" if match is not None else NOTHING)
        yield found, labels


def train(samples: Iterable[Sample], model: Path) -> int:
    """Train on samples, write the model, return its number of training sequences."""
    trainer = pycrfsuite.Trainer(verbose=False)
    count = 0
    for sample in samples:
        for found, labels in labelled(sample):
            trainer.append(found, labels)
            count += 1
    trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True})
    trainer.train(str(model))
    return count


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the labeller says of one number, and how sure it is (marginal probability, 0 to 1)."""

    label: str
    probability: float


def said(tagger: Any, sample: Sample) -> Mapping[int, Said]:
    """What the labeller says of every number, by the offset of the number."""
    found: dict[int, Said] = {}
    for quantities, known in sequences(sample.data, sample.name):
        tags = tagger.tag(known)
        for i, (quantity, tag) in enumerate(zip(quantities, tags, strict=True)):
            found[quantity.number.start] = Said(label=tag, probability=tagger.marginal(tag, i))
    return found


def _rules(_row: dict[str, Any], _told: Said) -> bool:
    return False


def _model(_row: dict[str, Any], _told: Said) -> bool:
    return True


def _unclassified(row: dict[str, Any], told: Said) -> bool:
    return row["metric"] == "unclassified" and told.probability >= 0.9


def _unsure(row: dict[str, Any], told: Said) -> bool:
    return row["confidence"] < 0.7 and told.probability >= 0.9


# Whether the labeller's word counts for a row, by the name of the mixture.
MIXTURES = {
    "rules alone": _rules,
    "model alone": _model,
    "model where rules say unclassified": _unclassified,
    "model where rules are unsure": _unsure,
}


def mixed(rows: Tables, told: Mapping[int, Said], mixture: str) -> Tables:
    """The rows of the rules with the metrics that the mixture takes from the labeller."""
    result = dict(rows)
    for table in TABLES:
        changed = []
        for row in rows.get(table, []):
            word = told.get(row["start"])
            kind, _, metric = word.label.partition(":") if word is not None else ("", "", "")
            taken = word is not None and kind == table and MIXTURES[mixture](row, word)
            changed.append({**row, "metric": metric} if taken else row)
        result[table] = changed
    return result


def generated(count: int) -> list[Sample]:
    """Statements of the tests' grammar as samples."""
    from tests.statement_grammar import Grammar

    found = []
    for seed in range(10_000, 10_000 + count):
        for kind in ("sentence", "items", "levels", "table", "rates"):
            told = getattr(Grammar(seed), kind)()
            table = "rates" if kind == "rates" else "dossiers"
            rows = [{"metric": metric, "scope": scope, "value": value} for metric, scope, value in told.rows]
            found.append(Sample(name=f"{kind}-{seed}.txt", data=told.text.encode(), annotation={table: rows}))
    return found


def compare(samples: tuple[Sample, ...], tagger: Any) -> dict[str, Score]:
    """The score of every mixture over the samples."""
    found: dict[str, Tables] = {}
    told: dict[str, Mapping[int, Said]] = {}
    for sample in samples:
        found[sample.name] = as_rows(process(sample.data, sample.name))
        told[sample.name] = said(tagger, sample)
    annotations = {sample.name: sample.annotation for sample in samples}
    return {
        mixture: score(annotations, {name: mixed(rows, told[name], mixture) for name, rows in found.items()})
        for mixture in MIXTURES
    }


def main() -> None:
    """Train, and print F1 of dossiers and rates for rules, model and mixtures on the data given."""
    parser = argparse.ArgumentParser(prog="python -m quality.learned", description=__doc__)
    parser.add_argument("--reports", nargs="*", default=[], help="names of the sample reports to score on")
    parser.add_argument("--passages", type=Path, help="the file of sample passages to score on")
    parser.add_argument("--generated", type=int, default=400, help="seeds of generated statements to train on")
    given = parser.parse_args()
    sets = {
        "reports": tuple(sample for sample in reports() if sample.name in given.reports),
        "passages": passages(given.passages) if given.passages else (),
    }
    held_out = {sample.name for samples in sets.values() for sample in samples}
    known = [sample for sample in (*reports(), *passages()) if sample.name not in held_out]
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "labels.crf"
        count = train([*known, *generated(given.generated)], model)
        print(f"trained on {count} statements, {model.stat().st_size / 1e6:.1f} MB")
        tagger = pycrfsuite.Tagger()
        tagger.open(str(model))
        for name, samples in sets.items():
            print(f"\n{name} ({len(samples)}){'dossiers':>40}{'rates':>8}")
            for mixture, result in compare(samples, tagger).items():
                figures = "".join(f"{result.tables[table].f1:>8.3f}" for table in TABLES)
                print(f"{mixture:<40}{figures}")


if __name__ == "__main__":
    main()
