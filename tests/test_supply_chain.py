"""The lock is above known holes and has no licence that MIT does not go with; its list of parts is stable."""

from __future__ import annotations

import json

from quality.supply_chain import ROOT, holes, locked, refused, sbom

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_no_locked_package_has_a_known_hole() -> None:
    assert holes(locked(LOCK)) == []


def test_an_old_package_is_named() -> None:
    assert holes({"pyarrow": "14.0.0"}) != []


def test_no_licence_is_refused() -> None:
    assert refused(locked(LOCK)) == []


def test_the_list_of_parts_holds_the_lock() -> None:
    made = json.loads(sbom(LOCK))
    assert {part["name"]: part["version"] for part in made["components"]} == locked(LOCK)
    assert sbom(LOCK) == sbom(LOCK)
    assert all(part["properties"] for part in made["components"])
