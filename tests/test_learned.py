"""The trained labeller: what it learns from is what it says, and it changes metrics alone."""

from __future__ import annotations

from pathlib import Path

import pycrfsuite
import pytest

from quality.learned import NOTHING, Said, labelled, mixed, said, train
from quality.samples import Sample

_TEXT = "Trong kỳ tiếp nhận 412 hồ sơ, trả lại 17 hồ sơ, tỷ lệ đúng hạn đạt 98,5%; tổ chức 3 hội nghị."
_EXPECTED = {
    "dossiers": [{"metric": "received", "value": 412}, {"metric": "returned", "value": 17}],
    "rates": [{"metric": "on_time_rate", "value": 98.5}],
}
_SAMPLE = Sample(name="mau.txt", data=_TEXT.encode(), annotation=_EXPECTED)


def test_expected_rows_label_their_numbers() -> None:
    ((_, labels),) = labelled(_SAMPLE)
    assert labels == ["dossiers:received", "dossiers:returned", "rates:on_time_rate", NOTHING]


def test_a_sample_with_other_tables_annotated_teaches_nothing() -> None:
    sample = Sample(name="mau.txt", data=_TEXT.encode(), annotation={"only": ["findings"]})
    assert not list(labelled(sample))


def test_it_says_what_it_has_learned(tmp_path: Path) -> None:
    model = tmp_path / "labels.crf"
    assert train([_SAMPLE], model) == 1
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    told = said(tagger, _SAMPLE)
    assert told[_TEXT.index("412")].label == "dossiers:received"
    assert told[_TEXT.index("98,5")].label == "rates:on_time_rate"


@pytest.mark.parametrize(
    ("mixture", "metric"),
    [
        ("rules alone", "unclassified"),
        ("model alone", "received"),
        ("model where rules say unclassified", "received"),
        ("model where rules are unsure", "unclassified"),
    ],
)
def test_a_mixture_takes_the_metric_it_says(mixture: str, metric: str) -> None:
    row = {"start": 5, "metric": "unclassified", "confidence": 0.9, "value": 412}
    told = {5: Said(label="dossiers:received", probability=0.95)}
    assert mixed({"dossiers": [row]}, told, mixture)["dossiers"] == [{**row, "metric": metric}]


def test_a_label_of_another_table_is_not_taken() -> None:
    row = {"start": 5, "metric": "received", "confidence": 0.9, "value": 412}
    told = {5: Said(label="rates:on_time_rate", probability=0.99)}
    assert mixed({"dossiers": [row]}, told, "model alone")["dossiers"] == [row]
