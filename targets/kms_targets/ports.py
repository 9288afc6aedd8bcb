"""Ports to listen on that nobody else gets meanwhile."""

from __future__ import annotations

import random
import socket

from kms_targets import TargetError

# Below what systems hand out to connections (32768 on Linux, 49152 elsewhere): one that was found free cannot become
# the near end of somebody's connection before it is listened on.
_RANGE = range(20_000, 32_768)
_ATTEMPTS = 100


def free_port(host: str = "127.0.0.1") -> int:
    """A port that can be listened on just now. Raises TargetError, one line, where none was found."""
    for port in random.SystemRandom().sample(_RANGE, _ATTEMPTS):
        if not why_not(host, port):
            return port
    raise TargetError(f"no free port was found on {host} in {_ATTEMPTS} attempts")


def why_not(host: str, port: int) -> str:
    """Why nobody can listen on this port just now, in a few words; empty where somebody can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a closed connection is no obstacle
        try:
            probe.bind((host, port))
        except OSError as broken:
            return str(broken.strerror or broken)
    return ""
