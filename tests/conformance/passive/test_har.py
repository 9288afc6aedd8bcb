"""HAR files: KMS exchanges are judged, everything else is left out, and what is no HAR is one line."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from kms_conformance.cli import main


def entry(operation: str, sent: str, status: int, answer: str, **changes: Any) -> dict[str, Any]:
    request = {
        "method": "POST",
        "url": "http://127.0.0.1/",
        "headers": [{"name": "x-amz-target", "value": f"TrentService.{operation}"}],
        "postData": {"mimeType": "application/x-amz-json-1.1", "text": sent},
    }
    response = {"status": status, "headers": [], "content": {"text": answer}}
    return {"request": request | changes.get("request", {}), "response": response | changes.get("response", {})}


def judged(tmp_path: Path, capsys: pytest.CaptureFixture[str], entries: Any) -> tuple[int, list[str], str]:
    (tmp_path / "t.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    code = main(["judge", "--har", str(tmp_path / "t.har")])
    said = capsys.readouterr()
    return code, [line.partition(": ")[2].partition(":")[0] for line in said.out.splitlines()], said.err


def test_each_exchange_with_kms_gets_its_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    error = '{"__type": "com.amazonaws.kms#ValidationException"}'
    code, verdicts, _ = judged(
        tmp_path,
        capsys,
        [
            entry("GenerateRandom", '{"NumberOfBytes": 8}', 200, '{"Plaintext": "AAAAAAAAAAA="}'),
            entry("GenerateRandom", '{"NumberOfBytes": 0}', 200, "{}"),
            entry("GenerateRandom", '{"NumberOfBytes": 0}', 400, error),
            entry("GenerateRandom", '{"NumberOfBytes": 8}', 400, error),
            entry("GenerateRandom", '{"NumberOfBytes": 0}', 400, "", response={"headers": [
                {"name": "X-Amzn-ErrorType", "value": "ValidationException:http://x/"}
            ]}),
            entry("GenerateRandom", '{"NumberOfBytes": 0}', 400, "", response={"content": {
                "text": base64.b64encode(error.encode()).decode(), "encoding": "base64"
            }}),
        ],
    )  # fmt: skip
    assert code == 1
    assert verdicts == ["conforms", "accepted-invalid", "conforms", "rejected-valid", "conforms", "conforms"]


@pytest.mark.parametrize(
    ("operation", "sent", "answer", "verdict"),
    [
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"Plaintext": "%%"}', "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"Plaintext": [1]}', "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', "<html></html>", "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', "", "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"Plaintext": "AAAAAAAAAAA=", "More": 1}', "conforms"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"Plaintext": "AAAAAAAAAAA=", "More": NaN}', "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"Plaintext": null, "More": 1}', "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"Plaintext": "AAAA"}', "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 8}', '{"__type": "DependencyTimeoutException"}', "wrong-status"),
        ("CreateAlias", '{"AliasName": "a"}', '{"__type": "ValidationException"}', "wrong-status"),
        (
            "DescribeKey",
            '{"KeyId": "k"}',
            '{"__type": "DescribeKeyResponse", "KeyMetadata": {"KeyId": "k"}}',
            "conforms",
        ),
        ("ListKeys", "{}", '{"Keys": [{"KeyId": "k", "KeyArn": 5}]}', "malformed-response"),
        ("ListKeys", "{}", '{"Keys": [], "Truncated": "false"}', "malformed-response"),
        ("ListKeys", "{}", '{"Keys": [], "Truncated": false}', "conforms"),
        ("DisableKey", '{"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}', "", "conforms"),
        ("DisableKey", '{"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}', "{}", "conforms"),
        ("DisableKey", '{"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}', "<html></html>", "malformed-response"),
        ("GenerateRandom", '{"NumberOfBytes": 0}', '{"Plaintext": [1]}', "accepted-invalid"),
    ],
)
def test_the_form_of_a_success_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], operation: str, sent: str, answer: str, verdict: str
) -> None:
    _, verdicts, _ = judged(tmp_path, capsys, [entry(operation, sent, 200, answer)])
    assert verdicts == [verdict]


def test_an_answer_that_was_not_recorded_has_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unseen = entry("ListKeys", "{}", 200, "", response={"content": {"size": 20}})
    assert judged(tmp_path, capsys, [unseen])[:2] == (0, ["conforms"])


def test_a_body_of_no_bytes_is_an_empty_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = {"postData": None, "bodySize": 0}
    entries = [
        entry("ListKeys", "", 200, '{"Keys": []}', request=empty),
        entry("Encrypt", "", 200, "{}", request=empty),
    ]
    assert judged(tmp_path, capsys, entries)[1] == ["conforms", "accepted-invalid"]


def test_what_is_not_for_kms_or_was_not_recorded_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = [{"name": "X-Amz-Target", "value": "DynamoDB_20120810.GetItem"}]
    code, verdicts, _ = judged(
        tmp_path,
        capsys,
        [
            entry("GetItem", "{}", 500, "", request={"headers": other}),
            entry("GetItem", "{}", 500, "", request={"headers": []}),
            entry("ListKeys", "{}", 0, ""),
            entry("ListKeys", "", 204, "", request={"method": "OPTIONS"}),
            *(
                entry("Encrypt", "", 200, "{}", request={"postData": unseen, "bodySize": size})
                for unseen in (None, {"params": []})
                for size in (20, -1, None)
            ),
        ],
    )
    assert (code, verdicts) == (5, [])


KEY = '{"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}'
NOT_FOUND = '{"__type": "NotFoundException"}'


BROTLI = [{"name": "content-encoding", "value": "br"}]


def packed(data: bytes) -> dict[str, Any]:
    return {"text": base64.b64encode(data).decode(), "encoding": "base64"}


def compressed(text: str) -> dict[str, Any]:
    return packed(gzip.compress(text.encode()))


@pytest.mark.parametrize(
    ("status", "response", "verdict"),
    [
        # A size that is not nought says that there was a body, and none is there.
        (400, {"content": {"size": 30}}, "inapplicable"),
        (400, {"content": {}, "bodySize": 30}, "inapplicable"),
        (400, {"content": {}}, "inapplicable"),
        (500, {"content": None}, "inapplicable"),
        (400, {"content": {"size": 30, "text": '{"__type": "NotF'}}, "inapplicable"),
        (400, {"content": {"text": "", "_file": "1.json"}}, "inapplicable"),
        (200, {"content": {"size": 400, "text": '{"KeyMetadata": {"KeyId"'}}, "conforms"),
        # The header alone may say it.
        (400, {"content": {}, "headers": [{"name": "x-amzn-errortype", "value": "NotFoundException"}]}, "conforms"),
        (400, {"content": {}, "headers": [{"name": "x-amzn-errortype", "value": "NoSuchThing"}]}, "rejected-valid"),
        # There was none, or it is all there, whatever the size counts.
        (400, {"content": {"size": 0}, "bodySize": 0}, "malformed-error"),
        (400, {"content": {"size": 0, "text": ""}}, "malformed-error"),
        (200, {"content": {"size": 16, "text": "<html>no</html>"}}, "conforms"),
        (200, {"content": {"size": 15, "text": "<html>no</html>"}}, "malformed-response"),
        (200, {"content": {"size": 60, "compression": -45, "text": "<html>no</html>"}}, "malformed-response"),
        (400, {"content": {"size": 60, "text": NOT_FOUND}}, "conforms"),
        # Left compressed.
        (400, {"content": compressed(NOT_FOUND)}, "conforms"),
        (400, {"content": compressed('{"__type": "DisabledException"}')}, "rejected-valid"),
        (200, {"content": {"text": base64.b64encode(b"\x1f\x8b no gzip").decode(), "encoding": "base64"}},
         "malformed-response"),
        (400, {"content": {**packed(zlib.compress(NOT_FOUND.encode())), "encoding": "BASE64"}}, "conforms"),
        (400, {"content": packed(zlib.compress(b'{"__type": "DisabledException"}')[2:-4])}, "rejected-valid"),
        # In a way that cannot be undone here, or spoilt by what takes bytes for text.
        (200, {"content": packed(b"\x0b\x09\x80{}\x03"), "headers": BROTLI}, "conforms"),
        (400, {"content": packed(b"\x0b\x09\x80{}\x03"), "headers": BROTLI}, "inapplicable"),
        (200, {"content": {"text": "\x1f\ufffd\x08 spoilt"}, "headers": BROTLI}, "conforms"),
        (200, {"content": {"text": "<html>no</html>"}, "headers": BROTLI}, "malformed-response"),
        (400, {"content": {"text": '{"__type": "DisabledException", "message": "\ufffd"}'}, "headers": BROTLI},
         "rejected-valid"),
        # The rest is not there, as other sizes say.
        (200, {"content": {"size": 9, "text": '{"KeyMeta'}, "bodySize": 60}, "conforms"),
        (400, {"content": {"size": 9, "text": '{"__type"'}, "headers": [{"name": "Content-Length", "value": "60"}]},
         "inapplicable"),
        (200, {"content": {"size": 9, "text": '{"KeyMeta'}, "bodySize": 9}, "malformed-response"),
    ],
)  # fmt: skip
def test_nothing_is_said_of_an_answer_that_was_not_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, response: dict[str, Any], verdict: str
) -> None:
    _, verdicts, _ = judged(tmp_path, capsys, [entry("DescribeKey", KEY, status, "", response=response)])
    assert verdicts == [verdict]


@pytest.mark.parametrize(
    "changes",
    [
        {"request": {"postData": {"text": "", "_file": "1.json"}, "bodySize": 49}},
        {"request": {"postData": {"text": KEY, "_file": "1.json"}, "bodySize": 49}},
        {"request": {"postData": {"text": ""}, "bodySize": 49}},
        {"request": {"postData": {"text": ""}, "bodySize": -1}},
        {"request": {"postData": {"text": KEY[:-1]}, "bodySize": 49}},
        {"response": {"status": -1}},
        {"response": {"status": None}},
    ],
)
def test_what_was_not_recorded_or_not_answered_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    left_out = entry("DescribeKey", KEY, 400, NOT_FOUND, **changes)
    if changes.get("response") == {"status": None}:
        del left_out["response"]
    code, verdicts, said = judged(tmp_path, capsys, [left_out])
    assert (code, verdicts) == (5, [])
    assert said.endswith(" whose request and answer were recorded\n")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"log": 5}'])
def test_what_is_no_har_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "t.har").write_text(text)
    assert main(["judge", "--har", str(tmp_path / "t.har")]) == 4
    assert capsys.readouterr().err == f"kms-conformance: {str(tmp_path / 't.har')!r} is no HAR file\n"


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (5, "request is not there"),
        ({}, "request is not there"),
        ({"request": {"headers": 5}, "response": {}}, "headers is no list"),
        ({"request": {"headers": ["a"]}, "response": {}}, "name is not there"),
        (entry("DescribeKey", KEY, 400, NOT_FOUND, response={"status": "400"}), "'400' is no HTTP status"),
        (entry("DescribeKey", KEY, 400, NOT_FOUND, response={"status": True}), "True is no HTTP status"),
        (entry("DescribeKey", KEY, 20000, NOT_FOUND), "20000 is no HTTP status"),
        (entry("DescribeKey", KEY, 400, NOT_FOUND, response={"content": {"text": 5}}), "text is no string"),
        (entry("DescribeKey", KEY, 400, NOT_FOUND, response={"content": "x"}), "content is no object"),
        (entry("DescribeKey", KEY, 400, NOT_FOUND, request={"postData": KEY}), "postData is no object"),
        (
            entry("DescribeKey", KEY, 400, NOT_FOUND, response={"content": {"text": "a", "encoding": "base64"}}),
            "text is no base64",
        ),
    ],
)
def test_an_entry_that_is_none_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], one: Any, why: str
) -> None:
    code, _, said = judged(tmp_path, capsys, [one])
    assert code == 4
    assert said == f"kms-conformance: entry 1 of {str(tmp_path / 't.har')!r} is no HAR entry: {why}\n"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_har_file_that_is_given_for_lines_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], indent: int | None
) -> None:
    file = tmp_path / "t.har"
    file.write_text(json.dumps({"log": {"entries": [entry("ListKeys", "{}", 200, "{}")]}}, indent=indent))
    assert main(["judge", str(file)]) == 4
    assert capsys.readouterr().err == f"kms-conformance: {str(file)!r} is a HAR file: judge --har {file}\n"


def test_a_recording_of_one_kind_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge"]) == 4
    assert capsys.readouterr().err == "kms-conformance: judge needs RECORDED.jsonl or --har FILE\n"
