"""What the suite says that boto3 reads is what a client of boto3 reads from a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from kms_conformance.checks.wire.boto3 import UNREAD, UNTYPED, unread, untyped
from kms_conformance.checks.wire.boto3 import _error as error_of
from kms_conformance.execution.judging.boto3_reader import Read, modelled, read
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.notices import MOST, Notices
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import registry
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation
from kms_targets.reference.http.server import Embedded

CREATE = "CreateCustomKeyStore"
NAME_IN_USE = "CustomKeyStoreNameInUseException"


def answer(status: int, body: bytes, headers: dict[str, str] | None = None) -> Observation:
    return Observation(Exchange(status, tuple((headers or {}).items()), body, 0.1))


@pytest.mark.parametrize("row", Path(__file__).parents[2].joinpath("data/error_forms.jsonl").read_text().splitlines())
def test_the_forms_of_errors_that_were_tried_with_the_sdks(row: str) -> None:
    form = json.loads(row)
    body = form["body"] if isinstance(form["body"], str) else json.dumps(form["body"])
    found = read(CREATE, answer(400, body.encode(), form["headers"]))
    assert found.typed == ("boto3" in form["read_by"])


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


def client(url: str) -> Any:
    config = Config(retries={"total_max_attempts": 1})
    keys = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret"}
    return boto3.client("kms", endpoint_url=url, region_name="us-east-1", config=config, **keys)


@pytest.mark.parametrize(
    "variation", ["type-namespaced", "type-with-uri", "code-in-header", "code-in-code", "two-namespaces"]
)
def test_a_client_of_boto3_raises_what_is_said(gallery: str, variation: str) -> None:
    found = client(f"{gallery}/variation/{variation}/boto3")
    seen: list[dict[str, Any]] = []
    found.meta.events.register("before-parse.kms", lambda response_dict, **_: seen.append(response_dict))
    with pytest.raises(ClientError) as raised:
        found.describe_key(KeyId="1234abcd-12ab-34cd-56ef-1234567890ab")
    said = read("DescribeKey", answer(seen[0]["status_code"], seen[0]["body"], dict(seen[0]["headers"])))
    assert said.code == raised.value.response["Error"]["Code"]
    assert said.typed == (type(raised.value) is not ClientError)


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("GenerateRandom", b'{"Plaintext": "AAECAw"}'),
        ("GenerateRandom", b'{"Plaintext": [1]}'),
        ("GenerateRandom", b'{"Plaintext": "AA-_"}'),
        ("GenerateRandom", b'{"Plaintext": "AAECAw==",}'),
        ("GenerateRandom", b'\xef\xbb\xbf{"Plaintext": "AAECAw=="}'),
        ("GenerateRandom", b"<html>"),
        ("DescribeKey", b'{"KeyMetadata": {"CreationDate": "yesterday"}}'),
        ("ListKeys", b'{"Keys": {"a": 1}}'),
    ],
)
def test_a_success_that_boto3_cannot_read(operation: str, body: bytes) -> None:
    assert read(operation, answer(200, body)).raised


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("GenerateRandom", b'{"Plaintext": "AAECAw=="}'),
        ("DescribeKey", b'{"KeyMetadata": {"CreationDate": 1.5, "New": [{}]}}'),
        ("DescribeKey", b'{"KeyMetadata": {"CreationDate": "2026-11-27T00:00:00Z"}}'),
        ("EnableKey", b""),
        ("DescribeKey", b'{"__type": "com.amazonaws.kms#DescribeKeyResponse"}'),
    ],
)
def test_a_success_that_boto3_reads(operation: str, body: bytes) -> None:
    assert read(operation, answer(200, body)) == Read()


def test_validation_errors_have_no_class_and_need_none() -> None:
    assert not modelled("ValidationException")
    assert modelled(NAME_IN_USE)


@pytest.mark.parametrize("depth", [Depth.QUICK, Depth.DEFAULT])
def test_base64_that_boto3_cannot_read_is_found(tmp_path: Path, depth: Depth) -> None:
    ids = ("GenerateRandom.NumberOfBytes.range.max", "protocol.sdk.boto3.success")
    wanted = {r.id: r for r in registry() if r.id in ids}
    with Embedded(fault="GenerateRandom-output-types") as endpoint:
        options = Options(
            target_url=endpoint.url, depth=depth, ledger=tmp_path / "ledger", operations=("GenerateRandom",)
        )
        with opened(options, frozenset(wanted)) as run:
            bounds = run.judge(wanted[ids[0]])
            assert run.executor.notices.of(UNREAD)
            found = run.judge(wanted[ids[1]])
            assert not run.executor.notices.of(UNTYPED)
    assert bounds.verdict is Verdict.CONFORMS
    assert found.verdict is Verdict.MALFORMED_RESPONSE
    assert "boto3 cannot read the success: " in found.reason


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, {"__type": "KMS.NotFoundException"}, "boto3 raises ClientError with the code 'KMS.NotFoundException'"),
        (400, {"__type": "notfoundexception"}, "boto3 raises ClientError with the code 'notfoundexception'"),
        (400, {"Error": {"Code": "NotFoundException"}}, "boto3 raises ClientError with the code '400'"),
        (200, {"__type": "NotFoundException"}, "boto3 raises nothing, since the status is 200"),
        (400, {"__type": "ValidationException"}, ""),
        (429, {}, ""),
        (503, {}, ""),
        (200, {"KeyMetadata": {}}, ""),
    ],
)
def test_an_error_whose_class_boto3_does_not_raise(status: int, body: dict[str, Any], told: str) -> None:
    seen = answer(status, json.dumps(body).encode())
    evidence = Evidence("DescribeKey", None, None, seen, ())  # type: ignore[arg-type]
    found = error_of(evidence)
    assert found.explanation.startswith(told)
    assert (found.verdict is Verdict.CONFORMS) == (not told)


def test_what_a_get_is_answered_is_nothing_for_boto3(tmp_path: Path) -> None:
    ids = ("protocol.json11.method", "protocol.sdk.boto3.success")
    wanted = {r.id: r for r in registry() if r.id in ids}
    with Embedded(variation="get-is-well") as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.DEFAULT, ledger=tmp_path / "ledger")
        with opened(options, frozenset(wanted)) as run:
            found = [run.judge(wanted[name]) for name in ids]
    assert [result.verdict for result in found] == [Verdict.CONFORMS] * 2, found


def test_no_more_is_kept_than_is_needed() -> None:
    notices = Notices({"all": lambda result: True, "none": lambda result: False})
    for _ in range(MOST + 3):
        notices.see(object())  # type: ignore[arg-type]
    assert (len(notices.of("all")), notices.of("none"), notices.of("other")) == (MOST, (), ())
    assert unread is not untyped
