"""Judge an endpoint: every requirement, with a report."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path

from kms_conformance import options as table
from kms_conformance.commands.signals import like_ctrl_c
from kms_conformance.options import OptionError
from kms_targets import (
    TargetError,
    profile,
    url_guard,
)

INI = Path(__file__).parent.parent / "pytest.ini"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of a run."""
    table.add_to(parser.add_argument)
    parser.add_argument("--junitxml", metavar="FILE", help="write the results as JUnit XML")
    parser.add_argument("--workers", metavar="N", help="judge with several processes at once (extra [xdist])")


def run(options: argparse.Namespace) -> int:
    """Hands the run to pytest, whose plugin does it."""
    try:
        asked = table.read(lambda name: getattr(options, name))
        table.known(asked)
        junit = _junit(options.junitxml)
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None
    if asked.profile is not None:
        profile.load(asked.profile)
    if asked.target_url is not None:
        url_guard.parse(asked.target_url, allow_real_aws=asked.allow_real_aws)
    words = ["--pyargs", "kms_conformance", "-c", str(INI), "--rootdir", str(INI.parent), "--kms_live"]
    words += ["-p", "kms_conformance.plugin", "--noconftest", "-p", "no:terminal", "-p", "no:cacheprovider", "-s"]
    words += table.typed_again(options)
    words += junit + _workers(options.workers)
    # Nothing of the directory that the command is called in takes part: no settings of pytest, no plugins.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    like_ctrl_c()
    import pytest

    return int(pytest.main(words))


def _junit(path: str | None) -> list[str]:
    if path is None:
        return []
    table.writable("--junitxml", Path(path))
    return [f"--kms_junitxml={path}"]


def _workers(text: str | None) -> list[str]:
    if text is None:
        return []
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise TargetError(f"--workers: {text!r} is no number from 1 to 64")
    if find_spec("xdist") is None:
        raise TargetError("--workers needs the extra [xdist]: pip install 'kms-conformance[xdist]'")
    return ["-p", "xdist", "-n", text]
