"""A scene: a few steps on stores of its own, of which the last answer is judged. What comes before has to be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from conformance.playing import Player, Weigh, playing
from conformance.sending import Judged
from conformance.session import NotJudgedError, Session
from conformance.verdicts import Judgement
from reports.result import Verdict
from spec.custom_key_stores import CONNECT, CREATE, DESCRIBE, DISCONNECTED
from spec.descriptions import Entry, entries
from spec.life_cycle import connection
from strategies.baselines import Request
from strategies.histories import Step, Writer
from strategies.numbered import side_by_side
from targets.observation import Observation

Scene = Callable[[Player], Judged]


def played(session: Session, scene: Scene) -> Judged:
    """What a scene ends with, on stores that are deleted when it is over."""
    with playing(session, session.sender.lag) as player:
        judged = player.count(scene(player))
    return replace(judged, again=partial(played, session, scene))


def each(session: Session, scenes: Iterable[Scene]) -> Iterator[Judged]:
    """Every scene; those that show nothing are passed over. Raises NotJudgedError where none shows anything."""
    shown, hindered = False, NotJudgedError("nothing that was sent could show it")
    for scene in scenes:
        try:
            judged = played(session, scene)
        except NotJudgedError as why:
            hindered = why
        else:
            shown = True
            yield judged
    if not shown:
        raise hindered


def writer(session: Session) -> Writer:
    """Of histories on the kinds of store that the target makes. Raises NotJudgedError where it makes none."""
    ordinary = session.calibration.ordinary
    found = {name: request for name, request in ordinary.items() if session.makes_store(name)}
    if not found:
        session.needs_store(*ordinary)
    return Writer(session.sender.operation, found)


def two(session: Session) -> tuple[Request, Request]:
    """Requests for two stores that can stand side by side. Raises NotJudgedError where none can."""
    found = [request for _, request in side_by_side(session.sender.operation, writer(session).ordinary, 2)]
    if len(found) < 2:
        raise NotJudgedError("it needs two stores at once, and no two can be made here")
    return found[0], found[1]


def create(request: Request) -> Step:
    """A store is asked for."""
    return Step(CREATE, request)


def look(number: int = 0) -> Step:
    """The nth store is described."""
    return Step(DESCRIBE, {}, number)


def connected(player: Player, request: Request) -> None:
    """A store is made, connected, and seen not to be disconnected any more. Raises NotJudgedError where it is."""
    player.first(create(request))
    player.first(look())
    player.first(Step(CONNECT, {}, 0))
    if connection(player.described(look())) is DISCONNECTED:
        raise NotJudgedError("a store that was connected stays DISCONNECTED")


def showing(wrong: Callable[[Entry], str | None]) -> Weigh:
    """A description is held against something more: what is wrong with the store that it shows, or None."""

    def weigh(found: Judgement, seen: Observation) -> Judgement:
        listed = entries(seen.json) if seen.success else None
        why = wrong(listed[0]) if found.verdict is Verdict.CONFORMS and listed else None
        return found if why is None else Judgement(Verdict.STATE_VIOLATION, why)

    return weigh


def nothing(found: Judgement, seen: Observation) -> Judgement:
    """What an unknown id is answered is told elsewhere: here an empty list is as good as the error."""
    if found.verdict is Verdict.ACCEPTED_INVALID and entries(seen.json) == []:
        return Judgement(Verdict.CONFORMS, "nothing is described")
    return found
