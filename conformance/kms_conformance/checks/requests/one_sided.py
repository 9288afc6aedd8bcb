"""What is judged of requests that meet every constraint, where the documents are not exact.

The service answers ValidationException to many such requests: the prose, or the account, has more to say of them. So a
request that breaks nothing is judged only where it differs from one that this target takes in a member whose meaning
cannot make it wrong.
"""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.execution.context import Context
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement, answer_text
from kms_conformance.execution.probes.evidence import Evidence, answer
from kms_reports.result import Verdict
from kms_specification.error_meanings import SERIALIZATION, VALIDATION
from kms_specification.facts import Json
from kms_specification.pages.resources import may_cost
from kms_specification.requirements.registry import Requirement
from kms_specification.violations.relations import values_at

# Paths of members any value of which is right that meets the member's own constraints.
_HARMLESS = frozenset(
    {
        "Description",
        "KeyMaterialDescription",
        "KeyStorePassword",
        "Limit",
        "Message",
        "Name",
        "NewCustomKeyStoreName",
        "NumberOfBytes",
        "PendingWindowInDays",
        "Plaintext",
        "RotationPeriodInDays",
        "TagKeys.item",
        "Tags.item.TagKey",
        "Tags.item.TagValue",
        "XksProxyAuthenticationCredential.AccessKeyId",
        "XksProxyAuthenticationCredential.RawSecretAccessKey",
        "XksProxyUriEndpoint",
        "XksProxyUriPath",
        "XksProxyVpcEndpointServiceName",
    }
)
# What the service says of a value that names what it does not find, or what is somebody else's.
_NOT_FOUND = {"CiphertextBlob": "AccessDeniedException"}
# Members of which AWS says that letters, digits, spaces and these are allowed everywhere.
_TAGS = ("TagKeys.item", "Tags.item.TagKey", "Tags.item.TagValue")
_TAG_MARKS = frozenset("+-=._:/@ ")
# By the page of CreateCustomKeyStore a name of an endpoint service has no other start.
_SERVICE, _ON_THE_PAGE = "XksProxyVpcEndpointServiceName", "com."
# Members that are asked for in place of another, so that the one goes with requests that lack the other.
_INSTEAD = {"NumberOfBytes": "KeySpec"}


def may_be_made(context: Context, operation: str) -> bool:
    """Whether requests that succeed may be sent: on the real service nothing is made that costs money."""
    return not context.executor.transport.real or not may_cost(operation)


def satisfied(evidence: Evidence, requirement: Requirement) -> Judgement:
    """The verdict on an answer; a request that breaks nothing is not refused for a member that is right."""
    found, member = answer(evidence), requirement.subject.partition(".")[0]
    lookup = _NOT_FOUND.get(member) in evidence.seen.codes.values() and not evidence.seen.success
    one_sided = not facts(requirement.operation).exact and not _harmless(requirement.subject, evidence.request)
    if lookup or (found.verdict is Verdict.REJECTED_VALID and one_sided):
        return Judgement(Verdict.CONFORMS, answer_text(evidence.seen), inconclusive=True)
    if facts(requirement.operation).exact or evidence.expectation.violated or found.verdict is not Verdict.CONFORMS:
        return found
    refused = {VALIDATION, SERIALIZATION}.intersection(evidence.seen.codes.values())
    if not refused or evidence.seen.success:
        return found
    if _harmless(requirement.subject, evidence.request):
        return Judgement(Verdict.REJECTED_VALID, f"{answer_text(evidence.seen)} for a request that breaks nothing")
    return replace(found, inconclusive=True)


def _harmless(path: str, request: Json) -> bool:
    """Whether a value that meets its member's own constraints cannot be wrong in this request."""
    if path not in _HARMLESS or not isinstance(request, dict) or _INSTEAD.get(path) in request:
        return False
    values = [value for value in values_at(path, request) if isinstance(value, str)]
    if path == _SERVICE and not all(value.startswith(_ON_THE_PAGE) for value in values):
        return False
    return path not in _TAGS or all(c.isalnum() or c in _TAG_MARKS for value in values for c in value)
