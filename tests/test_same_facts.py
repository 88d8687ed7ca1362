"""The same report as TXT, as DOCX and as PDF states the same facts."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from extractors.header import Header
from pipeline.process import Processed, process
from tests.make_formats import to_docx, to_pdf, to_txt

SAMPLES = ("phuoc-khe-2023-h1.txt", "cam-hai-2022-q3.txt", "dak-lang-2023-index.txt", "vinh-son-tinh-2022-year.txt")
# What depends on the bytes or on the pages of a format, and on nothing that the report says.
OF_THE_FILE = {"doc_id", "page"}


def _facts(result: Processed) -> dict[str, list[dict[str, Any]]]:
    """All rows but for what is the file's own; ids without their document."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(plain(item) for item in value)
        return value.removeprefix(f"{result.document.doc_id}:") if isinstance(value, str) else value

    return {
        table: [
            {f.name: plain(getattr(row, f.name)) for f in dataclasses.fields(row) if f.name not in OF_THE_FILE}
            for row in rows
        ]
        for table, rows in result.rows.items()
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_the_format_changes_no_fact(name: str, read_reports: dict[str, Processed]) -> None:
    original = read_reports[name]
    assert original.text is not None
    text = original.text.text
    made = {
        "txt": process(to_txt(text), "a.txt"),
        "docx": process(to_docx(text), "a.docx"),
        "pdf": process(to_pdf(text), "a.pdf"),
    }
    assert {ending: result.document.format for ending, result in made.items()} == {e: e for e in made}
    for result in made.values():
        assert _facts(result) == _facts(original)
    headers = {tuple(getattr(one.document, f.name) for f in dataclasses.fields(Header)) for one in made.values()}
    assert headers == {tuple(getattr(original.document, f.name) for f in dataclasses.fields(Header))}
