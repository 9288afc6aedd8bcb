"""The baseline of a run, read before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime

from kms_conformance.run.results import baseline
from kms_conformance.run.results.baseline import Baseline, BaselineError
from kms_conformance.settings.options import Options
from kms_conformance.settings.readers import OptionError
from kms_specification.requirements.registry import registry


def known_failures(options: Options) -> Baseline | None:
    """The baseline that the options name, or None. Raises OptionError, one line, for a file that is none."""
    if options.baseline is None:
        return None
    ids = frozenset(r.id for r in registry())
    try:
        return baseline.read(options.baseline, ids, datetime.now(UTC).date(), updating=options.update_baseline)
    except BaselineError as wrong:
        raise OptionError(f"{options.label('baseline')}: {wrong}") from None
