"""One mistake of a target that shows in several operations is told once, and says no more than was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kms_reports.result import Acceptable, Result, Verdict
from kms_reports.root_causes import causes
from tests.support.reports.samples import VALIDATION, broken, plain

ACCEPTED, STATE, MALFORMED = Verdict.ACCEPTED_INVALID, Verdict.STATE_VIOLATION, Verdict.MALFORMED_RESPONSE
ID, OTHER = "e6ac966d-f762-4a4c-8671-1d6c36633dca", "06318518-b6c0-460c-bdf0-3ca88ec69006"


def unlike(identity: str, reason: str, verdict: Verdict = STATE, statement: str = "") -> Result:
    return replace(broken(identity, verdict, status=200, code=None), reason=reason, statement=statement)


def accepted(identity: str, statement: str = "", **given: Any) -> Result:
    return replace(broken(identity, ACCEPTED, status=200, code=None, **given), statement=statement)


def missing(identity: str, *others: Acceptable) -> Result:
    acceptable = (*others, Acceptable("NotFoundException", 400, ""))
    return broken(identity, Verdict.WRONG_STATUS, status=404, code="NotFoundException", acceptable=acceptable)


def told(*results: Result) -> list[tuple[str, int]]:
    return [(cause.sentence, len(cause.results)) for cause in causes(results)]


ONE_CAUSE: dict[str, list[Result]] = {
    "members are missing from answers: KeyState (ScheduleKeyDeletion), KeyMetadata.KeyUsage (CreateKey)"
    " and RotationPeriodInDays (GetKeyRotationStatus)": [
        unlike("ScheduleKeyDeletion.state.pending", "ScheduleKeyDeletion: there is no KeyState"),
        unlike("CreateKey.state.defaults", "CreateKey: there is no KeyMetadata.KeyUsage"),
        unlike(
            "EnableKeyRotation.state.RotationPeriodInDays", "GetKeyRotationStatus: there is no RotationPeriodInDays"
        ),
    ],
    "the id of a key is answered where its ARN is documented, by CancelKeyDeletion and GetPublicKey": [
        unlike("CancelKeyDeletion.output.contents", f"KeyId is '{ID}', which is no ARN of a key", MALFORMED),
        unlike("GetPublicKey.state.KeyId", f'GetPublicKey: KeyId is "{OTHER}", not "arn:aws:kms:r:1:key/{OTHER}"'),
    ],
    "NotFoundException with HTTP 404 instead of HTTP 400 (by DescribeKey and Encrypt)": [
        missing("DescribeKey.KeyId.length.min", Acceptable(None, 200, ""), VALIDATION),
        missing("Encrypt.error.NotFoundException"),
    ],
    'KeyMetadata.KeyState is not "PendingDeletion" where that is documented of ScheduleKeyDeletion:'
    " EnableKey and DisableKey": [
        unlike(
            "ScheduleKeyDeletion.state.EnableKey",
            'DescribeKey: KeyMetadata.KeyState is "Enabled", not "PendingDeletion"',
        ),
        unlike(
            "ScheduleKeyDeletion.state.DisableKey",
            'DescribeKey: KeyMetadata.KeyState is "Disabled", not "PendingDeletion"',
        ),
    ],
    "ReplicateKey makes no replica that has and keeps what it was given: tags and policy": [
        unlike("ReplicateKey.state.Tags", "no such tag", statement="A replica has the tags that it was given."),
        unlike("ReplicateKey.state.Policy", "another", statement="A replica has the policy that it was given, alone."),
    ],
    "Sign: Signature does not verify with the public key (PSS_256 and PSS_384)": [
        unlike("Sign.state.PSS_256", "Sign: Signature does not verify with the public key"),
        unlike("Sign.state.PSS_384", "Sign: Signature does not verify with the public key"),
    ],
    "valid requests of GetKeyPolicy and PutKeyPolicy are refused (HTTP 400 NotFoundException): It is the default": [
        replace(
            broken(f"{one}.state.PolicyName-default", Verdict.REJECTED_VALID, code="NotFoundException"),
            statement="It is the default.",
        )
        for one in ("GetKeyPolicy", "PutKeyPolicy")
    ],
    "AccessDeniedException instead of IncorrectKeyException (by Decrypt)": [
        broken("Decrypt.error.IncorrectKeyException", code="AccessDeniedException", acceptable=(wrong_key,))
        for wrong_key in (Acceptable("IncorrectKeyException", 400, ""),)
    ]
    + [
        broken(
            "Decrypt.KeyId.length.min",
            code="AccessDeniedException",
            acceptable=(VALIDATION, Acceptable("IncorrectKeyException", 400, "")),
        )
    ],
    "not enforced: Message has as many bytes as its algorithm takes (by Sign and Verify)": [
        accepted(f"{one}.rule.DIGEST-length", "Message has as many bytes as its algorithm takes.")
        for one in ("Sign", "Verify")
    ]
    + [accepted("Sign.state.digest-length", "Another digest is refused.")],
    "some members may be of another JSON type: GenerateDataKey.Recipient and PutKeyPolicy.Bypass": [
        accepted("GenerateDataKey.Recipient.type"),
        accepted("PutKeyPolicy.Bypass.type"),
    ],
    "UpdateAlias succeeds where it has to be refused: type-different and usage-different": [
        accepted("UpdateAlias.state.type-different", "Not to another type."),
        accepted("UpdateAlias.state.usage-different", "Not to another usage."),
    ],
    "requests that break the wire protocol succeed: malformed-body and unknown-operation": [
        accepted("protocol.json11.malformed-body"),
        accepted("protocol.json11.unknown-operation"),
    ],
}


@pytest.mark.parametrize("sentence", ONE_CAUSE)
def test_what_one_sentence_tells_a_maintainer_is_one_cause(sentence: str) -> None:
    met = [plain(f"{one}.KeyId.type") for one in ("GenerateDataKey", "PutKeyPolicy")]
    met += [plain(f"{one}.rule.met") for one in ("Sign", "Verify")]
    failing = ONE_CAUSE[sentence]
    assert told(*failing, *met) == [(sentence, len(failing))]
    (alone, *_) = causes([failing[0], *met])
    assert len(alone.results) == 1


def test_causes_that_are_unlike_stay_apart() -> None:
    found = [failing for several in ONE_CAUSE.values() for failing in several[:2]]
    met = [plain(f"{result.operation}.Other.{result.aspect}") for result in found]
    assert len(causes([*found, *met])) == len(ONE_CAUSE)


@pytest.mark.parametrize("verdict", [Verdict.WRONG_CODE, Verdict.CONFORMS])
def test_an_operation_that_refuses_anything_is_not_said_to_check_nothing(verdict: Verdict) -> None:
    found = [accepted(f"CreateKey.Member{n}.pattern") for n in range(6)]
    refused = broken("CreateKey.Tags.required", verdict) if verdict is Verdict.WRONG_CODE else plain("CreateKey.T.type")
    assert causes([*found, plain("Sign.KeyId.type")])[0].rule == "operation-unchecked"
    assert causes([*found, refused])[0].rule == "kind-unchecked"


def test_a_member_that_fails_the_server_is_not_said_to_take_any_value() -> None:
    found = [accepted(f"Sign.KeyId.{aspect}") for aspect in ("pattern", "length.max")]
    met = [plain(f"Sign.Message.{aspect}") for aspect in ("pattern", "length.max")]
    assert causes([*found, *met])[0].rule == "member-unchecked"
    fault = broken("Sign.KeyId.type", Verdict.SERVER_FAULT, status=500)
    assert "member-unchecked" not in {cause.rule for cause in causes([*found, *met, fault])}


def test_a_wrong_code_names_the_operation_that_sends_it() -> None:
    found = [broken(f"ListKeyRotations.Marker.{aspect}", code="InvalidToken") for aspect in ("pattern", "length.max")]
    assert told(*found) == [("InvalidToken instead of ValidationException (by ListKeyRotations)", 2)]
    both = [*found, broken("ListKeys.Marker.pattern", code="InvalidToken")]
    assert told(*both)[0][0].endswith("(by ListKeyRotations and ListKeys)")


def test_of_many_right_codes_the_first_few_are_named() -> None:
    right = tuple(Acceptable(f"{name}Exception", 400, "") for name in ("A", "B", "C", "D", "Validation"))
    sentence = "InvalidParameterException instead of ValidationException or AException or 3 others"
    assert told(broken("Sign.Mac.required", acceptable=right)) == [(sentence, 1)]


def test_a_success_that_is_not_as_documented_says_what_is_wrong() -> None:
    found = unlike("Verify.output.contents", "SignatureValid is False, not True", MALFORMED)
    assert told(found) == [("a success that is not as documented: SignatureValid is False, not True", 1)]
