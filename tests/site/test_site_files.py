"""What is written and what is not: the same bytes every time, no foreign folder touched, no wrong picture shown."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pypdfium2
import pytest

from pipeline.cli import invoke
from pipeline.errors import RasoatError
from pipeline.run import Finished
from pipeline.site.build import Written, safe_name, write_site
from pipeline.site.cited import cited_documents, details, prefix_length
from pipeline.site.marks import Mark
from pipeline.site.page_images import find_source, places_on_pages
from pipeline.site.rows import Run, local
from pipeline.tables import read_table
from quality.samples import SAMPLES


def _digests(site: Path) -> dict[str, str]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_tables_give_the_same_site(finished: Finished, sample_site: Written, tmp_path: Path) -> None:
    again = write_site(finished.out, tmp_path / "site", SAMPLES)
    assert _digests(again.site) == _digests(sample_site.site)
    assert again.files == len(_digests(again.site))
    assert again.size == sum(path.stat().st_size for path in again.site.rglob("*") if path.is_file())


def test_a_site_replaces_an_earlier_one_and_nothing_else(finished: Finished, tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(finished.out, site)
    (site / "reports" / "0000000000000000.html").write_text("cũ", encoding="utf-8")
    write_site(finished.out, site)
    assert not (site / "reports" / "0000000000000000.html").exists()
    foreign = tmp_path / "khac"
    (foreign / "data").mkdir(parents=True)
    (foreign / "data" / "quan-trong.txt").write_text("giữ", encoding="utf-8")
    with pytest.raises(RasoatError) as refused:
        write_site(finished.out, foreign)
    assert refused.value.reason == "not_a_site"
    assert (foreign / "data" / "quan-trong.txt").read_text(encoding="utf-8") == "giữ"


def test_the_command_says_what_it_made(finished: Finished, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["site", str(finished.out), "--out", str(tmp_path / "site"), "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert f"{finished.rows['texts']} reports" in told
    assert "--sources" in told
    assert invoke(["site", str(tmp_path / "gone"), "--out", str(tmp_path / "other")]) == 2


def test_a_changed_or_missing_source_gives_no_picture(finished: Finished, tmp_path: Path) -> None:
    document = next(d for d in Run(finished.out).documents if d["source_path"] == "ba-lang-2023-year.pdf")
    shutil.copy(SAMPLES / "ba-lang-2023-year.pdf", tmp_path)
    assert find_source(document, tmp_path)[1] == ""
    (tmp_path / "ba-lang-2023-year.pdf").write_bytes(b"%PDF khac")
    assert find_source(document, tmp_path) == (None, "changed")
    assert find_source(document, tmp_path / "sub") == (None, "gone")
    assert find_source({**document, "source_path": "../ba-lang-2023-year.pdf"}, tmp_path / "sub") == (None, "gone")
    assert find_source(document, None) == (None, "no_sources")


@pytest.mark.parametrize("name", ["ba-lang-2023-year.pdf", "an-chau-2023-11.pdf"])
def test_marks_lie_on_their_words_on_the_printed_page(finished: Finished, name: str) -> None:
    run = Run(finished.out)
    document, text = next((d, t) for d, t in run.texts() if d["source_path"] == name)
    marks = {
        local(row["figure_id"]): (Mark(id=local(row["figure_id"]), kind=table, start=row["start"], end=row["end"]), row)
        for table in ("rates", "dossiers", "staffing")
        for row in run.rows(table, document["doc_id"])
    }
    places = places_on_pages((mark for mark, _ in marks.values()), text["boxes"])
    printed: dict[str, str] = {}
    with pypdfium2.PdfDocument(SAMPLES / name) as pdf:
        for page, found in places.items():
            words, height = pdf[page - 1].get_textpage(), pdf[page - 1].get_height()
            for identity, left, top, wide, high in found:
                under = words.get_text_bounded(left - 1, height - top - high - 1, left + wide + 1, height - top + 1)
                printed[identity] = printed.get(identity, "") + under
    assert len(printed) == len(marks) > 40
    for identity, (_, row) in marks.items():
        assert "".join(row["raw"].split()) in "".join(printed[identity].split()), row["raw"]


def test_every_mention_with_a_code_is_in_one_document(finished: Finished) -> None:
    cited = cited_documents(Run(finished.out))
    mentions = [mention["citation_id"] for document in cited for mention in document.mentions]
    coded = read_table(finished.out, "citations")
    assert sorted(mentions) == sorted(coded[coded["code"].notna()]["citation_id"])
    for digits in (0, 1, 2):
        files = details(cited, digits)
        assert sum(len(file) for file in files.values()) == len(cited)
        assert all(key.startswith(prefix) for prefix, file in files.items() for key in file)
    assert len(details(cited, prefix_length(len(cited)))) <= 256


def test_a_document_is_disputed_where_two_dates_cannot_both_be_right(finished: Finished) -> None:
    disputed = {document.code: document for document in cited_documents(Run(finished.out)) if document.disputed}
    assert "61/2018/NĐ-CP" in disputed
    assert all(len(document.dates) > 1 for document in disputed.values())


def test_no_id_leads_out_of_its_folder() -> None:
    assert safe_name("0c8fd06f136cf316") == "0c8fd06f136cf316"
    for name in ("../x", "a/b", "", "a b", "a.html"):
        with pytest.raises(ValueError, match="no id"):
            safe_name(name)
