"""What is known of a target before it is asked: a TOML file of the target's own. Every key has a default.

region = "eu-west-1"            what requests are signed for
credentials = "environment"     sign with the keys the AWS tools would use; the default is "example"
timeout = 10.0                  seconds for a whole answer
connect_timeout = 5.0           seconds for a connection
lag = 2.0                       seconds by which reads may be behind writes
rate = 5.0                      requests a second at most
ca_file = "ca.pem"              who signed the target's certificate; a relative path is beside the profile
cloudhsm = "any"                or "none": no cluster exists; or a table of values of a cluster that does
xks = "any"                     or "none": no proxy can be reached; or a table of values of a proxy that can
vpc = "any"                     or "none": no endpoint service exists; or a table of values of one that does
keys = "shared"                 on the real service one key of a kind may be made, which costs money; default "none"
disposable = true               it is thrown away after the run: what cannot be deleted may stay, and needs no ledger
quota = 10                      how many stores there may be: they are made, for once, to see what one more is told

[fixtures.CloudHsmClusterNotActiveException]      member values that provoke an error
CloudHsmClusterId = "cluster-inactivecluster"

[fixtures.CloudHsmClusterInUseException]          of two values the second does where there is a store with the first
CloudHsmClusterId = ["cluster-sharedA2222", "cluster-sharedB2222"]

[fixtures.FAILED]                                 or values of a store that can be made and not be connected
XksProxyUriEndpoint = "https://unreachable.example.com"
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kms_targets import TargetError

Values = Mapping[str, Any]
SHARED = "shared"
_REGION = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Profile:
    """One target's own facts. Times are in seconds, `rate` in requests a second. `said` are the keys that it has."""

    region: str = "us-east-1"
    credentials: str = "example"
    timeout: float = 10.0
    connect_timeout: float = 5.0
    lag: float = 2.0
    rate: float | None = None
    ca_file: str | None = None
    cloudhsm: str | Values | None = None
    xks: str | Values | None = None
    vpc: str | Values | None = None
    keys: str = "none"
    disposable: bool = False
    quota: int | None = None
    fixtures: Mapping[str, Values] = field(default_factory=dict)
    said: frozenset[str] = field(default=frozenset(), compare=False)


def _positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 86_400


def _values(value: Any) -> bool:
    """Whether it is a table of what JSON can say as well."""
    return isinstance(value, dict) and bool(value) and _plain(value)


def _plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, list):
        return all(map(_plain, value))
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def _backing(value: Any) -> bool:
    return value in ("any", "none") or _values(value)


_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "region": (lambda v: isinstance(v, str) and bool(_REGION.fullmatch(v)), 'a region such as "eu-west-1"'),
    "credentials": (lambda v: v in ("example", "environment"), '"example" or "environment"'),
    "timeout": (_positive, "a number of seconds above 0"),
    "connect_timeout": (_positive, "a number of seconds above 0"),
    "lag": (lambda v: v == 0 or _positive(v), "a number of seconds"),
    "rate": (_positive, "a number of requests a second above 0"),
    "ca_file": (lambda v: isinstance(v, str) and v != "", "the path of a file"),
    "cloudhsm": (_backing, '"any", "none" or a table of member values'),
    "xks": (_backing, '"any", "none" or a table of member values'),
    "vpc": (_backing, '"any", "none" or a table of member values'),
    "keys": (lambda v: v in ("none", SHARED), f'"none" or "{SHARED}"'),
    "disposable": (lambda v: isinstance(v, bool), "true or false"),
    "quota": (lambda v: type(v) is int and 0 < v <= 1000, "a number of stores from 1 to 1000"),
    "fixtures": (
        lambda v: isinstance(v, dict) and all(map(_values, v.values())),
        "tables of member values, each under the name of an error",
    ),
}


def load(path: Path) -> Profile:
    """The profile in a file. Raises TargetError, one line, for a file that is no profile."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as broken:
        raise TargetError(f"the profile {str(path)!r} cannot be read: {broken.strerror or broken}") from None
    except (ValueError, RecursionError) as broken:
        raise TargetError(f"the profile {str(path)!r} is no TOML: {broken}") from None
    for key, value in found.items():
        if key not in _CHECKS:
            raise TargetError(f"the profile {str(path)!r} has an unknown key {key!r}: known are {', '.join(_CHECKS)}")
        check, wanted = _CHECKS[key]
        if not check(value):
            raise TargetError(f"the profile {str(path)!r}: {key} must be {wanted}")
    if "ca_file" in found:
        found["ca_file"] = str(path.parent / found["ca_file"])
    return Profile(**found, said=frozenset(found))
