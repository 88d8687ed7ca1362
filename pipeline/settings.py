"""What rows depend on beside the content of a file, as digests: by these the ledger knows what it may keep."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import importlib.util
import json
import re
from importlib import metadata
from pathlib import Path

from pipeline import programs
from pipeline.process import version
from pipeline.read.options import ReadOptions
from pipeline.worker import Process

# "pyarrow" in "pyarrow>=17"
_NAME = re.compile(r"^[A-Za-z0-9._-]+")


def settings_digest(options: ReadOptions, process: Process) -> str:
    """What rows depend on beside the content: the program, the libraries that it reads with, and the options."""
    chosen = {field.name: getattr(options, field.name) for field in dataclasses.fields(options)}
    # Where recognized pages are kept decides nothing.
    del chosen["cache"]
    named = f"{process.__module__}.{getattr(process, '__qualname__', '')}"
    return hashlib.sha256(json.dumps([program_digest(), named, chosen], sort_keys=True).encode()).hexdigest()


@functools.cache
def program_digest() -> str:
    """What the program is: its version, its own files and the versions of its libraries."""
    digest = hashlib.sha256(version().encode())
    for package in ("patterns", "extractors", "pipeline"):
        spec = importlib.util.find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            for path in sorted(Path(folder).rglob("*")):
                if path.suffix in (".py", ".toml", ".txt"):
                    digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    for requirement in metadata.requires("rasoat") or ():
        name = _NAME.findall(requirement)[0]
        # What is asked for by an extra may be missing.
        with contextlib.suppress(metadata.PackageNotFoundError):
            digest.update(f"{name} {metadata.version(name)}\0".encode())
    return digest.hexdigest()


@functools.cache
def programs_digest() -> str:
    """Which of the programs and data that some files need the machine has."""
    return " ".join(name for name in programs.NAMES if programs.find(name).found)
