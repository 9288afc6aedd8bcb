"""The registry as it was read and agreed on. Its ids are stable for ever, and its sentences are what a person reads."""

from __future__ import annotations

from pathlib import Path

from kms_specification import service_model
from kms_specification.facts import Level
from kms_specification.requirements.registry import (
    Aspect,
    Requirement,
    registry,
)

AGREED = (Path(__file__).parents[1] / "data/requirements.txt").read_text(encoding="utf-8").split("\n")[:-1]
BY_ID = {r.id: r for r in registry()}


def shown(requirement: Requirement) -> list[str]:
    """The lines of the list. The service model's words change with its version: there the section is enough."""
    source = requirement.source
    quoted = f"the service model, {source.section}" if source.document == service_model.DOCUMENT else str(source)
    return [requirement.id, f"  {requirement.statement}", f"  {requirement.level}: {quoted}"]


def agreed_on() -> list[Requirement]:
    """The requirements that are written here, not read from the service model, which grows."""
    written = {Aspect.RULE, Aspect.UNIQUE, Aspect.ERROR, Aspect.STATE, Aspect.PROTOCOL}
    return [r for r in registry() if r.operation == "CreateCustomKeyStore" or r.aspect in written]


def test_every_requirement_reads_as_it_was_agreed_on() -> None:
    assert [line for r in agreed_on() for line in shown(r)] == AGREED


def test_an_id_is_made_of_operation_aspect_and_subject() -> None:
    first = {Aspect.RULE, Aspect.UNIQUE, Aspect.ERROR, Aspect.OUTPUT, Aspect.STATE}
    for r in registry():
        words = (r.operation, r.aspect, r.subject) if r.aspect in first else (r.operation, r.subject, r.aspect)
        if r.aspect is Aspect.PROTOCOL:
            words = (r.operation, "sdk" if r.subject.startswith("boto3") else "json11", r.subject)
        if r.aspect is Aspect.IMPLEMENTED:
            assert r.subject == "implemented"
            words = (r.operation, r.aspect)
        assert r.id == ".".join(words)


def test_levels_and_aspects_are_words_that_a_program_may_rely_on() -> None:
    assert [str(level) for level in Level] == ["documented", "modelled", "protocol", "observed"]
    bounds = [f"{what}.{side}" for what in ("length", "size", "range") for side in ("min", "max")]
    members = ["required", "type", *bounds, "pattern", "enum", "default"]
    others = ["implemented", "rule", "unique", "error", "output", "state", "protocol"]
    assert [str(aspect) for aspect in Aspect] == [*members, *others]


def test_where_a_fact_stands_is_said_in_one_line() -> None:
    assert str(BY_ID["CreateCustomKeyStore.KeyStorePassword.length.max"].source) == (
        "AWS KMS API Reference, CreateCustomKeyStore, KeyStorePassword: "
        "“Length Constraints: Minimum length of 7. Maximum length of 32.”"
    )
