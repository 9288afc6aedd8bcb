"""An emulator for tests of the launcher: `python fake_emulator.py PORT BEHAVIOUR [DIRECTORY]`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

SLEEP = "import time; time.sleep(60)"


class _Healthy(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()


class _Unhealthy(_Healthy):
    status = 503


def main(port: int, behaviour: str, directory: Path) -> None:
    """Behaves as it is told: healthy, unhealthy, hang, die, children."""
    print("starting\tup", flush=True)
    if behaviour == "die":
        sys.exit("no \x1b[31mlicence\x1b[0m found")
    if behaviour == "hang":
        time.sleep(60)
    if behaviour == "children":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # which the child inherits
        child = subprocess.Popen([sys.executable, "-c", SLEEP])
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        (directory / "child").write_text(str(child.pid))
    HTTPServer(("127.0.0.1", port), _Unhealthy if behaviour == "unhealthy" else _Healthy).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
