"""What the project is made of, held against licences and known holes, offline: ``python -m quality.supply_chain``.

The lock and the metadata of what is installed are all that is looked at. With --sbom FILE a list of the locked packages
is written in the CycloneDX form, the same bytes for the same lock.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Licences that a program under MIT must not import; the lesser GNU licence and exceptions are another matter.
_REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)


def locked(text: str) -> dict[str, str]:
    """The packages of a lock with their versions, by canonical name."""
    return {_canonical(name): version for name, version in _PINNED.findall(text)}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def holes(pinned: Mapping[str, str]) -> list[str]:
    """Every package of the lock that is older than a known hole's end."""
    known = tomllib.loads((Path(__file__).parent / "known_holes.toml").read_text(encoding="utf-8"))["hole"]
    return [
        f"{hole['package']} {pinned[hole['package']]} is below {hole['floor']}: {hole['source']}"
        for hole in known
        if hole["package"] in pinned and _key(pinned[hole["package"]]) < _key(hole["floor"])
    ]


def _key(version: str) -> tuple[int, ...]:
    """A version's leading numbers.

    >>> _key("14.0.1") < _key("26.0"), _key("20260107") > _key("20251230")
    (True, True)
    """
    return tuple(map(int, re.findall(r"\d+", version)))


def licence_of(name: str) -> str | None:
    """What an installed package says of its licence, None where it is not installed."""
    try:
        facts = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    stated = next(iter(facts.get_all("License-Expression") or ()), "")
    classes = [value for value in facts.get_all("Classifier") or () if value.startswith("License ::")]
    # Some put the whole text of the licence there; its name stands in the first line.
    text = next(iter(facts.get_all("License") or ()), "").strip().split("\n")[0]
    return stated or "; ".join(classes) or text or "not stated"


def refused(pinned: Mapping[str, str]) -> list[str]:
    """Every installed package of the lock whose licence does not go with MIT."""
    found = ((name, licence_of(name)) for name in sorted(pinned))
    return [f"{name}: {licence}" for name, licence in found if licence and _all_refused(licence)]


def _all_refused(licence: str) -> bool:
    """Whether none of the licences that may be chosen goes with MIT.

    >>> _all_refused("GPL-3.0-or-later"), _all_refused("Artistic License; GPLv2+"), _all_refused("LGPL-3.0-only")
    (True, False, False)
    """
    return all(_REFUSED.search(choice) for choice in re.split(r";| OR ", licence))


def sbom(text: str) -> str:
    """The packages of a lock as CycloneDX: names, versions and hashes, in the order of their names."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    parts = []
    for block in blocks:
        match = _PINNED.match(block)
        if match:
            name, version = _canonical(match[1]), match[2]
            hashes = [{"alg": "SHA-256", "content": digest} for digest in sorted(_HASH.findall(block))]
            reference = f"pkg:pypi/{name}@{version}"
            parts.append(
                {
                    "type": "library",
                    "bom-ref": reference,
                    "name": name,
                    "version": version,
                    "purl": reference,
                    "properties": [{"name": "sha256", "value": one["content"]} for one in hashes],
                }
            )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = {"type": "application", "name": project["name"], "version": project["version"]}
    components = sorted(parts, key=lambda part: str(part["name"]))
    made = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": about}}
    return json.dumps({**made, "components": components}, indent=1) + "\n"


def main() -> int:
    """Tell what does not hold, and write the list where it is asked for."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sbom", type=Path)
    asked = parser.parse_args()
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = locked(text)
    if asked.sbom:
        asked.sbom.write_text(sbom(text), encoding="utf-8")
    wrong = [*holes(pinned), *refused(pinned)]
    print("\n".join(wrong) or f"{len(pinned)} locked packages: no known hole, no licence that does not go with MIT")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
