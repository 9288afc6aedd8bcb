"""Histories of several stores, each answer judged in the state that the account has by then."""

from __future__ import annotations

from kms_conformance.checks.custom_key_stores.scenes import writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.explorer import Explorer
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE
from kms_specification.requirements.registry import Aspect, Requirement


@check(Aspect.STATE, subject="history", operations=(CREATE,))
def history(requirement: Requirement, context: Context) -> Steps:
    """The usual histories, then drawn ones; of those that fail the first."""
    abilities(context).need(DESCRIBE, DELETE)
    yield Explorer(context, writer(context), requirement.id)
