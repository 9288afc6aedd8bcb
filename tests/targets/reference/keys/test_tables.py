"""The checked-in tables are those of the service model, and each fact of them is there once more by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import botocore
import pytest

from kms_targets.reference.operations import validation
from kms_targets.reference.tables import generate
from kms_targets.reference.tables.shapes import ERRORS, FILE, INPUTS, changed

GENERATED_FROM = "1.44.8"
MODEL = Path(botocore.__file__).parent / "data" / "kms" / "2014-11-01" / "service-2.json.gz"


def test_the_tables_are_those_of_the_model_that_they_were_made_from() -> None:
    made = generate.text(generate.tables(generate.read_model(MODEL)))
    if botocore.__version__ == GENERATED_FROM:
        assert made == FILE.read_text("utf-8")
    assert json.loads(made).keys() == {"operations", "shapes"}


def test_a_packed_and_an_unpacked_model_are_the_same(tmp_path: Path) -> None:
    plain = tmp_path / "service-2.json"
    plain.write_bytes(gzip.decompress(MODEL.read_bytes()))
    assert generate.read_model(plain) == generate.read_model(MODEL)


def test_some_facts_are_as_the_documentation_has_them() -> None:
    encrypt = INPUTS["Encrypt"]
    assert encrypt.required == {"KeyId", "Plaintext"}
    assert (encrypt.members["Plaintext"].least, encrypt.members["Plaintext"].most) == (1, 4096)
    assert INPUTS["GenerateRandom"].members["NumberOfBytes"].most == 1024
    tag = INPUTS["TagResource"].members["Tags"].item
    assert tag is not None
    assert (tag.members["TagKey"].most, tag.members["TagValue"].most) == (128, 256)
    assert "IncorrectKeyException" in ERRORS["Decrypt"]


@pytest.mark.parametrize(
    ("path", "value", "cause"),
    [
        (("Plaintext",), "", "Plaintext.size.min"),
        (("GrantTokens",), ["x"] * 11, "GrantTokens.size.max"),
        (("GrantTokens",), [""], "GrantTokens.item.length.min"),
        (("KeyId",), "k" * 2049, "KeyId.length.max"),
        (("KeyId",), None, "KeyId.required"),
        (("EncryptionAlgorithm",), "NONE", "EncryptionAlgorithm.enum"),
    ],
)
def test_a_broken_constraint_is_named_as_its_requirement_is(path: tuple[str, ...], value: object, cause: str) -> None:
    request = {"KeyId": "k", "Plaintext": "eA==", path[0]: value}
    found = list(validation.broken(INPUTS["Encrypt"], validation.read(INPUTS["Encrypt"], request)))
    assert [one.cause for one in found] == [cause]


def test_a_changed_shape_leaves_the_other_as_it_is() -> None:
    wider = changed(INPUTS["TagResource"], ("Tags", "item", "TagKey"), most=None)
    tags = [{"TagKey": "k" * 200, "TagValue": ""}]
    request = {"KeyId": "k", "Tags": tags}
    assert list(validation.broken(wider, request)) == []
    assert [one.cause for one in validation.broken(INPUTS["TagResource"], request)] == ["Tags.item.TagKey.length.max"]
