"""Where a corpus is kept, in Hypothesis's own databases: a directory, Redis, or an artifact of a GitHub repository.

An entry is a line of JSON, the same for the same draft, so that databases merge by copying.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis.database import (
    DirectoryBasedExampleDatabase,
    ExampleDatabase,
    GitHubArtifactDatabase,
    InMemoryExampleDatabase,
    MultiplexedDatabase,
    ReadOnlyDatabase,
)
from hypothesis.errors import HypothesisWarning

from kms_conformance.settings.extras import missing
from kms_specification.catalog import OPERATIONS
from kms_strategies.fuzzing.draft import Draft
from kms_targets import TargetError

SCHEMA = 1
KEY = b"kms-conformance corpus"
ARTIFACT = "kms-conformance-corpus"  # the name of the artifact in a GitHub repository
_TRIAL_KEY, _TRIAL = b"kms-conformance trial", b"written"


@dataclass(frozen=True, slots=True)
class Storage:
    """A database of drafts, and the words by which it was asked for."""

    words: str
    database: ExampleDatabase

    def load(self) -> list[Draft]:
        """Every draft, in an order that does not change. Raises TargetError where an entry is none of a corpus."""
        with _usable(self.words):
            found = sorted(self.database.fetch(KEY))
        return [_draft(value, self.words) for value in found]

    def save(self, draft: Draft) -> None:
        """Keeps a draft. Raises TargetError where the database is gone."""
        with _usable(self.words):
            self.database.save(KEY, entry(draft))

    def delete(self, draft: Draft) -> None:
        """Forgets a draft. Raises TargetError where the database is gone."""
        with _usable(self.words):
            self.database.delete(KEY, entry(draft))

    def check(self) -> None:
        """Raises TargetError where nothing can be kept: Hypothesis's databases pass over what they cannot write."""
        with _usable(self.words):
            self.database.save(_TRIAL_KEY, _TRIAL)
            kept = _TRIAL in set(self.database.fetch(_TRIAL_KEY))
            self.database.delete(_TRIAL_KEY, _TRIAL)
        if not kept:
            raise TargetError(f"--corpus {self.words!r} cannot be used: what is written there is not kept")


def opened(words: str) -> Storage:
    """The storage that is asked for: DIR, redis://HOST[:PORT][/N] or github:OWNER/REPOSITORY.

    Raises TargetError, one line, where it cannot be used, or its extra is not installed.
    """
    scheme, _, rest = words.partition(":")
    make = _SCHEMES.get(scheme, _directory) if rest else _directory
    if make is _directory and rest.startswith("//"):
        raise TargetError(f"--corpus {words!r} is no DIR, redis://HOST[:PORT][/N] or github:OWNER/REPOSITORY")
    storage = Storage(words, make(words))
    storage.check()
    return storage


def _directory(words: str) -> ExampleDatabase:
    try:
        Path(words).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise TargetError(f"--corpus {words!r} cannot be used: it is a file, and a corpus is a directory") from None
    except OSError as broken:
        raise TargetError(f"--corpus {words!r} cannot be used: {broken.strerror or broken}") from None
    return DirectoryBasedExampleDatabase(words)


def _redis(words: str) -> ExampleDatabase:
    reason = missing("redis", "a corpus in Redis")
    if reason:
        raise TargetError(reason)
    from hypothesis.extra.redis import RedisExampleDatabase
    from redis import Redis

    try:
        return RedisExampleDatabase(Redis.from_url(words, socket_connect_timeout=10, socket_timeout=30))
    except ValueError as wrong:
        raise TargetError(f"--corpus {words!r}: {wrong}") from None


def _github(words: str) -> ExampleDatabase:
    """What the newest artifact holds, to be read; what is found is kept for this search alone."""
    owner, _, repository = words.partition(":")[2].partition("/")
    if not owner or not repository or "/" in repository:
        raise TargetError(f"--corpus {words!r} is not github:OWNER/REPOSITORY")
    artifact = GitHubArtifactDatabase(owner, repository, artifact_name=ARTIFACT)
    return MultiplexedDatabase(InMemoryExampleDatabase(), ReadOnlyDatabase(artifact))


_SCHEMES: Mapping[str, Callable[[str], ExampleDatabase]] = {"redis": _redis, "rediss": _redis, "github": _github}


@contextmanager
def _usable(words: str) -> Iterator[None]:
    """A database that is gone, or that cannot be read, is one line."""
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always", HypothesisWarning)
            yield
    except _errors() as broken:
        raise TargetError(f"--corpus {words!r} cannot be used: {str(broken).partition(chr(10))[0]}") from None
    if any("Disabling database" in str(one.message) for one in said):
        token = "" if os.environ.get("GITHUB_TOKEN") else "; GITHUB_TOKEN is not set"
        raise TargetError(f"--corpus {words!r} cannot be used: {str(said[0].message).strip().rstrip('.')}{token}")


def _errors() -> tuple[type[BaseException], ...]:
    if missing("redis", ""):
        return (OSError,)
    from redis.exceptions import RedisError

    return (OSError, RedisError)


def entry(draft: Draft) -> bytes:
    """How a draft is kept."""
    return json.dumps({"schema": SCHEMA, "draft": draft.to_json()}, sort_keys=True).encode("ascii")


def _draft(value: bytes, words: str) -> Draft:
    try:
        data = json.loads(value)
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {data['schema']!r} is not {SCHEMA}")
        draft = Draft.from_json(data["draft"])
        if draft.operation not in OPERATIONS:
            raise ValueError(f"there is no operation {draft.operation!r}")
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        why = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
        shown = value[:40].decode("ascii", "backslashreplace")
        raise TargetError(
            f"--corpus {words!r}: the entry {shown!r} is none of a corpus ({why}); nothing was changed"
        ) from None
    return draft
