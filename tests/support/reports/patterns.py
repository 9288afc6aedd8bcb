"""A run of broken patterns as a run finds them: the documented patterns, and values that break or match them."""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.run.pictures.pattern_path import pattern_path
from kms_reports.result import Result, Run, Verdict
from kms_specification.requirements.registry import find
from tests.support.reports.samples import broken, run_of

STORE = "CreateCustomKeyStore"
SERVICE = "com.amazonaws.vpce.us-east-1.vpce-svc-"
VALUES = (
    ("CloudHsmClusterId", "cluster-1234567890a", Verdict.ACCEPTED_INVALID),
    ("CloudHsmClusterId", "cluster-" + "a" * 13, Verdict.REJECTED_VALID),
    ("XksProxyUriPath", "/e/kms/xks/v0\n", Verdict.ACCEPTED_INVALID),
    ("XksProxyUriPath", "/k/kms/kms/xks/v1", Verdict.REJECTED_VALID),
    ("XksProxyUriEndpoint", "http://example.com", Verdict.WRONG_CODE),
    ("XksProxyVpcEndpointServiceName", SERVICE, Verdict.ACCEPTED_INVALID),
)


def found(member: str, value: str, verdict: Verdict) -> Result:
    """The finding, with the data of its picture."""
    requirement = find(f"{STORE}.{member}.pattern")
    assert requirement is not None
    result = broken(requirement.id, verdict, request={member: value}, explanation=f"{value!r}")
    assert result.counterexample is not None
    shown = replace(result.counterexample, pattern_path=pattern_path(requirement, result.counterexample))
    return replace(result, counterexample=shown)


def broken_patterns() -> Run:
    """A run with a picture of every kind: left, ended too early, a whole way to acceptance."""
    return run_of(*(found(*row) for row in VALUES))
