"""Clients of boto3 and botocore watched over real sockets, and through a mock that answers in the process."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import boto3
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError

import kms_conformance
from kms_conformance.passive.watcher import report
from kms_reports.result import Verdict
from kms_targets.reference.http.server import Embedded

GIVEN: dict[str, Any] = {
    "region_name": "us-east-1",
    "aws_access_key_id": "a",
    "aws_secret_access_key": "b",
    "config": Config(parameter_validation=False, retries={"total_max_attempts": 1}),
}


@pytest.fixture(scope="module")
def right() -> Iterator[str]:
    with Embedded() as endpoint:
        yield endpoint.url


@pytest.fixture(scope="module")
def wrong() -> Iterator[str]:
    with Embedded(fault="limit-1001") as endpoint:
        yield endpoint.url


def asked(client: Any) -> None:
    """Two requests that are valid, and two that are not."""
    client.describe_custom_key_stores(Limit=1000)
    client.generate_random(NumberOfBytes=8)
    with pytest.raises(ClientError):
        client.describe_key(KeyId="")
    with contextlib.suppress(ClientError):
        client.describe_custom_key_stores(Limit=1001)


class Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._body


def answered(client: Any, status: int, body: bytes) -> None:
    """Each request of a client is answered in the process."""
    client.meta.events.register("before-send.kms", lambda request, **_: AWSResponse(request.url, status, {}, Raw(body)))


def test_an_answer_that_the_client_cannot_read_is_judged() -> None:
    client = boto3.client("kms", **GIVEN)
    answered(client, 200, b'{"KeyMetadata": {"KeyId": "k", "CreationDate": "yesterday"}}')
    watcher = kms_conformance.watch(client)
    with pytest.raises(ValueError, match="yesterday"):
        client.describe_key(KeyId="k")
    assert [one.judged.verdict for one in watcher.watched] == [Verdict.MALFORMED_RESPONSE]


def test_a_request_without_an_answer_is_not_judged_by_an_earlier_one() -> None:
    client = boto3.client("kms", **(GIVEN | {"endpoint_url": "http://127.0.0.1:1"}))
    watcher = kms_conformance.watch(client)
    other = boto3.client("kms", **GIVEN)
    answered(other, 200, b'{"Plaintext": "AAAAAAAAAAA="}')
    watcher.attach(other)
    other.generate_random(NumberOfBytes=8)
    with pytest.raises(EndpointConnectionError):
        client.generate_random(NumberOfBytes=0)
    assert [one.judged.verdict for one in watcher.watched] == [Verdict.CONFORMS]


def test_a_right_endpoint_is_accused_of_nothing(right: str) -> None:
    client = boto3.client("kms", endpoint_url=right, **GIVEN)
    watcher = kms_conformance.watch(client)
    asked(client)
    assert [one.judged.verdict for one in watcher.watched] == [Verdict.CONFORMS] * 4
    assert watcher.wrong == ()


@pytest.mark.parametrize("kind", ["boto3 client", "boto3 session", "botocore session"])
def test_a_wrong_answer_is_seen(wrong: str, kind: str) -> None:
    session: Any = boto3.Session() if kind.startswith("boto3") else botocore.session.Session()
    make = session.client if kind.startswith("boto3") else session.create_client
    if kind.endswith("session"):
        watcher = kms_conformance.watch(session)
        client = make("kms", endpoint_url=wrong, **GIVEN)
    else:
        client = make("kms", endpoint_url=wrong, **GIVEN)
        watcher = kms_conformance.watch(client)
    asked(client)
    assert [one.judged.verdict for one in watcher.wrong] == [Verdict.ACCEPTED_INVALID]
    assert watcher.wrong[0].judged.requirements == ("DescribeCustomKeyStores.Limit.range.max",)
    lines = watcher.report()
    assert lines[0] == "4 KMS exchanges judged: 1 answer that AWS would not have given"
    assert lines[1].startswith("1 x accepted-invalid: DescribeCustomKeyStores: ")
    assert "test_a_wrong_answer_is_seen" in lines[2]


def test_a_mock_in_the_process_is_judged_too() -> None:
    client = boto3.client("kms", **GIVEN)
    watcher = kms_conformance.watch(client)

    def mocked(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, {}, Raw(b'{"Plaintext": "AA=="}'))

    client.meta.events.register_first("before-send.kms", mocked)
    client.generate_random(NumberOfBytes=0)
    assert [one.judged.verdict for one in watcher.wrong] == [Verdict.ACCEPTED_INVALID]


class Unread:
    status_code = 200
    headers: ClassVar[dict[str, str]] = {}

    @property
    async def content(self) -> bytes:
        return b"{}"


def test_an_answer_that_is_yet_to_be_awaited_holds_nobody_up() -> None:
    client = boto3.client("kms", **GIVEN)
    watcher = kms_conformance.watch(client)
    given = {"model": client.meta.service_model.operation_model("ListKeys"), "context": {}, "request_signer": None}
    client.meta.events.emit("before-call.kms.ListKeys", params={"body": b"{}", "headers": {}}, **given)
    client.meta.events.emit("after-call.kms.ListKeys", http_response=Unread(), parsed={}, **given)
    assert watcher.watched == []


def test_several_may_watch_one_client(right: str) -> None:
    session = boto3.Session()
    first = kms_conformance.watch(session)
    client = session.client("kms", endpoint_url=right, **GIVEN)
    others = [kms_conformance.watch(client) for _ in range(2)]
    client.generate_random(NumberOfBytes=8)
    assert [len(watcher.watched) for watcher in (first, *others)] == [1, 1, 1]


def test_clients_of_other_services_are_let_be() -> None:
    client = boto3.client("sts", **GIVEN)
    watcher = kms_conformance.watch(client)
    client.meta.events.register_first(
        "before-send.sts", lambda request, **_: AWSResponse(request.url, 500, {}, Raw(b"<a/>"))
    )
    with pytest.raises(ClientError):
        client.get_caller_identity()
    assert watcher.watched == []


def test_what_is_no_client_is_refused() -> None:
    with pytest.raises(TypeError, match="int is no client"):
        kms_conformance.watch(5)


def test_a_finding_is_one_line_whatever_the_values_and_the_other_right_answers_are() -> None:
    no_arn = "malformed-response: GetPublicKey: success, where KeyId is '{}', which is no ARN of a key [GetPublicKey.x]"
    accepted = "accepted-invalid: CreateKey: success instead of HTTP 400 ValidationException{} [CreateKey.{}]"
    wrong = [
        (no_arn.format("a"), "one"),
        (accepted.format("", "Policy.pattern"), "one"),
        (no_arn.format("b"), "two"),
        (accepted.format(" or TagException", "Policy.pattern"), "two"),
        (accepted.format("", "KeySpec.enum"), "two"),
        (accepted.format("", "Policy.pattern").replace("success", "HTTP 404 X"), "two"),
    ]
    assert report(wrong, 9)[1:] == [
        f"2 x {wrong[0][0]}",
        "    first in one",
        f"2 x {wrong[1][0]}",
        "    first in one",
        f"1 x {wrong[4][0]}",
        "    first in two",
        f"1 x {wrong[5][0]}",
        "    first in two",
    ]


TESTS = """
import boto3

def ask(size):
    client = boto3.client("kms", endpoint_url={url!r}, region_name="us-east-1",
                          aws_access_key_id="a", aws_secret_access_key="b")
    client.describe_custom_key_stores(Limit=size)

def test_one(): ask(1001)
def test_two(): ask(1001)
def test_three(): ask(8)
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "xdist"])
def test_pytest_says_at_its_end_what_was_wrong(wrong: str, tmp_path: Path, workers: list[str]) -> None:
    (tmp_path / "test_theirs.py").write_text(TESTS.format(url=wrong))
    words = [sys.executable, "-m", "pytest", "--kms-watch", "-p", "no:cacheprovider", *workers, "test_theirs.py"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 KMS exchanges judged: 2 answers that AWS would not have given" in done.stdout
    assert "2 x accepted-invalid: DescribeCustomKeyStores: " in done.stdout
    assert "first in test_theirs.py::test_" in done.stdout


def sealed(client: Any, context: dict[str, str], *, length: int = 0) -> bytes:
    key = client.create_key()["KeyMetadata"]["KeyId"]
    if length:
        made = client.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=length, EncryptionContext=context)
    else:
        made = client.encrypt(KeyId=key, Plaintext=b"one", EncryptionContext=context)
    return bytes(made["CiphertextBlob"])


def test_what_went_in_comes_out_of_a_server_that_is_right(right: str) -> None:
    client = boto3.client("kms", endpoint_url=right, **GIVEN)
    watcher = kms_conformance.watch(client)
    for context in ({}, {"a": "b", "c": "d"}):
        blob = sealed(client, context)
        assert (
            client.decrypt(CiphertextBlob=blob, EncryptionContext=dict(reversed(context.items())))["Plaintext"]
            == b"one"
        )
        client.decrypt(CiphertextBlob=sealed(client, context, length=16), EncryptionContext=context)
        with pytest.raises(ClientError):
            client.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "other"})
    assert watcher.wrong == ()
    assert len(watcher.watched) == 14


@pytest.mark.parametrize(
    ("plaintext", "context", "told"),
    [
        (b"one", {"a": "b"}, []),
        (b"two", {"a": "b"}, [(Verdict.MALFORMED_RESPONSE, "Decrypt.state.inverse")]),
        (b"one", {}, [(Verdict.ACCEPTED_INVALID, "Decrypt.state.context-different")]),
        (b"one", {"a": "c"}, [(Verdict.ACCEPTED_INVALID, "Decrypt.state.context-different")]),
    ],
)
def test_of_what_was_seen_to_be_encrypted_the_answer_is_known(
    right: str, plaintext: bytes, context: dict[str, str], told: list[tuple[Verdict, str]]
) -> None:
    client = boto3.client("kms", endpoint_url=right, **GIVEN)
    watcher = kms_conformance.watch(client)
    blob = sealed(client, {"a": "b"})
    arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    body = {"Plaintext": base64.b64encode(plaintext).decode(), "KeyId": arn, "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}
    answered(client, 200, json.dumps(body).encode())
    client.decrypt(CiphertextBlob=blob, EncryptionContext=context)
    client.decrypt(CiphertextBlob=b"another", EncryptionContext=context)
    assert [(one.judged.verdict, one.judged.requirements[0]) for one in watcher.wrong] == told
