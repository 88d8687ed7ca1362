"""The pages over all reports: filters filter and stay in the address, and the numbers are those of the tables."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Watched, page_of

from pipeline.run import Finished
from pipeline.site.build import Written
from pipeline.site.rows import Run
from pipeline.tables import read_table

Look = Callable[..., Watched]


def _cells(watched: Watched) -> int:
    return watched.page.locator(".matrix td a").count()


def test_the_matrix_has_every_report_of_a_period(look: Look, sample_site: Written, finished: Finished) -> None:
    documents = read_table(finished.out, "documents")
    watched = look(sample_site, "index.html")
    assert _cells(watched) == int(documents["period_end"].notna().sum())
    findings = read_table(finished.out, "findings")
    for severity in ("error", "warning", "info"):
        shown = watched.page.inner_text(f"#figures .{severity} b")
        assert int(shown) == int((findings["severity"] == severity).sum())
    assert "99,95" in watched.page.inner_text(".matrix")


def test_filters_filter_and_stay_in_the_address(look: Look, sample_site: Written, finished: Finished) -> None:
    documents = read_table(finished.out, "documents")
    in_province = documents[(documents["province"] == "Tân Phước") & documents["period_end"].notna()]
    watched = look(sample_site, "index.html")
    watched.page.select_option("[name=province]", "Tân Phước")
    assert _cells(watched) == len(in_province) > 1
    assert "province=T" in watched.page.url
    places = watched.page.locator("[name=place] option").count()
    assert places == 1 + len(in_province)
    watched.page.select_option("[name=period]", "2023")
    of_2023 = [day.year for day in in_province["period_end"]].count(2023)
    assert _cells(watched) == of_2023 < len(in_province)
    again = look(sample_site, watched.page.url.rpartition("/")[2])
    assert _cells(again) == of_2023
    again.page.click(".filters [type=reset]")
    assert _cells(again) == int(documents["period_end"].notna().sum())
    assert "#" not in again.page.url


def test_a_rule_and_a_severity_narrow_what_is_counted(look: Look, sample_site: Written, finished: Finished) -> None:
    findings = read_table(finished.out, "findings")
    of_rule = findings[findings["rule"] == "citation.type_symbol"]
    watched = look(sample_site, "index.html")
    watched.page.select_option("[name=rule]", "citation.type_symbol")
    assert int(watched.page.inner_text("#figures .error b")) == len(of_rule)
    assert watched.page.locator("#by-rule li").count() == 1
    watched.page.select_option("[name=severity]", "warning")
    assert watched.page.locator("#by-rule .hint").count() == 1
    listed = look(sample_site, "findings.html#rule=citation.type_symbol")
    assert listed.page.locator("#list tbody tr").count() == len(of_rule)
    link = listed.page.locator("#list tbody th a").first.get_attribute("href") or ""
    assert link.partition("#")[2].startswith("a0")
    assert (sample_site.site / link.partition("#")[0]).is_file()


def test_a_bar_sets_the_filter(look: Look, sample_site: Written) -> None:
    watched = look(sample_site, "index.html")
    watched.page.locator("#by-rule button").first.click()
    assert "rule=" in watched.page.url
    assert watched.page.locator("#by-rule li").count() == 1
    watched.page.click(".filters [type=reset]")
    watched.page.locator("#by-office button").first.click()
    assert watched.page.locator("#by-office li").count() == 1


def test_charts_are_drawn_and_follow_the_filters(look: Look, sample_site: Written) -> None:
    watched = look(sample_site, "index.html")
    watched.page.locator("#chart-rates").scroll_into_view_if_needed()
    watched.page.wait_for_selector("#chart-findings svg path[aria-label]")
    before = watched.page.locator("#chart-findings svg path[aria-label]").count()
    watched.page.select_option("[name=province]", "Tân Phước")
    watched.page.wait_for_function(
        "before => document.querySelectorAll('#chart-findings svg path[aria-label]').length < before", arg=before
    )
    watched.page.locator("#chart-rates .numbers summary").click()
    assert "99,89" in watched.page.inner_text("#chart-rates .numbers")


def test_who_did_not_report_is_named(look: Look, sample_site: Written, finished: Finished) -> None:
    documents = read_table(finished.out, "documents")
    senders = documents[documents["period_kind"] == "nine_months"]
    of_2023 = senders[senders["period_year"] == 2023]
    watched = look(sample_site, "index.html")
    row = watched.page.locator("#complete li", has_text="9 tháng 2023")
    assert f"{of_2023['locality'].nunique()} / {senders['locality'].nunique()}" in row.inner_text()
    row.locator("summary").click()
    row.locator("p", has_text="Bình Đông").wait_for()
    assert watched.page.locator(".matrix td.gone").count() > 5


def test_files_that_were_not_read_are_listed_with_the_reason(look: Look, hostile_site: Written) -> None:
    watched = look(hostile_site, "index.html")
    told = watched.page.inner_text("#unread")
    assert "hong.pdf" in told
    assert "tệp hỏng" in told


def test_reports_can_be_searched(look: Look, sample_site: Written) -> None:
    watched = look(sample_site, "reports.html")
    assert watched.page.locator("#list tbody tr").count() == sample_site.reports
    watched.page.fill("[name=search]", "mộc thạnh")
    assert watched.page.locator("#list tbody tr").count() == 1


def test_a_cited_document_lists_who_cites_it(look: Look, sample_site: Written, finished: Finished) -> None:
    run = Run(finished.out)
    citing = [
        document["doc_id"]
        for document in run.documents
        if any(row["code"] == "61/2018/NĐ-CP" for row in run.rows("citations", document["doc_id"]))
    ]
    watched = look(sample_site, "citations.html")
    watched.page.fill("[name=search]", "61/2018/NĐ-CP")
    watched.page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 1")
    assert "ghi khác nhau" in watched.page.inner_text("#list tbody tr")
    watched.page.locator("#list tbody a").click()
    watched.page.wait_for_selector("#document .warned")
    links = watched.js(
        "() => [...document.querySelectorAll('#document tbody th a')].map((a) => a.getAttribute('href'))"
    )
    assert {link.split("/")[1].split(".")[0] for link in links} == set(citing)
    told = watched.page.inner_text("#document")
    assert "24/3/2018" in told
    assert "23/4/2018" in told
    assert "Ngày văn bản khác các báo cáo khác" in told


def test_a_mention_links_to_its_document(look: Look, sample_site: Written, finished: Finished) -> None:
    watched = look(sample_site, page_of(finished, "an-lang-2023-q1.txt"))
    watched.page.click("#tab-citations")
    watched.page.locator("#panel-citations a.out").first.click()
    watched.page.wait_for_selector("#document tbody tr")
    assert "215/KH-UBND" in watched.page.inner_text("h1")
