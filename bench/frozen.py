"""What holds today, written down, and compared with a later commit: nothing is lost without being seen.

    python -m bench.frozen save FILE [--power POWER.json]
    python -m bench.frozen compare FILE [--power POWER.json]

Kept are the requirements with their statements, a digest of the boundary vectors of each, and, where the results of
`bench.power` are given, what became of each fault and each right server. `compare` ends with 1 where a requirement is
gone or anything else differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kms_specification.requirements.registry import registry
from kms_strategies.requests.boundary_cases import vectors

Frozen = Mapping[str, Mapping[str, str]]
_WORDS = {"requirements": "statement", "vectors": "boundary vectors", "power": "result on the scoreboard"}


def frozen(power: Path | None = None) -> dict[str, dict[str, str]]:
    """What holds now: for each requirement its statement and a digest of its vectors, and for each task its result."""
    found = {
        "requirements": {r.id: r.statement for r in registry()},
        "vectors": {r.id: _digest([repr(case) for case in vectors(r)]) for r in registry()},
    }
    if power is not None:
        rows = json.loads(power.read_text(encoding="utf-8"))
        found["power"] = {_name(row): json.dumps(_lasting(row), sort_keys=True) for row in rows}
    return found


def differences(before: Frozen, now: Frozen) -> Iterator[str]:
    """What is gone, new or different, a line each."""
    for part in before.keys() & now.keys():
        old, new = before[part], now[part]
        yield from (f"gone: {name} ({_WORDS[part]})" for name in old if name not in new)
        yield from (f"new: {name} ({_WORDS[part]})" for name in new if name not in old)
        yield from (f"different: {name} ({_WORDS[part]})" for name in old if name in new and old[name] != new[name])


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()


def _name(row: Mapping[str, Any]) -> str:
    task = row["task"]
    return f"{task['name']} at {task['depth'] or 'schemathesis'}{' whole' if task['whole'] else ''}"


def _lasting(row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row does not depend on the machine and the hour."""
    return {key: value for key, value in row.items() if key not in ("seconds", "requests", "until")}


def main() -> int:
    """Saves or compares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=("save", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--power", type=Path, metavar="POWER.json")
    options = parser.parse_args()
    now = frozen(options.power)
    if options.command == "save":
        options.file.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        return 0
    found = list(differences(json.loads(options.file.read_text(encoding="utf-8")), now))
    print("\n".join(found) or "nothing differs")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
