"""Servers that are right but different, by name: none of them may be found at fault.

Where the page is open the endpoint itself takes one reading; here are the others, and the habits of other servers.
"""

from __future__ import annotations

from itertools import chain

from kms_targets.reference.conforming_variants import (
    connection,
    errors,
    keys,
    leniencies,
    messages,
    orders,
    readings,
    responses,
)
from kms_targets.reference.conforming_variants.variant import Variation

__all__ = ["VARIATIONS", "Variation"]

_FILES = (errors, readings, leniencies, orders, responses, connection, messages, keys)

VARIATIONS: dict[str, Variation] = {
    name: Variation(name, description, change)
    for name, description, change in chain.from_iterable(file.TABLE for file in _FILES)
}
