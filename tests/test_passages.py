"""The annotated passages are well formed: known codes, real dates, values that stand in their text."""

from __future__ import annotations

import dataclasses
import datetime
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import regex

from extractors.header import Header

FOLDER = Path(__file__).parent.parent / "corpus_samples" / "passages"

# Table -> column -> the list of labels.toml that names its values.
CODED = {
    "dossiers": {"metric": "dossier_metric", "scope": "scope", "role": "role", "qualifier": "qualifier"},
    "rates": {"metric": "rate_metric", "scope": "scope", "role": "role", "qualifier": "qualifier"},
    "staffing": {"measure": "staffing_measure", "category": "staffing_category", "scope": "scope", "role": "role"},
    "procedures": {"metric": "procedure_metric", "scope": "scope"},
    "citations": {"issuer_level": "issuer_level", "kind": "citation_kind"},
    "findings": {"severity": "severity"},
    "sections": {"domain": "domain", "marker_kind": "marker_kind"},
}
REQUIRED = {
    "dossiers": {"metric", "scope", "value", "group"},
    "rates": {"metric", "scope", "value", "decimals", "role", "numerator", "denominator", "group"},
    "staffing": {"measure", "category", "value"},
    "procedures": {"metric", "scope", "value"},
    "citations": {"doc_type", "code", "in_footnote", "kind"},
    "findings": {"rule", "subject", "note"},
    "sections": {"path", "heading"},
}
OTHER_KEYS = {
    "dossiers": {"role", "qualifier", "scope_name", "field", "period_start", "period_end"},
    "rates": {"qualifier", "scope_name", "period_start", "period_end"},
    "staffing": {"role", "sector", "unit", "scope", "qualifier", "period_start", "period_end"},
    "procedures": {"qualifier", "scope_name"},
    "citations": {"number", "issued_date", "issuer", "issuer_level"},
    "findings": {"severity"},
    "sections": {"domain", "marker_kind"},
}
DATES = ("period_start", "period_end", "issued_date")
FAMILIES = {
    "dossier", "rate", "ratio", "score", "staffing", "procedure", "figure", "citation", "section", "period", "header"
}  # fmt: skip
SCALES = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000}
# The number words that the passages use.
WORDS = {
    1: "một", 2: "hai", 3: "ba", 4: "bốn", 5: "năm", 6: "sáu", 7: "bảy", 8: "tám", 9: "chín", 10: "mười",
    11: "mười một", 12: "mười hai", 15: "mười lăm", 20: "hai mươi", 21: "hai mươi mốt", 25: "hai mươi lăm",
}  # fmt: skip

PERCENTAGE = regex.compile(r"(?<![\d.,])(?P<whole>\d+)(?:[.,](?P<part>\d+))?\s*(?:%|phần trăm)")
DOSSIER_COUNT = regex.compile(r"(?<![\d.,/-])(?P<count>\d{1,3}(?:\.\d{3})+|\d+)\s+(?:hồ sơ|HS)\b")


def passages() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            yield pytest.param(passage, id=f"{path.stem}-{passage['id']}")


PASSAGES = list(passages())
LABELS = tomllib.loads((resources.files("patterns") / "vocabularies" / "labels.toml").read_text(encoding="utf-8"))


def readings(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield row
    for other in row.get("accept", []):
        yield {**row, **other}


def printed_forms(value: float, decimals: int) -> set[str]:
    """How a value may stand in a text, without scale words: 9737, 9.737, 9,737; 05; 99,70 and 99.70."""
    if value != int(value) or decimals:
        text = f"{value:.{decimals}f}"
        return {text, text.replace(".", ",")}
    whole = int(value)
    grouped = f"{whole:,}"
    return {str(whole), f"{whole:02d}", f"{whole:03d}", f"{whole:04d}", grouped, grouped.replace(",", ".")}


def stands_in(text: str, value: float, decimals: int = 0) -> bool:
    if any(
        regex.search(rf"(?<!\d)(?<!\d[.,]){regex.escape(f)}(?!\d)(?![.,]\d)", text)
        for f in printed_forms(value, decimals)
    ):
        return True
    for word, scale in SCALES.items():
        if value >= scale and f"{f'{value / scale:g}'.replace('.', ',')} {word}" in text:
            return True
    return value in WORDS and regex.search(rf"(?i)\b{WORDS[int(value)]}\b", text) is not None


def tables_of(passage: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The tables with their rows; a document's own fields are no table."""
    return ((table, rows) for table, rows in passage["expected"].items() if table not in ("document", "only"))


def read_digits(text: str) -> str:
    """A text with the digits that a scan wrote as letters, and numbers without marks for their thousands."""
    digits = regex.sub(r"(?<=\d|\s)[OolI](?=[\dOolI]*\d?)|(?<=\d)[OolI]", lambda m: "01"[m[0] in "lI"], text)
    return regex.sub(r"(?<=\d)[ .](?=\d{3}/)", "", digits)


def test_ids_and_texts_are_unique() -> None:
    ids = [p.values[0]["id"] for p in PASSAGES]
    texts = [p.values[0]["text"] for p in PASSAGES]
    assert len(set(ids)) == len(ids) > 0
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("passage", PASSAGES)
def test_rows_have_known_tables_keys_and_codes(passage: dict[str, Any]) -> None:
    assert set(passage) == {"id", "text", "expected"}
    assert set(passage["expected"]) <= {*CODED, "document", "only"}
    assert set(passage["expected"].get("document", {})) <= {*(f.name for f in dataclasses.fields(Header)), "accept"}
    for table, rows in tables_of(passage):
        assert rows
        for row in rows:
            assert REQUIRED[table] <= set(row), row
            assert set(row) <= REQUIRED[table] | OTHER_KEYS[table] | {"accept", "optional", "note"}, row
            for reading in readings(row):
                for column, name in CODED[table].items():
                    if reading.get(column) is not None:
                        assert reading[column] in {label["value"] for label in LABELS[name]}, reading
                if table == "findings":
                    assert reading["rule"].split(".")[0] in FAMILIES


@pytest.mark.parametrize("passage", PASSAGES)
def test_dates_exist_and_run_forward(passage: dict[str, Any]) -> None:
    for _, rows in tables_of(passage):
        for row in rows:
            for reading in readings(row):
                dates = {key: datetime.date.fromisoformat(reading[key]) for key in DATES if reading.get(key)}
                if {"period_start", "period_end"} <= set(dates):
                    assert dates["period_start"] <= dates["period_end"]


@pytest.mark.parametrize("passage", PASSAGES)
def test_values_stand_in_the_text(passage: dict[str, Any]) -> None:
    text, expected = passage["text"], passage["expected"]
    for table in ("dossiers", "rates", "staffing", "procedures"):
        for row in expected.get(table, []):
            assert stands_in(text, row["value"], row.get("decimals", 0)), row
            for key in ("numerator", "denominator"):
                if row.get(key) is not None:
                    decimals = len(str(row[key]).partition(".")[2])
                    assert stands_in(text, row[key], decimals), row
    for row in expected.get("citations", []):
        if row["code"] is None and row["kind"] == "full":  # a law by its name
            continue
        number = (row["code"] or row["number"]).replace("-", "/").split("/")[0]
        assert regex.search(rf"(?<!\d){number}(?!\d)", read_digits(text)), row


@pytest.mark.parametrize("passage", [p for p in PASSAGES if "only" not in p.values[0]["expected"]])
def test_every_percentage_and_dossier_count_has_a_row(passage: dict[str, Any]) -> None:
    text, expected = passage["text"], passage["expected"]
    stated = Counter(float(f"{m['whole']}.{m['part'] or 0}") for m in PERCENTAGE.finditer(text))
    assert not stated - Counter(float(row["value"]) for row in expected.get("rates", []))
    counts = Counter(int(m["count"].replace(".", "")) for m in DOSSIER_COUNT.finditer(text))
    assert not counts - Counter(row["value"] for row in expected.get("dossiers", []))
