"""Rules that speak of an algorithm are tried with a key that has it: another key would be refused for that alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import find
from kms_targets.reference.http.server import Embedded

RULES = (
    "Encrypt.rule.EncryptionContext-only-for-symmetric",
    "Encrypt.rule.Plaintext-size-by-algorithm",
    "ReEncrypt.rule.DestinationEncryptionContext-only-for-symmetric",
    "Sign.rule.ED25519_SHA_512-MessageType",
    "Sign.rule.ED25519_PH_SHA_512-MessageType",
)


def judged(id: str, tmp_path: Path, fault: str | None = None) -> Verdict:
    requirement = find(id)
    assert requirement is not None
    with Embedded(fault=fault) as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, ledger=tmp_path / f"{fault}.ledger", seed=1)
        with opened(options, frozenset({id})) as run:
            return run.judge(requirement).verdict


@pytest.mark.parametrize("id", RULES)
def test_what_breaks_the_rule_is_refused_or_seen_to_be_taken(id: str, tmp_path: Path) -> None:
    assert judged(id, tmp_path) is Verdict.CONFORMS
    assert judged(id, tmp_path, id.replace(".", "-").replace("_", "-")) is Verdict.ACCEPTED_INVALID


@pytest.mark.parametrize("operation", ["Decrypt", "Verify"])
def test_the_others_are_not_hidden_either(operation: str, tmp_path: Path) -> None:
    rule = "EncryptionContext-only-for-symmetric" if operation == "Decrypt" else "ED25519_SHA_512-MessageType"
    assert judged(f"{operation}.rule.{rule}", tmp_path) is Verdict.CONFORMS
