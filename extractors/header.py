"""The header of a report: who reports to whom, on what, for which period."""

from __future__ import annotations

import dataclasses
import datetime

from extractors.columns import column
from extractors.headline import find_headline
from extractors.issuer import Clues, find_issuer
from extractors.letterhead import find_letterhead
from extractors.report import Report
from extractors.reporting_period import Issued, find_reporting_period
from extractors.signature import find_signature
from patterns.closing import find_closing


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The fields of the documents table that are read from the text; each null where the report leaves it blank."""

    number: str | None = column("Number before the slash, null where it is blank", "Số", default=None)
    symbol: str | None = column("Type and office: BC-UBND", "Ký hiệu", default=None)
    doc_type: str | None = column("Official Vietnamese name of the document's type", "Loại văn bản", default=None)
    title: str | None = column("Title below the document type, on one line", "Trích yếu", default=None)
    place: str | None = column("Place of the date line", "Nơi ban hành", default=None)
    issued_day: int | None = column("Day of the date line", "Ngày", default=None)
    issued_month: int | None = column("Month of the date line", "Tháng", default=None)
    issued_year: int | None = column("Year of the date line", "Năm", default=None)
    issued_date: datetime.date | None = column(
        "Date of issue, only where day, month and year are there", "Ngày ban hành", default=None
    )
    issuer: str | None = column(
        "Issuing body, short form completed with its locality: UBND huyện An Lão", "Cơ quan ban hành", default=None
    )
    level: str | None = column("Level of the issuing body", "Cấp", vocabulary="level", default=None)
    locality: str | None = column("Name of the issuing locality, without its kind", "Địa phương", default=None)
    province: str | None = column("Province of the locality, without its kind", "Tỉnh, thành phố", default=None)
    period_kind: str | None = column(
        "Kind of the reporting period", "Loại kỳ báo cáo", vocabulary="period_kind", default=None
    )
    period_year: int | None = column("Year of the reporting period", "Năm báo cáo", default=None)
    period_start: datetime.date | None = column("First day of the period the title names", "Từ ngày", default=None)
    period_end: datetime.date | None = column("Last day of the period the title names", "Đến ngày", default=None)
    recipient: str | None = column("Whom the report addresses (Kính gửi)", "Kính gửi", default=None)
    signer: str | None = column("Name below the signature", "Người ký", default=None)
    signer_role: str | None = column("Office of the signer: Phó Chủ tịch", "Chức vụ người ký", default=None)


# Without sections, a report's front is looked for in so many characters.
_LONGEST_FRONT = 4000


def find_header(report: Report) -> Header:
    """Read the header, title and signature of a report.

    What one place leaves out another may tell: the issuer's name stands in the letterhead, in the sentence that
    introduces the report, in the title, the closing sentence and the signature; the period follows the title.
    """
    text, end = report.text, report.body_end
    closing = find_closing(text, end)
    front_end = report.sections[0].start if report.sections else min(closing.start, _LONGEST_FRONT)
    headline = find_headline(text, front_end)
    letterhead = find_letterhead(text, headline.start, front_end, closing.start, end)
    signature = find_signature(text, closing, end)
    introduction = text[headline.end : front_end]
    issuer = find_issuer(
        Clues(
            text=text[:end],
            bodies=letterhead.bodies,
            symbol=letterhead.symbol,
            place=letterhead.place,
            title=headline.title or "",
            intro=introduction,
            closing=text[closing.start : closing.receivers or closing.signature or end],
            signed_for=signature.body or "",
            date=letterhead.date,
        )
    )
    period = find_reporting_period(
        headline.title, introduction, Issued(year=letterhead.year, month=letterhead.month), text[:end]
    )
    return Header(
        number=letterhead.number,
        symbol=letterhead.symbol,
        doc_type=headline.doc_type,
        title=headline.title,
        place=letterhead.place,
        issued_day=letterhead.day,
        issued_month=letterhead.month,
        issued_year=letterhead.year,
        issued_date=letterhead.date,
        issuer=issuer.name,
        level=issuer.level,
        locality=issuer.locality,
        province=issuer.province,
        period_kind=period.kind,
        period_year=period.year,
        period_start=period.start,
        period_end=period.end,
        recipient=headline.recipient,
        signer=signature.signer,
        signer_role=signature.role,
    )
