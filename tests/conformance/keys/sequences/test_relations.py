"""What an answer is held to, relation by relation, and what computed values are."""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kms_conformance.checks.keys.sequences.makers import DAY, filled, made
from kms_conformance.checks.keys.sequences.port import NotShownError
from kms_conformance.checks.keys.sequences.relations import at, wrong
from kms_strategies.sequences.keys.language import Made, Maker, Relation

ANSWER = {
    "Text": "one",
    "Bytes": b64encode(b"12345").decode(),
    "Few": b64encode(bytes(range(32))).decode(),
    "Same": b64encode(bytes(range(32)) * 32).decode(),
    "Varied": b64encode(bytes(range(256)) * 4).decode(),
    "Truth": True,
    "Keys": [{"KeyId": "a", "Operations": ["Encrypt", "Decrypt"]}, {"KeyId": "b"}],
    "Aliases": [
        {"TargetKeyId": "a", "AliasName": "arn:aws:kms:us-east-1:1:key/b"},
        {"TargetKeyId": "arn:aws:kms:us-east-1:1:key/b"},
    ],
    "Empty": {},
    "Policy": '{"b": 1, "a": 2}',
    "Date": 1_700_000_000.25,
    "Null": None,
}


@pytest.mark.parametrize(
    ("relation", "member", "value", "right"),
    [
        (Relation.EQUAL, "Text", "one", True),
        (Relation.EQUAL, "Text", "two", False),
        (Relation.EQUAL, "Truth", 1, False),
        (Relation.EQUAL, "Missing", "one", False),
        (Relation.EQUAL, "Missing", False, True),
        (Relation.EQUAL, "Null", False, True),
        (Relation.EQUAL, "Missing", True, False),
        (Relation.EQUAL, "Date", 1_700_000_000, True),
        (Relation.EQUAL, "Date", 1_700_000_002, False),
        (Relation.EQUAL, "Keys.1.KeyId", "b", True),
        (Relation.EQUAL_TO_MEMBER, "Keys.0.KeyId", "Keys.1.KeyId", False),
        (Relation.DIFFERENT, "Text", "two", True),
        (Relation.DIFFERENT, "Text", "one", False),
        (Relation.DIFFERENT, "Missing", "one", False),
        (Relation.DIFFERENT_OR_ABSENT, "Missing", True, True),
        (Relation.DIFFERENT_OR_ABSENT, "Truth", True, False),
        (Relation.SIZE, "Bytes", 5, True),
        (Relation.SIZE, "Bytes", 6, False),
        (Relation.SIZE, "Text", 2, False),
        (Relation.VARIED, "Varied", 200, True),
        (Relation.VARIED, "Same", 200, False),
        # That they are too few is for another requirement to say.
        (Relation.VARIED, "Few", 200, True),
        (Relation.LENGTH, "Keys", 2, True),
        (Relation.LENGTH, "Keys", 1, False),
        (Relation.LENGTH, "Missing", 0, True),
        (Relation.LENGTH, "Null", 0, True),
        (Relation.LENGTH, "Missing", 1, False),
        (Relation.ABSENT, "Missing", None, True),
        (Relation.ABSENT, "Empty", None, True),
        (Relation.ABSENT, "Text", None, False),
        (Relation.NAMES, "Text", {"KeyId": "one", "Arn": "arn"}, True),
        (Relation.NAMES, "Text", {"KeyId": "two", "Arn": "arn"}, False),
        (Relation.CONCEALS, "Bytes", b64encode(b"234").decode(), False),
        (Relation.CONCEALS, "Bytes", b64encode(b"6").decode(), True),
        (Relation.LISTS, "Keys", {"KeyId": "a", "Operations": ["Decrypt", "Encrypt"]}, True),
        (Relation.LISTS, "Keys", {"KeyId": "b", "Operations": []}, False),
        (Relation.LISTS, "Text", {"KeyId": "b"}, False),
        (Relation.LISTS, "Missing", {"KeyId": "b"}, False),
        (Relation.LACKS, "Missing", {"KeyId": "c"}, True),
        (Relation.LACKS, "Null", {"KeyId": "c"}, True),
        (Relation.LACKS, "Keys", {"KeyId": "c"}, True),
        (Relation.LACKS, "Keys", {"KeyId": "a"}, False),
        (Relation.LISTS_ONLY, "Keys", {"KeyId": "a"}, False),
        (Relation.LISTS, "Aliases", {"TargetKeyId": "a"}, True),
        (Relation.LISTS, "Aliases", {"TargetKeyId": "b"}, True),
        (Relation.LISTS, "Aliases", {"TargetKeyId": "c"}, False),
        (Relation.LISTS, "Aliases", {"TargetKeyId": "bc"}, False),
        (Relation.LACKS, "Aliases", {"TargetKeyId": "b"}, False),
        (Relation.LISTS, "Aliases", {"AliasName": "b"}, False),
        (Relation.LISTS_AT_MOST_ONE, "Keys", {}, False),
        (Relation.LISTS_AT_MOST_ONE, "Keys", {"KeyId": "a"}, True),
        (Relation.CONTAINS, "Keys.0.Operations", "Encrypt", True),
        (Relation.CONTAINS, "Keys.0.Operations", "Sign", False),
        (Relation.SAME_JSON, "Policy", '{"a":2,"b":1}', True),
        (Relation.SAME_JSON, "Policy", '{"a":2}', False),
        (Relation.SAME_JSON, "Text", "{}", False),
        (Relation.IS_JSON, "Policy", None, True),
        (Relation.IS_JSON, "Text", None, False),
        (Relation.DAYS_FROM_NOW, "Date", 7, False),
        (Relation.PUBLIC_KEY, "Bytes", "RSA_2048", False),
        (Relation.PRIVATE_KEY_OF, "Bytes", b64encode(b"1").decode(), False),
    ],
)
def test_a_relation_holds_or_says_what_is_wrong(relation: Relation, member: str, value: object, right: bool) -> None:
    found = wrong(relation, ANSWER, member, value)  # type: ignore[arg-type]
    assert (found is None) is right, found
    assert right or (found is not None and member in found)


@pytest.mark.parametrize(("days", "right"), [(7.0, True), (7.2, True), (6.5, False), (8.0, False)])
def test_a_time_in_days_has_a_tolerance_of_a_quarter(days: float, right: bool) -> None:
    answer = {"Date": time.time() + days * DAY}
    assert (wrong(Relation.DAYS_FROM_NOW, answer, "Date", 7) is None) is right


@pytest.mark.parametrize(
    ("days", "right"), [(7, True), (8, True), (6, False), (9, False), (7 + 1 / 24, False)], ids=str
)
def test_a_time_in_days_may_be_a_midnight_before_or_after(
    days: float, right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 20_000.5 * DAY)
    answer = {"Date": (20_000 + days) * DAY}
    assert (wrong(Relation.DAYS_FROM_NOW, answer, "Date", 7) is None) is right


@pytest.mark.parametrize(
    ("pages", "problem"),
    [
        ([["a", "b"], ["c"]], None),
        ([["a", "b", "c"]], "3 entries on page 1"),
        ([["a"], ["b"], ["a"]], '"a" on page 3 again'),
        ([["a", "a"]], '"a" on page 1 again'),
        ([["a"], None], None),
    ],
)
def test_pages_are_short_and_have_nothing_twice(pages: list[list[str] | None], problem: str | None) -> None:
    answer = {"Pages": [{"Keys": page} for page in pages]}
    found = wrong(Relation.WELL_PAGED, answer, "Pages", {"member": "Keys", "limit": 2})
    assert (found is None) == (problem is None)
    assert problem is None or problem in str(found)


@pytest.mark.parametrize(
    ("form", "right"),
    [(serialization.PrivateFormat.PKCS8, True), (serialization.PrivateFormat.TraditionalOpenSSL, False)],
)
@pytest.mark.parametrize(
    "private",
    [
        pytest.param(ec.derive_private_key(7, ec.SECP256R1()), id="ECC_NIST_P256"),
        pytest.param(ec.derive_private_key(7, ec.SECP521R1()), id="ECC_NIST_P521"),
        pytest.param(rsa.generate_private_key(65_537, 2048), id="RSA_2048"),
    ],
)
def test_a_private_key_is_in_the_form_of_pkcs_8(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, form: serialization.PrivateFormat, right: bool
) -> None:
    der, public = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    answer = {"Plaintext": b64encode(private.private_bytes(der, form, serialization.NoEncryption())).decode()}
    found = wrong(
        Relation.PRIVATE_KEY_OF,
        answer,
        "Plaintext",
        b64encode(private.public_key().public_bytes(der, public)).decode(),
    )
    assert (found is None) is right
    assert right or "PKCS #8" in str(found)


def test_a_way_leads_through_objects_and_lists_and_no_further() -> None:
    assert at(ANSWER, "Keys.0.Operations.1") == "Decrypt"
    assert at(ANSWER, "") == ANSWER
    assert wrong(Relation.EQUAL, ANSWER, "Keys.2.KeyId", "a") == "there is no Keys.2.KeyId"


def test_templates_are_filled_with_values_and_in_text() -> None:
    known = {"key.KeyId": "k-1", "number": 5}
    found = filled({"A": "{key.KeyId}", "B": "alias/{number}-x", "C": ["{number}"], "D": '{"V": 1}'}, known.__getitem__)
    assert found == {"A": "k-1", "B": "alias/5-x", "C": [5], "D": '{"V": 1}'}


def test_computed_values() -> None:
    blob = b64encode(b"abc").decode()
    assert b64decode(str(made(Maker.FLIPPED, [blob]))) == b"abb"
    assert b64decode(str(made(Maker.SHORTENED, [blob]))) == b"ab"
    assert b64decode(str(made(Maker.SHA_256, [blob]))) == hashlib.sha256(b"abc").digest()
    assert b64decode(str(made(Maker.HMAC_SHA_256, [blob, blob]))) == hmac.digest(b"abc", b"abc", "sha256")
    assert made(Maker.MERGED, [{"a": 1, "b": 1}, {"b": 2}]) == {"a": 1, "b": 2}
    arn = "arn:aws-cn:kms:cn-north-1:123456789012:key/1"
    assert made(Maker.ALIAS_ARN, [arn, "alias/x"]) == "arn:aws-cn:kms:cn-north-1:123456789012:alias/x"


@pytest.mark.parametrize(
    ("maker", "arn", "other"),
    [
        (Maker.OTHER_REGION, "arn:aws:kms:eu-west-2:123456789012:key/a", "arn:aws:kms:us-west-2:123456789012:key/a"),
        (Maker.OTHER_REGION, "arn:aws:kms:us-west-2:123456789012:key/a", "arn:aws:kms:us-east-1:123456789012:key/a"),
        (Maker.OTHER_ACCOUNT, "arn:aws:kms:us-east-1::alias/a:b", "arn:aws:kms:us-east-1:444455556666:alias/a:b"),
        (Maker.OTHER_SERVICE, "arn:aws:kms:x:444455556666:key/a", "arn:aws:sqs:x:444455556666:key/a"),
        (Maker.OTHER_ACCOUNT, "arn:aws:kms:x:444455556666:key/a", "arn:aws:kms:x:111122223333:key/a"),
    ],
)
def test_an_arn_of_others_is_never_the_same(maker: Maker, arn: str, other: str) -> None:
    assert made(maker, [arn]) == other != arn


def test_what_is_no_arn_has_no_other_account() -> None:
    with pytest.raises(NotShownError, match="it is no ARN"):
        made(Maker.OTHER_ACCOUNT, ["1234abcd-12ab-34cd-56ef-1234567890ab"])


def test_the_peer_derives_the_secret_of_both_sides() -> None:
    mine = made(Maker.PEER_PUBLIC_KEY, ["ECC_NIST_P256"])
    assert made(Maker.PEER_SECRET, ["ECC_NIST_P256", mine]) == made(Maker.PEER_SECRET, ["ECC_NIST_P256", mine])
    with pytest.raises(NotShownError):
        made(Maker.PEER_SECRET, ["ECC_NIST_P384", mine])


def test_an_answer_that_a_value_cannot_be_computed_from_shows_nothing() -> None:
    with pytest.raises(NotShownError, match="does not allow the last bit changed"):
        filled(Made(Maker.FLIPPED, ("{c}",)), {"c": None}.__getitem__)
