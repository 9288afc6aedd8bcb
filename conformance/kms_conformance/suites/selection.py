"""Which requirements a run evaluates: by operation, by id or glob, and without what is skipped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fnmatch import fnmatchcase
from zlib import crc32

from kms_conformance.settings.nearest import nearest
from kms_conformance.settings.options import Options
from kms_conformance.settings.readers import OptionError
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.requirements.registry import Requirement, registry

_FLAG = "--operations"
DEFAULT_OPERATIONS = (CREATE,)
PROTOCOL = "protocol"  # the operation of requirements on the wire protocol, which every selection includes
# Requirements on sequences of requests, with the operations that the sequence calls: selected where all of these are.
SEQUENCES = {f"{CREATE}.state.history": "*CustomKeyStore*"}


def select(options: Options, named: Collection[str] = ()) -> list[Requirement]:
    """The requirements of a run, in the order of the registry. `named`: ids given as node ids; only these then.

    Raises OptionError, one line, for an operation, an id or a glob that matches nothing.
    """
    chosen = operations(options.operations, options.label("operations"))
    for name, globs in (("only", options.only), ("skip", options.skip)):
        for glob in globs:
            if not any(fnmatchcase(r.id, glob) for r in registry()):
                hint = nearest(glob, [r.id for r in registry()]) or ": see `kms-conformance requirements`"
                raise OptionError(f"{options.label(name)} {glob!r} matches no requirement{hint}")
    if named:
        return _named(named)
    included = _included(options, chosen)
    return [r for r in registry() if included(r) and not any(fnmatchcase(r.id, glob) for glob in options.skip)]


def of_shard(requirements: Iterable[Requirement], shard: tuple[int, int] | None) -> list[Requirement]:
    """Those of a shard, the first of the pair of as many as the second says. An id stays in its shard for ever."""
    number, of = shard or (1, 1)
    return [r for r in requirements if crc32(r.id.encode()) % of == number - 1]


def chosen_operations(globs: Iterable[str], label: str = _FLAG) -> tuple[str, ...]:
    """The operations that the globs select, in the order of the documents. Raises OptionError."""
    chosen = operations(globs, label)
    return tuple(name for name in _names() if name in chosen)


def _named(ids: Collection[str]) -> list[Requirement]:
    known = {r.id for r in registry()}
    for one in ids:
        if one not in known:
            raise OptionError(f"there is no requirement {one!r}{nearest(one, known)}")
    return [r for r in registry() if r.id in ids]


def _included(options: Options, operations: Collection[str]) -> Callable[[Requirement], bool]:
    """Whether a requirement is in the selection, before anything is skipped."""
    exact = {r.id for r in registry()} & set(options.only)
    globs = [glob for glob in options.only if glob not in exact]

    def included(requirement: Requirement) -> bool:
        if options.only:
            matches = any(fnmatchcase(requirement.id, glob) for glob in globs)
            selected = not options.operations or _of(requirement, operations)
            return requirement.id in exact or (matches and selected)
        return _of(requirement, operations)

    return included


def _of(requirement: Requirement, operations: Collection[str]) -> bool:
    """Whether a requirement belongs to the operations, or to the protocol."""
    calls = SEQUENCES.get(requirement.id)
    if calls is not None:
        return all(name in operations for name in _names() if fnmatchcase(name, calls))
    return requirement.operation == PROTOCOL or requirement.operation in operations


def operations(globs: Iterable[str], label: str = _FLAG) -> frozenset[str]:
    """The operations that the globs select. Raises OptionError for a glob that selects none; `label` said it."""
    found: set[str] = set()
    for glob in globs or DEFAULT_OPERATIONS:
        matching = {name for name in _names() if glob == "all" or fnmatchcase(name, glob)}
        if not matching:
            raise OptionError(f"{label}: there is no operation {glob!r}{nearest(glob, _names(), 3)}")
        found |= matching
    return frozenset(found)


def _names() -> tuple[str, ...]:
    """The operations that have requirements."""
    return tuple(dict.fromkeys(r.operation for r in registry() if r.operation != PROTOCOL))
