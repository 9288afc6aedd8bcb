"""Every line of a counterexample sends the very request, pasted into a clean shell: by curl, AWS CLI and boto3."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kms_conformance.execution.snippets import sdk
from kms_conformance.execution.snippets.curl import Call, Caller, Kept, curl
from kms_targets.reference.http.server import Embedded
from kms_targets.sigv4 import EXAMPLE

CLEAN = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
AWS = shutil.which("aws")
NO_CLI = pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")


class Recording(ThreadingHTTPServer):
    """Takes every request, keeps its body and answers a key."""

    bodies: list[bytes]
    regions: list[str]
    answer: dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Recording)
        server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        server.regions.append(self.headers["Authorization"].split("/")[2])
        answer = json.dumps(server.answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Recording]:
    found = Recording(("127.0.0.1", 0), Handler)
    found.bodies, found.regions = [], []
    found.answer = {"CiphertextBlob": "AAEC/w==", "KeyMetadata": {"KeyId": "k-1"}}
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def caller(server: Recording) -> Caller:
    return Caller(f"http://127.0.0.1:{server.server_address[1]}", "us-east-1", EXAMPLE, "TrentService")


def pasted(tool: str, lines: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tool], input=lines, env=CLEAN, capture_output=True, text=True, timeout=300, check=True)


BODIES: dict[str, Call] = {
    "JSON": Call("CreateKey", {"Description": 'it\'s "so" $HOME `x` \\ \u00e9 \U0001f511'}),
    "a long run": Call("CreateKey", {"Description": "a" * 9000}),
    "more than one argument holds": Call("CreateKey", {"Policy": "a" * 300_000}),
    "no JSON": Call("CreateKey", None, body=b"{'\\%\x00\xff"),
    "long and no JSON": Call("CreateKey", None, body=b"[" * 150_000),
    "a wrong type": Call("CreateKey", {"Tags": 5, "Nobody": None}),
}


@pytest.mark.parametrize("name", BODIES)
def test_curl_sends_the_very_bytes(server: Recording, name: str) -> None:
    call = BODIES[name]
    done = pasted("bash", curl(caller(server), [call]))
    sent = json.dumps(call.request).encode() if call.body is None else call.body
    assert server.bodies == [sent]
    assert done.stdout.endswith("}\n")


BLOB = base64.b64encode(b"\x00\x01\xff").decode()
REQUESTS: dict[str, tuple[str, Any]] = {
    "blobs": ("Encrypt", {"KeyId": "k", "Plaintext": BLOB, "EncryptionContext": {"a": "b"}}),
    "lists and structures": ("TagResource", {"KeyId": "k", "Tags": [{"TagKey": "k", "TagValue": "\u00e9"}]}),
    "a date": ("ImportKeyMaterial", {"KeyId": "k", "ImportToken": BLOB, "EncryptedKeyMaterial": BLOB, "ValidTo": 9}),
    "more than one argument holds": ("PutKeyPolicy", {"KeyId": "k", "Policy": '{"a": "' + "x" * 140_000 + '"}'}),
    "a value that breaks a pattern": ("CreateAlias", {"AliasName": "no!", "TargetKeyId": "k"}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_boto3_sends_the_same_request(server: Recording, name: str) -> None:
    call = Call(*REQUESTS[name])
    pasted(sys.executable, sdk.boto3(caller(server), [call]))
    assert [json.loads(body) for body in server.bodies] == [call.request]


@NO_CLI
@pytest.mark.parametrize("name", [name for name in REQUESTS if name not in ("blobs", "a date")])
def test_the_aws_cli_sends_the_same_request(server: Recording, name: str) -> None:
    call = Call(*REQUESTS[name])
    pasted("bash", sdk.aws_cli(caller(server), [call]))
    assert [json.loads(body) for body in server.bodies] == [call.request]


def test_what_an_answer_says_is_sent_again(server: Recording) -> None:
    calls = [
        Call("Encrypt", {"KeyId": "k", "Plaintext": BLOB}, keeps=(Kept("BLOB1", "CiphertextBlob"),)),
        Call("Decrypt", {"CiphertextBlob": "AAEC/w=="}, uses={"AAEC/w==": "BLOB1"}),
    ]
    pasted("bash", curl(caller(server), calls))
    pasted(sys.executable, sdk.boto3(caller(server), calls))
    assert [json.loads(body) for body in server.bodies][1::2] == [{"CiphertextBlob": "AAEC/w=="}] * 2


def _sent(server: Recording, tool: str, calls: list[Call]) -> list[Any]:
    """The requests that arrive where the lines of a tool are pasted."""
    lines = {"curl": curl, "aws": sdk.aws_cli, "boto3": sdk.boto3}[tool](caller(server), calls)
    pasted(sys.executable if tool == "boto3" else "sh", lines)
    return [json.loads(body) for body in server.bodies]


TOOLS = [
    "curl",
    "boto3",
    pytest.param("aws", marks=pytest.mark.skipif(AWS is None, reason="the AWS CLI is not installed")),
]


@pytest.mark.parametrize("tool", TOOLS)
def test_several_values_of_an_answer_are_sent_again_wherever_they_stood(server: Recording, tool: str) -> None:
    key, arn = "0123456789abcdef0123", "arn:aws:kms:us-east-1:1:key/0123456789abcdef0123"
    policy = '{{"Resource": "{}", "It\'s": "{}!"}}'
    server.answer = {"Other": {"Arn": "not this"}, "KeyMetadata": {"KeyId": "k-2", "Arn": "arn:k-2"}}
    calls = [
        Call("CreateKey", {}, keeps=(Kept("KEY1", "KeyMetadata.KeyId"), Kept("ARN1", "KeyMetadata.Arn", 2))),
        Call("PutKeyPolicy", {"KeyId": key, "Policy": policy.format(arn, key)}, uses={key: "KEY1", arn: "ARN1"}),
        Call("Decrypt", {"CiphertextBlob": "AAEC", "GrantTokens": [key, "other"]}, uses={key: "KEY1"}),
    ]
    if tool == "aws":
        del calls[2]  # version 1, which is tested, encodes blobs once more
    _, put, *more = _sent(server, tool, calls)
    assert put == {"KeyId": "k-2", "Policy": policy.format("arn:k-2", "k-2")}
    assert more == ([] if tool == "aws" else [{"CiphertextBlob": "AAEC", "GrantTokens": ["k-2", "other"]}])


@pytest.mark.parametrize("tool", TOOLS)
def test_a_request_to_another_region_is_signed_for_it(server: Recording, tool: str) -> None:
    _sent(server, tool, [Call("ListKeys", {}), Call("ListKeys", {}, region="eu-west-1"), Call("ListKeys", {})])
    assert server.regions == ["us-east-1", "eu-west-1", "us-east-1"]


@pytest.mark.parametrize("tool", ["curl", "boto3"])
def test_what_follows_a_refused_request_is_sent_all_the_same(tool: str) -> None:
    calls = [Call("CreateCustomKeyStore", {"CustomKeyStoreName": ""}), Call("DescribeCustomKeyStores", {})]
    with Embedded() as endpoint:
        found = Caller(endpoint.url, "us-east-1", EXAMPLE, "TrentService")
        done = pasted("bash", curl(found, calls)) if tool == "curl" else pasted(sys.executable, sdk.boto3(found, calls))
    refused, _, listed = done.stdout.partition("ValidationException")
    assert "CustomKeyStores" in listed
    assert "CustomKeyStores" not in refused


NEITHER: dict[str, Call] = {
    "another JSON type": Call("CreateKey", {"Tags": 5}),
    "null": Call("CreateKey", {"Policy": None}),
    "a member that nobody knows": Call("CreateKey", {"Nobody": "x"}),
    "a blob that is no base64": Call("Decrypt", {"CiphertextBlob": "***"}),
    "a blob without padding": Call("Decrypt", {"CiphertextBlob": "AA"}),
    "an operation that nobody knows": Call("Nothing", {}),
    "a body that is no JSON": Call("CreateKey", None, body=b"{"),
    "a truth value for a number": Call("ListKeys", {"Limit": True}),
}


@pytest.mark.parametrize("name", NEITHER)
def test_what_a_tool_would_not_send_has_no_line(server: Recording, name: str) -> None:
    assert sdk.boto3(caller(server), [NEITHER[name]]) == ""
    assert sdk.aws_cli(caller(server), [NEITHER[name]]) == ""


@pytest.mark.parametrize(
    ("operation", "request_"),
    [("DescribeKey", {}), ("DescribeKey", {"KeyId": ""}), ("ListKeys", {"Limit": 0})],
    ids=["required", "length", "range"],
)
def test_what_the_aws_cli_refuses_by_itself_has_no_line_for_it(
    server: Recording, operation: str, request_: dict[str, Any]
) -> None:
    call = Call(operation, request_)
    assert sdk.aws_cli(caller(server), [call]) == ""
    pasted(sys.executable, sdk.boto3(caller(server), [call]))
    assert [json.loads(body) for body in server.bodies] == [request_]


def test_for_a_blob_the_aws_cli_is_told_that_it_is_base64(server: Recording) -> None:
    assert "--cli-binary-format base64 " in sdk.aws_cli(caller(server), [Call(*REQUESTS["blobs"])])
