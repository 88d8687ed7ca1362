"""The tests reach no other machine, whatever they run."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from loopback_only import BeyondLoopbackError, is_local


@pytest.mark.parametrize("host", ["", None, "localhost", "127.0.0.1", "127.8.9.1", "::1", b"127.0.0.1"])
def test_this_machine_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "192.0.2.7", "2001:db8::1", "localhost.example.org"])
def test_other_machines_are_not_local(host: str) -> None:
    assert not is_local(host)


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as one, pytest.raises(BeyondLoopbackError):
        one.connect(("192.0.2.7", 80))


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one, pytest.raises(BeyondLoopbackError):
        one.sendto(b"x", ("192.0.2.7", 53))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(BeyondLoopbackError):
        socket.getaddrinfo("example.org", 443)


def test_loopback_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]):
        pass


def test_programs_that_tests_start_are_refused_too() -> None:
    code = "import socket; socket.create_connection(('192.0.2.7', 80), timeout=1)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "BeyondLoopbackError" in ended.stderr
