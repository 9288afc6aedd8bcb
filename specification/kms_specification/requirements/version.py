"""The version of the facts: what documents they were read from, and a digest that changes where any of them does."""

from __future__ import annotations

import hashlib

from kms_specification.pages.create_custom_key_store.sentences import AS_OF, PAGE
from kms_specification.requirements.registry import registry
from kms_specification.service_model import DOCUMENT, document


def digest() -> str:
    """The same for two installations that hold an endpoint to the same requirements for the same reasons."""
    lines = sorted("\t".join((one.id, one.level, one.tier, one.statement, str(one.source))) for one in registry())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def facts() -> str:
    """The version of the facts in words, on one line."""
    api = document()["metadata"]["apiVersion"]
    return f"facts {digest()}: {len(registry()):,} requirements of {DOCUMENT} (API {api}), and {PAGE} as of {AS_OF}"
