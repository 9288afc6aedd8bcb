"""Values that a recording does not show: what recorders and documents write in the place of secrets and of bytes. Pure.

Of such a value nothing is known. What it would break, or what it could have caused, is not said of the exchange.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kms_specification.facts import Json, Operation
from kms_specification.violations.requests import SERIALIZATION, VALIDATION, violations

# A placeholder in angle brackets, as <REDACTED> and <binary data>; stars; words of CloudTrail, of Rails and of the SDKs
# for Java, Go and JavaScript; and texts that were cut.
_PLACEHOLDER = re.compile(
    r"<[A-Za-z][A-Za-z0-9 _.:-]{3,60}>|\*{3,}|[*]+ ?\w*sensitive[\w ]*[*]+|[\[(*]*(?:redacted|masked|filtered)[\])*]*"
    r"|hidden_due_to_security_reasons|sensitivedataremoved|\.{3}|…|[a-z0-9+/]{8,}(?:\.{3}|…)"
    # ARNs of which a part is hidden: by logs of CI, which write stars for secrets, and by hand.
    r"|arn:\S*(?:\*{3,}|<[a-z][a-z0-9_.:-]*>|\[redacted\])\S*|arn:(?:[^:\s]*:){3}(?:x{4,}|(?:aws_)?account(?:[_-]?id)?):\S*",
    re.IGNORECASE,
)


def is_hidden(value: Json) -> bool:
    """Whether a value only stands for another."""
    return isinstance(value, str) and _PLACEHOLDER.fullmatch(value) is not None


def shown(found: Mapping[str, Json]) -> dict[str, Json]:
    """An object without everything in it that is hidden."""
    return {name: _shown(value) for name, value in found.items() if not is_hidden(value)}


def _shown(value: Json) -> Json:
    if isinstance(value, dict):
        return shown(value)
    return [_shown(one) for one in value if not is_hidden(one)] if isinstance(value, list) else value


def hidden_places(value: Json, path: str = "") -> Iterator[str]:
    """The paths of everything in a value that is hidden, with indices, as those of a misfit."""
    if is_hidden(value):
        yield path
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from hidden_places(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from hidden_places(one, f"{path}[{number}]")


def hidden_members(request: Mapping[str, Json]) -> frozenset[str]:
    """The members of a request that are hidden, or have something hidden in them."""
    return frozenset(name for name, value in request.items() if list(hidden_places(value)))


def known_to_break(operation: Operation, request: Mapping[str, Json]) -> bool:
    """Whether a request breaks something whatever it hides: with what is hidden, and without it."""
    both = (dict(request), shown(request))
    surely = ({v.requirement for v in violations(operation, one) if v.certain} for one in both)
    beside = {f"{operation.name}.{member}.required" for member in hidden_members(request)}
    return bool(set.intersection(*surely) - beside)


def may_explain(operation: Operation, code: str | None) -> bool:
    """Whether an error can be about a value that is hidden."""
    return code in {VALIDATION, SERIALIZATION, *(error.name for error in operation.errors)}
