"""Every operation of KMS: the service model, with the reference pages and the prose of the documentation laid over it.

A page stands over the model. From the model comes what the page is silent about; where both speak and differ, the value
is disputed: what is right by one of them is not surely wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from kms_specification import service_model
from kms_specification.error_meanings import IDENTIFIERS, STORES
from kms_specification.facts import Error, Level, Member, Operation, Pattern, Presence, Source, Together, Variant
from kms_specification.pages import create_custom_key_store, custom_key_stores
from kms_specification.pages.create_custom_key_store import VALIDATION
from kms_specification.pages.requests.prose import PROSE
from kms_specification.pages.requests.prose_row import Prose
from kms_specification.pages.requests.refused import NAMED_IN_PROSE, refused
from kms_specification.pages.requests.together import ELSEWHERE, PERMITTED, TOGETHER
from kms_specification.pages.successes.possible_lengths import POSSIBLE_LENGTHS
from kms_specification.service_model import said

LENGTH_ERROR = "LimitExceededException"
EXAMPLE = "example"  # the variant of an operation that has none of its own
NOT_FOUND = frozenset({"NotFoundException", "CustomKeyStoreNotFoundException"})
# The reference pages that are written down, without what the model says.
PAGES: tuple[Operation, ...] = (create_custom_key_store.OPERATION,)
# What else is known of an operation: the sentence that a success rests on, and whether its errors are exact.
_SUCCESS: Mapping[str, str] = custom_key_stores.SUCCESS


@cache
def operation(name: str) -> Operation:
    """The facts of an operation. Raises KeyError for one that the installed service model does not have."""
    page = next((page for page in PAGES if page.name == name), None)
    return _modelled(name) if page is None else _with_model(page)


@cache
def operation_names() -> tuple[str, ...]:
    """Every operation: those with a page first, then those of the model in its order."""
    return tuple(dict.fromkeys((*(page.name for page in PAGES), *service_model.operation_names())))


class _Operations(Mapping[str, Operation]):
    """Every operation by its name, each made when it is first asked for."""

    def __getitem__(self, name: str) -> Operation:
        return operation(name)

    def __iter__(self) -> Iterator[str]:
        return iter(operation_names())

    def __len__(self) -> int:
        return len(operation_names())


OPERATIONS: Mapping[str, Operation] = _Operations()


def merge_members(page: tuple[Member, ...], model: tuple[Member, ...]) -> tuple[Member, ...]:
    """The page's members with what only the model knows. Members that the page lacks are left out."""
    modelled = {m.name: m for m in model}
    return tuple(_merge(member, modelled[member.name]) if member.name in modelled else member for member in page)


def _with_model(page: Operation) -> Operation:
    model = service_model.members(page.name)
    known = {m.name for m in page.members}
    rest = tuple(m for m in model if m.name not in known)
    members = merge_members(page.members, model)
    return replace(page, members=members, modelled_only=rest, permitted=PERMITTED.get(page.name, ()), exact=True)


def _merge(page: Member, model: Member) -> Member:
    return replace(
        page,
        length=page.length or model.length,
        pattern=_pattern(page.pattern, model.pattern),
        enumeration=page.enumeration or model.enumeration,
        range=page.range or model.range,
        size=page.size or model.size,
        sensitive=page.sensitive or model.sensitive,
        members=merge_members(page.members, model.members),
        item=page.item or model.item,
        key=page.key or model.key,
        value=page.value or model.value,
    )


def _pattern(page: Pattern | None, model: Pattern | None) -> Pattern | None:
    if page is None or model is None or page.expression == model.expression:
        return page or model
    return replace(page, disputed=model.expression)


def _modelled(name: str) -> Operation:
    """An operation as the service model and its prose have it. Raises KeyError."""
    prose = PROSE.get(name, Prose())
    members = tuple(_with_prose(m.name, _loose(m), prose) for m in service_model.members(name))
    found = Operation(
        name=name,
        members=members,
        output=service_model.output(name),
        errors=service_model.errors(name),
        success_status=200,
        success_source=said(name, _SUCCESS.get(name) or service_model.summary(name)),
        validation_error=VALIDATION,
        named_in_prose=NAMED_IN_PROSE.get(name, ()),
    )
    paths = {path for path, _ in found.walk()}
    found = replace(
        found,
        length_errors=_length_errors(found, prose),
        conditions=tuple(c for c in prose.conditions if {c.requires, *c.when} <= paths),
        choices=tuple(replace(c, members=tuple(m for m in c.members if m in paths)) for c in prose.choices),
        affixes=tuple(a for a in prose.affixes if a.member in paths),
        sizes=tuple(s for s in prose.sizes_by if {s.member, s.by, *s.when} <= paths),
        possible_lengths=tuple(p for p in POSSIBLE_LENGTHS.get(name, ()) if {p.member, p.by} <= paths),
        refused=tuple(r for r in refused(name) if r.member in paths),
        together=tuple(t for t in TOGETHER.get(name, ()) if {*t.when, *t.then} <= paths),
        elsewhere=tuple(e for e in ELSEWHERE.get(name, ()) if {e.region, e.arn} <= paths),
        permitted=tuple(p for p in PERMITTED.get(name, ()) if {p.member, *p.when} <= paths),
    )
    return replace(found, variants=(_variant(found, prose),))


def _variant(found: Operation, prose: Prose) -> Variant:
    """The one way to make a valid request of an operation that has no variants of its own.

    Its members are those that are required, and those that its prose demands; what they name is looked up.
    """
    demanded = {c.requires for c in prose.conditions if not c.when}
    demanded |= {c.members[0] for c in found.choices if c.least and c.members}
    demanded |= {m for rule in found.together if _never_together(rule) for m in rule.when}
    members = tuple(m.name for m in found.members if m.required or m.name in demanded)
    looked_up = tuple(m for m in members if m in IDENTIFIERS | STORES)
    missing = tuple(e.name for e in found.errors if e.name in NOT_FOUND) if looked_up else ()
    return Variant(EXAMPLE, {}, members, missing, looked_up)


def _never_together(rule: Together) -> bool:
    """Whether a request that has none of the members of a rule breaks it."""
    absent = all(Presence.ABSENT in allowed for allowed in rule.when.values())
    return absent and not all(Presence.ABSENT in allowed for allowed in rule.then.values())


def _length_errors(found: Operation, prose: Prose) -> tuple[Error, ...]:
    """LimitExceededException speaks of length constraints wherever it is listed, and where the prose has it."""
    listed = tuple(error for error in found.errors if error.name == LENGTH_ERROR)
    return listed or service_model.named_errors(prose.length_error)


def _loose(member: Member) -> Member:
    """The member with patterns that may be read as engines differ: the model does not say which engine reads them."""
    return replace(
        member,
        pattern=replace(member.pattern, loose=True) if member.pattern else None,
        members=tuple(map(_loose, member.members)),
        item=_loose(member.item) if member.item else None,
        key=_loose(member.key) if member.key else None,
        value=_loose(member.value) if member.value else None,
    )


def _with_prose(path: str, member: Member, prose: Prose) -> Member:
    """The member with the bounds that its documentation string adds."""
    narrower = prose.narrower_patterns.get(path)
    return replace(
        member,
        required=prose.required.get(path, member.required),
        range=prose.ranges.get(path, member.range),
        size=prose.sizes.get(path, member.size),
        length=prose.lengths.get(path, member.length),
        members=tuple(_with_prose(f"{path}.{inner.name}", inner, prose) for inner in member.members),
        value=_with_prose(f"{path}.value", member.value, prose) if member.value else None,
        pattern=replace(member.pattern, narrower=narrower) if member.pattern and narrower else member.pattern,
    )


def default_source(member: Member, path: str) -> Source:
    """The sentence that names the default of a member."""
    return Source(member.source.document, path, f"The default value is {member.default}.", Level.DOCUMENTED)
