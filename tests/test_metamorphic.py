"""What must not change a reading, and what must change it exactly so: four small reports, told again in other ways."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.located import Figure
from pipeline.process import Processed, process

steady = settings(deadline=None, max_examples=25)

_HEAD = """ỦY BAN NHÂN DÂN
{kind} {name}

Số: 48/BC-UBND

{name}, ngày 18 tháng 6 năm 2023

BÁO CÁO
Kết quả cải cách hành chính 6 tháng đầu năm 2023

"""

# «…» holds a count of dossiers, in reading order; behind it stands its metric.
SENTENCES = (
    _HEAD.format(kind="HUYỆN", name="Phú Khê")
    + """I. KẾT QUẢ THỰC HIỆN
1. Cải cách thủ tục hành chính
Toàn huyện tiếp nhận «received» hồ sơ, trong đó trực tuyến «received_online» hồ sơ.
Đã giải quyết «resolved» hồ sơ (đúng hạn «resolved_on_time» hồ sơ, trễ hạn «resolved_late» hồ sơ).
Hiện còn «pending» hồ sơ đang giải quyết.
Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,75%; mức độ hài lòng của người dân Phú Khê đạt 93,4%.
2. Công chức, công vụ
Huyện Phú Khê được giao 96 biên chế công chức, hiện có mặt 91 người.
"""
)
LIST = (
    _HEAD.format(kind="THỊ XÃ", name="Phú Khê")
    + """II. KẾT QUẢ GIẢI QUYẾT HỒ SƠ
- Cấp huyện tiếp nhận: «received» hồ sơ.
+ Trực tuyến: «received_online» hồ sơ.
+ Trực tiếp: «received_direct» hồ sơ.
- Cấp xã giải quyết: «resolved» hồ sơ, trong đó:
+ Trước hạn: «resolved_early» hồ sơ, chiếm 61,2%.
+ Đúng hạn: «resolved_on_time» hồ sơ, chiếm 38,1%.
+ Quá hạn: «resolved_late» hồ sơ, chiếm 0,7%.
Xã Phú Khê Đông trả lại «returned» hồ sơ.
"""
)
TABLE = (
    _HEAD.format(kind="TỈNH", name="Phú Khê")
    + """I. SỐ LIỆU GIẢI QUYẾT HỒ SƠ
Cấp\tTiếp nhận\tĐúng hạn\tQuá hạn\tTỷ lệ đúng hạn (%)
Tỉnh\t«received»\t«resolved_on_time»\t«resolved_late»\t99,15
Huyện\t«received»\t«resolved_on_time»\t«resolved_late»\t98,6
Xã\t«received»\t«resolved_on_time»\t«resolved_late»\t97,25
"""
)
FOOTNOTE = (
    _HEAD.format(kind="HUYỆN", name="Phú Khê")
    + """I. CẢI CÁCH THỦ TỤC HÀNH CHÍNH
UBND huyện Phú Khê ban hành Kế hoạch số 12/KH-UBND ngày 15/01/2023 về kiểm soát thủ tục.
Các xã, thị trấn đã tiếp nhận «received» hồ sơ¹, tỷ lệ nộp trực tuyến đạt 64,3%.
Năm 2022, toàn huyện giải quyết «resolved» hồ sơ.

¹ Trong đó: trực tuyến «received_online» hồ sơ; trực tiếp «received_direct» hồ sơ.
"""
)
REPORTS = [
    pytest.param(SENTENCES, id="sentences"),
    pytest.param(LIST, id="list"),
    pytest.param(TABLE, id="table"),
    pytest.param(FOOTNOTE, id="footnote"),
]
_SLOT = regex.compile(r"«(\w+)»")
# Paragraphs that state no fact of any table.
UNRELATED = (
    "Hệ thống truyền thanh cơ sở duy trì tin bài về cải cách hành chính trong giờ phát sóng buổi sáng.",
    "Nhìn chung, tinh thần phục vụ của đội ngũ công chức có nhiều chuyển biến.",
    "Người dân tích cực tham gia góp ý về thái độ phục vụ tại nơi làm việc.",
)


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".") if value > 9 else f"{value:02d}"


def _filled(report: str, values: list[int] | None = None, *, plain: bool = False) -> str:
    """The report with figures in its slots; without values, made-up ones that all differ."""
    count = len(_SLOT.findall(report))
    counts = iter(values or [1013 + 731 * i for i in range(count)])
    return _SLOT.sub(lambda _: str(next(counts)) if plain else _dotted(next(counts)), report)


def _read(text: str) -> Processed:
    return process(text.encode(), "bao-cao.txt")


# What says where a row stands or is called after its place; the rest of a row is what it states.
_PLACES = {"doc_id", "figure_id", "citation_id", "finding_id", "section_id", "parent_id", "part_of", "evidence"}
_PLACES |= {"start", "end", "page", "raw", "heading_end", "resolves_to", "group_id", "confidence"}
_PLACES |= {f"{part}_{end}" for part in ("percent", "deduction") for end in ("start", "end")}


def _stated(result: Processed) -> dict[str, list[dict[str, Any]]]:
    """Every row of a document as what it states, groups and wholes by the order they come in."""
    told: dict[str, list[dict[str, Any]]] = {}
    order = {
        row.figure_id: n
        for n, row in enumerate(
            sorted(
                (r for rows in result.rows.values() for r in rows if isinstance(r, Figure)), key=lambda r: r.figure_id
            )
        )
    }
    for table, rows in result.rows.items():
        told[table] = []
        for row in rows:
            stated = {f.name: getattr(row, f.name) for f in dataclasses.fields(row) if f.name not in _PLACES}
            if isinstance(row, Figure):
                stated["group"] = row.group_id.rpartition(":")[2] if row.group_id else None
                stated["whole"] = order.get(row.part_of or "")
            told[table].append(stated)
    return told


@pytest.mark.parametrize("report", REPORTS)
@steady
@given(data=st.data())
def test_new_figures_come_out_as_exactly_those(report: str, data: st.DataObject) -> None:
    metrics = _SLOT.findall(report)
    values = data.draw(
        st.lists(st.integers(1, 99_999), min_size=len(metrics), max_size=len(metrics), unique=True), label="figures"
    )
    found = _read(_filled(report, values)).rows["dossiers"]
    assert [(row.metric, row.value) for row in found] == list(zip(metrics, values, strict=True))


@pytest.mark.parametrize("report", REPORTS)
def test_a_decimal_point_reads_like_a_decimal_comma(report: str) -> None:
    text = _filled(report)
    pointed = regex.sub(r"(?<=\d),(?=\d)", ".", text)
    assert pointed != text
    assert _stated(_read(pointed)) == _stated(_read(text))


@pytest.mark.parametrize("report", REPORTS)
def test_thousands_without_their_dot_read_alike(report: str) -> None:
    assert _stated(_read(_filled(report, plain=True))) == _stated(_read(_filled(report)))


@pytest.mark.parametrize("name", ["Hòa Lạc", "Krông Ana", "Bình", "An Sơn Thượng Hạ"])
@pytest.mark.parametrize("report", REPORTS)
def test_another_locality_changes_its_name_and_nothing_else(report: str, name: str) -> None:
    def renamed(value: Any) -> Any:
        return value.replace("Phú Khê", name) if isinstance(value, str) else value

    text = _filled(report)
    expected = {
        table: [{column: renamed(value) for column, value in row.items()} for row in rows]
        for table, rows in _stated(_read(text)).items()
    }
    assert _stated(_read(text.replace("Phú Khê", name))) == expected


@pytest.mark.parametrize("paragraph", UNRELATED)
@pytest.mark.parametrize("report", REPORTS)
def test_an_unrelated_paragraph_adds_nothing(report: str, paragraph: str) -> None:
    text = _filled(report)
    expected = _stated(_read(text))
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if regex.match(r"I+\. ", line)) + 1
    # Between the lines of a list or table, or among footnotes, a paragraph is not unrelated.
    places = [
        i
        for i in range(first, len(lines))
        if not regex.match(r"[-+¹]|\d\. ", lines[i])
        and "\t" not in lines[i]
        and (lines[i].strip() or i == len(lines) - 1)
    ]
    assert places
    for place in places:
        told = _stated(_read("\n".join([*lines[:place], paragraph, *lines[place:]])))
        told.pop("sections")
        assert told == {table: rows for table, rows in expected.items() if table != "sections"}, lines[place]


# Lists whose items stand on their own: (lead, items, what a swap may not move).
_LISTS = (
    pytest.param(
        "Kết quả giải quyết hồ sơ:",
        (
            "- Cấp huyện: tiếp nhận 4.512 hồ sơ, giải quyết 4.310 hồ sơ.",
            "- Cấp xã: tiếp nhận 9.870 hồ sơ, giải quyết 9.655 hồ sơ.",
        ),
        id="levels",
    ),
    pytest.param(
        "Đã giải quyết 8.214 hồ sơ, trong đó:",
        (
            "+ Trước hạn: 5.120 hồ sơ, đạt 62,33%.",
            "+ Đúng hạn: 3.051 hồ sơ, đạt 37,14%.",
            "+ Quá hạn: 43 hồ sơ, chiếm 0,52%.",
        ),
        id="ways",
    ),
    pytest.param(
        "Một số chỉ tiêu đạt được:",
        (
            "- Tỷ lệ hồ sơ nộp trực tuyến đạt 81,4%.",
            "- Tỷ lệ số hóa hồ sơ đạt 76,25%.",
            "- Mức độ hài lòng của người dân đạt 96,1%.",
        ),
        id="rates",
    ),
    pytest.param(
        "Về đội ngũ cán bộ, công chức:",
        (
            "- Bổ nhiệm 12 lãnh đạo cấp phòng.",
            "- Tuyển dụng 31 viên chức giáo dục.",
            "- Cử 208 lượt công chức đi bồi dưỡng.",
        ),
        id="staff",
    ),
    pytest.param(
        "UBND huyện đã ban hành:",
        (
            "- Kế hoạch số 12/KH-UBND ngày 15/01/2023 về tuyên truyền.",
            "- Quyết định số 415/QĐ-UBND ngày 20/3/2023 về kiểm tra.",
        ),
        id="documents",
    ),
)
_ORDERLY = {"group", "whole"}


def _facts(result: Processed) -> list[str]:
    """What the rows of facts state, whatever their order."""
    told = _stated(result)
    tables = ("citations", "dossiers", "rates", "staffing", "procedures")
    return sorted(
        repr((table, sorted((c, v) for c, v in row.items() if c not in _ORDERLY)))
        for table in tables
        for row in told[table]
    )


@pytest.mark.parametrize(("lead", "items"), _LISTS)
def test_items_of_a_list_may_change_places(lead: str, items: tuple[str, ...]) -> None:
    head = _HEAD.format(kind="HUYỆN", name="Phú Khê") + "I. KẾT QUẢ THỰC HIỆN\n"
    expected = _facts(_read(head + "\n".join([lead, *items])))
    assert len(expected) >= len(items)
    for order in itertools.permutations(items):
        assert _facts(_read(head + "\n".join([lead, *order]))) == expected, order


# (sentence, table, metrics): the same facts told both ways; «» takes a figure.
_TOLD_TWICE = (
    pytest.param(
        "Cấp huyện tiếp nhận «» hồ sơ, giải quyết «» hồ sơ, "
        "trong đó đúng hạn «» hồ sơ, quá hạn «» hồ sơ; đang giải quyết «» hồ sơ.",
        "Đơn vị\tTiếp nhận\tĐã giải quyết\tĐúng hạn\tQuá hạn\tĐang giải quyết\nCấp huyện\t«»\t«»\t«»\t«»\t«»",
        id="one level",
    ),
    pytest.param(
        "Cấp huyện tiếp nhận «» hồ sơ (trực tuyến «» hồ sơ); cấp xã tiếp nhận «» hồ sơ (trực tuyến «» hồ sơ).",
        "TT\tCấp\tTổng số hồ sơ tiếp nhận\tTrực tuyến\n1\tHuyện\t«»\t«»\n2\tXã\t«»\t«»",
        id="two levels",
    ),
    pytest.param(
        "Trung tâm Phục vụ hành chính công tỉnh tiếp nhận «» hồ sơ, trả lại «» hồ sơ; "
        "số hồ sơ kỳ trước chuyển sang «» hồ sơ.",
        "Nội dung | Tiếp nhận | Trả lại | Kỳ trước chuyển sang\nCấp tỉnh | «» | «» | «»",
        id="province, piped",
    ),
)


@pytest.mark.parametrize(("sentence", "table"), _TOLD_TWICE)
@steady
@given(data=st.data())
def test_a_sentence_and_a_row_of_a_table_tell_the_same(sentence: str, table: str, data: st.DataObject) -> None:
    count = sentence.count("«»")
    values = data.draw(st.lists(st.integers(10, 99_999), min_size=count, max_size=count, unique=True), label="figures")
    head = _HEAD.format(kind="HUYỆN", name="Phú Khê") + "I. KẾT QUẢ THỰC HIỆN\n"

    def told(form: str) -> list[tuple[str, str, float]]:
        figures = iter(values)
        text = regex.sub("«»", lambda _: _dotted(next(figures)), form)
        return [(row.metric, row.scope, row.value) for row in _read(head + text).rows["dossiers"]]

    found = told(sentence)
    assert [value for _, _, value in found] == values
    assert sorted(told(table)) == sorted(found)
