"""A server that writes down what comes over a connection, byte by byte."""

from __future__ import annotations

from tests.support.servers.hostile_servers import answer
from tests.support.servers.raw_sockets import Peer


class Recorder:
    """Reads until nothing comes for a moment, or the client has ended its side, and answers."""

    def __init__(self) -> None:
        self.received = b""
        self.ended = False

    def __call__(self, peer: Peer) -> None:
        try:
            while more := self._more(peer):
                self.received += more
            self.ended = True
        except TimeoutError:
            pass
        peer.send(answer(b"{}"))

    def _more(self, peer: Peer) -> bytes:
        lengths = self.values(b"content-length") if b"\r\n\r\n" in self.received else []
        # What is more than a body should have comes at once, if at all.
        peer.socket.settimeout(0.05 if lengths and len(self.body) >= int(lengths[0]) else 0.5)
        return peer.socket.recv(65_536)

    @property
    def lines(self) -> list[bytes]:
        return self.received.partition(b"\r\n\r\n")[0].split(b"\r\n")

    @property
    def body(self) -> bytes:
        return self.received.partition(b"\r\n\r\n")[2]

    def values(self, name: bytes) -> list[bytes]:
        found = (line.partition(b":") for line in self.lines[1:])
        return [value[1:] for key, _, value in found if key.lower() == name]
