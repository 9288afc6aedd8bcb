"""Real emulators, each described by one TOML file in this folder: how it is installed, started and found healthy.

    from kms_targets import presets

    with presets.launch(presets.load(name)) as running:
        print(running.url)

Knows no requirement and no verdict. No emulator is named outside its file: to add one, add a file.
"""

from kms_targets.presets.launch import Running, launch
from kms_targets.presets.preset import Preset, load, names

__all__ = ["Preset", "Running", "launch", "load", "names"]
