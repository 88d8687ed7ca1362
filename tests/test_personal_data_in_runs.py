"""Personal data stays out of everything that is written, unless it is asked for; names of signers can be left out."""

from __future__ import annotations

import dataclasses
import io
import stat
from pathlib import Path
from typing import Any

import pytest
from small_report import REPORT

from pipeline.cli import invoke
from pipeline.export.stored import stored_tables
from pipeline.process import Processed, process
from pipeline.read.options import ReadOptions
from pipeline.site.page_images import masked_places, render_pages
from pipeline.tables import parts_of, read_table
from quality.samples import Sample
from tests.make_formats import to_pdf

SECRETS = ("0912.345.678", "le.binh@xa-an-lang.gov.vn", "052085012345", "4211 0000 123456")
_CONTACT = (
    "2. Liên hệ\nĐồng chí Lê Văn Bình (CCCD 052085012345), ĐT: 0912.345.678, thư le.binh@xa-an-lang.gov.vn,"
    " số tài khoản: 4211 0000 123456; trong tháng có 0912 hồ sơ.\n"
)
_SIGNED = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Ánh\n"


def _columns(read: Processed) -> str:
    """All that is written of a document, as one text."""
    return repr({table: rows for table, rows in read.tables().items() if table != "personal_data"})


def test_nothing_written_holds_personal_data() -> None:
    read = process((REPORT + _CONTACT).encode(), "a.txt", ReadOptions(personal_data=True))
    written = _columns(read)
    assert [secret for secret in SECRETS if secret in written] == []
    assert {row.value for row in read.rows["personal_data"]} == set(SECRETS)
    assert read.text is not None
    for row in read.rows["personal_data"]:
        assert read.text.text[row.start : row.end] == "".join("•" if c.isalnum() else c for c in row.value)


def test_figures_beside_personal_data_are_read_and_offsets_hold() -> None:
    read = process((REPORT + _CONTACT).encode(), "a.txt")
    plain = process(REPORT.encode(), "a.txt")
    assert read.text is not None
    assert "personal_data" not in read.rows
    assert {row.value for row in plain.rows["dossiers"]} <= {row.value for row in read.rows["dossiers"]}
    assert 912 in {row.value for row in read.rows["dossiers"]}
    for table, rows in read.rows.items():
        for row in rows:
            if hasattr(row, "raw"):
                assert read.text.text[row.start : row.end] == row.raw, table


def test_no_figure_of_a_sample_is_taken_for_personal_data(
    sample_reports: tuple[Sample, ...], read_reports: dict[str, Processed]
) -> None:
    for sample in sample_reports:
        masked = [row.raw for rows in read_reports[sample.name].rows.values() for row in rows if "•" in _raw(row)]
        assert masked == [], sample.name


def _raw(row: Any) -> str:
    return str(getattr(row, "raw", ""))


def test_messages_of_failures_are_masked() -> None:
    read = process(b"", "0912345678.txt")
    assert "0912345678" not in (read.document.error_message or "")


def test_signers_can_be_left_out() -> None:
    data = (REPORT + _SIGNED).encode()
    whole = process(data, "a.txt")
    without = process(data, "a.txt", ReadOptions(signers=False))
    assert whole.document.signer == "Nguyễn Văn Ánh"
    assert without.document.signer is None
    assert without.document.signer_role == whole.document.signer_role == "Chủ tịch"
    assert "Nguyễn Văn Ánh" not in _columns(without)
    assert without.text is not None
    assert whole.text is not None
    assert len(without.text.text) == len(whole.text.text)
    # The rest is as it was: no rule misses the name.
    same = [dataclasses.replace(row) for row in without.rows["findings"]]
    assert same == list(whole.rows["findings"])


@pytest.mark.parametrize("asked", [True, False])
def test_a_run_writes_personal_data_only_when_asked(
    tmp_path: Path, asked: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(REPORT + _CONTACT, encoding="utf-8")
    out = tmp_path / "out"
    more = ["--with-personal-data"] if asked else []
    assert invoke(["run", str(tmp_path / "a.txt"), "--out", str(out), "--lang", "en", *more]) == 0
    told = capsys.readouterr().err
    assert len(read_table(out, "personal_data")) == (len(SECRETS) if asked else 0)
    assert ("wrote 4 rows of personal data" in told) == asked
    (part,) = parts_of(out, "personal_data")
    ledger = out / ".rasoat" / "ledger.sqlite"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (part, ledger)} == {0o600}
    assert "personal_data" not in {stored.table.name for stored in stored_tables(out)}
    for table in ("texts", "findings", "unexplained", "documents"):
        assert not any(secret in read_table(out, table).to_csv() for secret in SECRETS), table


def test_pictures_of_pages_are_black_where_the_text_is_masked(tmp_path: Path) -> None:
    from PIL import Image

    data = to_pdf(REPORT + _CONTACT)
    (tmp_path / "a.pdf").write_bytes(data)
    read = process(data, "a.pdf")
    assert read.text is not None
    text = {"text": read.text.text, "boxes": [dataclasses.asdict(box) for box in read.text.boxes]}
    hidden = masked_places(text)
    assert sum(map(len, hidden.values())) >= len(SECRETS)
    (shown,) = render_pages(tmp_path / "a.pdf", hidden)
    (plain,) = render_pages(tmp_path / "a.pdf")
    _, left, top, width, height = hidden[1][0]
    middle = (round((left + width / 2) * 1.5), round((top + height / 2) * 1.5))
    assert Image.open(io.BytesIO(shown.data)).convert("L").getpixel(middle) == 0
    assert shown.data != plain.data
