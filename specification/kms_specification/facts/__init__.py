"""The vocabulary in which the documents are written down.

Only words live here, no rule and no figure: a fact is a frozen value that stands beside the sentence it comes from.
Lengths are in characters, sizes of blobs in decoded bytes, sizes of lists and maps in entries, ranges in the member's
own unit. A bound that is None does not exist.

A path names a member: `XksProxyAuthenticationCredential.AccessKeyId` inside a structure, `Tags.item.TagKey` inside the
elements of a list, `EncryptionContext.key` and `EncryptionContext.value` for a map.
"""

from kms_specification.facts.json_values import Json, texts
from kms_specification.facts.members import NO_BOUND, Enumeration, Kind, Length, Member, Pattern, Pem, Range, Size, walk
from kms_specification.facts.operations import Error, Operation, Variant
from kms_specification.facts.relations import (
    Affix,
    Allowed,
    Choice,
    Condition,
    Elsewhere,
    Permitted,
    PossibleLengths,
    Presence,
    Refused,
    SizeBy,
    Together,
    Unique,
)
from kms_specification.facts.sources import Level, Source

__all__ = [
    "NO_BOUND",
    "Affix",
    "Allowed",
    "Choice",
    "Condition",
    "Elsewhere",
    "Enumeration",
    "Error",
    "Json",
    "Kind",
    "Length",
    "Level",
    "Member",
    "Operation",
    "Pattern",
    "Pem",
    "Permitted",
    "PossibleLengths",
    "Presence",
    "Range",
    "Refused",
    "Size",
    "SizeBy",
    "Source",
    "Together",
    "Unique",
    "Variant",
    "texts",
    "walk",
]
