"""Normalization: small steps from a reader's text to the one text that all offsets count in."""

from pipeline.normalize.normalized import Normalized, normalize, without_name

__all__ = ["Normalized", "normalize", "without_name"]
