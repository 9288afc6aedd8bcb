"""Every single fault the endpoint can have, by name. A file a class; each is a table of rules that are wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count

from kms_targets.reference.faults import rare
from kms_targets.reference.faults.constraints import (
    char_classes,
    characters,
    conditions,
    enums,
    lengths,
    pattern_shapes,
    patterns,
    single_values,
    types,
)
from kms_targets.reference.faults.constraints import updates as update_constraints
from kms_targets.reference.faults.fault import Fault, Kind
from kms_targets.reference.faults.keys import (
    belongings,
    families,
    foreign_keys,
    names,
    supported_values,
)
from kms_targets.reference.faults.keys.answers import answer_members, contents
from kms_targets.reference.faults.keys.constraints import characters as key_characters
from kms_targets.reference.faults.keys.constraints import codes as key_codes
from kms_targets.reference.faults.keys.constraints import single as key_constraints
from kms_targets.reference.faults.keys.constraints import types as key_types
from kms_targets.reference.faults.keys.cryptography import algorithms, data_keys, encryption, shared_secrets, signatures
from kms_targets.reference.faults.keys.lifecycle import (
    creation,
    deletion,
    key_kinds,
    last_usage,
    replicas,
    rotation,
    store_keys,
)
from kms_targets.reference.faults.keys.lifecycle import families as key_families
from kms_targets.reference.faults.keys.lifecycle import states as key_states
from kms_targets.reference.faults.keys.lifecycle.material import (
    import_rules,
    imports,
    key_material,
    several_materials,
    wrapping,
)
from kms_targets.reference.faults.keys.permissions import grant_histories, grant_rules, grants, policies
from kms_targets.reference.faults.keys.side_effects import bystanders, unchanged
from kms_targets.reference.faults.protocol import bodies, messages, stability, wire
from kms_targets.reference.faults.responses import (
    codes,
    descriptions,
    error_bodies,
    output,
    secrets,
)
from kms_targets.reference.faults.state import (
    connection,
    listing,
    lookups,
    sequences,
    side_effects,
    stores,
    uniqueness,
    updates,
    xks_proxy,
)

__all__ = ["FAULTS", "FILES", "Fault", "Kind"]

FILES = (
    lengths,
    patterns,
    char_classes,
    pattern_shapes,
    single_values,
    enums,
    conditions,
    types,
    characters,
    uniqueness,
    codes,
    error_bodies,
    output,
    stores,
    connection,
    listing,
    lookups,
    descriptions,
    updates,
    update_constraints,
    sequences,
    side_effects,
    secrets,
    wire,
    bodies,
    messages,
    stability,
    xks_proxy,
    rare,
    key_constraints,
    key_characters,
    key_codes,
    key_types,
    families,
    encryption,
    data_keys,
    shared_secrets,
    signatures,
    algorithms,
    creation,
    deletion,
    imports,
    store_keys,
    belongings,
    bystanders,
    names,
    unchanged,
    answer_members,
    supported_values,
    contents,
    grants,
    foreign_keys,
    grant_rules,
    grant_histories,
    policies,
    last_usage,
    key_kinds,
    import_rules,
    wrapping,
    several_materials,
    key_material,
    rotation,
    replicas,
    key_families,
    key_states,
)


def _by_name(faults: Iterable[Fault]) -> dict[str, Fault]:
    """The faults by name; where several have one, the later are numbered from 2."""
    known: dict[str, Fault] = {}
    for fault in faults:
        names = chain((fault.name,), (f"{fault.name}-{number}" for number in count(2)))
        name = next(name for name in names if name not in known)
        known[name] = replace(fault, name=name)
    return known


FAULTS: dict[str, Fault] = _by_name(chain.from_iterable(file.faults() for file in FILES))
