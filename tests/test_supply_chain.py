"""The lock is above known holes and has no licence that MIT does not go with; its list of parts is stable and valid."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from functools import cache
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from quality.sbom import sbom
from quality.supply_chain import ROOT, hashes, holes, locked, refused

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


@cache
def _list_of_parts() -> str:
    return sbom(LOCK)


def _part(name: str) -> dict[str, Any]:
    return next(part for part in json.loads(_list_of_parts())["components"] if part["name"] == name)


def test_no_locked_package_has_a_known_hole() -> None:
    assert holes(locked(LOCK)) == []


def test_an_old_package_is_named() -> None:
    assert holes({"pyarrow": "14.0.0"}) != []


def test_every_hole_was_held_against_its_advisory() -> None:
    known = tomllib.loads((ROOT / "quality" / "known_holes.toml").read_text(encoding="utf-8"))["hole"]
    assert [hole["package"] for hole in known if not isinstance(hole.get("checked"), date)] == []


def test_no_licence_is_refused() -> None:
    assert refused(locked(LOCK)) == []


def test_the_list_of_parts_holds_the_lock() -> None:
    made = json.loads(_list_of_parts())
    assert {part["name"]: part["version"] for part in made["components"]} == locked(LOCK)
    digests = {
        part["name"]: sorted(one["content"] for one in part["externalReferences"][0]["hashes"])
        for part in made["components"]
    }
    assert digests == hashes(LOCK)


def test_the_list_of_parts_is_the_same_twice() -> None:
    assert sbom(LOCK) == _list_of_parts()


def test_the_list_of_parts_is_valid_cyclonedx() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(_list_of_parts()) is None


def test_a_list_that_is_not_valid_is_told() -> None:
    spoilt = _list_of_parts().replace('"type": "library"', '"type": "shelf"', 1)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(spoilt) is not None


@pytest.mark.parametrize(
    ("name", "scope", "why"),
    [
        ("pyarrow", "required", "the program asks for it"),
        ("pdfminer-six", "required", "pdfplumber asks for it too"),
        ("underthesea-core", "required", "only another package asks for it"),
        ("datasette", "optional", "the extra 'serve' asks for it"),
        ("asgiref", "optional", "only what an extra asks for does"),
        ("pytest", "excluded", "only those who work on the program need it"),
    ],
)
def test_a_part_says_who_needs_it(name: str, scope: str, why: str) -> None:
    assert _part(name)["scope"] == scope, why


def test_a_part_says_what_it_needs() -> None:
    made = json.loads(_list_of_parts())
    needs = {one["ref"].split("@")[0]: one.get("dependsOn", []) for one in made["dependencies"]}
    assert any(one.startswith("pkg:pypi/pdfminer-six@") for one in needs["pkg:pypi/pdfplumber"])
    assert any(one.startswith("pkg:pypi/lxml@") for one in needs["pkg:pypi/rasoat"])


def test_a_part_says_its_licence() -> None:
    assert _part("pyarrow")["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    silent = [part["name"] for part in json.loads(_list_of_parts())["components"] if not part.get("licenses")]
    assert len(silent) <= len(locked(LOCK)) // 20, silent
