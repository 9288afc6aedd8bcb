"""Whether a target has a Region of its own for each that a request is signed for."""

from __future__ import annotations

from kms_conformance.checks.keys.sequences.port import Port, Request
from kms_conformance.checks.keys.sequences.relations import at


def one_for_all(port: Port, key: Request, region: str) -> bool:
    """Whether a single-Region key of the target is there in another Region too, with the ARN that it has at home.

    An endpoint of KMS is that of one Region. One that checks no signatures need not look at the Region in them: it
    answers for its own, and what is in another cannot be seen there. Raises NotShownError where nobody can ask.
    """
    seen = port.call("DescribeKey", key, region)
    arn = at(seen.json, "KeyMetadata.Arn")
    return seen.success and isinstance(arn, str) and f":{region}:" not in arn
