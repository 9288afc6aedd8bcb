"""The words in which an endpoint's behaviour is written down: one frozen value, every part of which can be replaced.

No rule of the page is here, only its shape. Lengths are in what `size` counts, times in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from kms_targets.reference.state.keys import Region, Vault
from kms_targets.reference.state.stores import Account, Entry, Store, Unique, Values
from kms_targets.reference.tables.behaviour import KMS, Behaviour

NO_BOUND = 10**9


class Problem(NamedTuple):
    """Why a request is refused. `cause` is spelled as the registry of requirements spells it."""

    code: str
    message: str = ""
    status: int = 400
    cause: str = ""


class Answer(NamedTuple):
    """An HTTP answer; status 0 is a connection dropped without one."""

    status: int
    body: bytes
    content_type: bytes | None = b"application/x-amz-json-1.1"
    headers: tuple[tuple[bytes, bytes], ...] = ()


DROPPED = Answer(0, b"")
CUT_SHORT = Answer(400, b'{"__type":"SerializationException","message":"The request body is cut short."}')


class Arrival(NamedTuple):
    """A request as HTTP has it: the headers spelled as they came, and whether the body is as long as it was to be."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    whole: bool = True

    def values(self, name: bytes) -> list[bytes]:
        """The values of the headers of a name, which is given in lower case."""
        return [value for spelled, value in self.headers if spelled.lower() == name]

    def having(self, name: bytes, value: bytes) -> Arrival:
        """The same with one value of a header in the place of all it has."""
        others = tuple(pair for pair in self.headers if pair[0].lower() != name)
        return self._replace(headers=(*others, (name, value)))


class Request(NamedTuple):
    """A body as it came and the members read from it, the absent ones left out."""

    body: Mapping[str, Any]
    values: Values


class WrongTypeError(Exception):
    """A member has a JSON type that it may not have."""


class RefusalError(Exception):
    """An answer that is given as soon as it is raised."""

    def __init__(self, result: Problem | Answer) -> None:
        super().__init__()
        self.result = result


def strict(value: object) -> str | None:
    """Take a value that is no string for what it is."""
    raise WrongTypeError


@dataclass(frozen=True, slots=True)
class Text:
    """A string member. `matches` is true of values that fit `pattern`; `read` gets what is no string and no null."""

    least: int = 0
    most: int = NO_BOUND
    pattern: str | None = None
    matches: Callable[[str], object] | None = None
    allowed: tuple[str, ...] = ()
    secret: bool = False
    size: Callable[[str], int] = len
    read: Callable[[object], str | None] = strict


def is_there(member: str, request: Request) -> bool:
    """Whether a member is present and not null."""
    return member in request.values


@dataclass(frozen=True, slots=True)
class Need:
    """`member` must be there where the request has all the values of `when`."""

    name: str
    member: str
    when: tuple[tuple[str, str], ...]
    met: Callable[[str, Request], bool] = is_there


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whether what a request points at exists where no fixture speaks of it."""

    clusters: bool = True
    proxies: bool = True
    services: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is sent: in pieces of so many bytes (0: whole), with pauses, with or without its length.

    `most`: a connection answers so many requests and is cut when the next arrives (0: all). `cold`: what the first of
    them is answered, whatever it is.
    """

    chunked: bool = False
    piece: int = 0
    pause: float = 0.0
    delay: float = 0.0
    close: bool = False
    most: int = 0
    cold: Answer | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Proxying:
    """How proxies are asked. `kinds` are the connectivities whose proxy is asked before a store is made or changed.

    `port` and `ca` (a file) are where a test has them. `seconds` are waited for a connection, and again for the answer.
    `instead`: what is answered for a problem, another one or nothing. `names`, `health` and `serves` replace how an
    answer is read; `statuses`: what a status without an errorName leads to, if not to an unreadable response.
    """

    port: int = 443
    ca: str | None = None
    kinds: frozenset[str] = frozenset({"PUBLIC_ENDPOINT"})
    prefixed: bool = True
    signs: bool = True
    verifies: bool = True
    seconds: float = 0.25
    instead: Mapping[Problem, Problem | None] = field(default_factory=dict)
    names: Mapping[str, Problem] | None = None
    statuses: Mapping[int, Problem] = field(default_factory=dict)
    health: Mapping[str, Callable[[Any], bool]] | None = None
    serves: Callable[[list[Any]], bool] | None = None


class Service(Protocol):
    """An account behind its rules, as operations see it."""

    rules: Rules
    account: Account
    vault: Vault
    valid: int

    def read_credential(self, value: object) -> Values:
        """The two keys of a credential, by path. Raises WrongTypeError where it is no object."""


Step = Callable[[Service, Request], Problem | None]
Operation = Callable[[Service, Mapping[str, Any]], Answer | Problem]
Instead = Callable[[Service, Mapping[str, Any], Operation], Answer | Problem]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A request for an operation on keys whose members keep their constraints: blobs decoded, absent ones left out."""

    service: Service
    operation: str
    region: Region
    values: Mapping[str, Any]


KeyOperation = Callable[[Call], Result]
Around = Callable[[Call, KeyOperation], Result]
Arrive = Callable[[Arrival], Arrival | Answer]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that an endpoint goes by.

    `steps` examine a CreateCustomKeyStore in order; the first problem is answered. `sent` says which code and status a
    cause gets instead of its own. `unknown_ids` says what an operation answers for an id that no store has, where None
    is success. `instead` is asked in the place of an operation, which it is given. `kept` names the uniqueness rules
    whose keys outlive a deleted store. `pause` lies between the last step and the insertion. `rejected` and `created`
    see what was decided before it is answered. `proxying` says how external key store proxies are asked, if at all.
    `arrived` sees a request before anything else does, and may answer it; `cut` is the answer to a body that is shorter
    than it was to be, and an empty one is read as `nothing` where it may be. `behaviour` decides what operations on
    keys answer; `around` is called in the place of one, which it is given; `missing` are those that are unknown.
    """

    texts: Mapping[str, Text]
    required: frozenset[str]
    needs: tuple[Need, ...]
    uniques: tuple[Unique, ...]
    steps: tuple[Step, ...]
    defaults: Mapping[str, str]

    target: Callable[[str], str]
    parse: Callable[[bytes], object]
    object_of: Callable[[object], dict[str, Any] | None]
    credential_of: Callable[[object], dict[str, Any] | None]
    malformed: Problem | Answer
    not_an_object: Problem | Answer
    wrong_type: Problem | Answer
    unknown_operation: Problem | Answer
    unknown_ids: Mapping[str, Problem | None]
    instead: Mapping[str, Instead]

    error_form: Callable[[Problem, Values], Answer]
    success_form: Callable[[Store], Answer]
    describe: Callable[[Store], Entry]
    limit: Callable[[int], int]
    turn: Callable[[int], int]

    new_id: Callable[[int], str]
    first_state: str = "DISCONNECTED"
    connected: str = "CONNECTED"
    connection_error: str | None = None  # why no store can be connected
    deletable: frozenset[str] = frozenset({"DISCONNECTED"})
    store_keeps: Callable[[Sequence[str]], bool] = bool  # of the states of its keys, whether a store has to stay
    # To an update with a member for stores of the other type, by that member.
    other_kind: Callable[[str], str] = lambda _: "ValidationException"

    null_refused: frozenset[str] = frozenset()
    sent: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    rejected: Callable[[Service, Problem, Values], None] | None = None
    accepted: Callable[[Service, Values], Problem | None] | None = None
    throttled_every: int = 0
    denied: frozenset[str] = frozenset()
    pause: float = 0.0

    arrived: Arrive | None = None
    cut: Answer = CUT_SHORT
    nothing: bytes = b"{}"
    surroundings: Surroundings = Surroundings()
    quota: int | None = None
    holds: int = 0
    lag: float = 0.0
    delivery: Delivery = Delivery()
    proxying: Proxying | None = None

    behaviour: Behaviour = KMS
    around: Mapping[str, Around] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
