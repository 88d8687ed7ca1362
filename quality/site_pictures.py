"""``python -m quality.site_pictures``: the pictures of the documentation, taken anew from the site of the samples.

They show what the pages look like now: each is a view of a page in a real browser, in a size of its own, brought down
to the width that the documentation has for it. Needs a Chromium (``RASOAT_CHROMIUM`` names one that is not found).
"""

from __future__ import annotations

import dataclasses
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from pipeline.run import run
from pipeline.site.build import write_site
from pipeline.tables import read_table
from quality import chromium
from quality.samples import NO_REPORTS, SAMPLES

_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "site"
_WIDE, _HIGH = (1440, 900), (1440, 1000)
_PHONE = (390, 844)
_WIDTH = 1200
_QUALITY = 70
_SETTLING = 600  # milliseconds


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A picture: its name, the page with what its address asks for, and how it is looked at.

    Selectors: ``follow`` is the link that is clicked first, ``at`` what the page is scrolled to, ``hover`` what the
    pointer rests on.
    """

    name: str
    page: str
    size: tuple[int, int] = _WIDE
    language: str = "vi"
    theme: str = "light"
    follow: str | None = None
    at: str | None = None
    hover: str | None = None


def views(out: Path) -> tuple[View, ...]:
    """The pictures of the documentation, of a run over the sample archive."""
    documents = read_table(out, "documents").set_index("source_path")
    findings = read_table(out, "findings")
    printed, plain = (str(documents.loc[name, "doc_id"]) for name in ("ba-lang-2023-year.pdf", "bac-thanh-2023-9m.txt"))
    sums = findings[(findings.doc_id == plain) & (findings.rule == "dossier.sum")].finding_id
    found = str(sums.iloc[0]).partition(":")[2]
    return (
        View(name="overview", page="index.html", size=_HIGH),
        View(name="overview-dark", page="index.html", size=_HIGH, theme="dark", at="#rates-title"),
        View(name="overview-phone", page="index.html", size=_PHONE),
        View(name="reports", page="reports.html"),
        View(name="findings", page="findings.html"),
        View(name="citations", page="citations.html"),
        View(name="citation", page="citations.html", follow="#list a"),
        View(name="about-en", page="about.html", language="en"),
        View(name="report-pdf", page=f"reports/{printed}.html#a0001"),
        View(name="report-card", page=f"reports/{plain}.html#{found}", size=_HIGH, hover=".m.k-dossiers"),
        View(
            name="report-findings-en-dark",
            page=f"reports/{plain}.html#{found}",
            size=_HIGH,
            language="en",
            theme="dark",
        ),
        View(name="report-phone", page=f"reports/{plain}.html#{found}", size=_PHONE),
    )


def take(browser: Browser, site: Path, view: View) -> bytes:
    """A picture of a view, as WebP. Raises playwright's TimeoutError where the page holds nothing that is asked for."""
    width, height = view.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if view.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    name, mark, place = view.page.partition("#")
    address = (site / name).as_uri()
    page.goto(address)
    if view.language == "en":
        page.locator("[data-speak=en]").first.click()
    if mark:
        page.goto(f"{address}#{place}")
    if view.follow:
        page.locator(view.follow).first.click()
        page.wait_for_load_state()
    if view.at:
        page.locator(view.at).first.evaluate("place => scrollTo(0, scrollY + place.getBoundingClientRect().top - 90)")
    if view.hover:
        _in_view(page, view.hover).hover()
    # Charts are drawn, and files of lists loaded, after the page.
    page.wait_for_timeout(_SETTLING)
    taken: Image.Image = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    if width > _WIDTH:
        taken = taken.resize((_WIDTH, height * _WIDTH // width), Image.Resampling.LANCZOS)
    told = io.BytesIO()
    taken.convert("RGB").save(told, "WEBP", quality=_QUALITY, method=6)
    return told.getvalue()


def _in_view(page: Page, selector: str) -> Locator:
    """The first place that a selector names and that can be seen without scrolling."""
    found = page.locator(selector)
    for at in range(found.count()):
        box = found.nth(at).bounding_box()
        if box and 150 < box["y"] < (page.viewport_size or {"height": 0})["height"] - 300:
            return found.nth(at)
    return found.first


def main() -> None:
    """Take all pictures."""
    if not (program := chromium.program()):
        sys.exit(chromium.MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out, site = Path(folder) / "out", Path(folder) / "site"
        run([SAMPLES], out, skip=NO_REPORTS)
        write_site(out, site, SAMPLES)
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        for view in views(out):
            picture = take(browser, site, view)
            (_FOLDER / f"{view.name}.webp").write_bytes(picture)
            print(f"{view.name}.webp: {len(picture) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
