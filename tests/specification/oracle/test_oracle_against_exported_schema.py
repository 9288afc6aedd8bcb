"""The oracle and the exported schema say the same of every vector, as a validator that is not ours reads the schema."""

from random import Random

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import registry
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.boundary_cases import vectors
from tests.support.schemas.schema_reading import reader

REQUIREMENTS = [r for r in registry() if r.operation in OPERATIONS]
# That a text is JSON, or bytes a public key, no keyword of a schema demands.
NO_KEYWORD = ("error.MalformedPolicyDocumentException", "ReplicateKey.implemented", "DeriveSharedSecret.implemented")
LARGEST = 20_000  # characters of a request: beyond it a validator takes seconds


def differences(requirements):
    """What one of the two says is broken and the other does not; only the oracle knows what is open."""
    readers = {name: reader(OPERATIONS[name]) for name in {r.operation for r in requirements}}
    count, found = 0, []
    for requirement in requirements:
        operation = OPERATIONS[requirement.operation]
        for case in vectors(requirement):
            request = Substitution(Random(1))(case.request)
            if len(str(request)) > LARGEST:
                continue
            count += 1
            said = [v for v in violations(operation, request) if not v.requirement.endswith(NO_KEYWORD)]
            certain = {v.requirement for v in said if v.certain}
            schema = readers[operation.name](request) - {None}
            if not certain <= schema <= {v.requirement for v in said}:
                found.append((certain ^ schema, request))
    return count, found


def test_one_operation_and_some_requirements_of_all_others():
    some = [r for r in REQUIREMENTS if r.operation == "CreateCustomKeyStore"][::3]
    some += [r for r in REQUIREMENTS if r.operation != "CreateCustomKeyStore"][::12]
    count, found = differences(some)
    assert count > 1500
    assert found == []


@pytest.mark.thorough
def test_every_vector_of_every_operation():
    count, found = differences(REQUIREMENTS)
    assert count > 20_000
    assert found == []
