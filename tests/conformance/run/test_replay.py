"""A results file replayed: what still breaks is told from what breaks no more, at the same target and at another."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kms_conformance import cli
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.formats import jsonl
from kms_reports.result import (
    Result,
    Run,
    Verdict,
)
from kms_specification.requirements.registry import registry
from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Peer, serving

_tokens = count(1)
IDS = frozenset(r.id for r in registry())
Broken = Callable[..., Path]


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def place(gallery: str) -> Callable[[str], str]:
    """The URL of a fault or variation with an account of its own."""
    return lambda name: f"{gallery}/{name}/replay{next(_tokens)}"


@pytest.fixture
def broken(place: Callable[[str], str], tmp_path: Path) -> Broken:
    """The results file of a run of some requirements against a fault."""

    def run(fault: str, *ids: str) -> Path:
        (tmp_path / "soon.toml").write_text("lag = 0.2\n")
        url, soon = place(f"fault/{fault}"), tmp_path / "soon.toml"
        options = Options(target_url=url, profile=soon, depth=Depth.QUICK, ledger=tmp_path / "run.ledger")
        with opened(options, IDS) as found:
            results = [found.judge(r) for r in registry() if r.id in ids]
            run = found.header
        assert all(result.failed for result in results)
        run.results = results
        jsonl.write(run, tmp_path / "results.jsonl")
        (tmp_path / "run.ledger").unlink(missing_ok=True)
        return tmp_path / "results.jsonl"

    return run


def replayed(path: Path, url: str, *words: str) -> int:
    files = ["--ledger", str(path.with_name("ledger"))]
    soon = path.with_name("soon.toml")
    files += ["--profile", str(soon)] if soon.exists() else []
    return cli.main(["replay", str(path), "--target-url", url, *files, *words])


CASES = {
    "name-max-lax": "CreateCustomKeyStore.CustomKeyStoreName.length.max",
    "cluster-pattern-refuses-7": "CreateCustomKeyStore.CloudHsmClusterId.pattern",
    "anchor-need-missing": "CreateCustomKeyStore.rule.AWS_CLOUDHSM-requires-TrustAnchorCertificate",
    "endpoint-unique-missing": "CreateCustomKeyStore.unique.XksProxyUriEndpoint",
    "deleted-keeps-XksProxyUri": "CreateCustomKeyStore.unique.XksProxyUri",
    "wire-trailing-accepted": "protocol.json11.malformed-body",
    "error-no-code": "protocol.json11.error-shape",
    "output-status-201": "CreateCustomKeyStore.output.status",
    "describe-trims-name": "CreateCustomKeyStore.state.described",
}


@pytest.mark.parametrize("fault", CASES)
def test_it_still_breaks_where_the_fault_is_and_nowhere_else(
    fault: str, broken: Broken, place: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = broken(fault, CASES[fault])
    assert replayed(path, place(f"fault/{fault}")) == 1
    assert f"still breaks: {CASES[fault]}: " in capsys.readouterr().out
    path.with_name("ledger").unlink(missing_ok=True)
    assert replayed(path, place("variation/code-in-header")) == 0
    assert f"breaks no more: {CASES[fault]}: " in capsys.readouterr().out


def test_a_counterexample_holds_the_requests_that_came_first(broken: Broken) -> None:
    path = broken("cluster-unique-missing", "CreateCustomKeyStore.unique.CloudHsmClusterId")
    example = jsonl.read(path).results[0].counterexample
    assert example is not None
    (first,) = example.before
    assert first["operation"] == "CreateCustomKeyStore"
    assert first["request"]["CloudHsmClusterId"] == example.request["CloudHsmClusterId"]


def test_a_file_from_before_that_was_recorded_is_replayed(
    broken: Broken, place: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without what came first the answer shows nothing, so the requirement's own check is made."""
    path = broken("cluster-unique-missing", "CreateCustomKeyStore.unique.CloudHsmClusterId")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    del lines[1]["counterexample"]["before"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert replayed(path, place("fault/cluster-unique-missing")) == 1
    assert "still breaks" in capsys.readouterr().out


@pytest.mark.parametrize("one", ["byte-order-mark", "empty-body"])
def test_the_protocol_is_tried_with_the_operation_that_was_tested(one: str, tmp_path: Path) -> None:
    """A target that is right where it is asked for CreateCustomKeyStore, and wrong with the operation of the run."""

    def drops(peer: Peer, request: bytes, answer: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        if b"TrentService.GenerateRandom" in head and not body.startswith(b"{"):
            raise ConnectionError

    with Embedded() as endpoint:
        script = forwarding(url_guard.parse(endpoint.url).port, answered=drops)
        with serving(script) as site:
            words = ["--target-url", site.url, "--ledger", str(tmp_path / "ledger")]
            run = ["--operations", "GenerateRandom", "--depth", "quick", "--only", f"protocol.json11.{one}"]
            for command in (["run", *run, "--results", "r.jsonl"], ["replay", "r.jsonl"]):
                done = subprocess.run(
                    [COMMAND, *command, *words], capture_output=True, text=True, cwd=tmp_path, check=False
                )
                assert done.returncode == 1, done.stdout + done.stderr


def test_names_that_are_in_use_are_filled_anew(broken: Broken, place: Callable[[str], str]) -> None:
    """The store of the run is still there: what is asked again is for another one."""
    path = broken("name-max-strict", "CreateCustomKeyStore.CustomKeyStoreName.length.max")
    example = jsonl.read(path).results[0].counterexample
    assert example is not None
    url = place("variation/code-in-header")
    from tests.support.plain_client import Client

    client = Client(url)
    assert client.create(example.request).status == 200
    client.close()
    assert replayed(path, url) == 0


def test_what_stands_behind_another_target_is_no_break(broken: Broken, place: Callable[[str], str]) -> None:
    """A valid request that was refused; here there is no cluster, and it gets as far as that."""
    path = broken("password-min-strict", "CreateCustomKeyStore.KeyStorePassword.length.min")
    assert replayed(path, place("variation/no-clusters")) == 0


def test_only_some_are_replayed(
    broken: Broken, place: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [f"CreateCustomKeyStore.{name}.length.max" for name in ("CustomKeyStoreName", "KeyStorePassword")]
    path = broken("status-CustomKeyStoreName-length-max-413", ids[0])
    assert replayed(path, place("variation/code-in-header"), "--only", ids[1]) == 5
    assert "no failing requirement to replay" in capsys.readouterr().out
    assert replayed(path, place("variation/code-in-header"), "--only", "*.CustomKeyStoreName.*") == 0


def test_the_embedded_endpoint_is_replayed_without_a_url(broken: Broken, capsys: pytest.CaptureFixture[str]) -> None:
    path = broken("path-pattern-takes-dot", "CreateCustomKeyStore.XksProxyUriPath.pattern")
    assert cli.main(["replay", str(path)]) == 0
    said = capsys.readouterr()
    assert "1 requirement replayed, 0 still broken" in said.out
    earlier = jsonl.read(path).target
    assert f"asked of the embedded reference endpoint, not of {earlier}; give --target-url URL" in said.err


def test_a_requirement_of_another_version_cannot_be_shown(
    tmp_path: Path, place: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run("0.0", "http://x", "quick", 1, "2026-01-01T00:00:00+00:00")
    run.results = [
        Result("CreateCustomKeyStore.Gone.pattern", "CreateCustomKeyStore", "documented", Verdict.WRONG_CODE)
    ]
    jsonl.write(run, tmp_path / "old.jsonl")
    assert replayed(tmp_path / "old.jsonl", place("variation/code-in-header")) == 5
    assert "cannot be shown here: CreateCustomKeyStore.Gone.pattern: " in capsys.readouterr().out


def bad(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "text").write_text("no results")
    run = Run("0.0", "http://x", "quick", 1, "2026-01-01T00:00:00+00:00")
    jsonl.write(run, tmp_path / "none.jsonl")
    return {
        f"{tmp_path}/absent": "No such file",
        f"{tmp_path}/text": "no results of kms-conformance",
        f"{tmp_path}/none.jsonl --only NoSuch.*": "--only 'NoSuch.*' matches no requirement",
        f"{tmp_path}/none.jsonl --target-url localhost --rate none": "--rate: 'none' is no number above 0",
    }


@pytest.mark.parametrize("number", range(4))
def test_bad_input_is_one_line(number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed, says = list(bad(tmp_path).items())[number]
    assert cli.main(["replay", *typed.split()]) == 4
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1


def test_nothing_that_failed_is_nothing_to_replay(tmp_path: Path) -> None:
    run = Run("0.0", "http://x", "quick", 1, "2026-01-01T00:00:00+00:00")
    jsonl.write(run, tmp_path / "good.jsonl")
    assert cli.main(["replay", str(tmp_path / "good.jsonl")]) == 5
