"""A request as lines that can be pasted: curl for a shell, the AWS CLI, boto3 for Python.

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

from botocore import xform_name

from kms_specification import service_model
from kms_specification.facts import Json
from kms_targets.sigv4 import Keys

_RUN = re.compile(r"([A-Za-z0-9])\1{59,}")
# A name between two noncharacters, as JSON and Python write them, stands where a variable is to stand.
_VARIABLE = re.compile(r"\\ufdda(\w+)\\ufddb")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks whom: what every line has in common."""

    url: str
    region: str
    keys: Keys
    prefix: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `body` is used where it is no JSON, and `operation` None where no operation is named.

    `keeps` is a variable and the member of the answer that it keeps, as the way to it (`KeyMetadata.KeyId`); `uses` are
    members of the request that have the value of a variable.
    """

    operation: str | None
    request: Json = None
    body: bytes | None = None
    keeps: tuple[str, str] | None = None
    uses: Mapping[str, str] = field(default_factory=dict)

    @property
    def written(self) -> Json:
        """The request with the names of variables in it."""
        if not isinstance(self.request, dict):
            return self.request
        return {m: f"\ufdda{self.uses[m]}\ufddb" if m in self.uses else v for m, v in self.request.items()}


def curl(caller: Caller, calls: list[Call], *, at_once: bool = False) -> str:
    """A curl command for each call, one a line; with `at_once` they run together, and the last line waits for all."""
    lines = [_curl(caller, call) for call in _keeping(calls)]
    return " &\n".join([*lines, "wait"]) if at_once else "\n".join(lines)


def _curl(caller: Caller, call: Call) -> str:
    words = [f"curl -sS -i {shlex.quote(caller.url)} --aws-sigv4 aws:amz:{caller.region}:kms {_user(caller.keys)}"]
    words.append("-H 'Content-Type: application/x-amz-json-1.1'")
    if call.operation:
        words.append(f"-H {shlex.quote(f'X-Amz-Target: {caller.prefix}.{call.operation}')}")
    words.append(f"--data-binary {_data(call)}")
    line = " ".join(words)
    if call.keeps is None:
        return line
    variable, member = call.keeps[0], call.keeps[1].rpartition(".")[2]
    value = rf's/.*"{member}"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'
    return f"{variable}=$({line} | tee /dev/stderr | sed -n '{value}')"


def _user(keys: Keys) -> str:
    if keys.shown:
        return f"--user {shlex.quote(f'{keys.access_key_id}:{keys.secret_access_key}')}"
    user = '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
    return f'{user} -H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"' if keys.token else user


def _data(call: Call) -> str:
    if call.body is None:
        return _quoted(json.dumps(call.written))
    if call.body.isascii() and call.body.decode("ascii").isprintable():
        return _quoted(call.body.decode("ascii"))
    octal = "".join(chr(b) if 32 <= b < 127 and chr(b) not in "\\%'" else f"\\{b:03o}" for b in call.body)
    return f"@<(printf '{octal}')"


def _quoted(text: str) -> str:
    """The text as one word of a POSIX shell; `seq` and `printf` write long runs."""
    short = _RUN.sub(lambda run: f"'\"$(printf '{run[1]}%.0s' $(seq {len(run[0])}))\"'", shlex.quote(text))
    return _VARIABLE.sub(lambda name: f"'\"${name[1]}\"'", short)


def aws_cli(caller: Caller, calls: list[Call]) -> str:
    """An AWS CLI command for each call; empty where one of them is nothing that the CLI would send."""
    if not all(_sendable(call) for call in calls):
        return ""
    return "\n".join(_aws(caller, call) for call in _keeping(calls))


def _aws(caller: Caller, call: Call) -> str:
    line = (
        f"aws kms {xform_name(str(call.operation), '-')} --endpoint-url {shlex.quote(caller.url)} "
        f"--region {caller.region} --cli-input-json {_quoted(json.dumps(call.written))}"
    )
    return line if call.keeps is None else f"{call.keeps[0]}=$({line} --query {call.keeps[1]} --output text)"


def boto3(caller: Caller, calls: list[Call]) -> str:
    """Python lines that send the calls with boto3, its own checks off; empty where it cannot."""
    if not all(_sendable(call) for call in calls):
        return ""
    lines = [
        "import boto3, botocore.config",
        f"kms = boto3.client('kms', endpoint_url={caller.url!r}, region_name={caller.region!r}, "
        "config=botocore.config.Config(parameter_validation=False))",
    ]
    lines += [_boto3(call) for call in _keeping(calls)]
    return "\n".join(lines)


def _boto3(call: Call) -> str:
    request = re.sub(f"'{_VARIABLE.pattern}'", r"\1", repr(call.written))
    line = f"kms.{xform_name(str(call.operation))}(**{request})"
    if call.keeps is None:
        return f"print({line})"
    variable, way = call.keeps
    return f"{variable} = {line}{''.join(f'[{member!r}]' for member in way.split('.'))}"


def _keeping(calls: list[Call]) -> list[Call]:
    """The calls, of which only those keep something that a later one uses."""
    later = [{v for call in calls[at + 1 :] for v in call.uses.values()} for at in range(len(calls))]
    return [
        replace(call, keeps=None) if call.keeps and call.keeps[0] not in used else call
        for call, used in zip(calls, later, strict=True)
    ]


def _sendable(call: Call) -> bool:
    """Whether AWS's tools can write the request: a known operation, known members of the right JSON types, no null."""
    if call.operation not in service_model.document()["operations"] or not isinstance(call.request, dict):
        return False
    return _fits(service_model.document()["operations"][call.operation]["input"]["shape"], call.request)


def _fits(shape: str, value: Json) -> bool:
    found = service_model.document()["shapes"][shape]
    if found["type"] == "structure":
        members = found["members"]
        return isinstance(value, dict) and all(n in members and _fits(members[n]["shape"], v) for n, v in value.items())
    if found["type"] == "list":
        return isinstance(value, list) and all(_fits(found["member"]["shape"], v) for v in value)
    return isinstance(value, {"string": str, "integer": int, "long": int, "boolean": bool}.get(found["type"], str))
