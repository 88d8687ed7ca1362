"""How many reports of an archive read a document in each way."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Reading = TypeVar("Reading", bound=Hashable)


class DocumentTally(Generic[Key, Reading]):
    """How many reports read each document in each way: kept as counts, so that mentions need not be."""

    def __init__(self) -> None:
        # Of each reading the number of reports and the last of them.
        self._seen: dict[Key, dict[Reading, tuple[int, str]]] = {}

    def add(self, key: Key, reading: Reading, doc_id: str) -> None:
        """Count one report for a reading; mentions come report by report."""
        seen = self._seen.get(key)
        if seen is None:
            self._seen[key] = {reading: (1, doc_id)}
            return
        count, last = seen.get(reading, (0, ""))
        if last != doc_id:
            seen[reading] = (count + 1, doc_id)

    def of(self, key: Key) -> Mapping[Reading, int]:
        """How many reports read a document in each way."""
        return {reading: count for reading, (count, _) in self._seen[key].items()}

    def conflicting(self) -> Iterator[tuple[Key, Mapping[Reading, int]]]:
        """The documents with more than one reading."""
        return ((key, self.of(key)) for key, seen in self._seen.items() if len(seen) > 1)
