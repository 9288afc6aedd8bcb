"""A request as lines for a shell that can be pasted, with curl; those of AWS's own tools are in `sdk_snippets`.

All of a counterexample is in its line: the URL, the signature's keys (an example key, or the shell's own variables
where real keys were used, never those themselves) and the body. A long run of one letter is written with printf. What
a line needs of an earlier answer, such as the id of a store, the earlier line keeps in a variable.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kms_conformance.execution.snippets import curl_words
from kms_conformance.execution.snippets.way import Way
from kms_specification.facts import Json
from kms_specification.wire.forms import USUAL, Form
from kms_targets.sigv4 import Keys

_RUN = re.compile(r"([A-Za-z0-9])\1{59,}")
# A name between two noncharacters, as JSON and Python write them, stands where a variable is to stand.
OPEN = "\ufdda"
VARIABLE = re.compile(r"\\ufdda(\w+)\\ufddb")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks whom: what every line has in common."""

    url: str
    region: str
    keys: Keys
    prefix: str
    way: Way = field(default_factory=Way)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `body` is used where it is no JSON, and `operation` None where no operation is named.

    `form` is how it stands on the wire. `after`: so many seconds pass before it.

    `keeps` is a variable and the member of the answer that it keeps, as the way to it (`KeyMetadata.KeyId`); `uses` are
    members of the request that have the value of a variable.
    """

    operation: str | None
    request: Json = None
    body: bytes | None = None
    keeps: tuple[str, str] | None = None
    uses: Mapping[str, str] = field(default_factory=dict)
    form: Form = USUAL
    after: float = 0.0

    @property
    def sleep(self) -> str:
        """What a shell waits with before the request; empty where it does not wait."""
        return f"sleep {self.after:g}; " if self.after else ""

    @property
    def written(self) -> Json:
        """The request with the names of variables in it."""
        if not isinstance(self.request, dict):
            return self.request
        return {m: f"\ufdda{self.uses[m]}\ufddb" if m in self.uses else v for m, v in self.request.items()}


def curl(caller: Caller, calls: list[Call], *, at_once: bool = False) -> str:
    """A curl command for each call, one a line; with `at_once` they run together, and the last line waits for all."""
    lines = [_curl(caller, call) for call in keeping(calls)]
    return " &\n".join([*lines, "wait"]) if at_once else "\n".join(lines)


def _curl(caller: Caller, call: Call) -> str:
    target = f"{caller.prefix}.{call.operation}" if call.operation else None
    body = json.dumps(call.written).encode() if call.body is None else call.body
    before, data = curl_words.data(call.form, body, quoted)
    words = [rf"{before}curl -sS -i -w '\n' {shlex.quote(caller.url)}"]
    words += caller.way.curl()
    words += curl_words.signing(call.form, caller.region, caller.keys)
    words += [*curl_words.headers(call.form, target, len(body)), *data]
    line = " ".join(words)
    if call.keeps is None:
        return f"{call.sleep}{line}"
    variable, member = call.keeps[0], call.keeps[1].rpartition(".")[2]
    value = rf's/.*"{member}"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'
    return f"{call.sleep}{variable}=$({line} | tee /dev/stderr | sed -n '{value}')"


def quoted(text: str) -> str:
    """The text as one word of a POSIX shell; `seq` and `printf` write long runs."""
    short = _RUN.sub(lambda run: f"'\"$(printf '{run[1]}%.0s' $(seq {len(run[0])}))\"'", shlex.quote(text))
    return VARIABLE.sub(lambda name: f"'\"${name[1]}\"'", short)


def keeping(calls: list[Call]) -> list[Call]:
    """The calls, of which only those keep something that a later one uses."""
    later = [{v for call in calls[at + 1 :] for v in call.uses.values()} for at in range(len(calls))]
    return [
        replace(call, keeps=None) if call.keeps and call.keeps[0] not in used else call
        for call, used in zip(calls, later, strict=True)
    ]
