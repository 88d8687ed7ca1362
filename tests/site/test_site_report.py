"""The page of a report: marks stand on their words, rows and marks lead to each other, findings stand beside them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from conftest import Watched, page_of

from pipeline.run import Finished
from pipeline.site.build import Written
from pipeline.site.rows import Run, fact_tables, local
from pipeline.site.visible import visible
from pipeline.tables import read_table

PDF, TXT = "ba-lang-2023-year.pdf", "an-lang-2023-q1.txt"
Look = Callable[..., Watched]

_MARKED = """() => {
  const found = {};
  for (const piece of document.querySelectorAll('.text [data-ids]'))
    for (const id of piece.dataset.ids.split(' ')) found[id] = (found[id] || '') + piece.textContent;
  return found;
}"""


def _raw(row: dict) -> str:
    # Lines and cells are elements of the page, so that their separators are no text of it.
    return visible(row["raw"]).replace("\n", "").replace("\t", "")


def test_marked_text_is_what_the_row_says(look: Look, sample_site: Written, finished: Finished) -> None:
    run = Run(finished.out)
    compared = 0
    for document in run.documents:
        marked = look(sample_site, f"reports/{document['doc_id']}.html").js(_MARKED)
        for table in (*fact_tables(), "unexplained"):
            for row in run.rows(table, document["doc_id"]):
                identity = row.get("figure_id") or row.get("citation_id") or row.get("unexplained_id")
                assert marked[local(identity)].replace("\t", "") == _raw(row), (document["source_path"], identity)
                compared += 1
    assert compared > 1000


def test_a_row_leads_to_its_place_and_the_mark_back_to_its_row(
    look: Look, sample_site: Written, finished: Finished
) -> None:
    watched = look(sample_site, page_of(finished, TXT))
    row = watched.js("() => [...document.querySelectorAll('tr[data-row]')].at(40).dataset.row")
    watched.page.click(f"#row-{row} td >> nth=0")
    mark = watched.page.locator(f".text [data-ids~={row}]").first
    box = mark.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900
    assert "flash" in (mark.get_attribute("class") or "")
    assert watched.page.url.endswith(f"#{row}")
    citation = watched.page.locator(".text a.k-citations").first
    citation.click()
    name = (citation.get_attribute("data-ids") or "").split()[0]
    assert watched.page.get_attribute("#tab-citations", "aria-selected") == "true"
    assert watched.js("() => document.activeElement.id") == f"row-{name}"
    assert watched.page.locator(f"#row-{name}").is_visible()


def test_the_card_says_what_a_figure_is(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, PDF))
    watched.page.locator(".text a.k-rates").first.focus()
    told = watched.page.inner_text("#card")
    for part in ("92,5", "Vai trò", "Phạm vi", "Kỳ", "Độ tin cậy"):
        assert part in told
    watched.page.keyboard.press("Escape")
    assert not watched.page.is_visible("#card")


def test_findings_stand_beside_what_they_are_about(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, TXT))
    beside = watched.js("""() => [...document.querySelectorAll('.text .note')].map((note) => {
        const mark = document.getElementById('at-' + note.id).getBoundingClientRect();
        const place = note.getBoundingClientRect();
        return [place.left - mark.right, place.top - mark.top, place.top, place.bottom];
    })""")
    assert len(beside) >= 5
    assert all(right > 0 for right, *_ in beside), "notes stand in the margin"
    places = sorted((top, bottom) for *_, top, bottom in beside)
    assert all(after[0] >= before[1] for before, after in itertools.pairwise(places)), "none over another"
    assert min(abs(down) for _, down, *_ in beside) < 40


def test_every_finding_has_an_address_of_its_own(look: Look, sample_site: Written, finished: Finished) -> None:
    run = Run(finished.out)
    document = next(d for d in run.documents if d["source_path"] == TXT)
    for finding in run.rows("findings", document["doc_id"]):
        name = local(finding["finding_id"])
        watched = look(sample_site, f"reports/{document['doc_id']}.html#{name}")
        note = watched.page.locator(f"#{name}")
        box = note.bounding_box()
        assert box is not None
        assert -5 < box["y"] < 900
        assert note.evaluate("note => note === document.activeElement")
        message = finding["message_vi"].split("; ")[0]
        assert message.split(". ")[0] in note.inner_text()
        note.locator("summary").click()
        assert finding["rule"] in note.inner_text()
        assert note.locator(".evidence li").count() == len(finding["evidence"])


def test_footnotes_tables_pages_and_the_outline_are_there(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, PDF))
    assert watched.page.locator(".notes-head ~ .block").count() > 0
    assert watched.page.locator(".page-break").count() == 3
    watched.page.locator(".outline a").nth(5).click()
    shown = watched.page.locator(".block.heading").nth(5).bounding_box()
    assert shown is not None
    assert 0 < shown["y"] < 900
    tables = look(sample_site, page_of(finished, "an-chau-2023-11.pdf"))
    assert tables.page.locator("table.printed tr").count() == 5
    tables.page.click("#tab-unexplained")
    assert tables.page.locator("#panel-unexplained tr[data-row]").count() == 1


def test_a_printed_page_shows_the_chosen_mark(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, PDF))
    assert watched.page.get_attribute("#tab-pages", "aria-selected") == "true"
    mark = watched.page.locator(".text a.k-staffing").first
    mark.click()
    name = (mark.get_attribute("data-ids") or "").split()[0]
    chosen = watched.page.locator(f"#panel-pages rect.chosen[data-on-page={name}]").first
    assert chosen.is_visible()
    picture = watched.page.locator("#panel-pages img").nth(1)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
    other = watched.page.locator("#panel-pages rect.k-citations").first
    other.dispatch_event("click")
    place = watched.js("() => document.activeElement.closest('.text') && document.activeElement.dataset.ids")
    assert (other.get_attribute("data-on-page") or "") in place.split()


def test_without_sources_the_page_says_why_there_are_no_pictures(
    look: Look, finished: Finished, tmp_path: pytest.TempPathFactory
) -> None:
    from pipeline.site.build import write_site

    site = write_site(finished.out, tmp_path / "site")  # type: ignore[operator]
    assert site.without_pages == {"no_sources": int((read_table(finished.out, "documents")["format"] == "pdf").sum())}
    watched = look(site, page_of(finished, PDF))
    watched.page.click("#tab-pages")
    assert "--sources" in watched.page.inner_text("#panel-pages")


def test_marks_can_be_hidden_by_kind(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, TXT))
    line = "() => getComputedStyle(document.querySelector('.text .k-dossiers')).borderBottomStyle"
    assert watched.js(line) == "solid"
    watched.page.uncheck(".legend [data-kind=dossiers]")
    assert watched.js(line) == "none"
    watched.page.uncheck(".legend [data-kind=finding]")
    assert not watched.page.locator(".text .note").first.is_visible()


def test_the_text_and_the_findings_are_there_without_scripts(
    browser: object, sample_site: Written, finished: Finished
) -> None:
    html = (sample_site.site / page_of(finished, TXT)).read_text(encoding="utf-8")
    assert html.count('class="note ') == 9
    assert "Tổng phải giải quyết cấp huyện ghi 2.316" in html


@pytest.mark.parametrize("width", [1440, 1400, 1280, 390])
def test_no_table_of_the_panel_is_cut(look: Look, sample_site: Written, finished: Finished, width: int) -> None:
    cut = """() => [...document.querySelectorAll("[role=tab]")].flatMap((tab) => {
      tab.click();
      const tables = [...document.querySelectorAll(".rows .scroll")].filter((table) => table.offsetParent);
      return tables.filter((table) => table.scrollWidth > table.clientWidth + 1).map((table) => tab.id);
    })"""
    for name in (TXT, "ia-lam-2023-index.txt"):
        watched = look(sample_site, page_of(finished, name), width=width)
        assert watched.page.locator(".rows tbody tr").count() > 0
        assert watched.js(cut) == []
