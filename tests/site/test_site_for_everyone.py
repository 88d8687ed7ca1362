"""Both languages are whole, the keyboard reaches everything, axe finds no serious fault, nothing breaks out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from conftest import Watched, page_of

from pipeline.run import Finished
from pipeline.site.build import POLICY, Written
from pipeline.site.wording import page_texts

Look = Callable[..., Watched]
PAGES = ("index.html", "reports.html", "findings.html", "citations.html", "about.html", "report")
SITE = Path(__file__).parents[2] / "pipeline" / "site"


def _name(page: str, finished: Finished) -> str:
    return page_of(finished, "ba-lang-2023-year.pdf") if page == "report" else page


def test_both_languages_have_the_same_keys_and_places() -> None:
    vi, en = page_texts()["vi"], page_texts()["en"]
    assert vi.keys() == en.keys()
    for key, text in vi.items():
        if not key.startswith("short_"):  # English numbers quarters and halves otherwise.
            assert set(re.findall(r"\{(\w+)[:}]", text)) == set(re.findall(r"\{(\w+)[:}]", en[key])), key


def test_every_text_is_used_and_every_used_one_is_there() -> None:
    sources = [*SITE.glob("templates/*.html"), *SITE.glob("assets/*.js"), *SITE.glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r"\b(?:say|texts)\(['\"`](\w+)['\"`][,)]", code)) | set(re.findall(r"words\.vi\.(\w+)", code))
    assert used <= page_texts()["vi"].keys()
    quoted = set(re.findall(r"['\"`](\w+)['\"`]", code)) | used
    built = (
        "nav_",
        "filter_",
        "table_",
        "tab_",
        "severity_",
        "status_",
        "level_",
        "short_",
        "count_",
        "pages_",
        "about_",
    )
    unused = {key for key in page_texts()["vi"] if key not in quoted and not key.startswith((*built, "figure_"))}
    assert unused == set()


@pytest.mark.parametrize("page", PAGES)
def test_english_is_one_click_away_and_whole(look: Look, sample_site: Written, finished: Finished, page: str) -> None:
    watched = look(sample_site, _name(page, finished))
    watched.page.click("[data-speak=en]")
    assert watched.js("() => document.documentElement.lang") == "en"
    left = "() => [...document.querySelectorAll('.vi')].filter((e) => e.offsetParent).length"
    assert watched.js(left) == 0
    unpaired = (
        "() => [...document.querySelectorAll('span.vi')].filter((e) => !e.nextElementSibling?.matches('.en')).length"
    )
    assert watched.js(unpaired) == 0
    words = (
        "() => [...document.querySelectorAll('.worded')].map((e) => e.getAttribute('aria-label') || e.alt).join('|')"
    )
    assert not re.search("[ạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", watched.js(words))
    again = look(sample_site, _name(page, finished))
    assert again.js("() => document.documentElement.lang") == "en", "the choice is kept"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_serious_fault(
    look: Look, sample_site: Written, finished: Finished, page: str, theme: str
) -> None:
    watched = look(sample_site, _name(page, finished))
    watched.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    if page == "index.html":
        watched.page.locator("#chart-rates").scroll_into_view_if_needed()
        watched.page.wait_for_selector("#chart-findings svg")
    watched.page.wait_for_timeout(100)
    found = Axe().run(watched.page)["violations"]
    serious = [
        (fault["id"], [node["target"] for node in fault["nodes"]][:3], fault["nodes"][0]["any"][:1])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_axe_finds_no_serious_fault_in_a_cited_document(look: Look, sample_site: Written) -> None:
    watched = look(sample_site, "citations.html")
    watched.page.locator("#list tbody a").first.click()
    watched.page.wait_for_selector("#document tbody tr")
    faults = [f["id"] for f in Axe().run(watched.page)["violations"] if f["impact"] in ("serious", "critical")]
    assert faults == []


@pytest.mark.parametrize("page", ["index.html", "report"])
def test_the_keyboard_reaches_everything_that_can_be_clicked(
    look: Look, sample_site: Written, finished: Finished, page: str
) -> None:
    watched = look(sample_site, _name(page, finished))
    wanted = watched.js("""() => {
      const all = [...document.querySelectorAll('a[href], button, select, input, summary, [role=tab]')];
      const open = all.filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled);
      window.wanted = new Set(open);
      return open.length;
    }""")
    assert wanted > 30
    for _ in range(wanted + 60):
        watched.page.keyboard.press("Tab")
        if watched.js("() => { window.wanted.delete(document.activeElement); return window.wanted.size; }") == 0:
            break
    assert watched.js("() => [...window.wanted].map((e) => e.outerHTML.slice(0, 90))") == []


def test_keys_walk_through_marks_findings_and_tabs(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, "an-lang-2023-q1.txt"))
    press, active = watched.page.keyboard.press, "() => document.activeElement.id"
    press("n")
    first = watched.js(active)
    assert watched.page.is_visible("#card")
    press("n")
    assert watched.js(active) != first
    press("p")
    assert watched.js(active) == first
    press("f")
    note = watched.js(active)
    assert note.startswith("a0")
    press("Shift+F")
    assert watched.js(active) != note
    watched.page.focus("#tab-figures")
    press("ArrowRight")
    assert watched.js(active) == "tab-citations"
    assert watched.page.is_visible("#panel-citations")
    watched.page.locator(".text a.m").first.focus()
    press("Enter")
    assert watched.js(active).startswith("row-")


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_shows_pages_without_scrolling_sideways(
    look: Look, sample_site: Written, finished: Finished, page: str
) -> None:
    watched = look(sample_site, _name(page, finished), width=390, height=844)
    assert watched.js("() => document.documentElement.scrollWidth") <= 390


def test_dark_follows_the_system_and_the_switch(look: Look, sample_site: Written) -> None:
    watched = look(sample_site, "index.html")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = watched.js(ground)
    watched.page.emulate_media(color_scheme="dark")
    dark = watched.js(ground)
    assert dark != light
    watched.page.click("#theme")
    assert watched.js(ground) == light
    watched.page.emulate_media(color_scheme="light")


def test_paper_has_the_text_and_all_findings_and_no_switches(
    look: Look, sample_site: Written, finished: Finished
) -> None:
    watched = look(sample_site, page_of(finished, "an-lang-2023-q1.txt"))
    watched.js("() => dispatchEvent(new Event('beforeprint'))")
    watched.page.emulate_media(media="print")
    assert not watched.page.is_visible(".top")
    assert not watched.page.is_visible(".panel")
    assert watched.page.locator(".note dl").first.is_visible()
    watched.page.emulate_media(media="screen")


def test_a_hostile_report_shows_as_text(look: Look, hostile_site: Written) -> None:
    reports = list((hostile_site.site / "reports").iterdir())
    assert len(reports) == 1
    for page in ("index.html", "reports.html", "findings.html", "citations.html", f"reports/{reports[0].name}"):
        watched = look(hostile_site, page)
        assert watched.js("() => typeof window.hit") == "undefined"
        assert watched.page.locator("main img, main .text svg").count() == 0
        assert (
            watched.js("() => [...document.scripts].filter((s) => !s.src && s.type !== 'application/json').length") == 0
        )
    shown = watched.page.inner_text(".text")
    for part in (
        "<script>hit()</script>",
        "<img src=x onerror=hit()>",
        "<svg onload='hit()'>",
        "{{ 7 * 7 }}",
        "${hit()}",
    ):
        assert part in shown
    assert "mot \\u202e" in watched.page.inner_text(".meta")
    assert "\u202e" not in watched.js("() => document.documentElement.outerHTML")
    assert "onerror=hit()" in watched.page.inner_text(".meta")


def test_the_policy_of_every_page_allows_nothing_from_outside(sample_site: Written) -> None:
    pages = sorted(sample_site.site.rglob("*.html"))
    assert len(pages) == sample_site.reports + 6
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert html.count(POLICY.replace("'", "&#39;")) == 1
        assert not re.search(r"<script(?! src=| type=\"application/json\")|\son\w+=\"|style=\"|https?://", html), (
            page.name
        )
