"""What the errors are said to mean stands in the service model, word for word."""

from __future__ import annotations

import pytest

from kms_specification.error_meanings import RETRIED
from kms_specification.service_model import documentation


@pytest.mark.parametrize("error", RETRIED)
def test_the_sentence_that_allows_a_retry_stands_in_the_model(error: str) -> None:
    assert RETRIED[error] in " ".join(documentation(error).split())
