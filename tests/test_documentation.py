"""What is written about the program is true, whole, and what is promised of its parts holds."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from pipeline.audits.registry import every_rule
from pipeline.cli import build
from pipeline.schema import tables
from pipeline.wording import wording
from quality.samples import NO_REPORTS

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
READMES = ("README.md", "README.vi.md")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE))


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("readme", READMES)
def test_every_command_and_table_is_in_the_readme(readme: str) -> None:
    text = _text(readme)
    for command in build(wording("en")).commands:
        assert f"rasoat {command}" in text, command
    for table in tables():
        assert f"`{table.name}`" in text, table.name
    for target in ("make run", "make test", "make eval" if readme == "README.md" else "make help"):
        assert target in text, target


@pytest.mark.parametrize("readme", READMES)
def test_every_exit_code_is_in_the_readme(readme: str) -> None:
    for code in (0, 1, 2, 3, 130):
        assert f"\n| {code} | " in _text(readme)
        assert re.search(rf"\b{code} ", wording("en").say("app_codes"))
        assert re.search(rf"\b{code} ", wording("vi").say("app_codes"))


def test_both_readmes_say_as_much() -> None:
    headings = [re.findall(r"^(#+) ", _text(readme), re.MULTILINE) for readme in READMES]
    assert headings[0] == headings[1]
    blocks = [len(re.findall(r"<!-- output of: ", _text(readme))) for readme in READMES]
    assert blocks[0] == blocks[1] > 0


@pytest.mark.parametrize(
    "page",
    [
        *READMES,
        "ARCHITECTURE.md",
        "docs/adding.md",
        "docs/glossary.md",
        "docs/site.md",
        "docs/exports.md",
        "docs/dashboards.md",
        "examples/README.md",
    ],
)
def test_links_and_paths_lead_somewhere(page: str) -> None:
    text, folder = _text(page), (ROOT / page).parent
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (folder / link).exists(), link
    for path in re.findall(r"`((?:patterns|extractors|pipeline|quality|tests|docs|corpus_samples)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


def test_the_architecture_fits_on_a_page() -> None:
    assert len(_text("ARCHITECTURE.md").splitlines()) <= 60


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"\n## {PROJECT['project']['version']}\n" in _text("CHANGELOG.md")


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.name)
def test_every_rule_explains_itself(rule: object) -> None:
    docstring = rule.check.__doc__ or ""  # type: ignore[attr-defined]
    assert "Wrong" in docstring
    assert "Right" in docstring
    assert docstring.strip().splitlines()[0].endswith(".")
    assert rule.explained_vi.endswith(".")  # type: ignore[attr-defined]


def _found_in_cases(name: str) -> set[bool]:
    """Whether there are cases that a rule finds and cases that it must not: in its own file or beside its family's."""
    own = ROOT / "tests" / "cases" / "audits" / f"{name}.toml"
    if own.is_file():
        return {bool(case.get("finds")) for case in tomllib.loads(own.read_text(encoding="utf-8"))["case"]}
    family = ROOT / "tests" / "cases" / f"{name.split('.')[0]}_rules.toml"
    cases = tomllib.loads(family.read_text(encoding="utf-8"))["case"]
    return {any(found.startswith(f"{name} ") for found in case["finds"]) for case in cases}


@pytest.mark.parametrize("name", [rule.name for rule in every_rule()])
def test_every_rule_has_cases_that_it_finds_and_cases_that_it_must_not(name: str) -> None:
    assert _found_in_cases(name) == {True, False}


def test_glossary_values_are_columns_and_tables() -> None:
    known = {table.name for table in tables()} | {name for table in tables() for name in table.columns}
    known |= {f"{table.name}.{name}" for table in tables() for name in table.columns} | {"one_stop"}
    for line in _text("docs/glossary.md").splitlines():
        if line.startswith("| "):
            assert set(re.findall(r"`([^`]+)`", line)) <= known, line


def test_make_help_lists_every_target() -> None:
    makefile = _text("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    shown = subprocess.run(["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True).stdout
    listed = set(re.findall(r"^make (\w+) ", shown, re.MULTILINE))
    assert listed >= {"help", "setup", "run", "test", "check", "fix", "docs", "golden", "eval", "bench"}
    assert listed == set(phony[1].split())


def test_make_run_and_the_pictures_leave_out_the_same_files() -> None:
    asked = re.search(r"^NO_REPORTS := (.*)$", _text("Makefile"), re.MULTILINE)
    assert asked
    assert re.findall(r"--skip '?([^' ]+)", asked[1]) == list(NO_REPORTS)


def test_continuous_integration_runs_check_and_test() -> None:
    assert "make check test" in _text(".ci/run")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_lock_names_no_address_and_no_option() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^-", LOCK, re.MULTILINE)


def test_every_locked_package_is_pinned_and_hashed() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) == len(PINNED) > 50
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = PROJECT["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"], *PROJECT["build-system"]["requires"]]
    names = {_canonical(re.split(r"[<>=!~ ;\[]", requirement)[0]) for requirement in asked}
    assert names - set(PINNED) == set()


def test_what_is_imported_is_what_is_locked() -> None:
    for name in ("pandas", "pyarrow", "spacy", "underthesea", "regex", "click", "pdfplumber", "python-docx"):
        assert metadata.version(name) == PINNED[name], name


# Offered under one of several licences, of which one binds nothing; what the program takes is named here.
_CHOSEN = {"text-unidecode": "Artistic License"}


def test_no_locked_package_is_under_a_licence_that_binds_the_program() -> None:
    bound = []
    for name in PINNED:
        try:
            facts = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # Only for another platform.
        classified = [value for value in facts.get_all("Classifier") or [] if value.startswith("License ::")]
        stated = " ".join([facts.get("License-Expression") or "", (facts.get("License") or "")[:100], *classified])
        assert stated.strip(), f"{name} states no licence"
        if name in _CHOSEN:
            assert _CHOSEN[name] in stated
        elif re.search(r"\b[AL]?GPL|General Public License", stated):
            bound.append(name)
    assert bound == []


def test_import_directions_hold() -> None:
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], capture_output=True, text=True, cwd=ROOT
    )
    assert linted.returncode == 0, linted.stdout


def test_shell_scripts_are_sound() -> None:
    for script in ("scripts/make_venv.sh", ".ci/run"):
        subprocess.run(["sh", "-n", str(ROOT / script)], check=True)
