"""A target that closes each connection may use up the ports of this machine: the next connection waits for one."""

from __future__ import annotations

import errno
import os
import socket
import time
from typing import Any

import pytest

from kms_targets.http import connection
from kms_targets.http.client import Failure
from tests.support.servers import hostile_servers as hostile
from tests.support.servers.clients import ask, client_of, is_right
from tests.support.servers.raw_sockets import serving

FEW = 3  # connections for which there is no port


class Ports:
    """Has no port for the connections from `first` on, `number` of them."""

    def __init__(self, first: int, number: int) -> None:
        self.asked = 0
        self._without = range(first, first + number)
        self._connect = socket.create_connection

    def __call__(self, *args: Any, **named: Any) -> socket.socket:
        self.asked += 1
        if self.asked in self._without:
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
        return self._connect(*args, **named)


def test_a_port_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = Ports(2, FEW)
    monkeypatch.setattr(connection.socket, "create_connection", ports)
    with serving(hostile.closes_after_each) as site, client_of(site) as client:
        assert is_right(ask(client), b"{}")
        assert is_right(ask(client), b"{}")
        assert is_right(ask(client.twin()), b"{}")
    assert ports.asked == 3 + FEW


def test_it_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TAKEN", 0.3)
    monkeypatch.setattr(connection.socket, "create_connection", Ports(2, 1_000))
    with serving(hostile.closes_after_each) as site, client_of(site) as client:
        ask(client)
        seen = ask(client)
    assert (seen.failure, seen.detail) == (Failure.REFUSED, os.strerror(errno.EADDRNOTAVAIL))


def test_an_address_that_this_machine_cannot_reach_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.socket, "create_connection", Ports(1, 1_000))
    with serving(hostile.good) as site, client_of(site) as client:
        start = time.monotonic()
        assert ask(client).failure is Failure.REFUSED
        assert time.monotonic() - start < connection.TAKEN / 10
