"""Writes `kms.json` from a service model of KMS: `python -m kms_targets.reference.tables.generate MODEL [OUT]`.

MODEL is a `service-2.json` or `service-2.json.gz` as AWS SDKs ship it. Only what constrains a request and the errors
that an operation lists are kept. The endpoint itself reads `kms.json` alone.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("kms.json")
_FACTS = ("min", "max", "pattern", "enum", "sensitive", "required")


def tables(model: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a service model: operations with their inputs and errors, and the shapes that inputs reach."""
    shapes: dict[str, Any] = {}
    operations = {}
    for name, operation in sorted(model["operations"].items()):
        errors = sorted(error["shape"] for error in operation.get("errors", ()))
        operations[name] = {"input": operation["input"]["shape"], "errors": errors}
        _collect(model["shapes"], operation["input"]["shape"], shapes)
    return {"operations": operations, "shapes": dict(sorted(shapes.items()))}


def text(found: Mapping[str, Any]) -> str:
    """Tables as they stand in the file: a line for each operation and shape."""
    parts = []
    for section, entries in found.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
        parts.append(f"{json.dumps(section)}: {{\n{lines}\n}}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read_model(path: Path) -> Any:
    """A service model from a file, packed or not. Raises OSError or ValueError where there is none."""
    data = path.read_bytes()
    return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)


def _collect(known: Mapping[str, Any], name: str, into: dict[str, Any]) -> None:
    if name in into:
        return
    shape = known[name]
    entry = into[name] = {"type": shape["type"], **{fact: shape[fact] for fact in _FACTS if fact in shape}}
    for part in ("member", "key", "value"):
        if part in shape:
            entry[part] = shape[part]["shape"]
    if "members" in shape:
        entry["members"] = {member: found["shape"] for member, found in shape["members"].items()}
    for inner in [
        *(entry[part] for part in ("member", "key", "value") if part in entry),
        *entry.get("members", {}).values(),
    ]:
        _collect(known, inner, into)


if __name__ == "__main__":
    (Path(sys.argv[2]) if len(sys.argv) > 2 else OUT).write_text(text(tables(read_model(Path(sys.argv[1])))), "utf-8")
