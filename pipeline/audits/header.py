"""Rule over the header: the fields that make a report a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words

FIELDS = {
    "number": Words(vi="số văn bản", en="the document's number"),
    "issued_date": Words(vi="ngày, tháng, năm ban hành", en="the date of issue"),
    "signer": Words(vi="họ tên người ký", en="the signer's name"),
}


@rule(
    "header.missing",
    severity="info",
    vi="Thể thức còn thiếu",
    en="A field of the header is missing",
    explained_vi=(
        "Báo cáo có số, ngày tháng năm ban hành đầy đủ và người ký. Bản thảo hoặc bản chép từ trang tin "
        "thường để trống; đó là điều nên biết, không phải lỗi."
    ),
)
def check_header(facts: Facts) -> Iterable[Finding]:
    """A report has a number, a full date of issue and a signer.

    A draft or a copy from a web page often leaves them blank ("Số:   /BC-UBND", "ngày    tháng    năm 2023"), which is
    worth knowing and no error. A text that has no header at all, neither symbol nor title nor issuer, is an excerpt
    and gives no finding.

    Wrong: ``ỦY BAN NHÂN DÂN ⏎ HUYỆN LÂM HÀ ⏎ Số:    /BC-UBND ⏎ Lâm Hà, ngày 20 tháng 6 năm 2023 ⏎ BÁO CÁO ⏎
    Tình hình cải cách hành chính ⏎ KT. CHỦ TỊCH ⏎ PHÓ CHỦ TỊCH ⏎ Lê Văn An``

    Right: ``ỦY BAN NHÂN DÂN ⏎ HUYỆN LÂM HÀ ⏎ Số: 214/BC-UBND ⏎ Lâm Hà, ngày 20 tháng 6 năm 2023 ⏎ BÁO CÁO ⏎
    Tình hình cải cách hành chính ⏎ KT. CHỦ TỊCH ⏎ PHÓ CHỦ TỊCH ⏎ Lê Văn An``
    """
    return tuple(_missing(facts))


def _missing(facts: Facts) -> Iterator[Finding]:
    header = facts.header
    if header.symbol is None and header.title is None and header.issuer is None:
        return
    for field, words in FIELDS.items():
        if getattr(header, field) is None:
            yield Finding(
                doc_id=facts.doc_id,
                rule="header.missing",
                severity="info",
                subject=field,
                message_vi=f"Báo cáo không ghi {words.vi}.",
                message_en=f"The report does not give {words.en}.",
            )
