"""A site of the sample archive, one of a hostile archive, and a real browser that looks at them as files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from pipeline.run import Finished, run
from pipeline.site.build import Written, write_site
from pipeline.tables import read_table
from quality import chromium
from quality.samples import SAMPLES

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
CHROMIUM = chromium.program()


@dataclasses.dataclass(slots=True)
class Watched:
    """A page with all that it complained about and asked for."""

    page: Page
    complaints: list[str]
    requests: list[str]

    def js(self, expression: str, argument: Any = None) -> Any:
        """What an expression gives in the page."""
        return self.page.evaluate(expression, argument)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory, finished: Finished) -> Written:
    """The site of the sample archive, with pictures of its PDFs' pages."""
    return write_site(finished.out, tmp_path_factory.mktemp("site") / "site", SAMPLES)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The site of an archive that tries to break out of its pages, and of a file that cannot be read."""
    folder = tmp_path_factory.mktemp("hostile")
    archive = folder / "archive"
    archive.mkdir()
    (archive / "mot \u202e\"'><img src=x onerror=hit()>.txt").write_text(HOSTILE, encoding="utf-8")
    (archive / "hong.pdf").write_bytes(b"%PDF-1.7\nhong")
    run([archive], folder / "out")
    return write_site(folder / "out", folder / "site")


HOSTILE = """ỦY BAN NHÂN DÂN
HUYỆN LÂM HÀ ĐÔNG <script>hit()</script>

Số: 12/BC-UBND

Lâm Hà Đông, ngày 20 tháng 6 năm 2023

BÁO CÁO
Tình hình cải cách hành chính 6 tháng đầu năm 2023 </title><script>hit()</script>

I. KẾT QUẢ "THỰC HIỆN" <svg onload='hit()'>đậm</svg>
1. Cải cách thủ tục hành chính </script><script>hit()</script>
UBND huyện ban hành Quyết định số 45/QĐ-UBND ngày 31/4/2023 của UBND tỉnh "Hà' Lâm" về việc <img src=x onerror=hit()>.
Số đảo chiều \u202e052.1\u202c hồ sơ, chữ nối\u200bẩn, {{ 7 * 7 }} ${hit()} javascript:hit() &lt;i&gt;.
Toàn huyện tiếp nhận 1.250 hồ sơ, đã giải quyết 1.200 hồ sơ, đang giải quyết 40 hồ sơ.
"""


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Chromium without a window, in a profile of its own, cut off from the network."""
    if not CHROMIUM:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=CHROMIUM,
            headless=True,
            args=FLAGS,
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
        )
        context.set_offline(True)
        yield context
        context.close()


@pytest.fixture
def look(browser: BrowserContext) -> Iterator[Callable[..., Watched]]:
    """Opens a file of a site; at the end nothing may have been complained about or asked of another machine."""
    opened: list[Watched] = []

    def open_page(site: Written, name: str, *, width: int = 1440, height: int = 900) -> Watched:
        page = browser.new_page()
        watched = Watched(page, [], [])
        page.on("console", lambda told: told.type in ("error", "warning") and watched.complaints.append(told.text))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("request", lambda request: watched.requests.append(request.url))
        page.set_viewport_size({"width": width, "height": height})
        page.goto((site.site / name.partition("#")[0]).as_uri() + "".join(name.partition("#")[1:]))
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        opened.append(watched)
        return watched

    yield open_page
    for watched in opened:
        page_url = watched.page.url
        watched.page.evaluate("() => localStorage.clear()")
        watched.page.close()
        assert watched.complaints == [], page_url
        assert [url for url in watched.requests if not url.startswith("file:///")] == []
        assert not any(str(Path.home()) in url for url in watched.requests)


def page_of(finished: Finished, name: str) -> str:
    """The page of a sample report, by its file name."""
    documents = read_table(finished.out, "documents").set_index("source_path")
    return f"reports/{documents.loc[name, 'doc_id']}.html"
