"""A percentage with what the steps to its metric ask of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from extractors.labelling import Labels
from extractors.listed_ways import Way
from extractors.statements import Quantity, Statement


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Percentage:
    """A percentage in its statement, with what more than one step asks of it."""

    statement: Statement
    quantity: Quantity
    ways: tuple[Way, ...]
    labels: tuple[Labels, ...]
    earlier: Mapping[int, str]
    """The metrics of the statement's percentages before this one, by position."""
    before: str | None
    """The last of them."""
    count: int | None
    """The position of the count that the percentage is a share of."""
    graded: bool
    """Whether it stands among the grades of people."""
    no_procedure: bool
    """Whether nothing beside it names procedures or dossiers."""

    @property
    def way(self) -> Way:
        """The way of dossiers that the percentage's own words tell."""
        return self.ways[self.quantity.position]

    @property
    def label(self) -> Labels:
        """The words of the rate vocabulary that are the percentage's."""
        return self.labels[self.quantity.position]

    @property
    def counts(self) -> str | None:
        """What is counted by the count that it is a share of; None where there is none or that is not told."""
        return self.statement.quantities[self.count].kind if self.count is not None else None
