"""On the real service no key is made unless the profile allows it, and then one of a kind. The embedded endpoint stands
for the real service here, since nothing real can be had: its URL is taken for one of AWS."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kms_conformance.checks.keys.sequences.allowance import Allowance, cost, kind_of
from kms_conformance.checks.keys.sequences.port import NotShownError
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.judging import BY_ID
from tests.support.plain_client import Client

WANTED = ("Encrypt.state.concealed", "Decrypt.state.inverse", "Sign.state.ECDSA_SHA_256", "CreateKey.state.fresh")
MAKERS = (
    *("CreateKey.implemented", "CreateKey.Description.length.max", "CreateKey.MultiRegion.type"),
    *("ReplicateKey.implemented", "ReplicateKey.Description.length.max", "protocol.json11.empty-body"),
)
ONE = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}


@pytest.fixture(autouse=True)
def _taken_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = url_guard.parse
    monkeypatch.setattr(url_guard, "parse", lambda url, **_: replace(parse(url), real=True))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def judged(directory: Path, profile: str, ids: tuple[str, ...] = WANTED) -> tuple[list[Result], list[str], list[str]]:
    """The results, the states of the keys in the end, and the notes of the run."""
    path = directory / "profile.toml"
    path.write_text(f"rate = 1000.0\n{profile}")
    with Embedded() as endpoint:
        options = Options(
            target_url=endpoint.url, depth=Depth.QUICK, profile=path, ledger=directory / "ledger", allow_real_aws=True
        )
        with opened(options, frozenset(ids)) as run:
            found = [run.judge(BY_ID[wanted]) for wanted in ids]
        client = Client(endpoint.url)
        keys = [entry["KeyId"] for entry in client.ask("ListKeys", {}).result["Keys"]]
        states = [client.ask("DescribeKey", {"KeyId": key}).result["KeyMetadata"]["KeyState"] for key in keys]
        client.close()
    return found, states, run.header.notes


def test_without_a_word_in_the_profile_no_key_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, states, notes = judged(tmp_path, "")
    assert {r.verdict for r in found} == {Verdict.INAPPLICABLE}
    assert all('unless the profile says keys = "shared"' in r.reason for r in found)
    assert (states, notes, capsys.readouterr().err) == ([], [], "")


@pytest.mark.parametrize("keys", ["none", "shared"])
def test_no_valid_request_makes_a_key_on_its_own(tmp_path: Path, keys: str) -> None:
    found, states, _ = judged(tmp_path, f'keys = "{keys}"\n', MAKERS)
    assert not [r.id for r in found if r.failed]
    assert len(states) <= (keys == "shared")
    assert "PendingReplicaDeletion" not in states


def test_with_it_one_key_of_a_kind_is_made_and_the_price_is_said_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, states, notes = judged(tmp_path, 'keys = "shared"\n')
    by_id = {r.id: r.verdict for r in found}
    assert by_id["Decrypt.state.inverse"] is Verdict.CONFORMS
    assert by_id["Sign.state.ECDSA_SHA_256"] is Verdict.CONFORMS
    assert by_id["CreateKey.state.fresh"] is Verdict.INAPPLICABLE
    assert states == ["PendingDeletion"] * len(states)
    assert 2 <= len(states) <= 4
    assert notes == [cost("shared")]
    assert capsys.readouterr().err == f"{notes[0]}\n"


def test_what_an_allowance_lets_through() -> None:
    purse = Allowance("shared")
    purse.spend("CreateKey", {}, shared=True)
    purse.spend("CreateKey", ONE, shared=True)
    purse.spend("CreateAlias", {}, shared=False)
    purse.spend("Encrypt", {}, shared=False)
    for request, shared in (({"KeySpec": "SYMMETRIC_DEFAULT"}, True), ({"MultiRegion": True}, False)):
        with pytest.raises(NotShownError, match="one of a kind"):
            purse.spend("CreateKey", request, shared=shared)
    with pytest.raises(NotShownError, match="keys = "):
        Allowance("none").spend("CreateAlias", {}, shared=True)
    assert kind_of(ONE) != kind_of({})
    assert cost("none") == ""
