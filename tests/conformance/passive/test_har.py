"""HAR files: KMS exchanges are judged, everything else is left out, and what is no HAR is one line."""

from __future__ import annotations

import base64
import json
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


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"log": 5}'])
def test_what_is_no_har_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "t.har").write_text(text)
    assert main(["judge", "--har", str(tmp_path / "t.har")]) == 4
    assert capsys.readouterr().err == f"kms-conformance: {str(tmp_path / 't.har')!r} is no HAR file\n"


@pytest.mark.parametrize("entries", [[5], [{}], [{"request": {"headers": 5}, "response": {}}]])
def test_an_entry_that_is_none_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], entries: list[Any]
) -> None:
    code, _, said = judged(tmp_path, capsys, entries)
    assert (code, said.count("\n")) == (4, 1)
    assert "entry 1 of" in said


def test_a_recording_of_one_kind_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge"]) == 4
    assert capsys.readouterr().err == "kms-conformance: judge needs RECORDED.jsonl or --har FILE\n"
