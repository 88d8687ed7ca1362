"""What a release is made of, as CycloneDX 1.6: ``python -m quality.sbom FILE``.

The lock says which packages and which files of them, the metadata of what is installed says their licences and which of
them needs which. The same lock and the same project give the same bytes: no time and no random number stands in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.markers import default_environment
from packaging.requirements import Requirement

from quality.supply_chain import ROOT, canonical, hashes, licence_of, locked

# What the machine is does not matter to a release; what is asked of it does.
_PLACE = {str(name): str(value) for name, value in default_environment().items()}


def sbom(lock: str) -> str:
    """The packages of a lock with hashes, licences, what needs them, and whether a run of the program does.

    >>> made = json.loads(sbom((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    >>> [part["scope"] for part in made["components"] if part["name"] in ("lxml", "pytest")]
    ['required', 'excluded']
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned, of_files = locked(lock), hashes(lock)
    needs = {name: sorted(_names(_requirements(name, ())) & pinned.keys()) for name in pinned}
    scopes = _scopes(project, pinned)
    parts = {
        name: Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=version,
            bom_ref=f"pkg:pypi/{name}@{version}",
            purl=PackageURL(type="pypi", name=name, version=version),
            scope=scopes.get(name, ComponentScope.EXCLUDED),
            licenses=_licences(name),
            external_references=[_files(name, version, of_files[name])],
        )
        for name, version in sorted(pinned.items())
    }
    about = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        bom_ref=f"pkg:pypi/{project['name']}@{project['version']}",
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )
    serial = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(lock.encode()).hexdigest())
    bom = Bom(components=parts.values(), serial_number=serial, metadata=BomMetaData(component=about))
    direct = _names(map(Requirement, project["dependencies"]))
    bom.register_dependency(about, [parts[name] for name in sorted(direct & parts.keys())])
    for name, needed in needs.items():
        bom.register_dependency(parts[name], [parts[one] for one in needed])
    made: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    del made["metadata"]["timestamp"]
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _files(name: str, version: str, digests: Iterable[str]) -> ExternalReference:
    """Where the files of a package are had from, with what each of them hashes to."""
    return ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(f"https://pypi.org/project/{name}/{version}/#files"),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in digests],
    )


def _licences(name: str) -> list[License]:
    """The licences that an installed package states; its classifiers' last words are names."""
    stated = licence_of(name)
    if stated is None or stated == "not stated":
        return []
    make = LicenseFactory()
    if not stated.startswith("License ::"):
        return [make.make_from_string(stated)]
    return [make.make_with_name(value.rsplit(" :: ", 1)[-1]) for value in dict.fromkeys(stated.split("; "))]


def _scopes(project: Mapping[str, Any], pinned: Mapping[str, str]) -> dict[str, ComponentScope]:
    """Required by a run of the program, or by an extra that is to be had; what is left is for those who work on it."""
    optional = project["optional-dependencies"]
    extras = [asked for name, wanted in optional.items() if name != "dev" for asked in wanted]
    found = dict.fromkeys(_all_needed(extras), ComponentScope.OPTIONAL)
    found.update(dict.fromkeys(_all_needed(project["dependencies"]), ComponentScope.REQUIRED))
    return {name: scope for name, scope in found.items() if name in pinned}


def _all_needed(asked: Iterable[str]) -> set[str]:
    """Every package that some requirements lead to; one taken with an extra may lead to more than without."""
    waiting = [_with_extras(one) for one in map(Requirement, asked)]
    seen = set(waiting)
    while waiting:
        found = {_with_extras(one) for one in _requirements(*waiting.pop())} - seen
        seen |= found
        waiting += found
    return {name for name, _ in seen}


def _with_extras(requirement: Requirement) -> tuple[str, tuple[str, ...]]:
    """A requirement's package and the extras that it is taken with.

    >>> _with_extras(Requirement("Fancy_Name[b,a]>=1"))
    ('fancy-name', ('a', 'b'))
    """
    return canonical(requirement.name), tuple(sorted(requirement.extras))


def _requirements(name: str, extras: tuple[str, ...]) -> list[Requirement]:
    """What an installed package asks for here; nothing where it is not installed."""
    try:
        asked = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    return [one for one in map(Requirement, asked) if _asked(one, extras)]


def _names(asked: Iterable[Requirement]) -> set[str]:
    return {canonical(one.name) for one in asked}


def _asked(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    """Whether a requirement holds on this machine for a package taken with these extras.

    >>> _asked(Requirement('x; extra == "ocr"'), ()), _asked(Requirement('x; extra == "ocr"'), ("ocr",))
    (False, True)
    """
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**_PLACE, "extra": extra}) for extra in ("", *extras))


def main() -> None:
    """Write the list of the locked packages."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    parser.parse_args().file.write_text(sbom(lock), encoding="utf-8")


if __name__ == "__main__":
    main()
