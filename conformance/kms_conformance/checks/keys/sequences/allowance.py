"""What may be made on the real service, where keys cost money: nothing, or one key of a kind for the whole run."""

from __future__ import annotations

from dataclasses import dataclass, field

from kms_conformance.checks.keys.sequences.port import DELETED_IN, NotShownError, Request
from kms_specification.pages.resources import created_by
from kms_strategies.sequences.keys.resources import RECIPES
from kms_targets.profile import SHARED

_KEY = "CreateKey"
_DEFAULTS = {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS", "MultiRegion": False}
_NONE = 'keys cost money: none is made on the real service unless the profile says keys = "shared"'
# AWS Key Management Service pricing, "KMS key storage" and "Free tier".
_PRICE = "about USD 1 a month each, by the hour, until they are scheduled for deletion"

Kind = tuple[object, ...]


@dataclass(slots=True)
class Allowance:
    """What a profile's `keys` allows on the real service. `made` are the kinds of the keys that there are."""

    keys: str
    made: set[Kind] = field(default_factory=set)

    def spend(self, operation: str, request: Request, *, shared: bool) -> None:
        """Notes what is made. Raises NotShownError where it may not be. `shared`: all sequences of the run use it."""
        if created_by(operation) is None:
            return
        if self.keys != SHARED:
            raise NotShownError(_NONE)
        if operation != _KEY:
            return  # aliases and grants cost nothing, and need one of those keys
        kind = kind_of(request)
        if not shared or kind in self.made:
            raise NotShownError("keys cost money: on the real service one of a kind is made, and this needs another")
        self.made.add(kind)


def kind_of(request: Request) -> Kind:
    """The kind of key that a request asks for."""
    return tuple(request.get(member, default) for member, default in _DEFAULTS.items())


def cost(keys: str) -> str:
    """What is said before anything is made on the real service; empty where nothing is."""
    if keys != SHARED:
        return ""
    steps = [step for recipe in RECIPES.values() for step in recipe.steps if step.operation == _KEY]
    kinds = {kind_of(step.request) for step in steps if isinstance(step.request, dict)}
    return (
        f"On the real service at most {len(kinds)} keys are made, one of a kind, and scheduled for deletion in "
        f"{DELETED_IN} days at the end: {_PRICE}."
    )
