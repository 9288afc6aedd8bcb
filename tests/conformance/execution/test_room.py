"""Room for a few custom key stores, shared by threads: never too many, nobody passed over, nobody left waiting."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, cast

import pytest

from kms_conformance.execution import room as module
from kms_conformance.execution.room import Room

NOTHING = cast("Any", None)


class Made:
    """What is there at once, at most."""

    def __init__(self) -> None:
        self.now, self.most, self._lock = 0, 0, Lock()

    def change(self, by: int) -> None:
        with self._lock:
            self.now += by
            self.most = max(self.most, self.now)


@pytest.fixture(autouse=True)
def probes_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a probe needs is worked out elsewhere: here a probe is the number of stores that it needs."""
    monkeypatch.setattr(module, "needed", lambda probe, prepared, alone: probe)


def used(room: Room, made: Made, wanted: int) -> None:
    with room.for_probe(cast("Any", wanted), NOTHING):
        made.change(wanted)
        time.sleep(0.002)
        made.change(-wanted)


def test_there_are_never_more_stores_than_there_is_room_for() -> None:
    room, made = Room(5), Made()
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda number: used(room, made, number % 4), range(200)))
    assert (made.now, made.most) == (0, 5)


def test_who_wants_more_than_there_is_gets_it_alone() -> None:
    room, alone = Room(5), Made()

    def use(number: int) -> None:
        with room.for_probe(cast("Any", 9 if number % 5 == 0 else 1), NOTHING):
            alone.change(5 if number % 5 == 0 else 1)
            time.sleep(0.001)
            alone.change(-5 if number % 5 == 0 else -1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(60)))
    assert (alone.now, alone.most) == (0, 5)


def test_a_target_without_room_gets_one_probe_after_the_other() -> None:
    room, made = Room(5), Made()
    with room.for_probe(cast("Any", 2), NOTHING):
        assert room.one_by_one()  # others could have the rest of the five
    with room.for_probe(cast("Any", 2), NOTHING):
        assert not room.one_by_one()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: used(room, made, 1), range(30)))
    assert made.most == 1


def test_others_may_have_the_room_that_a_probe_lacks_which_takes_none() -> None:
    room = Room(5)
    with room.for_probe(cast("Any", 0), NOTHING):
        assert room.one_by_one()


def test_what_a_probe_does_has_the_room_of_the_probe() -> None:
    room, made = Room(1), Made()
    with room.for_probe(cast("Any", 1), NOTHING):
        used(room, made, 1)
    assert made.now == 0


def test_nobody_waits_any_more_once_it_is_closed() -> None:
    room = Room(1)

    def wait() -> str:
        try:
            with room.for_probe(cast("Any", 1), NOTHING):
                return "in"
        except KeyboardInterrupt:
            return "out"

    with ThreadPoolExecutor(2) as pool, room.for_probe(cast("Any", 1), NOTHING):
        waiting = [pool.submit(wait), pool.submit(wait)]
        time.sleep(0.05)
        room.close()
        assert [one.result(10) for one in waiting] == ["out", "out"]
