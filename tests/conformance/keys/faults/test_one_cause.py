"""One cause, one requirement: what real emulators get wrong is blamed on the requirement that speaks of it alone."""

from __future__ import annotations

from typing import Any

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import FAILED, Verdict
from kms_strategies.sequences.keys import SEQUENCES
from tests.support.fake_kms.faults import Faults, answered, ignoring, without
from tests.support.fake_kms.kms import OPERATIONS, FakeKms
from tests.support.fake_kms.state import Body, Refused, State


def saying_no(operation: str, member: str, code: str) -> Faults:
    """The operation succeeds, and says in a member that something does not match, as moto and local-kms do."""

    def answer(state: State, region: str, request: Body) -> Body:
        try:
            return OPERATIONS[operation](state, region, request)
        except Refused as why:
            if why.code != code:
                raise
            return {"KeyId": state.key(region, request["KeyId"]).arn, member: False}

    return {operation: answer}


def without_period(body: Body) -> Body:
    return {name: value for name, value in body.items() if name != "RotationPeriodInDays"}


def without_configuration(body: Body) -> Body:
    return {"KeyMetadata": without("MultiRegionConfiguration")(body["KeyMetadata"])}


CAUSES = [
    pytest.param(
        saying_no("Verify", "SignatureValid", "KMSInvalidSignatureException"),
        "Verify.error.KMSInvalidSignatureException",
        ("Verify.state.message-different", "Verify.state.key-different", "Verify.state.algorithm-different"),
        id="a wrong signature is a success",
    ),
    pytest.param(
        saying_no("VerifyMac", "MacValid", "KMSInvalidMacException"),
        "VerifyMac.error.KMSInvalidMacException",
        ("VerifyMac.state.message-different", "VerifyMac.state.key-different"),
        id="a wrong MAC is a success",
    ),
    pytest.param(
        answered("GetKeyRotationStatus", without_period),
        "EnableKeyRotation.state.RotationPeriodInDays",
        (
            "EnableKeyRotation.state.default-period",
            "EnableKeyRotation.state.period-changed",
            "RotateKeyOnDemand.state.schedule",
        ),
        id="no period is told",
    ),
    pytest.param(
        answered("ScheduleKeyDeletion", without("PendingWindowInDays")),
        "ScheduleKeyDeletion.state.PendingWindowInDays",
        ("ScheduleKeyDeletion.state.default-window",),
        id="no window is told",
    ),
    pytest.param(
        answered("CreateKey", without_configuration) | answered("DescribeKey", without_configuration),
        "CreateKey.state.MultiRegion",
        ("ReplicateKey.state.listed", "UpdatePrimaryRegion.state.moved"),
        id="nothing is told of multi-Region keys",
    ),
    pytest.param(
        ignoring("DisableKey"),
        "DisableKey.state.disabled",
        ("DisableKey.state.Encrypt", "DisableKey.state.Sign", "DisableKey.state.ReEncrypt"),
        id="no key is disabled",
    ),
]


@pytest.mark.parametrize(("faults", "blamed", "others"), CAUSES)
def test_the_cause_alone_is_blamed(faults: Faults, blamed: str, others: tuple[str, ...]) -> None:
    run = Run(FakeKms(operations=OPERATIONS | faults))
    assert run.play(SEQUENCES[blamed]).verdict in FAILED
    for other in others:
        assert run.play(SEQUENCES[other]).verdict in (Verdict.CONFORMS, Verdict.INAPPLICABLE), other


def test_an_account_need_not_be_told_beside_the_arn() -> None:
    """ministack leaves AWSAccountId out, which is optional: grants are shown all the same."""

    def metadata(body: Body) -> Body:
        return {"KeyMetadata": without("AWSAccountId")(body["KeyMetadata"])}

    run = Run(FakeKms(operations=OPERATIONS | answered("CreateKey", metadata)))
    assert run.play(SEQUENCES["CreateGrant.state.listed"]).verdict is Verdict.CONFORMS


@pytest.mark.parametrize("member", ["AWSAccountId", "MultiRegion"])
def test_what_neither_creation_nor_description_tells_is_no_difference(member: str) -> None:
    """ministack tells no AWSAccountId, local-kms no MultiRegion."""

    def metadata(body: Body) -> Body:
        return {"KeyMetadata": without(member)(body["KeyMetadata"])}

    shown = SEQUENCES["DescribeKey.state.KeyMetadata"]
    described = answered("DescribeKey", metadata)
    assert Run(FakeKms(operations=OPERATIONS | described)).play(shown).verdict is Verdict.STATE_VIOLATION
    both = answered("CreateKey", metadata) | described
    assert Run(FakeKms(operations=OPERATIONS | both)).play(shown).verdict is Verdict.CONFORMS


def test_entries_that_look_alike_are_no_entry_twice() -> None:
    """winterbaume tells the second of a rotation, and nothing else that differs."""

    def alike(body: Body) -> Body:
        return body | {"Rotations": [{"RotationType": "ON_DEMAND", "RotationDate": 1} for _ in body["Rotations"]]}

    run = Run(FakeKms(operations=OPERATIONS | answered("ListKeyRotations", alike)))
    assert run.play(SEQUENCES["ListKeyRotations.state.paging"]).verdict is Verdict.INAPPLICABLE


def test_a_list_that_cannot_be_gone_on_with_is_no_list() -> None:
    """ministack answers Truncated without a NextMarker."""

    def cut(state: State, region: str, request: Body) -> Body:
        whole = OPERATIONS["ListKeys"](state, region, {})
        return {"Keys": whole["Keys"][:1], "Truncated": True}

    found = Run(FakeKms(operations=OPERATIONS | {"ListKeys": cut})).play(SEQUENCES["ListKeys.state.paging"])
    assert (found.verdict, found.explanation) == (
        Verdict.STATE_VIOLATION,
        "ListKeys: Truncated is true without a NextMarker",
    )


def test_what_is_taken_wrongly_spoils_nothing_for_others() -> None:
    """LocalStack deletes the material of any key, which cannot be used any more."""

    def delete(state: State, region: str, request: Body) -> Body:
        state.key(region, request["KeyId"]).state = "PendingImport"
        return {}

    run = Run(FakeKms(operations=OPERATIONS | {"DeleteImportedKeyMaterial": delete}))
    spoilt = run.play(SEQUENCES["DeleteImportedKeyMaterial.error.UnsupportedOperationException"])
    assert spoilt.verdict is Verdict.ACCEPTED_INVALID
    assert run.play(SEQUENCES["Encrypt.state.KeyId"]).verdict is Verdict.CONFORMS


def test_the_material_of_a_key_that_is_about_to_be_deleted_need_not_be_deleted() -> None:
    """LocalStack, ministack and local-kms refuse it: the key stays pending deletion either way."""

    def delete(state: State, region: str, request: Body) -> Body:
        if "Deletion" in state.key(region, request["KeyId"]).state:
            raise Refused("KMSInvalidStateException")
        return OPERATIONS["DeleteImportedKeyMaterial"](state, region, request)

    run = Run(FakeKms(operations=OPERATIONS | {"DeleteImportedKeyMaterial": delete}))
    assert run.play(SEQUENCES["DeleteImportedKeyMaterial.state.pending-deletion"]).verdict is Verdict.CONFORMS


def test_a_period_that_is_remembered_is_not_the_default() -> None:
    """LocalStack goes on with the last period where rotation is enabled again."""

    def enable(state: State, region: str, request: Body) -> Body:
        key = state.key(region, request["KeyId"])
        periods.update({key.id: request["RotationPeriodInDays"]} if "RotationPeriodInDays" in request else {})
        last = {"RotationPeriodInDays": periods[key.id]} if key.id in periods else {}
        return OPERATIONS["EnableKeyRotation"](state, region, last | request)

    periods: dict[str, int] = {}
    run = Run(FakeKms(operations=OPERATIONS | {"EnableKeyRotation": enable}))
    assert run.play(SEQUENCES["EnableKeyRotation.state.RotationPeriodInDays"]).verdict is Verdict.CONFORMS
    assert run.play(SEQUENCES["EnableKeyRotation.state.default-period"]).verdict is Verdict.CONFORMS


def test_a_target_without_custom_key_stores_may_say_so() -> None:
    """local-kms and ministack answer UnsupportedOperationException."""

    def unsupported(state: State, region: str, request: Body) -> Any:
        if "CustomKeyStoreId" in request:
            raise Refused("UnsupportedOperationException")
        return OPERATIONS["CreateKey"](state, region, request)

    run = Run(FakeKms(operations=OPERATIONS | {"CreateKey": unsupported}))
    assert run.play(SEQUENCES["CreateKey.error.CustomKeyStoreNotFoundException"]).verdict is Verdict.CONFORMS
