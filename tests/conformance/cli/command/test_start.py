"""What is imported before anything is asked for: by the command, and by the plugin in everybody's pytest sessions.

Modules are counted, not seconds: the numbers do not depend on the machine. `bench/startup.py` measures the time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.commands import COMMANDS, module
from kms_conformance.plugin import all_options
from kms_conformance.settings.options import KNOWN, REPORTS
from kms_conformance.settings.readers import READERS
from kms_specification.requirements.registry import registry
from tests.support.commands.projects import pytest_in, write

OPTIONS = [option for options in all_options().values() for option in options]

HEAVY = ("aalpy", "botocore", "h11", "hypothesis", "jinja2", "rich", "trustme", "urllib3", "uvicorn")
SHOW = "import json, sys\n{}\nprint(json.dumps(sorted(sys.modules)))"
COMMAND = "from kms_conformance.cli import main\ntry:\n    main({words})\nexcept SystemExit:\n    pass"


def imported(code: str, *options: str) -> set[str]:
    """The modules that are there after some code, in an interpreter of its own."""
    words = [sys.executable, *options, "-c", SHOW.format(code)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("kms_")}


def heavy(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] in HEAVY}


def test_the_plugin_imports_itself_alone() -> None:
    before = imported("import pytest")
    added = imported("import pytest, kms_conformance.plugin") - before
    assert added == {"kms_conformance", "kms_conformance.plugin"}


def test_a_session_that_does_not_ask_for_the_suite_imports_nothing_more(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "test_one.py": "import json, sys\n\n\n"
            "def test_what_is_there():\n"
            "    print(json.dumps(sorted(name for name in sys.modules if name.startswith('kms_'))))\n",
        },
    )
    done = pytest_in(tmp_path, "-q", "-s")
    assert done.returncode == 0, done.stdout
    assert '["kms_conformance", "kms_conformance.plugin"]' in done.stdout


def test_the_command_imports_what_it_needs() -> None:
    found = imported(COMMAND.format(words=["--help"]))
    assert ours(found) == {
        "kms_conformance",
        "kms_conformance.cli",
        "kms_conformance.commands",
        "kms_conformance.settings",
        "kms_conformance.settings.extras",
        "kms_conformance.settings.nearest",
        "kms_specification",
        "kms_targets",
    }
    assert heavy(found) == set()
    assert "pytest" not in found
    assert len(found - imported("import argparse, importlib.metadata")) < 30


def test_the_versions_need_the_facts_alone() -> None:
    found = imported(COMMAND.format(words=["--version"]))
    assert {name.partition(".")[0] for name in ours(found)} == {"kms_conformance", "kms_targets", "kms_specification"}
    assert heavy(found) == set()
    assert "pytest" not in found


@pytest.mark.parametrize("words", [["explain", "ListKeys", "nowhere.json"], ["run", "--help"]])
def test_a_command_imports_nothing_of_the_others(words: list[str]) -> None:
    found = imported(COMMAND.format(words=words))
    assert heavy(found) == set()
    assert "pytest" not in found
    commands = {name for name in COMMANDS if module(name).__name__ in found}
    assert commands == {words[0]}


def test_the_versions_are_those_that_are_installed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert not end.value.code
    own, botocore, hypothesis = map(version, ("kms-conformance", "botocore", "hypothesis"))
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"kms-conformance {own} (botocore {botocore}, hypothesis {hypothesis})"
    found = re.fullmatch(
        r"facts [0-9a-f]{12}: ([\d,]+) requirements of AWS KMS service model, botocore (\S+) \(API 2014-11-01\), "
        r"and AWS KMS API Reference, CreateCustomKeyStore as of 20\d\d-\d\d-\d\d",
        second,
    )
    assert found, second
    assert int(found[1].replace(",", "")) == len(registry())
    assert found[2] == botocore


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_of_a_command_is_what_its_module_says(name: str) -> None:
    assert (module(name).__doc__ or "").partition("\n")[0] == COMMANDS[name].summary


def test_every_option_is_in_the_table_and_is_read() -> None:
    names = {option.name for option in OPTIONS}
    assert names == set(KNOWN.names) - {"workers", "junitxml"}
    assert set(READERS) <= names
    assert set(REPORTS) <= names
    assert {option.name for option in OPTIONS if option.many} == set(KNOWN.many)
    assert {option.name for option in OPTIONS if not option.metavar} == set(KNOWN.flags)


def test_the_package_is_the_command() -> None:
    words = [sys.executable, "-m", "kms_conformance", "--version"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.startswith("kms-conformance ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rnu"], "kms-conformance: there is no command 'rnu': did you mean run?\n"),
        (["--versoin"], "kms-conformance: there is no option --versoin: did you mean --version?\n"),
        (["serve", "--prot", "1"], "kms-conformance serve: there is no option --prot: did you mean --port?\n"),
        (["cleanup", "one", "two"], "kms-conformance cleanup: unrecognized arguments: two\n"),
    ],
)
def test_a_typing_error_is_answered_with_the_nearest_name(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == cli.USAGE
    assert capsys.readouterr() == ("", message)


def test_no_command_is_answered_with_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([])
    assert end.value.code == cli.USAGE
    assert capsys.readouterr().err == f"kms-conformance: give a command: {', '.join(COMMANDS)}\n"
