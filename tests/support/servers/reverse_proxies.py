"""Real reverse proxies before a server of ours, each configured as in its tutorial, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kms_targets.ports import free_port, why_not

STARTED = 20.0  # seconds until a proxy listens


@dataclass(frozen=True)
class Proxy:
    """A proxy: the text of its configuration and its command, of {place}, {file}, {port} and {behind}."""

    text: str
    command: tuple[str, ...]

    @property
    def program(self) -> str:
        return self.command[0]


_NGINX = """
user root; daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  %s
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{behind}; %s }} }}
}}
"""
_HAPROXY = """
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend kms
  bind 127.0.0.1:{port}
  %s
  default_backend kms
backend kms
  server one 127.0.0.1:{behind}
"""
_CADDY = """
{{
  admin off
  auto_https off
}}
http://127.0.0.1:{port} {{
  reverse_proxy 127.0.0.1:{behind}
}}
"""
_VARNISH = """
vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{behind}"; }}
sub vcl_recv {{ return (pass); }}
"""
_LIMIT = "limit_req_zone $binary_remote_addr zone=few:1m rate=100r/s;"
_NGINX_COMMAND = ("nginx", "-e", "{place}/error.log", "-c", "{file}")
_HAPROXY_COMMAND = ("haproxy", "-db", "-f", "{file}")
_VARNISH_COMMAND = ("varnishd", "-j", "none", "-F", "-n", "{place}/work", "-a", "127.0.0.1:{port}", "-f", "{file}")

PROXIES: Mapping[str, Proxy] = {
    "nginx": Proxy(_NGINX % ("", ""), _NGINX_COMMAND),
    "nginx without buffers": Proxy(
        _NGINX % ("", "proxy_http_version 1.1; proxy_buffering off; proxy_request_buffering off;"), _NGINX_COMMAND
    ),
    "nginx with a rate limit": Proxy(_NGINX % (_LIMIT, "limit_req zone=few burst=5 nodelay;"), _NGINX_COMMAND),
    "haproxy": Proxy(_HAPROXY % "", _HAPROXY_COMMAND),
    "haproxy that closes": Proxy(_HAPROXY % "option httpclose", _HAPROXY_COMMAND),
    "caddy": Proxy(_CADDY, ("caddy", "run", "--config", "{file}", "--adapter", "caddyfile")),
    "varnish": Proxy(_VARNISH, _VARNISH_COMMAND),
}


@contextmanager
def before(url: str, name: str, place: Path) -> Iterator[str]:
    """The URL of a proxy before the server at `url`; its files are in `place`."""
    proxy = PROXIES[name]
    words = {"place": place, "file": place / "configuration", "port": free_port(), "behind": urlsplit(url).port}
    (place / "configuration").write_text(proxy.text.format(**words))
    command = [word.format(**words) for word in proxy.command]
    home = {**os.environ, "HOME": str(place)}
    with (place / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=home, start_new_session=True)
    try:
        deadline = time.monotonic() + STARTED
        while not why_not("127.0.0.1", int(str(words["port"]))):
            said = (place / "output").read_text(errors="replace")
            assert process.poll() is None, said
            assert time.monotonic() < deadline, f"{name} does not listen: {said}"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{words['port']}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
