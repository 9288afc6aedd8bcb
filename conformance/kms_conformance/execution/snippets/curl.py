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
from typing import NamedTuple

from kms_conformance.execution.snippets import curl_words
from kms_conformance.execution.snippets.way import Way
from kms_specification.facts import Json
from kms_specification.wire.forms import USUAL, Form
from kms_targets.sigv4 import Keys

_RUN = re.compile(r"([A-Za-z0-9])\1{59,}")
# A name between two noncharacters, as JSON and Python write them, stands where a variable is to stand.
OPEN, CLOSE = "\ufdda", "\ufddb"
VARIABLE = re.compile(r"\\ufdda(\w+)\\ufddb")
WITHIN = 20  # characters of a value that is found within a longer one, such as the id of a key in a policy


class Kept(NamedTuple):
    """A variable that keeps a member of an answer; `way` leads to it (`KeyMetadata.KeyId`).

    `nth`: of the members of that name in the answer it is the first, the second, and so on.
    """

    variable: str
    way: str
    nth: int = 1

    @property
    def member(self) -> str:
        """The name of the member alone."""
        return self.way.rpartition(".")[2]


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

    `form` is how it stands on the wire. `after`: so many seconds pass before it. `region`: another than the caller's.
    `note`: what a reader has to know of it.

    `keeps`: what of the answer is kept in variables. `uses`: values that a variable has, wherever they stand in the
    request.
    """

    operation: str | None
    request: Json = None
    body: bytes | None = None
    keeps: tuple[Kept, ...] = ()
    uses: Mapping[str, str] = field(default_factory=dict)
    form: Form = USUAL
    after: float = 0.0
    region: str | None = None
    note: str = ""

    @property
    def remark(self) -> str:
        """The note as a comment of a shell, or of Python; empty where there is none."""
        return f"# {self.note}\n" if self.note else ""

    @property
    def before(self) -> str:
        """What stands before the request in a shell: the note, and a wait."""
        return self.remark + (f"sleep {self.after:g}; " if self.after else "")

    @property
    def written(self) -> Json:
        """The request with the names of variables in it."""
        return _with_variables(self.request, sorted(self.uses.items(), key=lambda use: -len(use[0])))


def stands_in(known: str, text: str) -> bool:
    """Whether a value of an answer is a text of a request, or a part of it that cannot be there by chance."""
    return text == known or (len(known) >= WITHIN and known in text)


def _with_variables(value: Json, uses: list[tuple[str, str]]) -> Json:
    if isinstance(value, dict):
        return {name: _with_variables(inner, uses) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_variables(inner, uses) for inner in value]
    if isinstance(value, str):
        for known, variable in uses:
            if stands_in(known, value):
                value = value.replace(known, f"{OPEN}{variable}{CLOSE}")
    return value


def curl(caller: Caller, calls: list[Call], *, at_once: bool = False) -> str:
    """A curl command for each call, one a line; with `at_once` they run together, and the last line waits for all."""
    lines = [_curl(caller, call) for call in keeping(calls)]
    return " &\n".join([*lines, "wait"]) if at_once else "\n".join(lines)


def _curl(caller: Caller, call: Call) -> str:
    target = f"{caller.prefix}.{call.operation}" if call.operation else None
    body = json.dumps(call.written).encode() if call.body is None else call.body
    piped, data = curl_words.data(call.form, body, quoted)
    words = [rf"{piped}curl -sS -i -w '\n' {shlex.quote(caller.url)}"]
    words += caller.way.curl()
    words += curl_words.signing(call.form, call.region or caller.region, caller.keys)
    words += [*curl_words.headers(call.form, target, len(body)), *data]
    line = " ".join(words)
    if not call.keeps:
        return f"{call.before}{line}"
    if len(call.keeps) == 1:
        return f"{call.before}{call.keeps[0].variable}=$({line} | tee /dev/stderr | {_member(call.keeps[0])})"
    kept = (f"{one.variable}=$(printf '%s\\n' \"$ANSWER\" | {_member(one)})" for one in call.keeps)
    return "\n".join([f"{call.before}ANSWER=$({line} | tee /dev/stderr)", *kept])


def _member(kept: Kept) -> str:
    """What a shell finds the value of a member with, of the JSON on its standard input."""
    space = "[[:space:]]*"
    found = f'grep -o \'"{kept.member}"{space}:{space}"[^"]*"\''
    return rf"""{found} | sed -n '{kept.nth}s/.*"\([^"]*\)"$/\1/p'"""


def quoted(text: str) -> str:
    """The text as one word of a POSIX shell; `seq` and `printf` write long runs."""
    short = _RUN.sub(lambda run: f"'\"$(printf '{run[1]}%.0s' $(seq {len(run[0])}))\"'", shlex.quote(text))
    return VARIABLE.sub(lambda name: f"'\"${name[1]}\"'", short)


def keeping(calls: list[Call]) -> list[Call]:
    """The calls, of which each keeps only what a later one uses."""
    used = [set(VARIABLE.findall(json.dumps(call.written))) for call in calls]
    later = [set[str]().union(*used[at + 1 :]) for at in range(len(calls))]
    return [
        replace(call, keeps=tuple(one for one in call.keeps if one.variable in needed))
        for call, needed in zip(calls, later, strict=True)
    ]
