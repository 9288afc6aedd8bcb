"""The help of a command, and the completion of its command line, tried in real shells."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.commands import COMMANDS, module
from kms_conformance.commands.setup.completion import SHELLS
from kms_conformance.plugin import all_options
from kms_conformance.settings.depth import Depth
from kms_targets import presets
from tests.support.commands.under_way import COMMAND

OPTIONS = [option for options in all_options().values() for option in options]


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as end:
        cli.main([*words, "--help"])
    assert not end.value.code
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_eighty_columns_but_for_commands_to_paste(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = shown(capsys, command).splitlines()
    assert [line for line in lines if len(line) > 80 and not line.startswith("  kms-conformance ")] == []


def test_every_option_of_a_run_stands_in_its_group(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "run")
    for title, options in all_options().items():
        section = re.search(rf"^{title}:\n((?:  .*\n)+)", text, re.MULTILINE)
        assert section, title
        flags = re.findall(r"^  (--[a-z-]+)", section[1], re.MULTILINE)
        assert [option.flag() for option in options] == flags[: len(options)]
    other = re.search(r"^options:\n((?:  .*\n)+)", text, re.MULTILINE)
    assert other
    assert re.findall(r"--[a-z-]+", other[1]) == ["--help"]


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"completion"}))
def test_the_examples_of_the_help_are_command_lines(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, command)
    lines = re.findall(rf"^  kms-conformance ({command}\b.*)$", text, re.MULTILINE)
    assert lines
    for line in lines:
        cli._whole().parse_args(shlex.split(line.partition(" < ")[0]))
    codes = re.findall(r"^  ([0-5])  \S", text.partition("exit codes:")[2], re.MULTILINE)
    assert {"0", "4"} <= set(codes)
    assert codes == sorted(set(codes))


def test_the_seed_says_what_it_does_not_repeat(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(shown(capsys, "run").split())
    assert "not the names in them, which are always new, and not what the target does" in text


def completed(words: list[str], directory: Path) -> set[str]:
    """What bash offers for the last of the words."""
    script = f"""
    source <({shlex.quote(COMMAND)} completion bash)
    COMP_WORDS=(kms-conformance {shlex.join(words)})
    COMP_CWORD={len(words)}
    COMP_LINE="${{COMP_WORDS[*]}}"
    COMP_POINT=${{#COMP_LINE}}
    $(complete -p kms-conformance | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, timeout=300, cwd=directory, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return set(done.stdout.split())


def test_bash_completes(tmp_path: Path) -> None:
    (tmp_path / "results.jsonl").write_text("")
    (tmp_path / "folder").mkdir()
    assert completed([""], tmp_path) >= set(COMMANDS)
    assert completed(["ma"], tmp_path) == {"matrix"}
    assert completed(["run", "--"], tmp_path) >= {option.flag() for option in OPTIONS} | {"--workers", "--plan"}
    assert completed(["run", "--max-"], tmp_path) == {"--max-seconds", "--max-requests"}
    assert completed(["run", "--depth", ""], tmp_path) == set(Depth)
    assert completed(["run", "--preset", ""], tmp_path) == set(presets.names())
    assert "CreateCustomKeyStore" in completed(["run", "--operations", "CreateC"], tmp_path)
    assert completed(["run", "--profile", "res"], tmp_path) == {"results.jsonl"}
    assert completed(["matrix", "--out", ""], tmp_path) == {"folder"}
    assert completed(["completion", ""], tmp_path) == set(SHELLS)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes(tmp_path: Path) -> None:
    (tmp_path / "results.jsonl").write_text("")

    def offered(line: str) -> set[str]:
        script = (
            f"{shlex.quote(COMMAND)} completion fish | source; complete -C {shlex.quote('kms-conformance ' + line)}"
        )
        done = subprocess.run(
            ["fish", "--no-config", "-c", script], capture_output=True, text=True, timeout=300, cwd=tmp_path, check=True
        )
        return {one.partition("\t")[0] for one in done.stdout.splitlines()}

    assert offered("") >= set(COMMANDS)
    assert offered("run --max-") == {"--max-seconds", "--max-requests"}
    assert offered("run --depth ") == set(Depth)
    assert "CreateCustomKeyStore" in offered("run --operations CreateC")
    assert offered("run --profile res") == {"results.jsonl"}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_has_every_command_and_is_read_by_it(shell: str, tmp_path: Path) -> None:
    done = subprocess.run([COMMAND, "completion", shell], capture_output=True, text=True, timeout=300, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    assert all(option.flag().lstrip("-") in done.stdout for option in OPTIONS)
    script = tmp_path / "script"
    script.write_text(done.stdout)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: its script was made, and not read by it")
    subprocess.run([shell, "-n", str(script)], capture_output=True, timeout=300, check=True)


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["completion", "cmd"])
    assert end.value.code == cli.USAGE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert COMMANDS[name].summary.partition(":")[0] in " ".join(shown(capsys, name).split())
    assert module(name).__doc__
