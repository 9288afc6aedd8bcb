"""The words of a curl command: who signs, which headers are sent and how they are spelled, the bytes of the body."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kms_specification.wire.forms import Form, Framing, Signing
from kms_targets.sigv4 import Keys

ARGUMENT = 100_000  # bytes that surely fit into one argument of a command
LONG = 20_000  # characters of a word that is worth to be written in another way
_REPEATED = re.compile(rb"(.)\1{199,}", re.DOTALL)


def signing(form: Form, region: str, keys: Keys) -> list[str]:
    """How the request is signed."""
    if form.signing is Signing.UNSIGNED:
        return []
    words = [f"--aws-sigv4 aws:amz:{region}:kms", _user(keys, forged=form.signing is Signing.FORGED)]
    if form.signing is Signing.EXPIRED:
        words.append(f"-H 'X-Amz-Date: {datetime.now(UTC) - timedelta(days=1):%Y%m%dT%H%M%SZ}'")
    return words


def _user(keys: Keys, *, forged: bool) -> str:
    if keys.shown:
        secret = keys.secret_access_key[::-1] if forged else keys.secret_access_key
        return f"--user {shlex.quote(f'{keys.access_key_id}:{secret}')}"
    user = '--user "$AWS_ACCESS_KEY_ID:wrong"' if forged else '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
    return f'{user} -H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"' if keys.token else user


def headers(form: Form, target: str | None, size: int) -> list[str]:
    """The method and the headers; `size` is that of the body, in bytes."""
    words = [] if form.method == "POST" else [f"-X {form.method}"]
    found = [("Content-Type", form.content_type), *(("X-Amz-Target", value) for value in form.target_values(target))]
    words += [f"-H {shlex.quote(_header(form.spelling.of(name), value))}" for name, value in found]
    words += {
        Framing.CHUNKED: ["-H 'Transfer-Encoding: chunked'"],
        Framing.CONTINUED: ["-H 'Expect: 100-continue'"],
        Framing.CUT_SHORT: [f"-H 'Content-Length: {size}' --max-time 10"],
        Framing.TOO_SHORT: [f"-H 'Content-Length: {size - 1}'"],
        Framing.NO_LENGTH: ["-X POST"],
    }.get(form.framing, [])
    return words


def _header(name: str, value: str | None) -> str:
    """As curl wants it: with a colon and no value it leaves a header out, with a semicolon it sends it empty."""
    return f"{name}:" if value is None else f"{name}: {value}" if value else f"{name};"


def data(form: Form, body: bytes, quoted: Callable[[str], str]) -> tuple[str, list[str]]:
    """What writes the body before curl, if anything does, and the words by which curl sends it.

    `quoted` writes text as one word of a shell.
    """
    if form.framing is Framing.NO_LENGTH:
        return "", []
    body = body[: len(body) // 2] if form.framing is Framing.CUT_SHORT else body
    if body.isascii() and body.decode("ascii").isprintable():
        word = quoted(body.decode("ascii"))
        if len(body) <= ARGUMENT:
            return "", [f"--data-binary {word}"]
        if len(word) <= LONG:
            return f"printf %s {word} | ", ["--data-binary @-"]
    parts, at = list[str](), 0
    for run in _REPEATED.finditer(body):
        parts += _printed(body[at : run.start()])
        parts.append(f"head -c {len(run[0])} /dev/zero | tr '\\0' '\\{run[1][0]:03o}'")
        at = run.end()
    parts += _printed(body[at:])
    written = parts[0] if len(parts) == 1 else f"{{ {'; '.join(parts)}; }}"
    return f"{written} | ", ["--data-binary @-"]


def _printed(some: bytes) -> list[str]:
    octal = "".join(chr(b) if 32 <= b < 127 and chr(b) not in "\\%'" else f"\\{b:03o}" for b in some)
    return [f"printf '{octal}'"] if some else []
