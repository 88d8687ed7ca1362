"""Readers: one file a format, each from bytes to raw text with its places."""
