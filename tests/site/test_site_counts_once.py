"""A report in two files counts once, and one whose title names another period than its text is told of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Watched

from pipeline.run import run
from pipeline.site.build import Written, write_site
from pipeline.site.cited import cited_documents, keys_of
from pipeline.site.overview import overview
from pipeline.site.rows import Run

Look = Callable[..., Watched]

_REPORT = """ỦY BAN NHÂN DÂN
HUYỆN {place}

Số: 12/BC-UBND

{place}, ngày 20 tháng 6 năm 2023

BÁO CÁO
Tình hình cải cách hành chính 6 tháng đầu năm {year}

I. KẾT QUẢ THỰC HIỆN 6 THÁNG ĐẦU NĂM 2023
1. Cải cách thủ tục hành chính
UBND huyện ban hành Quyết định số 45/QĐ-UBND ngày 31/4/2023 của UBND tỉnh Hà Lâm về kiểm soát thủ tục.
6 tháng đầu năm 2023 tiếp nhận 1.250 hồ sơ, đã giải quyết 1.200 hồ sơ, đúng hạn 1.190 hồ sơ, đang giải quyết 40 hồ sơ.
Trên đây là báo cáo kết quả cải cách hành chính 6 tháng đầu năm 2023.
"""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Written]:
    """The site of a report, its copy in another file, and a report whose title is of the year before."""
    folder = tmp_path_factory.mktemp("copies")
    archive = folder / "archive"
    archive.mkdir()
    text = _REPORT.format(place="LÂM HÀ ĐÔNG", year=2023)
    (archive / "goc.txt").write_text(text, encoding="utf-8")
    (archive / "sao.txt").write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    (archive / "sai-nam.txt").write_text(_REPORT.format(place="TÂN HÀ TÂY", year=2022), encoding="utf-8")
    run([archive], folder / "out", workers=0)
    return Run(folder / "out"), write_site(folder / "out", folder / "site")


def test_a_copy_adds_nothing_to_what_the_site_counts(counted: tuple[Run, Written]) -> None:
    tables, _ = counted
    reports = {report[8]: report for report in overview(tables)["reports"]}
    assert [reports[name][12] for name in ("goc.txt", "sao.txt", "sai-nam.txt")] == ["", "goc.txt", ""]
    assert reports["goc.txt"][4] is not None
    assert reports["sao.txt"][4] is None
    rules = overview(tables)["rules"]
    assert [(rules[rule][0], count) for rule, count in reports["sao.txt"][6]] == [("archive.duplicate", 1)]
    assert sum(count for _, count in reports["goc.txt"][6]) >= 2


def test_a_document_is_cited_once_by_a_report_and_its_copy(counted: tuple[Run, Written]) -> None:
    tables, _ = counted
    cited = cited_documents(tables)
    assert sum(len(document.mentions) for document in cited) == 2
    every = [row["citation_id"] for d in tables.documents for row in tables.rows("citations", d["doc_id"])]
    assert set(keys_of(cited)) == set(every)
    assert len(every) == 3


def test_the_overview_counts_and_tells_copies(counted: tuple[Run, Written], look: Look) -> None:
    tables, site = counted
    watched = look(site, "index.html")
    assert watched.page.inner_text("#figures .figure b") == "2"
    assert "1 bản sao không tính lại." in watched.page.inner_text("#lead")
    assert watched.page.locator(".matrix td a").count() == 3
    assert "bản sao" in watched.page.inner_text(".matrix")
    errors = {
        f["finding_id"] for d in tables.documents if d["source_path"] != "sao.txt" for f in tables.told(d["doc_id"])
    }
    listed = look(site, "findings.html")
    assert listed.page.locator("#list tbody tr").count() == len(errors) + 1


def test_a_doubtful_period_is_told_wherever_a_report_is_filed_under_it(
    counted: tuple[Run, Written], look: Look
) -> None:
    tables, site = counted
    doubted = {report[8]: report[13] for report in overview(tables)["reports"]}
    assert doubted == {"goc.txt": 0, "sao.txt": 0, "sai-nam.txt": 1}
    assert look(site, "index.html").page.locator(".matrix sup", has_text="?").count() == 1
    assert look(site, "reports.html").page.locator("#list .hint", has_text="không cùng một kỳ").count() == 1
    doc_id = next(d["doc_id"] for d in tables.documents if d["source_path"] == "sai-nam.txt")
    told = look(site, f"reports/{doc_id}.html").page.locator(".report-head .warned")
    assert "xếp theo kỳ ghi ở tên" in told.inner_text()
    assert (told.locator("a").get_attribute("href") or "").startswith("#a0")
