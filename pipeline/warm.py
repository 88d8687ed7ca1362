"""Loaded once, before workers are forked from it: libraries, patterns and models, all of which a first report loads."""

from __future__ import annotations

import gc
import importlib

from pipeline.process import process

# Any report will do: it has a header, a section, a citation, a count and a share, so that every step has been taken.
_REPORT = """UBND HUYỆN A
Số: 1/BC-UBND

BÁO CÁO
Kết quả công tác cải cách hành chính quý I năm 2023

I. KẾT QUẢ
Thực hiện Quyết định số 2/QĐ-UBND ngày 3/1/2023 của UBND tỉnh, toàn huyện tiếp nhận 10 hồ sơ, đã giải quyết 9 hồ sơ, \
đạt 90% kế hoạch đề ra; các phòng, ban đã cử 5 công chức tham gia.
"""

for _name in ("pipeline.read.pdf", "pipeline.read.docx"):
    importlib.import_module(_name)
process(_REPORT.encode(), "warm.txt")
# All of it lasts as long as the worker: the collector need not walk a quarter of a million objects again and again, nor
# touch the pages that workers share. A report makes few cycles, so that looking for them seldom is enough.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 10)
