"""The external key store proxy: what a target makes of it, over real HTTPS, judged as `run --xks-proxy` judges it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.formats import jsonl
from kms_reports.result import Result, Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.xks_proxy import BEHAVIOURS
from kms_specification.requirements.registry import Requirement, registry
from kms_specification.violations.requests import violations
from kms_targets.ports import free_port
from kms_targets.reference.faults import FAULTS, Kind
from kms_targets.reference.http.server import Embedded
from kms_targets.xks_proxy.certificates import authority
from kms_targets.xks_proxy.scripts import SCRIPTS
from tests.support.commands.under_way import COMMAND
from tests.support.sampling import sampled

BY_ID = {r.id: r for r in registry()}
CREATE = "CreateCustomKeyStore"
ERRORS = (
    "XksProxyUriUnreachableException",
    "XksProxyIncorrectAuthenticationCredentialException",
    "XksProxyInvalidConfigurationException",
    "XksProxyInvalidResponseException",
)
SHOWN = [*(BY_ID[f"{CREATE}.error.{name}"] for name in ERRORS), BY_ID[f"{CREATE}.state.proxy-healthy"]]
ASKED, NOT_ASKED = BY_ID[f"{CREATE}.state.proxy-asked"], BY_ID[f"{CREATE}.state.proxy-not-asked"]
BROKEN = [fault.name for fault in FAULTS.values() if fault.kind is Kind.PROXY]


@contextmanager
def offering(tmp_path: Path, *, fault: str | None = None, trusts: str = "ca", offset: int = 0) -> Iterator[OpenRun]:
    """A run that offers its proxy to an endpoint which asks proxies, perhaps at another port, or trusting others."""
    port = free_port()
    authority(tmp_path / "others")
    with Embedded(fault=fault, xks=(port + offset, str(tmp_path / trusts))) as endpoint:
        options = Options(
            target_url=endpoint.url,
            depth=Depth.QUICK,
            seed=1,
            ledger=tmp_path / "ledger",
            xks_proxy="127.0.0.1",
            xks_listen=("127.0.0.1", port),
            xks_ca=tmp_path / "ca",
        )
        with opened(options, frozenset(BY_ID)) as run:
            yield run


def judged(run: OpenRun, *wanted: Requirement) -> list[Result]:
    found = [run.judge(requirement) for requirement in wanted]
    counts = run.executor.counts
    assert counts.planned == counts.sent == counts.judged
    assert run.executor.tracker.resources == {}
    return found


def test_an_endpoint_that_asks_as_it_should_is_right_about_every_proxy(tmp_path: Path) -> None:
    with offering(tmp_path) as run:
        found = judged(run, ASKED, NOT_ASKED, *SHOWN)
    assert [r.verdict for r in found] == [Verdict.CONFORMS] * len(found)
    assert sum(r.cases for r in found) >= 2 + len(BEHAVIOURS)


def test_all_of_an_operation_is_judged_beside_a_proxy(tmp_path: Path) -> None:
    """Every store has the proxy that is offered, so that two of them cannot have the same path."""
    words = ["--xks-proxy", "127.0.0.1", "--xks-listen", "127.0.0.1:0", "--depth", "quick", "--results", "r.jsonl"]
    done = subprocess.run([COMMAND, "run", *words], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    reasons = [result.reason for result in jsonl.read(tmp_path / "r.jsonl").results]
    assert not [reason for reason in reasons if "could not be made" in reason]


@pytest.mark.parametrize("name", sampled(BROKEN, 3))
def test_a_fault_is_named_by_the_requirement_that_it_breaks_and_by_no_other(tmp_path: Path, name: str) -> None:
    # How a health status is read has nothing to do with what a proxy does that does not answer with one.
    wanted = [*SHOWN[-2:]] if name.startswith("proxy-unchecked") else [ASKED, NOT_ASKED, *SHOWN]
    with offering(tmp_path, fault=name) as run:
        found = judged(run, *wanted)
    assert [r.id for r in found if r.failed] == [FAULTS[name].requirement]


def test_what_is_shown_of_a_break_says_what_the_proxy_did_and_can_be_pasted(tmp_path: Path) -> None:
    with offering(tmp_path, fault="proxy-unavailable-accepted") as run:
        (found,) = judged(run, SHOWN[0])
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert "no key manager is available" in found.reason
    assert found.counterexample is not None
    shown = found.counterexample.request
    assert isinstance(shown, dict)
    assert shown["XksProxyUriEndpoint"] == "https://127.0.0.1"
    assert not violations(OPERATIONS[CREATE], shown)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"trusts": "others"}, "does not trust the proxy"), ({"offset": 1}, "does not reach https://127.0.0.1")],
    ids=["not trusted", "not reached"],
)
def test_a_target_that_cannot_come_to_the_proxy_is_not_accused(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    with offering(tmp_path, **change) as run:  # type: ignore[arg-type]
        found = judged(run, ASKED, *SHOWN)
    assert {r.verdict for r in found} == {Verdict.INAPPLICABLE}
    assert all(said in r.reason for r in found)


def test_without_a_proxy_the_reason_says_what_to_give(tmp_path: Path) -> None:
    with Embedded() as endpoint:
        options = Options(target_url=endpoint.url, depth=Depth.QUICK, ledger=tmp_path / "ledger")
        with opened(options, frozenset(BY_ID)) as run:
            found = judged(run, ASKED, NOT_ASKED)
    assert [(r.verdict, "--xks-proxy" in r.reason) for r in found] == [(Verdict.INAPPLICABLE, True)] * 2


def test_every_behaviour_has_a_script_and_every_error_is_of_the_page() -> None:
    listed = {r.subject for r in registry() if r.id.startswith(f"{CREATE}.error.")}
    assert {b.script for b in BEHAVIOURS} == SCRIPTS.keys() - {"healthy", "trusting"}
    assert {error for b in BEHAVIOURS for error in b.errors} <= listed
