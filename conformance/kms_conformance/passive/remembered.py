"""What no later request can change of an account: what a ciphertext was made from, and in which context.

Of the rest of an account nothing is kept: others may have changed it unseen, so that no answer would be wrong for it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from kms_conformance.execution.judging.hidden import is_hidden
from kms_conformance.execution.judging.recorded import Judged, Record, verdict_on
from kms_reports.result import Verdict

_MOST = 10_000  # ciphertexts that are remembered, the newest
_SEALING = ("Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext")
_SYMMETRIC = ("SYMMETRIC_DEFAULT", None)
_Made = tuple[str, bytes | None]  # the context, and the plaintext where it is known


class Remembered:
    """The ciphertexts that were seen to be made, by one watcher."""

    def __init__(self) -> None:
        self._made: dict[str, set[_Made]] = {}

    def verdict_on(self, record: Record) -> Judged:
        """The verdict on an exchange, with what was seen before it; what it shows is remembered."""
        judged = verdict_on(record)
        if judged.verdict is not Verdict.CONFORMS or record.code is not None or record.answer is None:
            return judged
        request, answer = _object(record.body), _object(record.answer)
        if request.get("EncryptionAlgorithm") not in _SYMMETRIC or request.get("Recipient") is not None:
            return judged
        if record.operation in _SEALING:
            self._remember(record.operation, request, answer)
        return (self._misfit(request, answer) if record.operation == "Decrypt" else None) or judged

    def _remember(self, operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        blob, plaintext = answer.get("CiphertextBlob"), (request if operation == "Encrypt" else answer).get("Plaintext")
        if isinstance(blob, str) and not is_hidden(blob):
            self._made.setdefault(blob, set()).add((_context(request), _bytes(plaintext)))
            while len(self._made) > _MOST:
                del self._made[next(iter(self._made))]

    def _misfit(self, request: Mapping[str, Any], answer: Mapping[str, Any]) -> Judged | None:
        """What is wrong with a success of Decrypt, by what its ciphertext was made from."""
        made = self._made.get(str(request.get("CiphertextBlob")))
        plaintext = _bytes(answer.get("Plaintext"))
        if made is None or plaintext is None:
            return None
        same = {went_in for context, went_in in made if context == _context(request)}
        if not same:
            why = "success instead of HTTP 400 InvalidCiphertextException: it was encrypted in another context"
            return Judged("Decrypt", Verdict.ACCEPTED_INVALID, why, ("Decrypt.state.context-different",))
        if None in same or plaintext in same:
            return None
        why = "success, where Plaintext is not what was encrypted"
        return Judged("Decrypt", Verdict.MALFORMED_RESPONSE, why, ("Decrypt.state.inverse",))


def _context(request: Mapping[str, Any]) -> str:
    return json.dumps(request.get("EncryptionContext") or {}, sort_keys=True)


def _bytes(blob: Any) -> bytes | None:
    """The bytes of a blob; None where it is none, or hidden."""
    if not isinstance(blob, str) or is_hidden(blob):
        return None
    try:
        return base64.b64decode(blob)
    except binascii.Error:
        return None


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
