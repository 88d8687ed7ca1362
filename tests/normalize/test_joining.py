"""Broken lines: a paragraph is one line, and what begins something new stays on its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalize import normalize
from pipeline.normalize.joining import Break, joint
from pipeline.read.raw import RawDocument

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "joints.toml").read_text(encoding="utf-8"))["case"]

WRAPPED = """\
BÁO CÁO
Công tác cải cách hành chính quý II năm 2023
trên địa bàn huyện An Lạc

Kính gửi: Sở Nội vụ.

Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2023 của Ủy ban nhân dân
tỉnh về cải cách hành chính năm 2023, Ủy ban nhân dân huyện báo cáo kết
quả như sau:

I. TÌNH HÌNH TRIỂN KHAI NHIỆM VỤ KIỂM SOÁT THỦ TỤC CỦA CÁC CƠ QUAN,
ĐƠN VỊ THUỘC HUYỆN

- Huyện đã ban hành Kế hoạch số 07/KH-
UBND ngày 10/01/2023 và chỉ đạo các xã xây dựng kế hoạch theo hướng dẫn.
Đến nay có 11/11 xã đã ban hành.
- Kiểm tra 05 xã.
- Các xã tổ chức tuyên truyền trên hệ thống truyền thanh, niêm yết đầy đủ
thủ tục tại nơi tiếp nhận hồ sơ.

Nơi nhận:
- Như trên;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
"""


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_joins_what_one_sentence_holds(case: dict[str, Any]) -> None:
    gap = Break(kind=case["gap"], full=case.get("full"))
    assert joint(case["before"], case["after"], gap) == case.get("joint"), case["reason"]


def test_wrapped_text_becomes_one_line_a_paragraph() -> None:
    assert normalize(RawDocument(format="txt", text=WRAPPED)).text.split("\n") == [
        "BÁO CÁO",
        "Công tác cải cách hành chính quý II năm 2023",
        "trên địa bàn huyện An Lạc",
        "Kính gửi: Sở Nội vụ.",
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2023 của Ủy ban nhân dân tỉnh về cải cách hành chính năm 2023, "
        "Ủy ban nhân dân huyện báo cáo kết quả như sau:",
        "I. TÌNH HÌNH TRIỂN KHAI NHIỆM VỤ KIỂM SOÁT THỦ TỤC CỦA CÁC CƠ QUAN, ĐƠN VỊ THUỘC HUYỆN",
        "- Huyện đã ban hành Kế hoạch số 07/KH-UBND ngày 10/01/2023 và chỉ đạo các xã xây dựng kế hoạch theo hướng "
        "dẫn. Đến nay có 11/11 xã đã ban hành.",
        "- Kiểm tra 05 xã.",
        "- Các xã tổ chức tuyên truyền trên hệ thống truyền thanh, niêm yết đầy đủ thủ tục tại nơi tiếp nhận hồ sơ.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]


def test_a_table_keeps_its_tabs() -> None:
    text = "Cấp\tTiếp nhận\tĐúng hạn\nHuyện\t2.140\t2.049\nTổng cộng\t\t2.049"
    assert normalize(RawDocument(format="txt", text=text)).text == text


def test_items_on_lines_of_their_own_stay() -> None:
    text = "- Tiếp nhận: 1.215 HS.\n- Đã giải quyết: 1.198 HS.\n+ Đúng hạn: 1.195 HS.\n+ Trễ hạn: 03 HS."
    assert normalize(RawDocument(format="txt", text=text)).text == text
