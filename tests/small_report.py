"""A report of a dozen lines with an error of each kind that tests look for: 1.200 + 40 is not 1.250."""

REPORT = """ỦY BAN NHÂN DÂN
HUYỆN LÂM HÀ ĐÔNG

Số: 12/BC-UBND

Lâm Hà Đông, ngày 20 tháng 6 năm 2023

BÁO CÁO
Tình hình cải cách hành chính nửa đầu năm 2023

I. KẾT QUẢ THỰC HIỆN
1. Cải cách thủ tục hành chính
UBND huyện ban hành Quyết định số 45/QĐ-UBND ngày 10/01/2023 về công bố danh mục.
Toàn huyện tiếp nhận 1.250 hồ sơ, đã giải quyết 1.200 hồ sơ, đang giải quyết 40 hồ sơ.
"""
