"""The curl line of an odd request sends what was sent: run by a shell, against a server that writes down what comes."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from kms_conformance.execution.snippets.curl import Call, Caller, curl
from kms_specification.wire.forms import Framing
from kms_strategies.requests.wire import ODDITIES, Oddity
from kms_targets.http.client import Client, Message
from kms_targets.sigv4 import EXAMPLE, Signer
from kms_targets.url_guard import parse
from tests.support.servers.raw_sockets import serving
from tests.support.servers.recorder import Recorder

OPERATION, PREFIX = "CreateCustomKeyStore", "TrentService"
VALID = b'{"CustomKeyStoreName": "it\'s a %d \\u00e9", "CustomKeyStoreType": "AWS_CLOUDHSM"}'
CASES = {
    f"{subject}: {oddity.note}": oddity
    for subject, table in ODDITIES.items()
    for oddity in table(OPERATION)
    if not oddity.thorough
}

pytestmark = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="there is no curl, or no bash, on this machine"
)


def by_client(oddity: Oddity) -> Recorder:
    recorder = Recorder()
    with serving(recorder) as site:
        client = Client(parse(site.url), Signer(EXAMPLE, "us-east-1"))
        wire = oddity.of(OPERATION, VALID)
        form = wire.form
        client.exchange(Message(wire.body, f"{PREFIX}.{OPERATION}", form))
        client.close()
    return recorder


def by_curl(oddity: Oddity) -> Recorder:
    recorder = Recorder()
    with serving(recorder) as site:
        wire = oddity.of(OPERATION, VALID)
        line = curl(Caller(site.url, "us-east-1", EXAMPLE, PREFIX), [Call(OPERATION, body=wire.body, form=wire.form)])
        assert len(line) < 20_000
        subprocess.run(["bash", "-c", line], capture_output=True, timeout=300, check=False)
    return recorder


@pytest.mark.parametrize("name", CASES)
def test_curl_sends_the_same(name: str) -> None:
    oddity = CASES[name]
    ours, theirs = by_client(oddity), by_curl(oddity)
    assert ours.lines[0] == theirs.lines[0]
    for header in (b"x-amz-target", b"content-type", b"transfer-encoding"):
        assert ours.values(header) == theirs.values(header), header
    if oddity.form.framing is not Framing.CHUNKED:
        assert ours.values(b"content-length") == theirs.values(b"content-length")
        assert ours.body == theirs.body
    assert bool(ours.values(b"authorization")) is bool(theirs.values(b"authorization"))
    assert names(ours) == names(theirs)


def names(recorder: Recorder) -> list[bytes]:
    """How the targets' headers are spelled."""
    return [line[:12] for line in recorder.lines if line.lower().startswith(b"x-amz-target")]
