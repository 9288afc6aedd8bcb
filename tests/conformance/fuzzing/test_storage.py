"""Corpora in Hypothesis's own databases: what is kept is found again, and what cannot be kept is said in one line."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis.database import DirectoryBasedExampleDatabase, GitHubArtifactDatabase, InMemoryExampleDatabase
from hypothesis.errors import HypothesisWarning

from kms_conformance import cli
from kms_conformance.fuzzing.corpus import Corpus
from kms_conformance.fuzzing.signature import Signature
from kms_conformance.fuzzing.storage import KEY, Storage, entry, opened
from kms_conformance.settings import extras
from kms_strategies.fuzzing.draft import Act, Draft, Edit
from kms_targets import TargetError

SMALL = Draft("ListKeys", "", (Edit(Act.SET, "Limit", 1),))
LARGE = Draft("ListKeys", "", (Edit(Act.SET, "Limit", 1), Edit(Act.SET, "Marker", {"a": ["b"]})))
OK, REFUSED = Signature("ListKeys", 200, "", "{}", 0), Signature("ListKeys", 400, "ValidationException", "{}", 0)


def test_what_is_kept_in_a_directory_is_found_again(tmp_path: Path) -> None:
    first = opened(str(tmp_path / "new"))
    corpus = Corpus(first)
    assert corpus.add(LARGE, OK)
    assert corpus.add(LARGE, REFUSED)
    assert not corpus.add(SMALL, OK)
    assert opened(str(tmp_path / "new")).load() == [SMALL]
    assert set(DirectoryBasedExampleDatabase(tmp_path / "new").fetch(KEY)) == {entry(SMALL)}


def test_minimising_forgets_what_a_smaller_one_stands_for() -> None:
    storage = Storage("memory", InMemoryExampleDatabase())
    for draft in (SMALL, LARGE):
        storage.save(draft)
    corpus = Corpus(storage)
    corpus.add(LARGE, OK)
    corpus.add(SMALL, OK)
    storage.save(LARGE)
    assert corpus.minimise([LARGE, SMALL]) == 1
    assert storage.load() == [SMALL]


@pytest.mark.parametrize("words", ["s3://bucket/corpus", "https://host/corpus"])
def test_a_place_of_a_kind_that_is_not_known_is_no_directory(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TargetError, match=rf"^--corpus '{words}' is no DIR, redis://"):
        opened(words)
    assert not list(tmp_path.iterdir())


class Forgetful(InMemoryExampleDatabase):
    """A database that keeps nothing and says nothing, as Hypothesis's do on a full disk."""

    def save(self, key: bytes, value: bytes) -> None:
        pass


def test_a_database_that_keeps_nothing_is_refused_at_once() -> None:
    with pytest.raises(TargetError, match=r"^--corpus 'here' cannot be used: what is written there is not kept$"):
        Storage("here", Forgetful()).check()


@pytest.mark.parametrize(
    "value", [b"", b"{", b"[]", b'{"schema": 2}', b'{"schema": 1, "draft": {"operation": "Fly"}}', b"\xff"]
)
def test_a_corrupt_entry_is_one_line_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: bytes
) -> None:
    database = DirectoryBasedExampleDatabase(tmp_path)
    database.save(KEY, value)
    database.save(KEY, entry(SMALL))
    assert cli.main(["fuzz", "--max-requests", "5", "--corpus", str(tmp_path), "--minimise"]) == 4
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "is none of a corpus" in said
    assert set(database.fetch(KEY)) == {value, entry(SMALL)}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (__file__, "it is a file, and a corpus is a directory"),
        ("github:owner", "is not github:OWNER/REPOSITORY"),
        ("github:/a", "is not github:OWNER/REPOSITORY"),
        ("github:a/b/c", "is not github:OWNER/REPOSITORY"),
        ("redis://127.0.0.1:1/0", "cannot be used: "),
        ("redis://127.0.0.1:port", "port"),
    ],
)
def test_words_that_name_no_database_are_one_line(words: str, said: str) -> None:
    with pytest.raises(TargetError) as refused:
        opened(words)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_corpus_that_github_does_not_give_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)

    def unlucky(*_: object) -> None:
        warnings.warn("No luck. ", HypothesisWarning, stacklevel=2)

    monkeypatch.setattr(GitHubArtifactDatabase, "_get_bytes", unlucky)
    with pytest.raises(TargetError, match=r"^--corpus 'github:a/b' cannot be used: No luck; GITHUB_TOKEN is not set$"):
        opened("github:a/b").load()


def test_without_the_extra_redis_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extras.PACKAGES, "redis", ("no_such_package",))
    with pytest.raises(TargetError, match=r"^a corpus in Redis needs the extra \[redis\]: pip install "):
        opened("redis://127.0.0.1:6379/0")
