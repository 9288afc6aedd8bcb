"""Recorded exchanges judged by the command: verdicts typed from the page and the model's sentences, line by line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from kms_conformance import cli
from kms_specification import service_model

CLUSTER = {
    "CustomKeyStoreName": "one",
    "CustomKeyStoreType": "AWS_CLOUDHSM",
    "CloudHsmClusterId": "cluster-2a23b4cdefg",
    "KeyStorePassword": "kmsPswd1",
    "TrustAnchorCertificate": "certificate",
}
STORE = {"CustomKeyStoreId": "cks-1234567890abcdef0"}
RENAMED = STORE | {"NewCustomKeyStoreName": "two"}
KEY = {"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}
TAGGED = {"Tags": [{"TagKey": "", "TagValue": ""}]}

CREATE, DESCRIBE, UPDATE = "CreateCustomKeyStore", "DescribeCustomKeyStores", "UpdateCustomKeyStore"
CONNECT, DELETE = "ConnectCustomKeyStore", "DeleteCustomKeyStore"
INVALID, NOT_FOUND = "ValidationException", "CustomKeyStoreNotFoundException"
UNSUPPORTED = "UnsupportedOperationException"

CASES: tuple[tuple[str, Any, int, str | None, str], ...] = (
    # The page.
    (CREATE, CLUSTER, 200, None, "conforms"),
    (CREATE, CLUSTER, 200, "", "conforms"),
    (CREATE, CLUSTER, 201, None, "wrong-status"),
    (CREATE, CLUSTER, 200, INVALID, "rejected-valid"),
    (CREATE, CLUSTER, 400, INVALID, "rejected-valid"),
    (CREATE, CLUSTER, 400, "CustomKeyStoreNameInUseException", "conforms"),
    (CREATE, CLUSTER, 400, "CloudHsmClusterNotFoundException", "conforms"),
    (CREATE, CLUSTER, 400, "XksProxyUriInUseException", "rejected-valid"),
    (CREATE, CLUSTER, 400, "ThrottlingException", "inapplicable"),
    (CREATE, CLUSTER, 400, "AccessDeniedException", "inapplicable"),
    (CREATE, CLUSTER, 501, "NotImplemented", "not-implemented"),
    (CREATE, CLUSTER, 500, None, "server-fault"),
    (CREATE, CLUSTER | {"CustomKeyStoreName": ""}, 200, None, "accepted-invalid"),
    (CREATE, CLUSTER | {"CustomKeyStoreName": ""}, 400, INVALID, "conforms"),
    (CREATE, CLUSTER | {"CustomKeyStoreName": ""}, 400, f"com.amazonaws.kms#{INVALID}", "conforms"),
    (CREATE, CLUSTER | {"CustomKeyStoreName": ""}, 422, INVALID, "wrong-status"),
    (CREATE, CLUSTER | {"CustomKeyStoreName": ""}, 400, "InvalidArnException", "wrong-code"),
    (CREATE, CLUSTER | {"CustomKeyStoreName": ""}, 400, None, "malformed-error"),
    (CREATE, [], 400, "SerializationException", "conforms"),
    (CREATE, [], 200, None, "accepted-invalid"),
    # What only one kind of store has, where the store may be of another; a name every store has.
    (UPDATE, STORE | {"XksProxyUriPath": "/kms/xks/v1"}, 400, UNSUPPORTED, "conforms"),
    (UPDATE, STORE | {"KeyStorePassword": "kmspwd12"}, 400, UNSUPPORTED, "conforms"),
    (UPDATE, STORE | {"XksProxyVpcEndpointServiceOwner": "111122223333"}, 400, UNSUPPORTED, "conforms"),
    (UPDATE, STORE | {"CloudHsmClusterId": "x"}, 400, UNSUPPORTED, "conforms"),
    (UPDATE, STORE | {"CloudHsmClusterId": "x"}, 200, None, "accepted-invalid"),
    (UPDATE, STORE | {"NewCustomKeyStoreName": "n"}, 400, UNSUPPORTED, "rejected-valid"),
    (UPDATE, STORE | {"XksProxyUriPath": None}, 400, UNSUPPORTED, "rejected-valid"),
    (DELETE, STORE | {"XksProxyUriPath": "/kms/xks/v1"}, 400, UNSUPPORTED, "rejected-valid"),
    # The other operations on stores, of which nothing is known.
    (DESCRIBE, {}, 200, None, "conforms"),
    (DESCRIBE, {}, 400, INVALID, "rejected-valid"),
    (DESCRIBE, {}, 400, NOT_FOUND, "rejected-valid"),
    (DESCRIBE, STORE, 400, NOT_FOUND, "conforms"),
    (DESCRIBE, STORE, 404, NOT_FOUND, "wrong-status"),
    (DESCRIBE, STORE, 400, INVALID, "rejected-valid"),
    (DESCRIBE, STORE | {"CustomKeyStoreName": None}, 400, INVALID, "rejected-valid"),
    (DESCRIBE, STORE | {"CustomKeyStoreName": "one"}, 400, INVALID, "conforms"),
    (DESCRIBE, {"Marker": "x"}, 400, "InvalidMarkerException", "conforms"),
    (DESCRIBE, {"Marker": "x"}, 400, INVALID, "conforms"),
    (DESCRIBE, {"Limit": 5}, 400, "InvalidMarkerException", "rejected-valid"),
    (DESCRIBE, {"Limit": 1000}, 400, INVALID, "rejected-valid"),
    (DESCRIBE, {"Limit": 1001}, 200, None, "accepted-invalid"),
    (DESCRIBE, {"Limit": 0}, 400, INVALID, "conforms"),
    (DESCRIBE, {"Limit": "10"}, 200, None, "accepted-invalid"),
    (DESCRIBE, {"Limit": 10.5}, 200, None, "conforms"),
    (DESCRIBE, {"Limit": 10.5}, 400, "SerializationException", "conforms"),
    (UPDATE, RENAMED, 400, INVALID, "rejected-valid"),
    (UPDATE, RENAMED, 400, "CustomKeyStoreNameInUseException", "conforms"),
    (UPDATE, RENAMED | {"KeyStorePassword": None}, 400, INVALID, "rejected-valid"),
    (UPDATE, STORE, 400, INVALID, "conforms"),
    (UPDATE, STORE, 400, "CustomKeyStoreNameInUseException", "rejected-valid"),
    (UPDATE, STORE | {"KeyStorePassword": "short"}, 200, None, "accepted-invalid"),
    (UPDATE, STORE | {"KeyStorePassword": "long enough"}, 400, INVALID, "conforms"),
    (UPDATE, STORE | {"KeyStorePassword": "long enough"}, 400, "SerializationException", "rejected-valid"),
    (CONNECT, STORE, 400, "CustomKeyStoreInvalidStateException", "conforms"),
    (CONNECT, STORE, 400, "CustomKeyStoreHasCMKsException", "rejected-valid"),
    (DELETE, STORE, 400, "CustomKeyStoreHasCMKsException", "conforms"),
    (DELETE, STORE, 400, INVALID, "rejected-valid"),
    (DELETE, {}, 400, INVALID, "conforms"),
    (DELETE, {}, 400, NOT_FOUND, "wrong-code"),
    (DELETE, {}, 200, None, "accepted-invalid"),
    # All others: what the model says of a member is held, and no more.
    ("GenerateRandom", {"NumberOfBytes": 1024}, 200, None, "conforms"),
    ("GenerateRandom", {"NumberOfBytes": 1025}, 200, None, "accepted-invalid"),
    ("GenerateRandom", {"NumberOfBytes": 0}, 400, INVALID, "conforms"),
    ("GenerateRandom", {"NumberOfBytes": 0}, 400, NOT_FOUND, "wrong-code"),
    ("GenerateRandom", STORE | {"NumberOfBytes": 32}, 400, NOT_FOUND, "conforms"),
    ("GenerateRandom", {"NumberOfBytes": 32}, 500, "KMSInternalException", "inapplicable"),  # it may happen to anybody
    ("GenerateRandom", {"NumberOfBytes": 32}, 400, "UnsupportedOperationException", "rejected-valid"),
    ("GenerateRandom", STORE | {"NumberOfBytes": 32}, 400, "UnsupportedOperationException", "conforms"),
    (DESCRIBE, {}, 400, "UnsupportedOperationException", "not-implemented"),
    ("CreateKey", {"KeySpec": "RSA_1024"}, 200, None, "accepted-invalid"),
    ("CreateKey", {"KeySpec": "RSA_2048"} | TAGGED, 400, INVALID, "conforms"),
    ("CreateKey", {"KeySpec": "RSA_2048"}, 400, "NoSuchException", "wrong-code"),
    ("DescribeKey", KEY, 400, "NotFoundException", "conforms"),
    ("DescribeKey", {}, 400, INVALID, "conforms"),
    ("DescribeKey", {}, 200, None, "accepted-invalid"),
    ("ScheduleKeyDeletion", KEY | {"PendingWindowInDays": 366}, 200, None, "accepted-invalid"),
    ("DeleteAlias", {"AliasName": "alias/one"}, 200, None, "conforms"),
    ("DeleteAlias", {"AliasName": ""}, 200, None, "accepted-invalid"),
    ("NoSuchOperation", {}, 200, None, "inapplicable"),
)


def line(operation: str, request: Any, status: int, code: str | None) -> str:
    return json.dumps({"operation": operation, "request": request, "status": status, "code": code}) + "\n"


def test_each_exchange_gets_the_verdict_that_its_sentences_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recorded.jsonl"
    file.write_text("".join(line(*case) for *case, _ in CASES))
    assert cli.main(["judge", str(file)]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in shown] == [verdict for *_, verdict in CASES]


# Of these the documentation strings demand a member, and the model does not.
IN_PROSE = ("Decrypt", "GenerateRandom", "ListRetirableGrants", "RetireGrant")


@pytest.mark.parametrize("operation", sorted(service_model.document()["operations"]))
def test_an_empty_request_to_any_operation_is_judged(operation: str, capsys: pytest.CaptureFixture[str]) -> None:
    required = service_model.document()["shapes"][
        service_model.document()["operations"][operation]["input"]["shape"]
    ].get("required", ())
    assert told(capsys, line(operation, {}, 400, INVALID), line(operation, {}, 200, None))[1] == (
        "accepted-invalid" if required or operation in (CREATE, *IN_PROSE) else "conforms"
    )


def told(capsys: pytest.CaptureFixture[str], *lines: str) -> list[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdin", io.StringIO("".join(lines)))
        cli.main(["judge", "-"])
    return [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (line(CREATE, CLUSTER, 200, None), 0),
        ("\ufeff" + line(CREATE, CLUSTER, 200, None), 0),
        (line(CREATE, CLUSTER, 200, None).replace("\n", "\r\n"), 0),
        (line(CREATE, CLUSTER, 200, None) + line(CREATE, CLUSTER, 400, "ThrottlingException"), 0),
        ("\n\n", 5),
        ("", 5),
    ],
)
def test_the_exit_code_says_whether_all_conform(tmp_path: Path, text: str, code: int) -> None:
    file = tmp_path / "recorded.jsonl"
    file.write_bytes(text.encode())
    assert cli.main(["judge", str(file)]) == code


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        ({"Plaintext": "AAAA"}, "conforms"),
        ({"Plaintext": 5}, "malformed-response"),
        ([], "malformed-response"),
        ('{"Plaintext": "AAAA"}', "conforms"),
        ('{"Plaintext": "AA=="}', "malformed-response"),
        ("", "malformed-response"),
        ("<html>\ud800", "malformed-response"),
    ],
)
def test_a_line_may_have_the_answer_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], response: Any, verdict: str
) -> None:
    row = json.loads(line("GenerateRandom", {"NumberOfBytes": 3}, 200, None)) | {"response": response}
    (tmp_path / "recorded.jsonl").write_text(json.dumps(row))
    assert cli.main(["judge", str(tmp_path / "recorded.jsonl")]) == (verdict != "conforms")
    assert capsys.readouterr().out.split(": ")[1] == verdict


@pytest.mark.parametrize("as_text", [False, True])
def test_an_error_says_its_code_in_the_answer(capsys: pytest.CaptureFixture[str], as_text: bool) -> None:
    said = {"__type": "com.amazonaws.kms#InvalidMarkerException"}
    row = json.loads(line("ListKeys", {"Marker": "m"}, 400, None))
    answer = json.dumps(said) if as_text else said
    assert told(capsys, json.dumps(row | {"response": answer})) == ["conforms"]


def test_a_body_that_is_too_long_for_a_server_says_nothing_and_a_short_one_is_judged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    short, long = ({"KeyId": "k", "Plaintext": "A" * size} for size in (8192, 200_000))
    given = [line("Encrypt", body, 413, code) for body in (short, long) for code in (None, INVALID)]
    assert told(capsys, *given) == ["malformed-error", "wrong-status", "inapplicable", "wrong-status"]


GOOD = line(CREATE, CLUSTER, 200, None)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "is no JSON"),
        ("[]", "needs operation, request (or body_base64), status (a number) and code (a string or null)"),
        (line(CREATE, CLUSTER, 0, None).strip(), "0 is no HTTP status"),
        (line(CREATE, CLUSTER, 20000, None).strip(), "20000 is no HTTP status"),
        (line(CREATE, CLUSTER, 400, None).replace('"code": null', '"headers": ["x"]').strip(), "headers is no object"),
    ],
)
@pytest.mark.parametrize("more", [0, 2])
def test_a_line_that_cannot_be_read_is_told_and_the_others_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str, why: str, more: int
) -> None:
    file, report = tmp_path / "recorded.jsonl", tmp_path / "judged.xml"
    file.write_text(GOOD + f"{bad}\n" * (1 + more) + GOOD)
    assert cli.main(["judge", str(file), "--junitxml", str(report)]) == 4
    said = capsys.readouterr()
    assert [shown.split(": ")[0] for shown in said.out.splitlines()] == ["1", str(3 + more)]
    message = said.err.splitlines()[-1]
    assert message.startswith(f"kms-conformance: line 2 of {str(file)!r}")
    assert why in message
    assert message.endswith(f", nor can {more} more be read") == bool(more)
    assert report.read_text().count("<testcase") == 2


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"operation": "a\nb\x1b[31m"}, r"1: inapplicable: a\nb\x1b[31m: no requirements of a\nb\x1b[31m are known"),
        ({"operation": ""}, "1: inapplicable: : no operation is named"),
        (
            {
                "operation": "CreateKey",
                "request": {"Description": "x" * 8000},
                "response": {"KeyMetadata": {"KeyId": "k", "Description": "y" * 8000}},
            },
            "1: malformed-response: CreateKey: success, where KeyMetadata.Description is "
            f"'{'y' * 119}…, not '{'x' * 119}… [CreateKey.implemented]",
        ),
    ],
)
def test_whatever_is_recorded_a_line_is_one_and_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: dict[str, Any], shown: str
) -> None:
    (tmp_path / "recorded.jsonl").write_text(json.dumps({"request": {}, "status": 200, "code": None} | row))
    cli.main(["judge", str(tmp_path / "recorded.jsonl")])
    assert capsys.readouterr().out == f"{shown}\n"


def test_a_line_that_is_not_utf_8_is_told_and_the_others_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recorded.jsonl"
    file.write_bytes(GOOD.encode() + b'{"operation": "\xe9"}\n' + GOOD.encode() + b"\x1f\x8b\n")
    assert cli.main(["judge", str(file)]) == 4
    said = capsys.readouterr()
    assert [shown.split(": ")[0] for shown in said.out.splitlines()] == ["1", "3"]
    why = f"kms-conformance: line 2 of {str(file)!r} is not UTF-8, nor can 1 more be read"
    assert said.err.splitlines()[-1] == why


def test_standard_input_is_read_as_a_file_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = b"\xef\xbb\xbf" + GOOD.encode() + b"\xff\r\n" + GOOD.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "ascii"))
    assert cli.main(["judge", "-"]) == 4
    assert [shown.split(": ")[0] for shown in capsys.readouterr().out.splitlines()] == ["1", "3"]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_a_recording_without_exchanges_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    file = tmp_path / "recorded.jsonl"
    file.write_text(text, encoding="utf-8")
    assert cli.main(["judge", str(file)]) == 5
    assert capsys.readouterr().err == f"kms-conformance: there is no exchange with KMS in {str(file)!r}\n"
