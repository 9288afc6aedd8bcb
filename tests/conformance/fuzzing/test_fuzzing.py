"""The search without end: what it finds, what it never says, how it ends, and what is left of it on disk.

Over real sockets, bounded by requests and a seed.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.checks.wire.changed_bytes import Reading, reading
from kms_conformance.fuzzing.findings import MOST_BESIDES, Findings, Key
from kms_conformance.fuzzing.storage import opened
from kms_reports.formats import jsonl
from kms_reports.result import FUZZ, Run, Verdict
from kms_strategies.fuzzing.draft import Act, Draft, Edit
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


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A search in a process of its own, which has begun to write its results."""
    running: list[subprocess.Popen[str]] = []

    def start(url: str, *words: str) -> subprocess.Popen[str]:
        results = tmp_path / "results.jsonl"
        files = ["--results", str(results), "--ledger", str(tmp_path / "ledger"), "--seed", "1"]
        command = [sys.executable, "-m", "kms_conformance", "fuzz", "--target-url", url, *files, *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running.append(subprocess.Popen(command, text=True, **pipes))  # type: ignore[call-overload]
        deadline = time.monotonic() + 60
        while not (results.exists() and results.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_it_ends_when_told_and_leaves_nothing(
    gallery: str, tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    process = started(f"{gallery}/variation/pretty/told")
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)  # handled like Ctrl-C, which a process in the background may have to ignore
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (2, "kms-conformance: ending\n"), out
    run = jsonl.read(tmp_path / "results.jsonl")
    assert (run.complete, run.leaked, run.results) == (False, [], [])


def test_a_killed_search_leaves_a_readable_file_and_a_ledger_to_clean_up_by(
    gallery: str, tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    url = f"{gallery}/fault/output-status-201/killed"
    process = started(url)
    results = tmp_path / "results.jsonl"
    deadline = time.monotonic() + 60
    while results.read_text().count("\n") < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    run = jsonl.read(results)
    assert (run.complete, [r.id for r in run.results]) == (False, ["CreateCustomKeyStore.output.status"])
    assert cli.main(["report", str(results)]) == 0
    assert cli.main(["compare", str(results), str(results)]) == 2  # both were cut short
    assert cli.main(["cleanup", str(tmp_path / "ledger")]) == 0


def test_a_target_that_is_gone_ends_it(tmp_path: Path, started: Callable[..., subprocess.Popen[str]]) -> None:
    with Embedded() as endpoint:
        process = started(endpoint.url)
        time.sleep(1.0)
    _, err = process.communicate(timeout=90)
    assert process.returncode == 4, err
    assert f"kms-conformance: {endpoint.url}: the target is gone: the connection was refused; start it again\n" in err
    assert "Traceback" not in err
    run = jsonl.read(tmp_path / "results.jsonl")
    assert (run.complete, run.results) == (False, [])


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b'{"A": 1}', Reading.REQUEST),
        (b" {} \r\n", Reading.REQUEST),
        (b'{"A": 1, "A": 1}', Reading.DISPUTED),
        (b'{"A": 1, "a": 1}', Reading.DISPUTED),
        (b'{"A": NaN}', Reading.DISPUTED),
        (b'{"A": 1e999}', Reading.DISPUTED),
        (b'{"A": "\\ud800"}', Reading.DISPUTED),
        (b'\xef\xbb\xbf{"A": 1}', Reading.DISPUTED),
        (b"[]", Reading.OTHER),
        (b"null", Reading.OTHER),
        (b"", Reading.DISPUTED),
        (b" \n", Reading.DISPUTED),
        (b'{"A": 1} x', Reading.NONE),
        (b'{"A": "\xff"}', Reading.NONE),
        (b'{"A": "\n"}', Reading.NONE),
        (b"{'A': 1}", Reading.NONE),
    ],
)
def test_a_body_is_read_as_strictly_as_all_readers_agree_to(body: bytes, what: Reading) -> None:
    assert reading(body) is what


def test_what_is_wrong_beside_a_known_finding_is_what_has_other_changes() -> None:
    findings, way = Findings(), (Verdict.REJECTED_VALID, 400, "X")
    both, other = (Edit(Act.SET, path, 1) for path in ("a", "b")), Edit(Act.SET, "c", 1)
    known = Draft("A", "usual", tuple(both))
    findings.show(known, way)
    assert findings.besides(known, way) is None
    assert findings.besides(known.with_edit(other), way) == Draft("A", "usual", (other,))
    half = Draft("A", "usual", (known.edits[0], other))
    assert findings.besides(half, way) == half  # the known changes show nothing one by one
    for _ in range(MOST_BESIDES):
        findings.looked_besides(half, way)
    assert findings.besides(half, way) is None


def test_what_shrinks_to_what_is_known_is_looked_at_ever_more_seldom() -> None:
    findings = Findings()
    known = Key("A.b.type", Verdict.WRONG_CODE, 400, "X")
    assert findings.add(known, known, "A")
    assert not findings.worth(known, "A")
    looked = 0
    for number in range(200):
        raw = Key(f"A.{number}.type", Verdict.WRONG_CODE, 400, "X")
        if findings.worth(raw, "A"):
            looked += 1
            assert not findings.add(raw, known, "A")
    assert 3 < looked < 12
    assert findings.worth(Key("A.b.type", Verdict.WRONG_CODE, 400, "Y"), "A")
