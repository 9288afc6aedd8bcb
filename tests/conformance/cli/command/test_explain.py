"""What the command says is acceptable, for any operation of KMS."""

from __future__ import annotations

import io

import pytest

from kms_conformance import cli


def explained(capsys: pytest.CaptureFixture[str], operation: str, request: str) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdin", io.StringIO(request))
        code = cli.main(["explain", operation, "-"])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_a_broken_constraint_of_another_operation_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = explained(capsys, "GenerateRandom", '{"NumberOfBytes": 1025}')
    assert code == 0
    assert out.startswith("breaks GenerateRandom.NumberOfBytes.range.max\n    AWS KMS service model, botocore ")
    assert "HTTP 400 ValidationException\n      GenerateRandom.NumberOfBytes.range.max" in out
    assert "success" not in out


def test_a_request_that_breaks_nothing_may_succeed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = explained(capsys, "DescribeCustomKeyStores", "{}")
    assert (code, out.splitlines()[:2]) == (0, ["breaks nothing; acceptable:", "  HTTP 200 success"])
    assert "HTTP 400" not in out


def test_a_name_that_is_nearly_one_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = explained(capsys, "createCustomKeyStore", "{}")
    assert code == 4
    assert err.endswith(": did you mean CreateCustomKeyStore?\n")
    assert err.count("\n") == 1
