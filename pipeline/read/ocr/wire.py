"""Messages between the program and its recognizing process: a length, then the pickled message.

Both ends are this program; nothing that was read from a file is ever unpickled.
"""

from __future__ import annotations

import os
import pickle
import select
import struct
import time
from typing import Any

_LENGTH = struct.Struct("<Q")
_CHUNK = 1 << 20


class ClosedError(Exception):
    """The other end is gone."""


def send(descriptor: int, message: Any) -> None:
    """Write a message. Raises ClosedError where nobody reads."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    left = memoryview(_LENGTH.pack(len(data)) + data)
    try:
        while left:
            left = left[os.write(descriptor, left) :]
    except OSError as error:
        raise ClosedError from error


def receive(descriptor: int, *, seconds: float | None = None) -> Any:
    """Read a message. Raises ClosedError where the other end is gone, TimeoutError where it takes too long."""
    deadline = None if seconds is None else time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_read(descriptor, _LENGTH.size, deadline))
    return pickle.loads(_read(descriptor, length, deadline))


def _read(descriptor: int, length: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while length:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise TimeoutError
        try:
            part = os.read(descriptor, min(length, _CHUNK))
        except OSError as error:
            raise ClosedError from error
        if not part:
            raise ClosedError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
