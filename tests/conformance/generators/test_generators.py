"""What other generators make is judged by the oracle, told under their name, and never accuses wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.run.run import opened
from kms_conformance.settings import generator
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_conformance.settings.options import Options
from kms_reports.formats import jsonl
from kms_reports.result import Result, Verdict
from kms_specification.requirements.registry import registry
from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.http.server import Embedded

BY_ID = {r.id: r for r in registry()}
NAME = "CreateCustomKeyStore.CustomKeyStoreName"
STORES = [r.id for r in registry() if r.operation == "CreateCustomKeyStore"]
OTHERS = (Generator.JSONSCHEMA, Generator.SCHEMATHESIS)


def judged(
    tmp_path: Path,
    wanted: list[str],
    *generators: Generator,
    fault: str | None = None,
    variation: str | None = None,
    depth: Depth = Depth.QUICK,
) -> dict[str, Result]:
    """The results of some requirements; that all cases are counted and nothing is left is seen to."""
    profile = tmp_path / "profile.toml"
    profile.write_text("timeout = 60.0\nlag = 1.0\n")
    with Embedded(fault=fault, variation=variation) as endpoint:
        ledger = tmp_path / f"{variation}-{'-'.join(generators)}.ledger"
        options = Options(endpoint.url, profile=profile, depth=depth, generator=generators, seed=4, ledger=ledger)
        with opened(options, frozenset(BY_ID)) as run:
            found = {one: run.judge(BY_ID[one]) for one in wanted}
            counts = run.executor.counts
            assert counts.planned == counts.sent == counts.judged > 0
            assert not run.executor.tracker.resources
    return found


@pytest.mark.parametrize("who", OTHERS)
def test_a_right_server_is_accused_of_nothing(who: Generator, tmp_path: Path) -> None:
    some = [f"{NAME}.length.max", f"{NAME}.required", f"{NAME}.type", "CreateCustomKeyStore.implemented"]
    found = judged(tmp_path, some, who)
    assert {r.id: r.verdict for r in found.values()} == dict.fromkeys(some, Verdict.CONFORMS)
    assert all(r.cases for r in found.values())


@pytest.mark.parametrize("who", OTHERS)
def test_a_fault_is_found_and_told_under_the_name_of_the_generator(who: Generator, tmp_path: Path) -> None:
    wanted = f"{NAME}.length.max"
    found = judged(tmp_path, [wanted], who, fault="name-max-missing")[wanted]
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert found.reason.endswith(f" (a case of {who})")
    assert found.counterexample is not None
    assert found.counterexample.generator == who
    assert len(found.counterexample.request["CustomKeyStoreName"]) > 256
    # No more than what a store of the kind needs.
    assert len(found.counterexample.request) <= 5


def test_a_valid_request_that_is_refused_belongs_to_the_operation_or_the_member(tmp_path: Path) -> None:
    some = ["CreateCustomKeyStore.XksProxyUriPath.pattern", "CreateCustomKeyStore.implemented"]
    found = judged(tmp_path, some, Generator.JSONSCHEMA, fault="path-pattern-v1-alone")
    # What the few cases of one of them are depends on the modules that are loaded: Hypothesis draws constants of them.
    assert Verdict.REJECTED_VALID in {r.verdict for r in found.values()} <= {Verdict.REJECTED_VALID, Verdict.CONFORMS}


@pytest.mark.parametrize("who", OTHERS)
def test_what_a_generator_has_no_case_of_is_not_judged(who: Generator, tmp_path: Path) -> None:
    some = ["CreateCustomKeyStore.state.atomic", "protocol.json11.malformed-body"]
    found = judged(tmp_path, [*some, "CreateCustomKeyStore.CustomKeyStoreType.type"], who)
    for one in some:
        assert found[one].verdict is Verdict.INAPPLICABLE
        assert found[one].reason == f"{who} makes no request that shows it"


@pytest.mark.parametrize("who", OTHERS)
def test_an_operation_that_the_target_does_not_know_fails_one_requirement(who: Generator, tmp_path: Path) -> None:
    some = ["CreateKey.implemented", "CreateKey.Description.length.max"]
    found = judged(tmp_path, some, who, fault="CreateKey-missing")
    assert [found[one].verdict for one in some] == [Verdict.NOT_IMPLEMENTED, Verdict.INAPPLICABLE]
    assert found[some[1]].reason.startswith("CreateKey is not implemented: ")


def test_the_suites_own_cases_decide_what_is_vacuous_and_what_is_not_shown(tmp_path: Path) -> None:
    some = ["CreateCustomKeyStore.XksProxyUriPath.length.min", "CreateCustomKeyStore.state.atomic", f"{NAME}.type"]
    with_others = judged(tmp_path, some, Generator.OWN, *OTHERS)
    alone = judged(tmp_path, some, Generator.OWN)
    assert {r.id: r.verdict for r in with_others.values()} == {r.id: r.verdict for r in alone.values()}
    assert alone[some[0]].verdict is Verdict.VACUOUS
    assert with_others[f"{NAME}.type"].cases > alone[f"{NAME}.type"].cases


def test_a_run_has_one_record_for_each_id_and_names_the_generator(tmp_path: Path) -> None:
    results = tmp_path / "r.jsonl"
    words = ["run", "--generator", "schemathesis", "--generator", "own", "--depth", "quick", "--seed", "1", "-q"]
    with Embedded(fault="name-max-missing") as endpoint:
        code = cli.main([*words, "--target-url", endpoint.url, "--only", f"{NAME}.*", "--results", str(results)])
    assert code == 1
    run = jsonl.read(results)
    assert len({r.id for r in run.results}) == len(run.results)
    assert [r.id for r in run.broken] == [f"{NAME}.length.max"]
    # The suite's own cases come first, whatever the order they were asked for in.
    assert run.broken[0].counterexample is not None
    assert run.broken[0].counterexample.generator == ""


def test_an_unknown_generator_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--generator", "jsonschem"]) == cli.USAGE
    assert capsys.readouterr().err == (
        "kms-conformance: --generator: there is no generator 'jsonschem': did you mean jsonschema?\n"
    )


def test_a_hypothesis_that_is_too_new_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    versions = {"hypothesis": "6.170.10", "hypothesis-jsonschema": "0.23.1"}
    monkeypatch.setattr(generator, "version", versions.__getitem__)
    assert cli.main(["run", "--generator", "jsonschema"]) == cli.USAGE
    err = capsys.readouterr().err
    assert err == (
        "kms-conformance: --generator jsonschema: hypothesis-jsonschema 0.23.1 does not work with Hypothesis 6.170.10: "
        "pip install 'hypothesis<6.170.10'\n"
    )
    versions["hypothesis"] = "6.170.9"
    assert generator.unusable(Generator.JSONSCHEMA) == ""
    versions |= {"hypothesis": "7.0.0", "hypothesis-jsonschema": "0.24.0"}
    assert generator.unusable(Generator.JSONSCHEMA) == ""


FEW = ["type-namespaced"]
SLOW = {"small-pieces", "small-chunks", "slow", "lags", "throttles", "limited"}  # minutes each
RIGHT = [name for name in VARIATIONS if name not in SLOW and not name.startswith("keys-")]


def accusations(tmp_path: Path, names: list[str], *generators: Generator) -> list[tuple[str, str, str]]:
    """What is said against servers that are right."""
    return [
        (name, r.id, r.reason)
        for name in names
        for r in judged(tmp_path, STORES, *generators, variation=name).values()
        if r.failed
    ]


def test_one_server_that_is_right_but_different_is_accused_of_nothing(tmp_path: Path) -> None:
    assert accusations(tmp_path, FEW, Generator.SCHEMATHESIS) == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", RIGHT)
def test_no_server_that_is_right_but_different_is_accused_of_anything(name: str, tmp_path: Path) -> None:
    assert accusations(tmp_path, [name], *OTHERS) == []
