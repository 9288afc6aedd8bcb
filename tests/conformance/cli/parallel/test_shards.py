"""Shards of a run, merged and compared: over real sockets, by the command that users type."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from kms_reports.formats import jsonl
from kms_reports.result import Verdict
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND

ONLY = ["--only", "CreateCustomKeyStore.*Name*", "--only", "CreateCustomKeyStore.state.*"]


def command(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, cwd=place, timeout=120, check=False)


def judged_at(place: Path, url: str, name: str, *words: str) -> int:
    common = ["run", "--target-url", url, "--depth", "quick", "--seed", "7", "-q", "--results", f"{name}.jsonl", *ONLY]
    return command(place, *common, *words).returncode


def verdicts(path: Path) -> dict[str, Verdict]:
    return {result.id: result.verdict for result in jsonl.read(path).results}


def test_merged_shards_are_the_run_without_shards(tmp_path: Path) -> None:
    with Embedded(fault="name-max-missing") as endpoint:
        assert judged_at(tmp_path, endpoint.url, "whole") == 1
        codes = [judged_at(tmp_path, endpoint.url, f"part{n}", "--shard", f"{n}/2") for n in (1, 2)]
    done = command(tmp_path, "merge", "part2.jsonl", "part1.jsonl", "--out", "merged.jsonl")
    assert sorted(codes) == [0, 1]
    assert done.returncode == 1, done.stderr
    assert verdicts(tmp_path / "merged.jsonl") == verdicts(tmp_path / "whole.jsonl")
    assert min(len(verdicts(tmp_path / f"part{n}.jsonl")) for n in (1, 2)) > 0
    compared = command(tmp_path, "compare", "whole.jsonl", "merged.jsonl")
    assert (compared.returncode, compared.stdout.splitlines()[-1]) == (0, "Nothing changed.")


def test_what_broke_and_what_was_mended(tmp_path: Path) -> None:
    with Embedded() as right, Embedded(fault="name-max-missing") as wrong:
        assert judged_at(tmp_path, right.url, "right") == 0
        assert judged_at(tmp_path, wrong.url, "wrong") == 1
    worse = command(tmp_path, "compare", "right.jsonl", "wrong.jsonl", "--markdown", "d.md")
    assert worse.returncode == 1
    assert "1 requirement newly broken\n  CreateCustomKeyStore.CustomKeyStoreName.length.max\n" in worse.stdout
    assert "CreateCustomKeyStore.CustomKeyStoreName.length.max" in (tmp_path / "d.md").read_text()
    better = command(tmp_path, "compare", "wrong.jsonl", "right.jsonl", "--json")
    assert better.returncode == 0
    assert [json.loads(line)["change"] for line in better.stdout.splitlines()] == ["newly met"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--shard", "4/3", "--seed", "1"], "--shard: '4/3' is no shard such as 1/3"),
        (["run", "--shard", "0/3", "--seed", "1"], "--shard: '0/3' is no shard such as 1/3"),
        (["run", "--shard", "1", "--seed", "1"], "--shard: '1' is no shard such as 1/3"),
        (["run", "--shard", "1/3"], "--shard needs --seed N, the same for every shard"),
        (["merge", "a.jsonl", "--out", "m.jsonl"], "No such file"),
        (["merge", "torn.jsonl", "--out", "m.jsonl"], "no results of kms-conformance"),
        (["merge", "torn.jsonl", "torn.jsonl", "--out", "m.jsonl"], "given twice"),
        (["merge", "torn.jsonl", "./torn.jsonl", "--out", "m.jsonl"], "given twice"),
        (["merge", "torn.jsonl", "--out", "./torn.jsonl"], "are the same file"),
        (["compare", "torn.jsonl", "torn.jsonl"], "no results of kms-conformance"),
        (["compare", "torn.jsonl", "torn.jsonl", "--markdown", "nowhere/d.md"], "there is no directory"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    (tmp_path / "torn.jsonl").write_text('{"rec')
    done = command(tmp_path, *words)
    assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr
    assert told in done.stderr
    assert not (tmp_path / "m.jsonl").exists()
