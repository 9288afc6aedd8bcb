"""Lists and installs presets.

python -m kms_targets.presets list
python -m kms_targets.presets install NAME…
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kms_targets import TargetError
from kms_targets.presets.install import find_program, install, is_pinned
from kms_targets.presets.preset import load, names

BAD_USAGE = 4


def main(words: Sequence[str]) -> int:
    """Does what the words say. Returns an exit code: 4 for bad usage or a preset that cannot be installed."""
    match list(words):
        case ["list"]:
            for name in names():
                print(_line(name))
        case ["install", *wanted] if wanted:
            try:
                for preset in [load(name) for name in wanted]:
                    install(preset)
            except TargetError as broken:
                print(broken, file=sys.stderr)
                return BAD_USAGE
        case _:
            print(__doc__, file=sys.stderr)
            return BAD_USAGE
    return 0


def _line(name: str) -> str:
    """A preset's name, version, and whether it is there."""
    preset = load(name)
    program = find_program(preset)
    if program is None:
        state = "not installed"
    else:
        state = "installed" if is_pinned(preset, program) else f"{program}, whatever its version"
    return f"{preset.name:12} {preset.version:12} {state}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
