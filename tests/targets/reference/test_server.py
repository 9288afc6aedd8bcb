"""The process around the endpoint: it starts, says where it is, refuses nonsense and never outlives its parent."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.plain_client import Client, hsm


def main(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kms_targets.reference", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_two_endpoints_have_stores_of_their_own() -> None:
    request = hsm()
    with Embedded() as one, Embedded(variation="closes") as other:
        for endpoint in (one, other):
            client = Client(endpoint.url)
            assert client.create(request).status == 200
            client.close()


def test_it_is_gone_after_the_block() -> None:
    with Embedded() as endpoint:
        address = urlsplit(endpoint.url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), timeout=2)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--fault", "nonsense"), "nonsense"),
        (("--variation", "nonsense"), "nonsense"),
        (("--gallery", "--fault", "race"), "--gallery"),
        (("--port", "99999"), "99999"),
        (("--port", "x"), "--port"),
    ],
)
def test_nonsense_is_one_line_and_exit_code_4(arguments: tuple[str, ...], word: str) -> None:
    done = main(*arguments)
    assert done.returncode == 4
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr


def test_a_child_that_does_not_start_is_a_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RuntimeError, match=f"ended with 4: .*port {port} cannot be used"):
            Embedded(port=port).start()
    with pytest.raises(RuntimeError, match="there is no 'nonsense'"):
        Embedded(fault="nonsense").start()


def test_the_child_ends_when_its_parent_is_killed() -> None:
    program = (
        "import time\nfrom kms_targets.reference.http.server import Embedded\n"
        "with Embedded() as endpoint:\n    print(endpoint.url, flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        address = urlsplit(parent.stdout.readline().strip())
        parent.kill()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            socket.create_connection((address.hostname, address.port), timeout=1).close()
        except ConnectionError:
            return
        time.sleep(0.02)
    pytest.fail("the endpoint outlived its parent")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_line_and_ends_quietly_at_a_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "kms_targets.reference"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line.startswith("http://127.0.0.1:")
        process.send_signal(number)
        process.wait(10)
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""


def test_lists_have_a_line_for_each() -> None:
    faults, variations = main("--list-faults"), main("--list-variations")
    assert faults.returncode == variations.returncode == 0
    assert "name-max-missing\tbounds\tCreateCustomKeyStore.CustomKeyStoreName.length.max\t" in faults.stdout
    assert "chunked\t" in variations.stdout


def test_faults_add_up() -> None:
    with Embedded(fault=("name-max-missing", "password-max-missing")) as endpoint:
        client = Client(endpoint.url)
        assert client.create(hsm(CustomKeyStoreName="n" * 257)).status == 200
        assert client.create(hsm(KeyStorePassword="p" * 33)).status == 200
        client.close()
