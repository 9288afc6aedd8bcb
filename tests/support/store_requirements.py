"""The requirements on custom key stores that are judged at the places of a gallery, and what judges them."""

from __future__ import annotations

from collections.abc import Callable

from kms_reports.result import Result
from kms_specification.aspects import CONSTRAINTS
from kms_specification.pages.custom_key_stores import STORE_OPERATIONS
from kms_specification.pages.keys import KEEP_A_STORE
from kms_specification.requirements.registry import registry

BY_ID = {r.id: r for r in registry()}
HISTORY = "CreateCustomKeyStore.state.history"
# What needs a key in a store is shown with the other requirements of keys.
LIFE_CYCLE = [
    r
    for r in registry()
    if ((r.operation in STORE_OPERATIONS and r.aspect not in CONSTRAINTS) or r.id == HISTORY)
    and r.id not in KEEP_A_STORE
]
Judge = Callable[..., list[Result]]
