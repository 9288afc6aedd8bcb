"""The operations that can be judged: each page with the service model laid over it.

The page stands. From the model comes what the page is silent about, and where both speak and differ, the value is
disputed: right by one of them is not surely wrong.
"""

from __future__ import annotations

from dataclasses import replace

from kms_specification import service_model
from kms_specification.facts import (
    Member,
    Operation,
    Pattern,
)
from kms_specification.pages import create_custom_key_store


def merge_members(page: tuple[Member, ...], model: tuple[Member, ...]) -> tuple[Member, ...]:
    """The page's members with what only the model knows. Members that the page lacks are left out."""
    modelled = {m.name: m for m in model}
    return tuple(_merge(member, modelled[member.name]) if member.name in modelled else member for member in page)


def _merge(page: Member, model: Member) -> Member:
    return replace(
        page,
        length=page.length or model.length,
        pattern=_pattern(page.pattern, model.pattern),
        enumeration=page.enumeration or model.enumeration,
        range=page.range or model.range,
        sensitive=page.sensitive or model.sensitive,
        members=merge_members(page.members, model.members),
    )


def _pattern(page: Pattern | None, model: Pattern | None) -> Pattern | None:
    if page is None or model is None or page.expression == model.expression:
        return page or model
    return replace(page, disputed=model.expression)


def _load(page: Operation) -> tuple[Operation, tuple[Member, ...]]:
    model = service_model.members(page.name)
    known = {m.name for m in page.members}
    return (
        replace(page, members=merge_members(page.members, model)),
        tuple(m for m in model if m.name not in known),
    )


# The reference pages that are written down, without what the model says.
PAGES: tuple[Operation, ...] = (create_custom_key_store.OPERATION,)
OPERATIONS: dict[str, Operation] = {}
# Members that only the model has: what they break is never surely wrong, and nothing of theirs is a requirement.
UNDOCUMENTED: dict[str, tuple[Member, ...]] = {}

for _page in PAGES:
    OPERATIONS[_page.name], UNDOCUMENTED[_page.name] = _load(_page)
