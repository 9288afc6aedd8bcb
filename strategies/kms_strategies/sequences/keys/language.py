"""Sequences on keys as data: requests with references to earlier answers, and what each answer has to be.

A template is JSON in which a string such as `{key.KeyMetadata.KeyId}` stands for a value of an earlier answer: first
the name of the answer, then the way through it. A string that is one reference stands for the value itself, whatever
its type; in a longer string its text is put in. `Made` stands for a value that is computed, from templates.

An answer is known with the members of its request beside its own. `{run}` and `{unique}` are words that no other run,
and no other sequence, has; `{elsewhere}` is another Region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto

from kms_specification.facts import Json


class Maker(StrEnum):
    """What a computed value is made by. Bytes are in base 64, as they stand in requests and answers."""

    FLIPPED = "the last bit changed"
    SHORTENED = "the last byte left out"
    HALVED = "the first half"
    BEGINNING = "the first half of a text"
    EXTENDED = "a byte more"
    SHA_256 = "the SHA-256 digest"
    HMAC_SHA_256 = "the HMAC of a message with a key, as RFC 2104 defines it"
    RSA_OAEP_SHA_256 = "a message encrypted with an RSA public key"
    RSA_OAEP_SHA_1 = "a message encrypted with an RSA public key, by SHA-1"
    RSA_AES_KEY_WRAP_SHA_256 = "a message wrapped by AES, after its AES key encrypted with an RSA public key"
    RSA_AES_KEY_WRAP_SHA_1 = "a message wrapped by AES, after its AES key encrypted with an RSA public key, by SHA-1"
    PEER_PUBLIC_KEY = "the public key of a peer on a curve, or of RSA"
    PEER_PRIVATE_KEY = "the private key of a peer on a curve, or of RSA"
    PEER_SECRET = "the secret that the peer derives from a public key"
    ENCAPSULATED = "a secret encapsulated with an ML-KEM public key"
    ENCAPSULATED_SECRET = "the secret that was encapsulated with an ML-KEM public key"
    ML_DSA_MU = "the representative of a message that ML-DSA signs with the private key of a public key"
    ALIAS_ARN = "the ARN of an alias, from the ARN of its key and its name"
    OTHER_ACCOUNT = "an ARN with another account in it"
    OTHER_REGION = "an ARN with another Region in it"
    OTHER_SERVICE = "an ARN with another service in it"
    DAYS_AHEAD = "the time in so many days, in seconds"
    THIRD = "a third of the number of entries in a list, 1,000 at most"
    MERGED = "the members of one object and then of another"


@dataclass(frozen=True, slots=True)
class Made:
    """A value computed from others."""

    by: Maker
    of: tuple[Template, ...]


Template = Json | Made | Mapping[str, "Template"] | Sequence["Template"]


class Relation(Enum):
    """What a member of an answer is held against."""

    EQUAL = auto()  # the value
    DIFFERENT = auto()  # there, and not the value
    DIFFERENT_OR_ABSENT = auto()  # not the value
    EQUAL_TO_MEMBER = auto()  # another member of the same answer
    LENGTH = auto()  # a list of so many entries
    SIZE = auto()  # so many bytes, in base 64
    VARIED = auto()  # bytes of at least so many values, in base 64
    ABSENT = auto()  # not there, null or empty
    NAMES = auto()  # a key, by its id or its ARN: the metadata of the key
    CONCEALS = auto()  # bytes in which those of the value do not stand
    LISTS = auto()  # a list with one entry that has these members
    LACKS = auto()  # a list with no entry that has these members
    LISTS_ONLY = auto()  # a list of which each entry has these members
    LISTS_AT_MOST_ONE = auto()  # a list with at most one entry that has these members
    DISTINCT = auto()  # a list of which no two entries are the same
    CONTAINS = auto()  # a list that has this value
    SAME_JSON = auto()  # a string of JSON that says the same as the value
    AGREES = auto()  # an object that has those of some members which another has, with their values
    IS_JSON = auto()  # a string of JSON
    DAYS_FROM_NOW = auto()  # a time in so many days
    WELL_PAGED = auto()  # pages of at most so many entries, none twice
    PUBLIC_KEY = auto()  # a SubjectPublicKeyInfo of this type
    PRIVATE_KEY_OF = auto()  # a PKCS #8 private key of this public key
    VERIFIES = auto()  # a signature: {algorithm, key, message}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an answer is held to. `member` is the way through the answer, empty for all of it."""

    member: str
    relation: Relation
    value: Template = None


class Outcome(StrEnum):
    """What a request has to come to, besides the errors that are named."""

    SUCCESS = "success"
    REFUSAL = "any error of the client"
    ERRORS = "one of the errors"
    EITHER = "success, or one of the errors"
    ANYTHING = "any answer"


@dataclass(frozen=True, slots=True)
class Step:
    """One request.

    A step that is not `judged` prepares: unless it comes out as it has to, nothing is shown. `with_status`: the HTTP
    status of an error is judged as well as its code. `name` is what its answer is known by. `pages` is the list of
    which all pages are read. `region` is a template for another Region. It is sent `after` so many seconds.
    """

    operation: str
    request: Template
    name: str = ""
    outcome: Outcome = Outcome.SUCCESS
    errors: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()
    judged: bool = False
    pages: str = ""
    region: str = ""
    after: float = 0.0
    with_status: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """Resources that sequences share: what makes them, once a run."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The sequences that show one requirement, by its id: each has to come out as it says."""

    id: str
    sequences: tuple[tuple[Step, ...], ...] = field(default=())


def ref(path: str) -> str:
    """The reference to a value: the name of an answer, and the way through it."""
    return "{" + path + "}"


def given(
    operation: str,
    request: Template,
    *checks: Check,
    name: str = "",
    region: str = "",
    errors: str = "",
    pages: str = "",
) -> Step:
    """A step that prepares: it has to succeed, or with `errors` to be refused with one of them."""
    refused = frozenset(errors.split())
    outcome = Outcome.ERRORS if refused else Outcome.SUCCESS
    return Step(
        operation, request, name=name, outcome=outcome, errors=refused, checks=checks, region=region, pages=pages
    )


def then(operation: str, request: Template, *checks: Check, name: str = "", pages: str = "", region: str = "") -> Step:
    """A step that is judged: it has to succeed, and its answer to be as the checks say."""
    return Step(operation, request, name=name, checks=checks, judged=True, pages=pages, region=region)


def refused(operation: str, request: Template, *errors: str, region: str = "") -> Step:
    """A step that is judged: it has to be refused with one of the errors, or with any where none is named."""
    outcome = Outcome.ERRORS if errors else Outcome.REFUSAL
    return Step(operation, request, outcome=outcome, errors=frozenset(errors), judged=True, region=region)


def refused_or_accepted(operation: str, request: Template, *errors: str) -> Step:
    """A step that is judged: where it is refused, it has to be with one of the errors."""
    return Step(operation, request, outcome=Outcome.EITHER, errors=frozenset(errors), judged=True)


def not_confirmed(operation: str, request: Template, member: str, error: str) -> Step:
    """A step that is judged: it is refused with the error, or else its answer does not say that the member is true.

    Another requirement is there to say that it has to be refused.
    """
    check = Check(member, Relation.DIFFERENT_OR_ABSENT, True)
    return Step(operation, request, outcome=Outcome.EITHER, errors=frozenset({error}), checks=(check,), judged=True)


def tried(operation: str, request: Template, *, region: str = "") -> Step:
    """A step whose answer is not judged."""
    return Step(operation, request, outcome=Outcome.ANYTHING, region=region)


def shows(id: str, *sequences: tuple[Step, ...]) -> Demonstration:
    """The sequences of a requirement. Those on an error show its HTTP status too."""
    if ".error." not in id:
        return Demonstration(id, sequences)
    return Demonstration(id, tuple(tuple(replace(s, with_status=s.judged) for s in steps) for steps in sequences))


def equal(member: str, value: Template) -> Check:
    """The member is the value."""
    return Check(member, Relation.EQUAL, value)


def different(member: str, value: Template) -> Check:
    """The member is there, and not the value."""
    return Check(member, Relation.DIFFERENT, value)


def size(member: str, number: int) -> Check:
    """The member has so many bytes."""
    return Check(member, Relation.SIZE, number)


def absent(member: str) -> Check:
    """The member is not there, or empty."""
    return Check(member, Relation.ABSENT)


def lists(member: str, entry: Template) -> Check:
    """The list has an entry with these members."""
    return Check(member, Relation.LISTS, entry)


def lacks(member: str, entry: Template) -> Check:
    """The list has no entry with these members."""
    return Check(member, Relation.LACKS, entry)
