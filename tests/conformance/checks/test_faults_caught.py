"""Single faults of the embedded endpoint are caught and named, and servers that are right but different left in peace.

Over real sockets. A part of the scoreboard (`tox -e power` runs all of it): every eighth fault at each depth.
"""

import pytest

from bench.power.scoreboard import rows
from bench.power.scores import diagnosed
from bench.power.tasks import Task
from bench.races import RACES, seen
from kms_conformance.settings.depth import Depth
from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.faults import FAULTS, Kind
from tests.support.sampling import less_often

# What only a proxy shows is in test_xks_proxy_checks, what only a search finds in test_fuzzing.
ELSEWHERE = {name for name, fault in FAULTS.items() if fault.kind in (Kind.PROXY, Kind.RARE)}
# What takes more than one look: what a second try hides, no room, no operation, no real success, a cold start.
HARD = [
    "code-in-use-is-full",
    "tenth-dropped",
    "quota-never-freed",
    "wire-target-missing",
    "output-status-302",
    "first-500",
]
# Those of operations on keys need a run over all operations.
STORES = [name for name, fault in FAULTS.items() if not fault.of_keys]
SOME = list(dict.fromkeys(name for name in [*STORES[::8], *HARD] if name not in ELSEWHERE))
# These take minutes: a millisecond between any two bytes of an answer.
SLOW = {"small-pieces", "small-chunks"}
# Their answers vary for what is around them. The last waits for room before each store.
VARYING = ["half-behind-first", "faults-now-and-then", "quota-almost-used-first"]

OTHERS = [name for name in VARIATIONS if name not in SLOW and not name.startswith("keys-")]


def accused(names: list[str]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The servers that are accused of anything, or told that they refuse what they should take."""
    found = list(rows([Task(name, "variation", Depth.QUICK, whole=True) for name in names], jobs=2))
    return [(r.task.name, r.broken, r.notes) for r in found if r.broken or any("refused" in n for n in r.notes)]


def test_at_least_sixty_faults_and_eight_other_servers_are_tried() -> None:
    assert len(SOME) >= 60
    assert len(VARIATIONS.keys() - SLOW) >= 25


def test_one_in_five_of_them_fails_the_requirement_that_it_breaks() -> None:
    found = list(rows([Task(name, "fault", Depth.QUICK) for name in SOME[::5]], jobs=2))
    assert [r.task.name for r in found if not r.named] == []


def test_room_that_valid_requests_would_use_up_excuses_no_wrong_code() -> None:
    assert [r.named for r in rows([Task("code-in-use-is-full", "fault", Depth.QUICK)], jobs=1)] == [True]


def test_one_server_that_is_right_but_different_is_accused_of_nothing() -> None:
    assert accused(["type-namespaced"]) == []


@pytest.mark.parametrize("name", less_often(VARYING, {"quota-almost-used-first"}))
def test_a_server_whose_answers_vary_for_what_is_around_them_is_accused_of_nothing(name: str) -> None:
    assert accused([name]) == []


@pytest.mark.thorough
def test_a_fault_fails_the_requirement_that_it_breaks() -> None:
    found = list(rows([Task(name, "fault", Depth.QUICK) for name in SOME], jobs=2))
    assert [r.task.name for r in found if not r.named] == []


@pytest.mark.thorough
def test_a_fault_fails_the_requirement_that_it_breaks_at_default() -> None:
    found = list(rows([Task(name, "fault", Depth.DEFAULT) for name in SOME], jobs=2))
    assert [r.task.name for r in found if not r.named] == []


@pytest.mark.thorough
def test_a_fault_fails_few_other_requirements() -> None:
    alone = [name for name in SOME if not FAULTS[name].spreads]
    found = list(rows([Task(name, "fault", Depth.QUICK, whole=True) for name in alone[::6]], jobs=2))
    assert [(r.task.name, r.broken) for r in found if not diagnosed(r)] == []


@pytest.mark.thorough
def test_a_server_that_is_right_but_different_is_accused_of_nothing() -> None:
    assert accused(OTHERS) == []


@pytest.mark.thorough
def test_a_race_of_a_millisecond_is_seen_in_nineteen_runs_of_twenty() -> None:
    assert {fault: seen(fault, 20) >= 19 for fault in RACES} == dict.fromkeys(RACES, True)
