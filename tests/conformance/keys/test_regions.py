"""Which other Region a multi-Region key is replicated to: one of the same partition, if the target has another."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import get_session

from kms_conformance.checks.keys.sequences.runner import Run
from kms_conformance.checks.keys.sequences.target_port import beside
from kms_reports.result import Verdict
from kms_strategies.sequences.keys import SEQUENCES
from tests.support.fake_kms.kms import OPERATIONS, REGION, FakeKms
from tests.support.fake_kms.state import Body, State

SESSION = get_session()
REGIONS = [
    r
    for partition in ("aws", "aws-cn", "aws-us-gov", "aws-iso")
    for r in SESSION.get_available_regions("kms", partition)
]
ASKING_ELSEWHERE = [shown for shown in SEQUENCES.values() if any(step.region for step in shown.sequences[0])]


@pytest.mark.parametrize("region", REGIONS)
def test_it_is_another_region_of_the_same_partition(region: str) -> None:
    other = beside(region)
    assert other != region
    assert SESSION.get_partition_for_region(other) == SESSION.get_partition_for_region(region)


def test_an_endpoint_of_one_region_is_accused_of_nothing_in_another() -> None:
    def here(operation: Any) -> Any:
        def answer(state: State, region: str, request: Body) -> Body:
            found: Body = operation(state, REGION, request)
            return found

        return answer

    run = Run(FakeKms(operations={name: here(operation) for name, operation in OPERATIONS.items()}))
    found = [run.play(shown) for shown in ASKING_ELSEWHERE]
    assert len(found) > 10
    assert {one.verdict for one in found} == {Verdict.INAPPLICABLE}
    assert any("one Region alone" in one.explanation for one in found)


def test_a_replica_with_the_arn_of_its_primary_is_seen_for_all_that() -> None:
    def replicate(state: State, region: str, request: Body) -> Body:
        answer = OPERATIONS["ReplicateKey"](state, region, request)
        key = state.keys[request["ReplicaRegion"], answer["ReplicaKeyMetadata"]["KeyId"]]
        key.region = region
        return answer

    run = Run(FakeKms(operations=OPERATIONS | {"ReplicateKey": replicate}))
    assert run.play(SEQUENCES["ReplicateKey.state.replica"]).verdict is Verdict.STATE_VIOLATION
