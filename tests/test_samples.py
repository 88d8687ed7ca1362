"""The sample reports are well formed: known codes, real dates, values that stand in their text, an origin for each."""

from __future__ import annotations

import datetime
import html
import json
import re
import tomllib
import unicodedata
import zipfile
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

SAMPLES = Path(__file__).parent.parent / "corpus_samples"
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".txt", ".docx", ".pdf"})
ORIGIN = (SAMPLES / "ORIGIN.md").read_text(encoding="utf-8")
LABELS = tomllib.loads((resources.files("patterns") / "vocabularies" / "labels.toml").read_text(encoding="utf-8"))

# Table -> column -> the list of labels.toml that names its values.
CODED = {
    "sections": {"marker_kind": "marker_kind", "domain": "domain"},
    "citations": {"issuer_level": "issuer_level", "kind": "citation_kind"},
    "dossiers": {"metric": "dossier_metric", "scope": "scope", "role": "role", "qualifier": "qualifier"},
    "rates": {"metric": "rate_metric", "scope": "scope", "role": "role", "qualifier": "qualifier"},
    "staffing": {"measure": "staffing_measure", "category": "staffing_category", "scope": "scope", "role": "role"},
    "procedures": {"metric": "procedure_metric", "scope": "scope"},
    "scores": {},
    "findings": {"severity": "severity"},
}
DATES = ("issued_date", "period_start", "period_end")
FINDING_FAMILIES = {"header", "citation", "section", "period", "dossier", "rate", "ratio", "score", "staffing"} | {
    "procedure",
    "figure",
}
NUMBER_WORDS = {2: "hai", 3: "ba", 4: "bốn", 5: "năm", 6: "sáu", 7: "bảy"}

# "99,80%", "62.5 %", "1,07 điểm phần trăm"; the mark of a column head "(%)" has no number before it
PERCENTAGE = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s*(?:%|(?:điểm )?phần trăm)")
# "9.737 hồ sơ", "1.215 HS", "5.127/8.148 hồ sơ" (the whole of the fraction)
DOSSIER_COUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+)\s+(?:hồ\s+sơ|HS)\b")
# "707/QĐ-UBND", "72/2020/QĐ-UBND", "28-NQ/TW", "80-KH-HU", "52/2019/QH14", "12/KH - UBND"
CODE = re.compile(r"(?<![\d/.,-])(\d+)(?:/\d{4})?\s?[/-]\s?(?:[A-ZĐÐ]{2}|CTr|TTr)[\w-]*\s?[-/]?")


def report_text(path: Path) -> str:
    """The text of a report as it stands in the file, all white space as single spaces."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in ("word/document.xml", "word/footnotes.xml") if name in archive.namelist()]
            xml = " ".join(archive.read(name).decode("utf-8") for name in parts)
        text = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|</w:tc>", " ", xml)))
    elif path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            text = "\n".join(page.extract_text() for page in pdf.pages)
    else:
        text = path.read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).replace("*", ""))


TEXTS = {path.stem: report_text(path) for path in FILES}
EXPECTED: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((SAMPLES / "expected").glob("*.json"))
}
NAMES = sorted(EXPECTED)


def readings(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The row and every other reading that it accepts."""
    return [row] + [{**row, **other} for other in row.get("accept", [])]


def stands_in(text: str, value: float, decimals: int | None = None) -> bool:
    """Whether a number stands in a text in some written form: 9737, 9.737, 05, 10,75, 648 nghìn, ba."""
    if decimals is None:
        decimals = len(f"{value:.6f}".rstrip("0").split(".")[1])
    if decimals:
        grouped = f"{value:,.{decimals}f}0?".translate(str.maketrans(",.", ".,")).replace(".", r"\.")
        forms = [f"{value:.{decimals}f}0?", f"{value:.{decimals}f}0?".replace(".", ",", 1), grouped]
    else:
        whole = int(value)
        forms = [f"0?{whole}(?:[.,]0)?", f"{whole:,}", f"{whole:,}".replace(",", r"\.")]
        if whole % 100 == 0 and whole >= 1000:
            forms += [f"{f'{whole / 1000:g}'.replace('.', ',')} (?:nghìn|ngàn)"]
        forms += [NUMBER_WORDS[whole]] if whole in NUMBER_WORDS else []
    return any(re.search(rf"(?<![\d\w])(?<!\d[.,]){form}(?!\d)(?![.,]\d)", text, re.IGNORECASE) for form in forms)


def test_every_report_has_expected_rows_and_an_origin() -> None:
    assert sorted(TEXTS) == NAMES
    assert len(NAMES) >= 39
    for path in FILES:
        assert path.name in ORIGIN, path.name
        assert EXPECTED[path.stem]["report"] == path.name


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_error_is_listed_with_its_origin(name: str) -> None:
    entry = ORIGIN.split(f"### {EXPECTED[name]['report']}")[1].split("\n### ")[0]
    listed = set(re.findall(r"`([a-z_]+\.[a-z_]+)` (\S.*?):", entry))
    planted = {(row["rule"], row["subject"]) for row in EXPECTED[name]["findings"] if not row.get("optional")}
    assert listed == planted
    assert ("free of errors" in entry) == (not planted)


@pytest.mark.parametrize("name", NAMES)
def test_coded_values_are_in_the_vocabulary(name: str) -> None:
    for table, columns in CODED.items():
        for row in EXPECTED[name][table]:
            for reading in readings(row):
                for column, vocabulary in columns.items():
                    if reading.get(column) is not None:
                        assert reading[column] in {label["value"] for label in LABELS[vocabulary]}, reading
    document = EXPECTED[name]["document"]
    assert document["level"] in {label["value"] for label in LABELS["level"]}
    assert document["period_kind"] in {None} | {label["value"] for label in LABELS["period_kind"]}
    for finding in EXPECTED[name]["findings"]:
        assert finding["rule"].split(".")[0] in FINDING_FAMILIES
        assert finding["note"]


@pytest.mark.parametrize("name", NAMES)
def test_dates_are_real_and_periods_run_forward(name: str) -> None:
    rows = [row for table in CODED for row in EXPECTED[name][table]] + [EXPECTED[name]["document"]]
    for reading in (reading for row in rows for reading in readings(row)):
        days = {key: datetime.date.fromisoformat(reading[key]) for key in DATES if reading.get(key)}
        if "period_start" in days and "period_end" in days:
            assert days["period_start"] <= days["period_end"], reading


@pytest.mark.parametrize("name", NAMES)
def test_expected_values_stand_in_the_text(name: str) -> None:
    text, expected = TEXTS[name], EXPECTED[name]
    for table in ("dossiers", "staffing", "procedures"):
        for row in expected[table]:
            assert stands_in(text, row["value"], 0), row
    for row in expected["rates"]:
        assert stands_in(text, row["value"], row["decimals"]), row
        for key in ("numerator", "denominator"):
            assert row[key] is None or stands_in(text, row[key]), row
    for row in expected["scores"]:
        for key in ("score", "max_score", "percent", "deduction", "rank"):
            assert row[key] is None or stands_in(text, row[key]), row


@pytest.mark.parametrize("name", NAMES)
def test_expected_headings_stand_in_the_text(name: str) -> None:
    for row in EXPECTED[name]["sections"]:
        if row["heading"] is not None:
            assert row["heading"] in TEXTS[name], row


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_number_stands_in_the_text_and_every_code_is_expected(name: str) -> None:
    # A law may be named without a number.
    cited = {row["number"] for row in EXPECTED[name]["citations"] if row.get("number") is not None}
    for number in cited:
        assert re.search(rf"(?<!\d){number}(?!\d)", TEXTS[name]), number
    printed = {match[1] for match in CODE.finditer(TEXTS[name])}
    assert printed - {EXPECTED[name]["document"]["number"]} <= cited


@pytest.mark.parametrize("name", NAMES)
def test_every_percentage_of_the_text_has_a_row(name: str) -> None:
    printed = Counter(float(number.replace(",", ".")) for number in PERCENTAGE.findall(TEXTS[name]))
    expected = Counter(float(row["value"]) for row in EXPECTED[name]["rates"])
    assert not printed - expected
    # The cells of a column headed "(%)" carry no mark of their own.
    assert printed == expected or "(%)" in TEXTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_dossier_count_of_the_text_has_a_row(name: str) -> None:
    printed = {int(number.replace(".", "")) for number in DOSSIER_COUNT.findall(TEXTS[name])}
    assert printed <= {row["value"] for row in EXPECTED[name]["dossiers"]}
