"""What the project is made of, held against licences and known holes, offline: ``python -m quality.supply_chain``.

The lock and the metadata of what is installed are all that is looked at.
"""

from __future__ import annotations

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
    return {canonical(name): version for name, version in _PINNED.findall(text)}


def canonical(name: str) -> str:
    """A package's name as indexes know it.

    >>> canonical("pdfminer.six")
    'pdfminer-six'
    """
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


def hashes(text: str) -> dict[str, list[str]]:
    """The digests of every package's files, by canonical name."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    return {canonical(match[1]): sorted(_HASH.findall(block)) for block in blocks if (match := _PINNED.match(block))}


def main() -> int:
    """Tell what does not hold."""
    pinned = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    wrong = [*holes(pinned), *refused(pinned)]
    print("\n".join(wrong) or f"{len(pinned)} locked packages: no known hole, no licence that does not go with MIT")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
