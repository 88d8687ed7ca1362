"""What one report looks like to its reader: each line says where, in the reader's language, and says it once."""

from __future__ import annotations

import pytest

from extractors.rates import Rate
from extractors.scores import Score
from extractors.staffing import Staffing
from pipeline.audits.staffing_splits import SECTORS
from pipeline.documents import Document
from pipeline.extract import families
from pipeline.process import Processed
from pipeline.show import render
from pipeline.wording import LANGUAGES, all_texts, wording

Reports = dict[str, Processed]


def _part(result: Processed, language: str, heading: str) -> list[str]:
    """The lines below one heading."""
    shown = render(result, wording(language))
    return shown[shown.index(wording(language).say(heading)) :].split("\n\n")[0].splitlines()[1:]


@pytest.mark.parametrize(
    ("language", "place", "suggestion"),
    [
        (
            "vi",
            "dossier.sum  2316  [mục II/2/2.2]",
            "Gợi ý: Tỷ lệ đúng hạn: 99,54% → 99,44%; đang giải quyết cấp huyện: 145 → 165 (nhầm một chữ số)",
        ),
        (
            "en",
            "dossier.sum  2316  [section II/2/2.2]",
            "Suggestion: On-time rate: 99.54% → 99.44%; pending district level: 145 → 165 (one digit)",
        ),
    ],
)
def test_a_finding_says_where_it_stands_and_what_would_mend_it(
    read_reports: Reports, language: str, place: str, suggestion: str
) -> None:
    lines = _part(read_reports["cam-hai-2022-q3.txt"], language, "show_findings")
    (at,) = (number for number, line in enumerate(lines) if line.endswith(place))
    # Long lines are wrapped; the quotation stands right behind the suggestion.
    following = " ".join(line.strip() for line in lines[at:])
    assert f"{suggestion} “" in following


_AT = {"start": 0, "end": 1, "raw": "1"}


@pytest.mark.parametrize(
    ("figure", "vietnamese", "english"),
    [
        pytest.param(
            Rate(metric="on_time_rate", value=77.0, decimals=1, numerator=23416.0, denominator=30410.0, **_AT),
            ("tỷ lệ đúng hạn = 77,0  (", "Tử số: 23.416, Mẫu số: 30.410"),
            (" = 77.0  (", "numerator: 23,416, denominator: 30,410"),
            id="the decimals that were written",
        ),
        pytest.param(
            Score(score=9.5, score_decimals=2, max_score=12.5, percent=76.0, percent_decimals=0, rank=1005, **_AT),
            ("điểm: ", "Điểm đạt: 9,50, Điểm tối đa: 12,5, Tỷ lệ: 76, Xếp hạng: 1.005"),
            ("scores: ", "score: 9.50, max_score: 12.5, percent: 76, rank: 1,005"),
            id="each number with its own",
        ),
        pytest.param(
            Staffing(measure="present", sector="education", value=23416, **_AT),
            ("nhân sự: hiện có, không rõ = 23.416", "Ngành: giáo dục"),
            ("staffing: ", "sector: education"),
            id="a sector with a code",
        ),
        pytest.param(
            Staffing(measure="present", sector="thủy lợi", value=3, **_AT),
            ("Ngành: thủy lợi",),
            ("sector: thủy lợi",),
            id="a sector in the text's own words",
        ),
    ],
)
def test_figures_speak_the_language_of_the_reader(
    figure: Rate | Score | Staffing, vietnamese: tuple[str, ...], english: tuple[str, ...]
) -> None:
    table = next(family.table for family in families() if isinstance(figure, family.record))
    result = Processed(document=Document(doc_id="d", status="ok"), rows={table: (figure,)})
    for language, told in (("vi", vietnamese), ("en", english)):
        shown = "\n".join(_part(result, language, "show_figures"))
        assert all(text in shown for text in told), shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_figures_and_every_sector_has_a_name(language: str) -> None:
    texts = all_texts()[language]
    assert {f"table_{family.table}" for family in families()} - {"table_citations"} <= set(texts)
    assert [s for s in SECTORS if getattr(SECTORS[s], language)] == ["education", "health", "culture", "other"]


def test_the_field_that_a_header_lacks_is_called_by_its_label(read_reports: Reports) -> None:
    lines = _part(read_reports["cam-hai-2022-q3.txt"], "vi", "show_findings")
    assert [line for line in lines if line.endswith("header.missing  Ngày ban hành")]


def test_the_outline_prints_each_marker_once(read_reports: Reports) -> None:
    lines = [line.strip() for line in _part(read_reports["thanh-loi-2024-06.txt"], "vi", "show_sections")]
    assert "1 Triển khai kế hoạch  [chỉ đạo điều hành]" in lines
    assert "1. Phấn đấu tỷ lệ hồ sơ trực tuyến đạt 85% trở lên.  [phương hướng, nhiệm vụ]" in lines
    assert "2. Tiếp tục thực hiện Kế hoạch số 41/KH-UBND ngày 22/4/2024 …  [phương hướng, nhiệm vụ]" in lines
