"""What an inspector asks the reporting office about a finding, by rule: in Vietnamese, for work papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.audits.wording import number_vi

_BY_RULE = {
    "dossier.sum": "Đề nghị đối chiếu số liệu gốc (hệ thống một cửa) và cho biết số nào đúng: {stated} hay {expected}?",
    "dossier.part_exceeds_whole": "Đề nghị đối chiếu số liệu gốc: thành phần {stated} không thể lớn hơn tổng số.",
    "staffing.sum": "Đề nghị đối chiếu quyết định giao biên chế, danh sách có mặt và cho biết số đúng của {stated}.",
    "procedure.sum": "Đề nghị đối chiếu danh mục thủ tục hành chính đã công bố và cho biết số đúng của {stated}.",
    "figure.contradiction": "Đề nghị cho biết số nào đúng: {stated} hay {expected}, và sửa chỗ còn lại.",
    "rate.recompute": "Đề nghị nêu cách tính tỷ lệ {stated}% và số liệu dùng để tính.",
    "rate.definition_switch": "Đề nghị nêu rõ cách tính tỷ lệ {subject}% và dùng một cách tính trong cả báo cáo.",
    "rate.rounding": "Đề nghị ghi tỷ lệ với đủ chữ số thập phân để thấy số hồ sơ còn lại.",
    "archive.citation_date": "Đề nghị kiểm tra ngày ban hành của văn bản số {subject}.",
    "archive.citation_subject": "Đề nghị kiểm tra số và trích yếu của văn bản {subject}.",
    "archive.office_ended": "Đề nghị kiểm tra ngày và cơ quan ban hành của văn bản số {subject}.",
    "archive.carried_over": "Đề nghị giải trình chênh lệch giữa tồn đầu kỳ {stated} và tồn cuối kỳ trước {expected}.",
    "archive.cumulative": "Đề nghị giải trình vì sao số lũy kế {stated} ít hơn số đã báo cáo kỳ trước.",
    "archive.copied": "Đề nghị xác nhận số liệu của kỳ này; phần lớn số liệu trùng với báo cáo kỳ trước.",
    "archive.duplicate": "Đề nghị xác nhận bản nào là bản chính thức.",
    "header.missing": "Đề nghị bổ sung phần còn thiếu ở thể thức văn bản.",
    "period.mismatch": "Đề nghị xác nhận kỳ báo cáo: “{stated}” hay “{expected}”?",
}
_BY_FAMILY = {
    "rate": "Đề nghị kiểm tra lại tỷ lệ {subject}% và số liệu dùng để tính.",
    "ratio": "Đề nghị kiểm tra tử số, mẫu số và tỷ lệ {subject}%.",
    "score": "Đề nghị kiểm tra lại điểm đạt, điểm tối đa, điểm trừ và tỷ lệ ({subject}).",
    "citation": "Đề nghị kiểm tra số, ký hiệu, ngày ban hành và cơ quan ban hành của văn bản {subject}.",
    "section": "Đề nghị kiểm tra thứ tự đề mục tại mục {subject}, có phần nào bị thiếu không.",
    "archive": "Đề nghị đối chiếu với các báo cáo đã gửi và giải trình chênh lệch ({subject}).",
}
_ELSE = "Đề nghị kiểm tra và giải trình nội dung nêu trên."


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_OF_NUMBERS = ("dossier", "rate", "ratio", "score", "staffing", "procedure", "figure", "archive")


def as_printed(rule: str, value: str | None) -> str | None:
    """A number as Vietnamese papers write it; codes, paths and dates as they are.

    >>> as_printed("dossier.sum", "9737"), as_printed("rate.recompute", "98.5"), as_printed("section.gap", "2.4")
    ('9.737', '98,5', '2.4')
    """
    if value is None or rule.split(".")[0] not in _OF_NUMBERS or not _NUMBER.fullmatch(value):
        return value
    return number_vi(float(value)) if "." in value else number_vi(int(value))


def question(finding: Mapping[str, Any]) -> str:
    """The question to the office that reported.

    >>> question({"rule": "figure.contradiction", "stated": "229", "expected": "219", "subject": "229"})
    'Đề nghị cho biết số nào đúng: 229 hay 219, và sửa chỗ còn lại.'
    >>> question({"rule": "new.rule", "subject": "x"})
    'Đề nghị kiểm tra và giải trình nội dung nêu trên.'
    """
    rule = finding["rule"]
    template = _BY_RULE.get(rule) or _BY_FAMILY.get(rule.split(".")[0]) or _ELSE
    told = {name: as_printed(rule, finding.get(name)) for name in ("stated", "expected", "subject")}
    if any(f"{{{name}}}" in template and value is None for name, value in told.items()):
        template = _BY_FAMILY.get(rule.split(".")[0], _ELSE)
    return template.format(**told)
