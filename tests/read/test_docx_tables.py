"""Tables of a DOCX: rows of cells, merged and nested as they are."""

from __future__ import annotations

import pytest

from tests.read.word_xml import cell, p, r, text_of
from tests.read_text import read_text


def test_a_row_is_its_cells_and_merged_cells_stand_once() -> None:
    rows = [
        cell("Cấp", '<w:vMerge w:val="restart"/>') + cell("Hồ sơ", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("Tiếp nhận") + cell("Đúng\u00a0hạn"),
        cell("Xã") + f"<w:tc>{p(r('12'))}{p(r('hồ sơ'))}</w:tc>" + cell("11"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert text_of(p(r("Trước")) + table + p(r("Sau"))).split("\n") == [
        "Trước",
        "Cấp\tHồ sơ\t",
        "\tTiếp nhận\tĐúng\u00a0hạn",
        "Xã\t12 hồ sơ\t11",
        "Sau",
    ]


def test_two_levels_of_heads_reach_the_figures_below() -> None:
    rows = [
        cell("Cấp", '<w:vMerge w:val="restart"/>')
        + cell("Tiếp nhận", '<w:gridSpan w:val="3"/>')
        + cell("Ghi chú", '<w:vMerge w:val="restart"/>'),
        cell("", "<w:vMerge/>") + cell("Tổng") + cell("Trực tuyến") + cell("Trực tiếp") + cell("", "<w:vMerge/>"),
        cell("Huyện") + cell("120") + cell("80") + cell("40") + cell(""),
    ]
    text = text_of("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    (statement,) = (one for one in read_text(text).statements if one.columns)
    assert [
        (quantity.number.value, " / ".join(text[a:b] for a, b in heads))
        for quantity, heads in zip(statement.quantities, statement.columns or (), strict=True)
    ] == [
        (120, "Tiếp nhận / Tổng / Huyện"),
        (80, "Tiếp nhận / Trực tuyến / Huyện"),
        (40, "Tiếp nhận / Trực tiếp / Huyện"),
    ]


def _table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


TABLES = [
    pytest.param(
        _table(cell("a") + cell("b", '<w:hMerge w:val="restart"/>') + cell("c", "<w:hMerge/>")),
        ["a\tb\t"],
        id="cells merged in the old way",
    ),
    pytest.param(
        _table('<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("b"), cell("a") + cell("c")),
        ["\tb", "a\tc"],
        id="a row that begins later",
    ),
    pytest.param(
        _table("<w:trPr><w:del/></w:trPr>" + cell("a") + cell("b"), cell("c") + cell("d")),
        ["c\td"],
        id="a deleted row",
    ),
    pytest.param(
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>"
        + cell("a")
        + "</w:sdtContent></w:sdt>"
        + cell("b")
        + "</w:tr></w:sdtContent></w:sdt></w:tbl>",
        ["a\tb"],
        id="rows and cells in controls",
    ),
    pytest.param(
        _table(cell("Bảng 1") + f"<w:tc>{_table(cell('x') + cell('1'), cell('y') + cell('2'))}{p()}</w:tc>"),
        ["Bảng 1", "x\t1", "y\t2", ""],
        id="tables in the cells of a table keep their rows",
    ),
]


@pytest.mark.parametrize(("xml", "lines"), TABLES)
def test_reads_tables_cell_by_cell(xml: str, lines: list[str]) -> None:
    assert text_of(p(r("Trước")) + xml + p(r("Sau"))).split("\n") == ["Trước", *lines, "Sau"]


def test_the_header_is_read_column_by_column() -> None:
    rows = [cell("UBND HUYỆN LA") + cell("CỘNG HÒA XÃ HỘI"), cell("Số: 3/BC-UBND") + cell("La, ngày 3 tháng 4")]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert text_of(table).split("\n") == ["UBND HUYỆN LA", "Số: 3/BC-UBND", "CỘNG HÒA XÃ HỘI", "La, ngày 3 tháng 4"]
