"""What a row of the prose is: what the documentation strings of one operation add to its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Affix, Choice, Condition, Length, Range, Size, SizeBy, Source
from kms_specification.service_model import said


class Prose(NamedTuple):
    """What the documentation string of one operation adds to its model. Members are named by their paths.

    `length_error` is an error that the operation does not list and that is as right for a length that is wrong.
    """

    required: Mapping[str, Source] = {}
    ranges: Mapping[str, Range] = {}
    sizes: Mapping[str, Size] = {}
    lengths: Mapping[str, Length] = {}
    narrower_patterns: Mapping[str, str] = {}
    conditions: tuple[Condition, ...] = ()
    choices: tuple[Choice, ...] = ()
    affixes: tuple[Affix, ...] = ()
    sizes_by: tuple[SizeBy, ...] = ()
    length_error: str = ""


def of_member(operation: str, member: str, sentence: str) -> Source:
    """A sentence that the documentation string of a member of a request says."""
    return said(f"{operation}Request.{member}", sentence)
