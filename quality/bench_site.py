"""Time and size of the site for so many reports, and how fast its pages are in a real browser.

    python -m quality.bench_site [REPORTS]

The sample reports are multiplied: every copy has its own ids, locality and province. One more report holds the text and
rows of a sample several times over, so that its page has at least 300 marks.
"""

from __future__ import annotations

import dataclasses
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.process import Processed, process
from pipeline.schema import labels
from pipeline.site.build import write_site
from pipeline.site.page_images import render_pages
from pipeline.tables import write_tables
from quality import chromium
from quality.samples import SAMPLES

_MARKS = 300
_ROUNDS = 5
_IDS = ("figure_id", "citation_id", "finding_id", "unexplained_id", "section_id")
_PROVINCES = 34


def _samples() -> list[Processed]:
    files = sorted(file for file in SAMPLES.iterdir() if file.suffix in (".txt", ".docx", ".pdf"))
    return [process(file.read_bytes(), file.name) for file in files]


def _copied(record: Any, old: str, new: str, shift: int = 0) -> Any:
    """A record of another document: every id that names the old one names the new one, offsets are shifted."""
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if value == old:
            changed[field.name] = new
        elif isinstance(value, str) and value.startswith(f"{old}:"):
            changed[field.name] = new + value[len(old) :]
        elif isinstance(value, tuple) and value and isinstance(value[0], str):
            changed[field.name] = tuple(v.replace(f"{old}:", f"{new}:") for v in value)
        elif shift and field.name.rpartition("_")[2] in ("start", "end") and isinstance(value, int):
            changed[field.name] = value + shift
    return dataclasses.replace(record, **changed)


def _archive(samples: list[Processed], reports: int) -> dict[str, list[Any]]:
    tables: dict[str, list[Any]] = {"labels": list(labels())}
    for number in range(reports):
        sample = samples[number % len(samples)]
        turn = number // len(samples)
        old, new = sample.document.doc_id, f"{number:016x}"
        document = dataclasses.replace(
            sample.document,
            doc_id=new,
            source_path=f"{turn:04d}/{sample.document.source_path}",
            locality=f"{sample.document.locality} {turn}",
            issuer=f"{sample.document.issuer} {turn}",
            province=f"Tỉnh {number % _PROVINCES}",
        )
        tables.setdefault("documents", []).append(document)
        assert sample.text is not None
        tables.setdefault("texts", []).append(dataclasses.replace(sample.text, doc_id=new))
        for table, rows in sample.rows.items():
            tables.setdefault(table, []).extend(_copied(row, old, new) for row in rows)
    return tables


def _dense(sample: Processed, tables: Mapping[str, list[Any]]) -> str:
    """Add a report with the text and the rows of one so often that its page has enough marks; return its id."""
    assert sample.text is not None
    new, text = "f" * 16, sample.text.text
    marks = sum(len(rows) for table, rows in sample.rows.items() if table not in ("sections", "findings"))
    times = -(-_MARKS // marks)
    tables["documents"].append(dataclasses.replace(sample.document, doc_id=new, source_path="dense.txt"))
    whole = dataclasses.replace(
        sample.text, doc_id=new, text="\n".join([text] * times), body_end=len(text) * times, segments=(), boxes=()
    )
    tables["texts"].append(dataclasses.replace(whole, page_starts=()))
    for table, rows in sample.rows.items():
        for turn in range(times):
            for row in rows:
                copy = _copied(row, sample.document.doc_id, new, turn * (len(text) + 1))
                name = next((n for n in _IDS if hasattr(copy, n)), "")
                own = {name: f"{getattr(copy, name)}{turn}"} if name and table != "sections" else {}
                tables[table].append(dataclasses.replace(copy, **own))
    return new


def _in_browser(site: Path, dense: str) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds to the first paint and to the end of loading, and of one filter, round by round."""
    from playwright.sync_api import sync_playwright

    program = chromium.program()
    if program is None:
        return
    paint = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
    loaded = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
    filtered = """() => {
      const field = document.querySelector('[name=province]');
      const start = performance.now();
      field.value = field.options[2].value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    }"""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=program,
            headless=True,
            args=list(chromium.FLAGS),
            viewport={"width": 1440, "height": 900},
        )
        for name, file in (("report with many marks", f"reports/{dense}.html"), ("overview", "index.html")):
            times: dict[str, list[float]] = {}
            for _ in range(_ROUNDS):
                page = browser.new_page()
                page.goto((site / file).as_uri())
                page.wait_for_timeout(300)
                times.setdefault("first paint", []).append(page.evaluate(paint))
                times.setdefault("loaded", []).append(page.evaluate(loaded))
                if file == "index.html":
                    times.setdefault("a filter", []).append(page.evaluate(filtered))
                marks = page.locator(".text a.m").count()
                page.close()
            for what, values in times.items():
                yield f"{name}{f' ({marks})' if marks else ''}, {what}", values
        browser.close()


def main(reports: int) -> None:
    """Make the archive and its site, and print what they took."""
    samples = _samples()
    tables = _archive(samples, reports)
    dense = _dense(max(samples, key=lambda s: sum(map(len, s.rows.values()))), tables)
    with tempfile.TemporaryDirectory() as folder:
        write_tables(Path(folder) / "out", tables, version="bench")
        del tables
        start, wall = time.process_time(), time.perf_counter()
        written = write_site(Path(folder) / "out", Path(folder) / "site")
        seconds, passed = time.process_time() - start, time.perf_counter() - wall
        print(f"{written.reports} reports: {seconds:.1f} s of work ({passed:.1f} s on the clock), ", end="")
        print(f"{1000 * seconds / written.reports:.1f} ms a report; {written.files} files, ", end="")
        print(f"{written.size / 1e6:.1f} MB, {written.size / written.reports / 1e3:.1f} kB a report")
        for name in ("data", "reports", "assets"):
            size = sum(file.stat().st_size for file in (written.site / name).iterdir())
            print(f"  {name}: {size / 1e6:.1f} MB")
        print(f"  index loaded at once: {(written.site / 'data' / 'overview.js').stat().st_size / 1e3:.0f} kB")
        start = time.process_time()
        pages = list(render_pages(SAMPLES / "ba-lang-2023-year.pdf"))
        took = (time.process_time() - start) / len(pages)
        size = sum(len(page.data) for page in pages) // len(pages)
        print(f"pictures of pages: {1000 * took:.0f} ms and {size / 1e3:.0f} kB each")
        for what, values in _in_browser(written.site, dense):
            print(f"{what}: {statistics.median(values):.0f} ms (worst of {len(values)}: {max(values):.0f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
