"""Refuses every connection and every name beyond this machine."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

_CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_NAMING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_installed = False


class BeyondLoopbackError(RuntimeError):
    """A test, or what it runs, wanted to reach another machine."""


def is_local(host: Any) -> bool:
    """Whether a host is this machine; an empty one is."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _CONNECTING:
        address = arguments[1]
        # A path or an abstract name is a socket of this machine; addresses of the internet are tuples.
        if isinstance(address, tuple) and not is_local(address[0]):
            raise BeyondLoopbackError(f"{event} to {address[0]}")
    elif event in _NAMING and not is_local(arguments[0]):
        raise BeyondLoopbackError(f"{event} of {arguments[0]}")


def install() -> None:
    """Refuse from now on, for the life of the process: an audit hook sees every socket and cannot be taken out."""
    global _installed
    if not _installed:
        sys.addaudithook(_refuse)
        _installed = True
