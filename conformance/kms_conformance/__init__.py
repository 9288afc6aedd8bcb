"""The suite: the pytest plugin, the checks of each requirement, verdicts and the command line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kms_conformance.passive.watcher import Watcher

STARTED = time.monotonic()  # seconds; about when the process began


def watch(target: Any) -> Watcher:
    """Judges every KMS exchange of a boto3 or botocore client, or of the clients that a session makes from now on.

    Raises TypeError where the target is neither.
    """
    from kms_conformance.passive import watcher

    return watcher.watch(target)
