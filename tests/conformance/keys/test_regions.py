"""Which other Region a multi-Region key is replicated to: one of the same partition."""

from __future__ import annotations

import pytest
from botocore.session import get_session

from kms_conformance.checks.keys.sequences.target_port import beside

SESSION = get_session()
REGIONS = [
    r
    for partition in ("aws", "aws-cn", "aws-us-gov", "aws-iso")
    for r in SESSION.get_available_regions("kms", partition)
]


@pytest.mark.parametrize("region", REGIONS)
def test_it_is_another_region_of_the_same_partition(region: str) -> None:
    other = beside(region)
    assert other != region
    assert SESSION.get_partition_for_region(other) == SESSION.get_partition_for_region(region)
