"""The search without end: what it finds, what it never says, and what it keeps.

Over real sockets, bounded by requests and a seed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.fuzzing.storage import opened
from kms_reports.formats import jsonl
from kms_reports.result import FUZZ, Run, Verdict
from kms_targets.reference.http.server import Embedded

_tokens = count(1)
Search = Callable[..., tuple[int, Run]]


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def search(gallery: str, tmp_path: Path) -> Search:
    """A search at a fault, or at a variation; the exit code, and the results read back."""

    def run(place: str, *words: str, requests: int = 350) -> tuple[int, Run]:
        results = tmp_path / f"{next(_tokens)}.jsonl"
        files = ["--results", str(results), "--ledger", str(results.with_suffix(".ledger"))]
        url = ["--target-url", f"{gallery}/{place}/fuzz{next(_tokens)}"]
        code = cli.main(["fuzz", *url, *files, "--seed", "1", "-q", "--max-requests", str(requests), *words])
        return code, jsonl.read(results)

    return run


def test_nothing_is_said_against_the_plain_endpoint(search: Search) -> None:
    code, run = search("variation/pretty")
    assert (code, run.results, run.complete, run.depth) == (0, [], True, FUZZ)
    assert run.counts.planned == run.counts.sent == run.counts.judged > 150
    assert "Tried, by kind: valid" in run.notes[0]


@pytest.mark.parametrize("variation", ["nan-accepted", "cautious"])
def test_nothing_is_said_against_a_server_that_is_right_but_different(search: Search, variation: str) -> None:
    assert search(f"variation/{variation}")[0] == 0


@pytest.mark.thorough
def test_nothing_is_said_of_a_server_that_reads_no_large_bodies(search: Search) -> None:
    code, run = search("variation/small-bodies", "--operations", "PutKeyPolicy", requests=450)
    assert (code, run.results) == (0, [])
    assert run.counts.judged > 150


def test_an_empty_body_means_an_empty_object(search: Search) -> None:
    # Operations that need no member take it: the bytes of a request are often cut off whole.
    code, run = search("variation/pretty", "--operations", "List[KA]*", "--operations", "CreateKey")
    assert (code, run.results) == (0, [])


def test_other_operations_are_searched_too(search: Search) -> None:
    code, run = search("variation/keys-utf16", "--operations", "*Alias*", "--operations", "GenerateRandom")
    assert (code, run.results) == (0, [])
    assert run.counts.judged > 100


def test_a_finding_is_small_told_once_and_shown_again_by_replay(
    search: Search, gallery: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, run = search("fault/name-max-strict")
    assert (code, [r.id for r in run.results]) == (1, ["CreateCustomKeyStore.CustomKeyStoreName.length.max"])
    (found,) = run.results
    assert found.verdict is Verdict.REJECTED_VALID
    assert found.counterexample is not None
    # Nothing but the name is as long as it may be.
    assert {m: len(v) for m, v in found.counterexample.request.items() if len(v) > 60}["CustomKeyStoreName"] == 256
    assert len(json.dumps(found.counterexample.request)) < 1000
    assert "CreateCustomKeyStore.CustomKeyStoreName.length.max: rejected-valid" in capsys.readouterr().out
    for place, breaks in (("fault/name-max-strict", 1), ("variation/pretty", 0)):
        url = f"{gallery}/{place}/replay{next(_tokens)}"
        path = next(tmp_path.glob("*.jsonl"))
        ledger = str(tmp_path / f"replay{breaks}.ledger")
        assert cli.main(["replay", str(path), "--target-url", url, "--ledger", ledger]) == breaks


def test_changed_bytes_that_are_taken_are_found_and_replayed(search: Search, gallery: str, tmp_path: Path) -> None:
    code, run = search("fault/wire-trailing-accepted", requests=700)
    assert (code, [r.id for r in run.results]) == (1, ["protocol.json11.malformed-body"])
    assert run.results[0].counterexample is not None
    assert run.results[0].counterexample.body_base64
    path, url = next(tmp_path.glob("*.jsonl")), f"{gallery}/fault/wire-trailing-accepted/again"
    assert cli.main(["replay", str(path), "--target-url", url, "--ledger", str(tmp_path / "again.ledger")]) == 1


def test_a_sequence_is_found_and_replayed(search: Search, gallery: str, tmp_path: Path) -> None:
    code, run = search("fault/rename-disconnects", "--operations", "*CustomKeyStore*", requests=1500)
    assert (code, [r.id for r in run.results][:1]) == (1, ["CreateCustomKeyStore.state.history"])
    path = next(tmp_path.glob("*.jsonl"))
    for place, breaks in (("fault/rename-disconnects", 1), ("variation/pretty", 0)):
        url, ledger = f"{gallery}/{place}/history", str(tmp_path / f"history{breaks}.ledger")
        assert cli.main(["replay", str(path), "--target-url", url, "--ledger", ledger]) == breaks


def test_what_comes_and_goes_is_one_finding(search: Search) -> None:
    _, run = search("fault/tenth-500")
    assert sum(r.verdict is Verdict.FLAKY for r in run.results) == 1


@pytest.mark.thorough
def test_what_goes_wrong_after_a_certain_sequence_alone_is_found(search: Search) -> None:
    code, run = search("fault/rare-sequence", "--operations", "*CustomKeyStore*", requests=80_000)
    assert (code, [r.id for r in run.results]) == (1, ["CreateCustomKeyStore.state.history"])
    example = run.results[0].counterexample
    assert example is not None
    assert example.code == "CustomKeyStoreInvalidStateException"


@pytest.mark.thorough
def test_two_bounds_at_once_are_found(search: Search) -> None:
    code, run = search("fault/rare-two-bounds", requests=6000)
    assert code == 1
    (found,) = run.results
    assert found.id.endswith((".CustomKeyStoreName.length.max", ".KeyStorePassword.length.max"))
    assert found.verdict is Verdict.REJECTED_VALID


@pytest.mark.thorough
def test_a_common_fault_hides_no_rare_one_that_is_answered_alike(tmp_path: Path) -> None:
    results = tmp_path / "r.jsonl"
    with Embedded(fault=("rare-two-bounds", "rare-value")) as endpoint:
        words = ["fuzz", "--target-url", endpoint.url, "--results", str(results), "--seed", "1", "-q"]
        assert cli.main([*words, "--max-requests", "40000", "--ledger", str(tmp_path / "ledger")]) == 1
    members = [r.id.split(".")[1] for r in jsonl.read(results).results]
    assert "TrustAnchorCertificate" in members
    assert set(members) & {"CustomKeyStoreName", "KeyStorePassword"}


def test_a_corpus_persists_merges_by_copying_and_is_minimised(search: Search, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    place = "variation/pretty"
    assert search(place, "--corpus", str(first))[0] == 0
    assert search(place, "--corpus", str(second), "--seed", "2")[0] == 0
    kept = opened(str(first)).load()
    assert kept
    shutil.copytree(second, first, dirs_exist_ok=True)
    assert len(opened(str(first)).load()) > len(kept)
    code, run = search(place, "--corpus", str(first), requests=60)
    assert (code, "corpus" in run.notes[0]) == (0, True)
    code, run = search(place, "--corpus", str(first), "--minimise")
    assert code == 0
    assert len(opened(str(first)).load()) <= len(kept) + 1
    assert "deleted" in run.notes[1]


@pytest.mark.parametrize(
    "words",
    [
        ["--max-requests", "0"],
        ["--max-requests", "many"],
        ["--max-seconds", "-1"],
        ["--operations", "NoSuch*"],
        ["--minimise"],
        ["--corpus", "/dev/null/corpus"],
        ["--target-url", "http://127.0.0.1:1"],
        ["--results", "/no/such/directory/f.jsonl"],
    ],
)
def test_bad_usage_is_one_line(words: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ledger = ["--ledger", str(tmp_path / "ledger")]
    assert cli.main(["fuzz", *words, *ledger]) == 4
    assert capsys.readouterr().err.count("\n") == 1
