"""Each fault of the wire is caught by its own requirement and by no other, over real sockets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_specification.requirements.registry import registry
from kms_specification.wire import rules
from kms_targets.reference.conforming_variants import VARIATIONS, messages
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.faults.fault import CRASH
from kms_targets.reference.faults.protocol import bodies
from kms_targets.reference.faults.protocol import messages as message_faults
from kms_targets.reference.http import signatures
from kms_targets.reference.http.app import application
from kms_targets.reference.http.asgi_transport import Protocol
from kms_targets.reference.http.server import Embedded
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.rules import Answer, Arrival, RefusalError
from tests.support.servers.in_thread import serving
from tests.support.servers.wire_look import broken, look

_NAMES = [fault.name for file in (bodies, message_faults) for fault in file.faults()]
_RIGHT = [name for name, _, _ in messages.TABLE]


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.mark.parametrize("name", _NAMES)
def test_a_fault_is_caught_by_its_requirement_alone(gallery: str, tmp_path: Path, name: str) -> None:
    assert broken(look(f"{gallery}/fault/{name}/wire", tmp_path)).keys() == {FAULTS[name].requirement}


def test_every_requirement_that_turns_a_run_red_has_a_fault() -> None:
    advice = {name for name, _, _ in rules.ADVICE}
    named = {FAULTS[name].requirement.rpartition(".")[2] for name in _NAMES}
    assert named == {name for name, _, _ in rules.RULES} - advice


@pytest.mark.parametrize("name", [*_RIGHT, "any-service", "nan-accepted", "closes", "limited", "codes-disagree"])
def test_a_server_that_is_right_in_another_way_is_not_accused(gallery: str, tmp_path: Path, name: str) -> None:
    assert name in VARIATIONS
    assert broken(look(f"{gallery}/variation/{name}/wire", tmp_path)) == {}


def test_the_plain_endpoint_is_right_at_a_thorough_look(gallery: str, tmp_path: Path) -> None:
    assert broken(look(gallery, tmp_path, Depth.DEFAULT)) == {}


@pytest.mark.parametrize("name", ["options-200", "get-redirects", "any-but-get"])
def test_another_method_may_succeed_where_a_valid_request_does_not(tmp_path: Path, name: str) -> None:
    rules = VARIATIONS[name].change(VARIATIONS["nothing-behind"].change(PAGE))
    with serving(application(rules), Protocol) as url:
        assert broken(look(url, tmp_path, Depth.DEFAULT, only=("protocol.json11.method",))) == {}


def _signed(arrival: Arrival) -> Arrival | Answer:
    return signatures.refusal(arrival) or arrival


def test_signatures_are_judged_where_they_are_checked(tmp_path: Path) -> None:
    identity = "protocol.json11.signature"
    with serving(application(replace(PAGE, arrived=_signed)), Protocol) as url:
        found = look(url, tmp_path)
        assert broken(found) == {}
        assert look(url, tmp_path, only=(identity,)).judged == 1
    with serving(application(PAGE), Protocol) as url:
        assert broken(look(url, tmp_path, only=(identity,))) == {}


def _counted(*words: float) -> Callable[[bytes], object]:
    """A reader that takes what is no number for one, and fails where it counts with it."""

    def parse(body: bytes) -> object:
        found = json.loads(body)
        for name in ("NumberOfBytes", "Limit"):
            if isinstance(found, dict) and isinstance(number := found.get(name), float):
                if str(number) in map(str, words):
                    raise RefusalError(CRASH)
                return {**found, name: 1}
        return found

    return parse


@pytest.mark.parametrize(
    ("word", "named"),
    [(nan, {"not-a-number"}), (inf, {"not-a-number", "huge-numbers"})],
    ids=["NaN", "Infinity"],
)
@pytest.mark.parametrize("tested", [("GenerateRandom",), ("CreateCustomKeyStore", "ListKeys")], ids=" ".join)
def test_what_is_no_number_does_not_fail_where_it_is_counted_with(
    word: float, named: set[str], tested: tuple[str, ...]
) -> None:
    ids = [f"protocol.json11.{name}" for name in ("not-a-number", "huge-numbers")]
    selected = frozenset({*ids, *(f"{name}.implemented" for name in tested)})
    for parse, expected in ((_counted(word), named), (_counted(), set[str]())):
        with (
            serving(application(replace(PAGE, parse=parse)), Protocol) as url,
            opened(Options(url, depth=Depth.QUICK), selected) as run,
        ):
            failed = {r.id for r in registry() if r.id in ids and run.judge(r).failed}
        assert failed == {f"protocol.json11.{name}" for name in expected}
