"""The parts of an id."""

from __future__ import annotations

import pytest
from hypothesis import given

from kms_reports.identity import Identity, parse
from tests.support.reports.samples import texts


@pytest.mark.parametrize(
    ("identity", "subject", "aspect"),
    [
        ("Create.implemented", "", "implemented"),
        ("Create.Name.length.max", "Name", "length.max"),
        ("Create.Credential.AccessKeyId.required", "Credential.AccessKeyId", "required"),
        ("Create.rule.A-requires-B", "A-requires-B", "rule"),
        ("Create.output.Id.length.max", "Id.length.max", "output"),
        ("Create.Operations.item.enum", "Operations.item", "enum"),
        ("Create.Plaintext.size.max", "Plaintext", "size.max"),
        ("Create.other", "", "other"),
        ("", "", ""),
    ],
)
def test_subject_and_aspect(identity: str, subject: str, aspect: str) -> None:
    assert parse(identity) == Identity(identity.partition(".")[0], subject, aspect)


def test_the_wire_protocol_is_an_operation_of_its_own() -> None:
    assert parse("protocol.json11.malformed-body") == Identity("protocol", "malformed-body", "protocol")


@given(texts)
def test_any_text_has_parts(identity: str) -> None:
    assert parse(identity).operation == identity.partition(".")[0]
