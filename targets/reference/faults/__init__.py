"""Every single fault the endpoint can have, by name. A file a class; each is a table of rules that are wrong."""

from __future__ import annotations

from itertools import chain

from targets.reference.faults import (
    bodies,
    bounds,
    classes,
    codes,
    conditions,
    enums,
    histories,
    lifecycle,
    listing,
    output,
    patterns,
    proxies,
    secrets,
    shapes,
    stability,
    state,
    types,
    uniqueness,
    updates,
    wires,
)
from targets.reference.faults.fault import Fault, Kind

__all__ = ["FAULTS", "Fault", "Kind"]

_FILES = (
    bounds,
    patterns,
    classes,
    shapes,
    enums,
    conditions,
    types,
    uniqueness,
    codes,
    bodies,
    output,
    state,
    lifecycle,
    listing,
    updates,
    histories,
    secrets,
    wires,
    stability,
    proxies,
)

FAULTS: dict[str, Fault] = {fault.name: fault for fault in chain.from_iterable(file.faults() for file in _FILES)}
