"""Document codes: what is one, how its characters are repaired, what the form of its office is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns.codes import find_codes
from patterns.symbols import parts_of, read_token, repair


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        # In the wild.
        pytest.param("815/QĐ-UBND", ["815/QĐ-UBND"], id="state"),
        pytest.param("83/2020/QĐ-UBND", ["83/2020/QĐ-UBND"], id="with a year"),
        pytest.param("28-NQ/TW", ["28-NQ/TW"], id="Party"),
        pytest.param("04-HD/BTCTU", ["04-HD/BTCTU"], id="a committee's office"),
        pytest.param("63/2020/QH14", ["63/2020/QH14"], id="law"),
        pytest.param("1656/NQ-UBTVQH15", ["1656/NQ-UBTVQH15"], id="standing committee"),
        pytest.param("922/UBND-NV", ["922/UBND-NV"], id="letter"),
        pytest.param("488/UBND", ["488/UBND"], id="letter without a unit"),
        pytest.param("1647/STP-HCTP&BTTP", ["1647/STP-HCTP&BTTP"], id="joined units"),
        pytest.param("421/KHLT-PTP-CA-BHXH", ["421/KHLT-PTP-CA-BHXH"], id="joint plan"),
        pytest.param("01/QCPH/UBND-UBMTTQ", ["01/QCPH/UBND-UBMTTQ"], id="joint rules"),
        pytest.param("04/2014/TTLT-BNV-BTC", ["04/2014/TTLT-BNV-BTC"], id="joint circular"),
        pytest.param("30c/NQ-CP", ["30c/NQ-CP"], id="letter in the number"),
        pytest.param("66.1/2025/NQ-CP", ["66.1/2025/NQ-CP"], id="decimal number"),
        pytest.param("08-QĐi/TW", ["08-QĐi/TW"], id="small letter in the type"),
        pytest.param("15/VP.HĐND&UBND", ["15/VP.HĐND&UBND"], id="dot in the symbol"),
        pytest.param("402/UBND-KT1", ["402/UBND-KT1"], id="digit in the unit"),
        pytest.param("318-320/QĐ-UBND", ["318/QĐ-UBND", "320/QĐ-UBND"], id="range"),
        pytest.param("số 318, 319 và 320/QĐ-UBND", ["318/QĐ-UBND", "319/QĐ-UBND", "320/QĐ-UBND"], id="shared symbol"),
        pytest.param("15 /2021/ NĐ - CP", ["15/2021/NĐ-CP"], id="spaces"),
        pytest.param("56/KH- UBND", ["56/KH-UBND"], id="space after the dash"),
        pytest.param("12/KH–UBND", ["12/KH-UBND"], id="en dash"),
        # Characters repaired.
        pytest.param("141.2006/NĐ-CP", ["141/2006/NĐ-CP"], id="dot before the year"),
        pytest.param("1.137/QĐ-UBND", ["1137/QĐ-UBND"], id="thousands dot"),
        pytest.param("1O5/QD-UBND", ["105/QĐ-UBND"], id="O for zero, D for Đ"),
        pytest.param("l2/KH-UBND", ["12/KH-UBND"], id="l for one"),
        pytest.param("193/NQ-HDND", ["193/NQ-HĐND"], id="HDND"),
        pytest.param("78/QÐ-UBNÐ", ["78/QĐ-UBND"], id="Icelandic Đ"),
        pytest.param("26/CT-TTG", ["26/CT-TTg"], id="TTg"),
        pytest.param("09-Ctr/TU", ["09-CTr/TU"], id="CTr"),
        pytest.param("05-NQ/TƯ", ["05-NQ/TW"], id="TƯ"),
        pytest.param("39/qđ-ubnd", ["39/QĐ-UBND"], id="small letters"),
        pytest.param("63/2020/QHl4", ["63/2020/QH14"], id="l in the term"),
        pytest.param("12/QĐ-UBNDngày", ["12/QĐ-UBND"], id="tied to the next word"),
        pytest.param("12/QĐ-UBND.Trong", ["12/QĐ-UBND"], id="tied to the next sentence"),
        # What a code says is never repaired.
        pytest.param("05/NQ-TU", ["05/NQ-TU"], id="the Party's code in the state's order"),
        pytest.param("93-VP-TH", ["93-VP-TH"], id="hyphens alone"),
        pytest.param("10/CT-CTUBND", ["10/CT-CTUBND"], id="an unusual office"),
        # Where a code ends.
        pytest.param("12/KH-UBND - UBND huyện", ["12/KH-UBND"], id="a dash before the next words"),
        pytest.param("61/2018/NĐ-CP² ngày", ["61/2018/NĐ-CP"], id="a footnote's anchor"),
        pytest.param("12/KH-UBND/ Kế hoạch", ["12/KH-UBND"], id="a slash before a word"),
        # Negative.
        pytest.param("27/12/2018", [], id="date"),
        pytest.param("tháng 12/2023 - UBND", [], id="month"),
        pytest.param("12/15 TTHC", [], id="fraction"),
        pytest.param("24/24 giờ, 15/kg", [], id="hours, units"),
        pytest.param("QT-15/TP", [], id="process"),
        pytest.param("TCVN 11041:2017/BKHCN", [], id="standard"),
        pytest.param("TCVN 11041-1:2017/BKHCN", [], id="standard in parts"),
        pytest.param("/BC-UBND", [], id="blank number"),
        pytest.param("gov.vn/12/QD-UBND", [], id="address"),
        pytest.param("12/KH-UBND@hoalac.vn", [], id="mail"),
        pytest.param("45/10 đường Trần Phú", [], id="house"),
        pytest.param("12/A, 3/B", [], id="single letters"),
    ],
)
def test_codes_are_found_in_their_canonical_form(printed: str, codes: list[str]) -> None:
    assert [code.code for code in find_codes(printed)] == codes


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("05/NQ-TU", "05-NQ/TU", id="Party, the state's order"),
        pytest.param("72-NQ-TW", "72-NQ/TW", id="Party, hyphens alone"),
        pytest.param("12/KH/HU", "12-KH/HU", id="Party, slashes alone"),
        pytest.param("12/TB-VPTU", "12-TB/VPTU", id="a committee's office"),
        pytest.param("93-VP-TH", "93/VP-TH", id="letter with a hyphen"),
        pytest.param("12-QĐ/UBND", "12/QĐ-UBND", id="state, the Party's order"),
        pytest.param("12-QĐ-UBND", "12/QĐ-UBND", id="state, hyphens alone"),
        pytest.param("12/2020-QĐ-UBND", "12/2020/QĐ-UBND", id="hyphen after the year"),
        pytest.param("28-NQ/TW", "28-NQ/TW", id="Party, right"),
        pytest.param("29-CV/TC-NV", "29-CV/TC-NV", id="Party letter, right"),
        pytest.param("815/QĐ-UBND", "815/QĐ-UBND", id="state, right"),
        pytest.param("421/KHLT-PTP-CA-BHXH", "421/KHLT-PTP-CA-BHXH", id="joint, right"),
        pytest.param("01/QCPH/UBND-UBMTTQ", "01/QCPH/UBND-UBMTTQ", id="joint with a slash is left alone"),
        pytest.param("15-KH/MTTQ", "15-KH/MTTQ", id="offices of both forms are left alone"),
        pytest.param("12-KH/BCĐ", "12-KH/BCĐ", id="steering committees are left alone"),
        pytest.param("63/2020/QH14", "63/2020/QH14", id="law, right"),
    ],
)
def test_a_code_has_the_form_of_its_office(printed: str, expected: str) -> None:
    (code,) = find_codes(printed)
    assert code.expected == expected


@pytest.mark.parametrize("text", ["Nghị định số 15 /2021/ NĐ - CP.", "số 318-320/QĐ-UBND", "số 12, 13/KH-UBND"])
def test_offsets_are_those_of_the_text(text: str) -> None:
    assert all(code.raw == text[code.start : code.end] for code in find_codes(text))


def test_a_part_of_a_text_is_searched_alone() -> None:
    text = "12/KH-UBND và 13/KH-UBND"
    assert [code.number for code in find_codes(text, 12)] == ["13"]
    assert [code.number for code in find_codes(text, 0, 11)] == ["12"]


@pytest.mark.parametrize(
    ("printed", "first", "read"),
    [
        pytest.param("UBND", False, ("UBND", 4), id="known"),
        pytest.param("KBHL", False, ("KBHL", 4), id="unknown capitals"),
        pytest.param("SNgV", False, ("SNgV", 4), id="small letter inside"),
        pytest.param("UBNDcủa", False, ("UBND", 4), id="tied word"),
        pytest.param("huyện", False, None, id="word"),
        pytest.param("Trong", False, None, id="capitalised word"),
        pytest.param("kg", True, None, id="unit of measure"),
    ],
)
def test_parts_of_symbols_are_told_from_words(printed: str, first: bool, read: tuple[str, int] | None) -> None:
    assert read_token(printed, first=first) == read


@pytest.mark.parametrize(
    ("token", "first", "known"),
    [
        pytest.param("QD", True, "QĐ", id="a type before its office"),
        pytest.param("DT", False, None, id="two letters of a unit may be another one"),
        pytest.param("HD", True, "HD", id="a code of its own is no lost stroke"),
        pytest.param("UBNĐ", False, "UBND", id="stroke too many"),
        pytest.param("XYZ", False, None, id="unknown"),
    ],
)
def test_repair_knows_the_codes_of_official_forms(token: str, first: bool, known: str | None) -> None:
    assert repair(token, first=first) == known


def test_a_symbol_falls_into_type_and_offices() -> None:
    assert parts_of("KHLT-PTP-CA-BHXH") == ("KHLT", ("PTP", "CA", "BHXH"))
    assert parts_of("UBND") == (None, ("UBND",))


_TYPES = ("QĐ", "KH", "CV", "BC", "NQ", "CT", "TB", "HD", "TTr", "CTr")
_OFFICES = ("UBND", "HĐND", "SNV", "STTTT", "BCĐ", "VPUBND", "BNV", "TTg", "CP")


@given(
    number=st.integers(1, 9_999),
    year=st.one_of(st.none(), st.integers(1990, 2035)),
    kind=st.sampled_from(_TYPES),
    office=st.sampled_from(_OFFICES),
    words=st.sampled_from(("Quyết định số {}", "theo văn bản số {} ngày 12/3/2023", "({})", "{}; 12 hồ sơ", "số {}.")),
)
def test_a_written_code_is_read_back(number: int, year: int | None, kind: str, office: str, words: str) -> None:
    printed = f"{number:02d}" + (f"/{year}" if year else "") + f"/{kind}-{office}"
    (code,) = find_codes(words.format(printed))
    assert (code.code, code.number, code.year, code.symbol) == (printed, f"{number:02d}", year, f"{kind}-{office}")


@given(
    number=st.integers(1, 999),
    kind=st.sampled_from(("NQ", "CTr", "CT", "KL", "QĐ", "KH", "BC", "TB")),
    office=st.sampled_from(("TW", "TU", "HU", "ĐU", "VPTU")),
)
def test_a_written_code_of_the_party_is_read_back(number: int, kind: str, office: str) -> None:
    printed = f"{number:02d}-{kind}/{office}"
    (code,) = find_codes(f"Nghị quyết số {printed} của Đảng")
    assert (code.code, code.expected) == (printed, printed)
