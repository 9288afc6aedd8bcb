"""Which answers are acceptable, and why: the oracle, and the outcomes that it speaks in."""

from kms_specification.oracle.expectations import expect, expect_in_any_order
from kms_specification.oracle.outcomes import (
    BAD_REQUEST,
    SUCCESS,
    UNKNOWN,
    Environment,
    Expectation,
    Outcome,
    ReachableOutcome,
    listed,
    merged,
    refusals,
    refused,
)

__all__ = [
    "BAD_REQUEST",
    "SUCCESS",
    "UNKNOWN",
    "Environment",
    "Expectation",
    "Outcome",
    "ReachableOutcome",
    "expect",
    "expect_in_any_order",
    "listed",
    "merged",
    "refusals",
    "refused",
]
