"""The sample reports and passages with their expected rows, and what the program finds in them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.process import Processed, process
from quality.scoring import Annotation, Score, score

SAMPLES = Path(__file__).parent.parent / "corpus_samples"
# What stands among the samples and is no report of the archive, as patterns of ``--skip``.
NO_REPORTS = ("expected", "passages", "build", "*.md", "*.toml")
_FORMATS = (".txt", ".docx", ".pdf")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A report or passage and the rows that a careful reader expects of it."""

    name: str
    data: bytes
    annotation: Annotation


def reports(reports_in: Path = SAMPLES, expected_in: Path | None = None) -> tuple[Sample, ...]:
    """The annotated reports of a folder, one sample for every file: a report may stand there in several formats.

    Raises FileNotFoundError where an annotation has no report.
    """
    found: list[Sample] = []
    for annotated in sorted((expected_in or reports_in / "expected").glob("*.json")):
        annotation = json.loads(annotated.read_text(encoding="utf-8"))
        files = [file for ending in _FORMATS if (file := reports_in / f"{annotated.stem}{ending}").is_file()]
        if not files:
            raise FileNotFoundError(f"{annotated.name} has no report in {reports_in}")
        found += [Sample(name=file.name, data=file.read_bytes(), annotation=annotation) for file in files]
    return tuple(found)


def passages(folder: Path = SAMPLES / "passages") -> tuple[Sample, ...]:
    """The annotated passages: lines with ``id``, ``text`` and one more key that holds the expected rows."""
    found: list[Sample] = []
    for file in sorted(folder.glob("*.jsonl")) if folder.is_dir() else [folder]:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                item: dict[str, Any] = json.loads(line)
                name, text = item.pop("id"), item.pop("text")
                (annotation,) = item.values()
                found.append(Sample(name=f"{name}.txt", data=text.encode(), annotation=annotation))
    return tuple(found)


def read_samples(samples: Iterable[Sample]) -> dict[str, Processed]:
    """What the program finds in every sample, by name."""
    return {sample.name: process(sample.data, sample.name) for sample in samples}


def score_samples(samples: Iterable[Sample], found: Mapping[str, Processed]) -> Score:
    """Compare what was found in every sample with its annotation."""
    rows = {name: as_rows(result) for name, result in found.items()}
    result = score({sample.name: sample.annotation for sample in samples}, rows)
    result.words = sum(len(one.text.text.split()) for one in found.values() if one.text is not None)
    return result


def digest(samples: Iterable[Sample]) -> str:
    """First 16 hex digits of a SHA-256 over names, contents and annotations: floors hold for the samples they name."""
    whole = hashlib.sha256()
    for sample in sorted(samples, key=lambda sample: sample.name):
        annotation = json.dumps(sample.annotation, ensure_ascii=False, sort_keys=True)
        whole.update(b"\0".join((sample.name.encode(), sample.data, annotation.encode())))
    return whole.hexdigest()[:16]


def as_rows(result: Processed) -> dict[str, list[dict[str, Any]]]:
    """The rows of a document by table, as plain values."""
    return {
        table: [{field.name: getattr(record, field.name) for field in dataclasses.fields(record)} for record in records]
        for table, records in result.tables().items()
    }
