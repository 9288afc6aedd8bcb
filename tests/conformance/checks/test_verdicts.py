"""Every verdict, produced over a real socket by an endpoint that deserves it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kms_targets.reference.http.server import Embedded

PROGRAM = str(Path(sys.executable).with_name("kms-conformance"))

# fault, requirement, verdict
DESERVED = [
    ("name-max-missing", "CreateCustomKeyStore.CustomKeyStoreName.length.max", "accepted-invalid"),
    ("name-max-64", "CreateCustomKeyStore.CustomKeyStoreName.length.max", "rejected-valid"),
    ("code-path-pattern", "CreateCustomKeyStore.XksProxyUriPath.pattern", "wrong-code"),
    (
        "status-CloudHsmClusterId-422",
        "CreateCustomKeyStore.rule.AWS_CLOUDHSM-requires-CloudHsmClusterId",
        "wrong-status",
    ),
    ("error-empty", "protocol.json11.error-shape", "malformed-error"),
    ("output-id-empty", "CreateCustomKeyStore.output.CustomKeyStoreId.length.min", "malformed-response"),
    ("wire-malformed-500", "protocol.json11.malformed-body", "server-fault"),
    ("wire-malformed-dropped", "protocol.json11.malformed-body", "server-fault"),
    ("new-connecting", "CreateCustomKeyStore.state.disconnected", "state-violation"),
    ("secret-describe-shows-password", "CreateCustomKeyStore.state.secrets", "secret-disclosed"),
    ("secret-list-shows-password", "CreateCustomKeyStore.state.secrets", "secret-disclosed"),
    ("secret-changed-shows-secret-key", "CreateCustomKeyStore.state.secrets", "secret-disclosed"),
    ("secret-connected-shows-password", "CreateCustomKeyStore.state.secrets", "secret-disclosed"),
    ("list-without-proxies", "CreateCustomKeyStore.state.described", "state-violation"),
    ("paging-drops-of-later-pages", "DescribeCustomKeyStores.state.paging", "state-violation"),
    ("describe-owner-of-public", "CreateCustomKeyStore.state.described", "state-violation"),
    ("tenth-500", "CreateCustomKeyStore.output.status", "flaky"),
]


def run(*words: str, cwd: Path) -> tuple[int, list[dict[str, object]]]:
    """The exit code and the records of a run."""
    results = cwd / "results.jsonl"
    done = subprocess.run(
        [PROGRAM, "run", "--depth", "quick", "--results", str(results), *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in results.read_text().splitlines()]


@pytest.mark.parametrize(("fault", "requirement", "verdict"), DESERVED)
def test_an_endpoint_gets_the_verdict_it_deserves(fault: str, requirement: str, verdict: str, tmp_path: Path) -> None:
    with Embedded(fault=fault) as endpoint:
        words = ["--target-url", endpoint.url, "--only", requirement]
        if verdict == "malformed-error":
            words += ["--only", "CreateCustomKeyStore.CustomKeyStoreName.required"]
        code, records = run(*words, cwd=tmp_path)
    assert code == 1
    found = {r["id"]: r for r in records if r["record"] == "requirement"}
    assert found[requirement]["verdict"] == verdict
    assert found[requirement]["counterexample"] is not None
    assert "--aws-sigv4" in found[requirement]["counterexample"]["curl"]  # type: ignore[index]


def test_a_whole_run_of_the_embedded_endpoint_meets_everything(tmp_path: Path) -> None:
    code, records = run(cwd=tmp_path)
    assert code == 0
    assert {r["verdict"] for r in records if r["record"] == "requirement"} <= {"conforms", "inapplicable", "vacuous"}
    summary = records[-1]
    assert summary["complete"] is True
    assert summary["planned"] == summary["sent"] == summary["answered"] == summary["judged"]
