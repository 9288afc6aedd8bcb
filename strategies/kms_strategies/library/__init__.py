"""Hypothesis strategies for other people's tests: requests of any operation that are valid, or break one requirement.

    from hypothesis import given
    from kms_strategies import valid, violating

    @given(valid("GenerateRandom"))
    def test_it_is_taken(request): ...

    @given(violating("CreateCustomKeyStore.CloudHsmClusterId.pattern"))
    def test_it_is_refused(request): ...

    @given(violating("Encrypt.Plaintext.size.max", boto3=True))
    def test_it_is_refused_to_boto3(request):
        with pytest.raises(ClientError):
            boto3.client("kms").encrypt(**request)

A request is a JSON object as it goes over the wire, where blobs are base64. With `boto3` it is the arguments of a
method of boto3, where they are bytes.
"""

from __future__ import annotations

from random import Random
from typing import Any, cast

from hypothesis import strategies as st

from kms_specification import catalog
from kms_specification.facts import Operation
from kms_specification.requirements.registry import registry
from kms_strategies.library.breaking import breaking
from kms_strategies.library.changing import unbroken
from kms_strategies.library.fitting import Fits, anything
from kms_strategies.library.native import arguments, sends
from kms_strategies.placeholders import Substitution

Request = dict[str, Any]


def valid(operation: str, *, boto3: bool = False) -> st.SearchStrategy[Request]:
    """Requests of an operation, by its name, that break no requirement. Unique names differ from draw to draw.

    Whether they succeed depends on the account: a key that is named need not exist. `boto3`: as arguments of a method
    of boto3, which sends them as they are. Raises ValueError for an operation that is not known.
    """
    if operation not in catalog.operation_names():
        raise ValueError(f"there is no operation {operation!r}")
    facts = catalog.operation(operation)
    return _made(facts, unbroken(facts, _fits(facts, boto3)), boto3)


def violating(requirement: str, *, boto3: bool = False) -> st.SearchStrategy[Request]:
    """Requests that break a requirement, by its id, and as little else as can be.

    `boto3`: as arguments of a method of boto3, and only what that sends by itself: it checks that members are there,
    types, and the least of lengths and numbers. Raises ValueError for an id that is not known, and for a requirement
    that no single request can break, such as one of a state, or none that boto3 sends.
    """
    known = next((r for r in registry() if r.id == requirement), None)
    if known is None or known.operation not in catalog.operation_names():
        raise ValueError(f"there is no requirement {requirement!r} of an operation")
    facts = catalog.operation(known.operation)
    found = breaking(known, facts, _fits(facts, boto3))
    if found is None:
        raise ValueError(f"no single request{' that boto3 sends' if boto3 else ''} breaks {requirement}")
    return _made(facts, found, boto3)


def _fits(operation: Operation, boto3: bool) -> Fits:
    return (lambda request: sends(operation.name, request)) if boto3 else anything


def _made(operation: Operation, templates: st.SearchStrategy[Request], boto3: bool) -> st.SearchStrategy[Request]:
    """Requests whose placeholders have values."""

    def made(drawn: tuple[Request, int]) -> Request:
        request = cast(Request, Substitution(Random(drawn[1]))(drawn[0]))
        return arguments(operation.name, request) if boto3 else request

    return st.tuples(templates, st.integers(0, 2**32 - 1)).map(made)
