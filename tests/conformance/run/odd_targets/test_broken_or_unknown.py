"""A target that fails whatever it is asked is broken; one that fails as for an operation that nobody has lacks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.requirements.registry import find
from kms_targets import TargetError
from tests.support.servers.hostile_servers import answer
from tests.support.servers.raw_sockets import Peer, Script, serving

CREATE = "CreateCustomKeyStore.implemented"
DESCRIBE = "DescribeCustomKeyStores.implemented"


def result(script: Script, directory: Path, *ids: str) -> list[Result]:
    profile = directory / "profile.toml"
    profile.write_text("timeout = 2.0\nlag = 0.1\n")
    wanted = [requirement for one in ids if (requirement := find(one)) is not None]
    assert len(wanted) == len(ids)
    with serving(script) as site:
        options = Options(target_url=site.url, depth=Depth.QUICK, profile=profile, ledger=directory / "ledger")
        with opened(options, frozenset(ids)) as run:
            return [run.judge(requirement) for requirement in wanted]


def always(status: str, body: bytes) -> Script:
    def script(peer: Peer) -> None:
        while True:
            peer.request()
            peer.send(answer(body, status=status))

    return script


def lists_only(status: str, body: bytes) -> Script:
    """Has DescribeCustomKeyStores alone; of all others it says what is given."""

    def script(peer: Peer) -> None:
        while True:
            known = b"TrentService.DescribeCustomKeyStores" in peer.request()
            peer.send(answer(b'{"CustomKeyStores":[],"Truncated":false}') if known else answer(body, status=status))

    return script


def makes_none(peer: Peer) -> None:
    """Has all operations on custom key stores but the one that makes them."""
    while True:
        head = peer.request()
        if b"TrentService.DescribeCustomKeyStores" in head:
            peer.send(answer(b'{"CustomKeyStores":[],"Truncated":false}'))
            continue
        code = "UnknownOperation" if b"TrentService.CreateCustomKeyStore" in head else "CustomKeyStoreNotFound"
        body = json.dumps({"__type": f"{code}Exception"}).encode()
        peer.send(answer(body, status="400 Bad Request"))


@pytest.mark.parametrize("code", ["InternalError", "InternalFailure", "KMSInternalException"])
def test_the_same_500_for_everything_is_a_fault(tmp_path: Path, code: str) -> None:
    body = json.dumps({"__type": code, "message": "exception while calling kms"}).encode()
    (found,) = result(always("500 Internal Server Error", body), tmp_path, CREATE)
    assert found.verdict is Verdict.SERVER_FAULT, found.reason
    assert found.failed


def test_a_500_that_only_what_nobody_has_gets_as_well_is_an_unknown_operation(tmp_path: Path) -> None:
    body = b'{"__type":"InternalError","message":"no such operation"}'
    create, describe = result(lists_only("500 Internal Server Error", body), tmp_path, CREATE, DESCRIBE)
    assert create.verdict is Verdict.NOT_IMPLEMENTED, create.reason
    assert describe.verdict is Verdict.CONFORMS, describe.reason


def test_a_500_without_a_code_is_an_unknown_operation_only_where_others_get_something_else(tmp_path: Path) -> None:
    (create,) = result(lists_only("500 Internal Server Error", b"{}"), tmp_path, CREATE)
    assert create.verdict is Verdict.NOT_IMPLEMENTED, create.reason


def test_what_says_that_it_is_unknown_is_unknown_whatever_else_is(tmp_path: Path) -> None:
    body = b'{"__type":"UnknownOperationException"}'
    (found,) = result(always("400 Bad Request", body), tmp_path, CREATE)
    assert found.verdict is Verdict.NOT_IMPLEMENTED, found.reason


def test_a_500_without_any_code_for_everything_is_no_kms_at_all(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="does not speak the KMS API"):
        result(always("500 Internal Server Error", b"{}"), tmp_path, CREATE)


def test_of_a_target_that_makes_no_stores_the_other_operations_are_judged(tmp_path: Path) -> None:
    create, delete = result(makes_none, tmp_path, CREATE, "DeleteCustomKeyStore.implemented")
    assert create.verdict is Verdict.NOT_IMPLEMENTED, create.reason
    assert delete.verdict is Verdict.CONFORMS, delete.reason


def refuses_with(wrong: bytes) -> Script:
    """Lists no keys, as it has none, and refuses all else without a code, but for a list that is asked for wrongly."""

    def script(peer: Peer) -> None:
        while True:
            request = peer.request()
            if b"TrentService.ListKeys" not in request:
                peer.send(answer(b"<html>", status="400 Bad Request"))
            elif b"Limit" in request:
                peer.send(answer(wrong, status="400 Bad Request"))
            else:
                peer.send(answer(b'{"Keys":[],"Truncated":false}'))

    return script


NAMING = pytest.mark.parametrize("operation", ["DeleteAlias", "DescribeKey", "RetireGrant"])


@NAMING
def test_where_every_refusal_is_alike_what_is_named_may_be_unknown(tmp_path: Path, operation: str) -> None:
    (found,) = result(refuses_with(b"<html>"), tmp_path, f"{operation}.implemented")
    assert found.verdict is Verdict.INAPPLICABLE, found.reason


@NAMING
def test_where_other_refusals_have_a_code_the_operation_is_unknown(tmp_path: Path, operation: str) -> None:
    (found,) = result(refuses_with(b'{"__type":"ValidationException"}'), tmp_path, f"{operation}.implemented")
    assert found.verdict is Verdict.NOT_IMPLEMENTED, found.reason


def test_what_names_nothing_is_unknown_where_it_is_refused_as_what_nobody_has(tmp_path: Path) -> None:
    (found,) = result(refuses_with(b"<html>"), tmp_path, "GenerateRandom.implemented")
    assert found.verdict is Verdict.NOT_IMPLEMENTED, found.reason
