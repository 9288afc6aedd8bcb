"""That no description of a store, by itself or among all, new or changed, has a secret that the store was given."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import connected, create, look, played, writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.request import Adjust
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.execution.context import Context
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.prepared_case import disclosure_in
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import CONNECT, DELETE, DESCRIBE, NAME, UPDATE
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, listing
from kms_targets.http.response import Observation

_SECRETS = ("KeyStorePassword", "XksProxyAuthenticationCredential")


def disclosed(context: Context) -> Iterable[Probe]:
    """A store of each kind as it is made, once its secret was changed, and once it was connected."""
    known = abilities(context)
    if known.reason_against(DESCRIBE) or known.reason_against(DELETE):
        return ()
    requests = list(writer(context).examples.values())
    scenes = [partial(_made, request=request) for request in requests]
    if not known.reason_against(UPDATE):
        scenes += [partial(_changed, request=request) for request in requests]
    if not known.reason_against(CONNECT) and not known.unconnectable():
        scenes += [partial(_connected, request=request) for request in requests]
    return [played(context, scene) for scene in scenes]


def _made(player: SequenceRunner, request: Request) -> CaseResult:
    made = player.first(create(request))
    return _looked(player, request, made.canaries)


def _changed(player: SequenceRunner, request: Request) -> CaseResult:
    """An update gives the store its secret again, which is as good as another one here."""
    made = player.first(create(request))
    updated = player.first(Step(UPDATE, {member: request[member] for member in _SECRETS if member in request}, 0))
    return _looked(player, request, {*made.canaries, *updated.canaries})


def _connected(player: SequenceRunner, request: Request) -> CaseResult:
    made = player.first(create(request))
    connected(player)
    return _looked(player, request, made.canaries)


def _looked(player: SequenceRunner, request: Request, secrets: Iterable[str]) -> CaseResult:
    """The first description with a secret in it, or the last of them: by id, by name, and in lists of all."""
    for step in (look(), Step(DESCRIBE, {NAME: request[NAME]}), Step(DESCRIBE, {}), listing()):
        judged = player.play(step, _without(secrets))
        if judged.failed:
            break
    return judged


def _without(secrets: Iterable[str]) -> Adjust:
    """Whether a secret stands in the answer, and nothing else of it."""
    known = tuple(secrets)

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        place = disclosure_in(seen, known)
        if place is None:
            return Judgement(Verdict.CONFORMS, "no secret is described")
        return Judgement(Verdict.SECRET_DISCLOSED, f"a secret that was sent stands in {place} of the description")

    return adjust
