"""The digest of the facts changes with any of them, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kms_specification.requirements import version
from kms_specification.requirements.registry import registry


def test_a_changed_statement_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before, (first, *others) = version.digest(), registry()
    assert version.digest() == before
    monkeypatch.setattr(version, "registry", lambda: (replace(first, statement="Another."), *others))
    assert version.digest() != before


def test_the_order_of_the_registry_is_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before, backwards = version.digest(), tuple(reversed(registry()))
    monkeypatch.setattr(version, "registry", lambda: backwards)
    assert version.digest() == before
