"""Every reason that a reader gives for a file is there in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline import bounds
from pipeline.cli import NOT_READ, invoke
from pipeline.programs import NAMES, missing
from pipeline.reasons import all_reasons, in_english
from pipeline.wording import wording

_SOURCES = Path(pipeline.__file__).parent
# Vietnamese letters that no English sentence has.
_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_RAISE = {"ReadFailure", "Problem", "ConversionError"}


def _written(node: ast.expr) -> str:
    """A message as its source writes it; what is put in from elsewhere is "7", or a word of another reason."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return {
            "other": "ảnh PNG, không phải văn bản: cần nhận dạng chữ (OCR) trước.",
            "other_archive(members)": "tệp nén ZIP, không phải DOCX: hãy giải nén trước.",
            "old_office(data)": "tệp Office đời cũ",
            "old_office(data, streams)": "bảng tính Excel đời cũ (.xls)",
            "SAVE": "hãy mở ra và lưu lại thành DOCX",
            "_PASSWORD": "có mật khẩu: hãy lưu lại không có mật khẩu.",
            "missing('soffice')": missing("soffice"),
            "_PARTS_IN_VIETNAMESE[kind]": "phần kiểu chữ",
            "_CAUSES[code]": "nhận dạng quá thời hạn",
            "failure.message": "LibreOffice không chuyển đổi được tệp này, có thể tệp bị hỏng.",
            "named": "7" if _of_engine(node) else ", có thể là TCVN3 hoặc VNI",
            "error": missing("tesserocr") if _of_engine(node) else "7",
        }.get(ast.unparse(node.value), "7")
    return ""


def _of_engine(node: ast.FormattedValue) -> bool:
    return "ocr" in Path(getattr(node, "source", "")).parts


def _messages() -> Iterator[tuple[str, str]]:
    """Every Vietnamese sentence of the readers that becomes a reason."""
    for path in sorted([*(_SOURCES / "read").rglob("*.py"), _SOURCES / "worker.py"]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FormattedValue):
                node.source = str(path)  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in (
                "message",
                "lost",
                "_BINARY",
            )
            values: list[ast.expr] = [node.value] if named else []  # type: ignore[attr-defined]
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _RAISE:
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(node, ast.Return) and path.name == "txt.py" and node.value is not None:
                values = [node.value]
            for value in values:
                told = _written(value)
                if _VIETNAMESE.search(told):
                    yield path.name, told


_FOUND = sorted(set(_messages()))


def test_the_readers_give_many_reasons() -> None:
    assert len(_FOUND) >= 35


@pytest.mark.parametrize(("source", "message"), _FOUND)
def test_a_reason_of_a_reader_is_there_in_english(source: str, message: str) -> None:
    assert not _VIETNAMESE.search(in_english(message)), (source, in_english(message))


@pytest.mark.parametrize("limit", [pytest.param(limit, id=name) for name, limit in bounds.all_limits()])
def test_a_limit_is_told_in_english(limit: bounds.Limit) -> None:
    told = in_english(limit.message(31_000))
    assert limit.of_en in told
    assert "31,000" in told
    assert not _VIETNAMESE.search(in_english(limit.message()))


@pytest.mark.parametrize("name", NAMES)
def test_a_program_that_is_missing_is_told_in_english(name: str) -> None:
    told = in_english(f"Không nhận dạng được các trang 1, 2: {missing(name)}; {missing('tessdata')}.")
    assert missing(name, wording("en")) in told
    assert told.startswith("Pages 1, 2 could not be recognized: ")


def test_both_languages_of_a_reason_have_the_same_places() -> None:
    for reason in all_reasons():
        assert set(re.findall(r"\{\w+\}", reason.vi)) == set(re.findall(r"\{\w+\}", reason.en)), reason.vi
        assert not _VIETNAMESE.search(reason.en), reason.en


def test_what_nobody_translates_stays() -> None:
    assert in_english("ValueError: x là y") == "ValueError: x là y"
    assert in_english("") == ""


def test_the_command_line_tells_reasons_in_the_chosen_language(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "trống.txt").write_bytes(b"")
    assert invoke(["show", str(tmp_path / "trống.txt"), "--lang", "en"]) == NOT_READ
    assert capsys.readouterr().err.endswith("trống.txt is an empty file, without a single byte.\n")
    assert invoke(["show", str(tmp_path / "trống.txt"), "--lang", "vi"]) == NOT_READ
    assert capsys.readouterr().err.endswith("trống.txt là tệp rỗng, không có byte nào.\n")
