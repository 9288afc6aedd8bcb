"""A free port is one that can be listened on, and that no connection takes meanwhile."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kms_targets import TargetError, ports
from kms_targets.ports import free_port, why_not

CONNECTIONS = Path("/proc/sys/net/ipv4/ip_local_port_range")  # Linux: what connections get


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", port := free_port())) as server:
        assert server.getsockname()[1] == port
        assert why_not("127.0.0.1", port) == "Address already in use"
    assert why_not("127.0.0.1", port) == ""


def test_a_free_port_is_none_that_connections_get() -> None:
    least = int(CONNECTIONS.read_text().split()[0]) if CONNECTIONS.exists() else 32_768
    assert all(free_port() < least for _ in range(200))


def test_a_port_in_use_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        used = taken.getsockname()[1]
        monkeypatch.setattr(ports, "_RANGE", (used,))
        monkeypatch.setattr(ports, "_ATTEMPTS", 1)
        with pytest.raises(TargetError, match=r"no free port was found on 127\.0\.0\.1 in 1 attempts"):
            free_port()
