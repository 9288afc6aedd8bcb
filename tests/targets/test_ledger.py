"""The ledger is on disk before anything leaves, survives a kill in the middle of a line, and says what is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kms_targets import TargetError, ledger
from kms_targets.ledger import Entry, Ledger, read

TARGET, REGION = "http://localhost:4566", "us-east-1"
KIND = "CustomKeyStore"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


@pytest.fixture
def notes(path: Path) -> Ledger:
    return Ledger(path, TARGET, REGION)


def left(path: Path) -> tuple[dict[str, str], dict[str, int]]:
    found = read(path)
    assert (found.target, found.region) == (TARGET, REGION)
    assert {kind for kind, _ in (*found.resources, *found.names)} <= {KIND}
    return (
        {resource: entry.name for (_, resource), entry in found.resources.items()},
        {name: n for (_, name), n in found.names.items()},
    )


def test_what_is_made_and_not_deleted_is_left(notes: Ledger, path: Path) -> None:
    notes.intend(KIND, ["one", "two", "three", "four"])
    notes.created(Entry(KIND, "cks-1", "one"))
    notes.created(Entry(KIND, "cks-2", "two"))
    notes.refused(KIND, "three")
    notes.deleted(Entry(KIND, "cks-2", "two"))
    notes.close()
    assert left(path) == ({"cks-1": "one"}, {"four": 1})


def test_a_name_that_is_asked_for_twice_has_to_be_answered_twice(notes: Ledger, path: Path) -> None:
    notes.intend(KIND, ["one", "one"])
    notes.created(Entry(KIND, "cks-1", "one"))
    notes.deleted(Entry(KIND, "cks-1", "one"))
    assert left(path) == ({}, {"one": 1})
    notes.refused(KIND, "one")
    notes.close()
    assert left(path) == ({}, {})


def test_an_intention_is_synced_when_it_has_been_told(
    notes: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []

    def sync(file: int) -> None:
        assert '"name": "one"' in path.read_text(), "written first, then synced"
        synced.append(file)

    monkeypatch.setattr(ledger, "_sync", sync)
    notes.intend(KIND, ["one"])
    assert synced == [notes._file]
    notes.close()


def test_a_new_ledger_and_its_place_in_the_directory_are_synced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(ledger, "_sync", lambda file: synced.append("file"))
    monkeypatch.setattr(ledger, "_sync_directory", lambda directory: synced.append(str(directory)))
    Ledger(path, TARGET, REGION).close()
    assert synced == ["file", str(path.parent)]


def test_nobody_else_can_read_it(notes: Ledger, path: Path) -> None:
    notes.close()
    assert path.stat().st_mode & 0o077 == 0


def test_a_writer_that_is_killed_loses_nothing_that_it_was_told(path: Path) -> None:
    script = (
        "import os, pathlib, sys, kms_targets.ledger as l\n"
        f"notes = l.Ledger(pathlib.Path(sys.argv[1]), {TARGET!r}, {REGION!r})\n"
        "notes.intend('CustomKeyStore', ['one', 'two'])\n"
        "notes.created(l.Entry('CustomKeyStore', 'cks-1', 'one'))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL
    assert left(path) == ({"cks-1": "one"}, {"two": 1})


def test_a_line_torn_anywhere_loses_only_itself(notes: Ledger, path: Path) -> None:
    notes.intend(KIND, ["one"])
    notes.close()
    whole = path.read_bytes()
    torn = b'{"event": "create", "type": "CustomKeyStore", "name": "two"}'
    for cut in range(len(torn) + 1):
        two = {"two": 1} if cut == len(torn) else {}
        path.write_bytes(whole + torn[:cut])
        assert left(path) == ({}, {"one": 1, **two})
        again = Ledger(path, TARGET, REGION)  # as `cleanup` does
        again.created(Entry(KIND, "cks-1", "one"))
        again.deleted(Entry(KIND, "cks-1", "one"))
        again.close()
        assert left(path) == ({}, two), f"after a line of {cut} bytes"


def test_what_a_broken_disk_leaves_in_the_middle_is_passed_over(notes: Ledger, path: Path) -> None:
    notes.intend(KIND, ["one"])
    notes.close()
    with path.open("ab") as file:
        file.write(b"\0\0\0\xff\n[1]\n7\nnull\n{}\n" + b"[" * 100_000 + b'\n{"event": "create"}\n{"event": "later"}\n')
    Ledger(path, TARGET, REGION).close()
    assert left(path) == ({}, {"one": 1})


def test_several_writers_do_not_mix_their_lines(path: Path) -> None:
    def write(number: int) -> None:
        mine = Ledger(path, TARGET, REGION)
        for index in range(40):
            name = f"{number}-{index}-" + "x" * 2000
            mine.intend(KIND, [name, f"refused {name}"])
            mine.created(Entry(KIND, f"cks-{number}-{index}", name))
            mine.refused(KIND, f"refused {name}")
        mine.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A writer that begins while another is at work may take its line for a torn one, and ends it with an empty line.
    assert all(json.loads(line) for line in path.read_text().splitlines() if line)
    stores, names = left(path)
    assert (len(stores), names) == (160, {})


names = st.text(max_size=20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger") / "ledger.jsonl"


@given(st.lists(st.tuples(st.sampled_from(["create", "created", "refused", "deleted"]), names, names)))
@settings(max_examples=50, deadline=None)
def test_any_history_reads_back(shared: Path, history: list[tuple[str, str, str]]) -> None:
    """Names of any characters, lone surrogates too, against the plainest account of what is left."""
    made: dict[str, str] = {}
    open_: dict[str, int] = {}
    shared.unlink(missing_ok=True)
    notes = Ledger(shared, TARGET, REGION)
    for kind, name, store in history:
        if kind == "create":
            notes.intend(KIND, [name])
            open_[name] = open_.get(name, 0) + 1
        elif kind == "created":
            notes.created(Entry(KIND, store, name))
            open_[name] = max(0, open_.get(name, 0) - 1)
            made[store] = name
        elif kind == "refused":
            notes.refused(KIND, name)
            open_[name] = max(0, open_.get(name, 0) - 1)
        else:
            notes.deleted(Entry(KIND, store, name))
            made.pop(store, None)
    notes.close()
    assert left(shared) == (made, {name: n for name, n in open_.items() if n})


def test_a_ledger_of_another_target_is_not_written_on(notes: Ledger, path: Path) -> None:
    """`cleanup` could ask only one of them."""
    notes.intend(KIND, ["one"])
    notes.close()
    before = path.read_bytes()
    for target, region in (("http://localhost:1", REGION), (TARGET, "eu-west-1")):
        with pytest.raises(TargetError, match=r"is that of http://localhost:4566 in us-east-1: give another file$"):
            Ledger(path, target, region)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", [b"# README\n", b'{"event": "create", "name": "a"}\n', b"{}\n", b"\n", b"\xff\0"])
def test_another_file_is_neither_read_nor_written_as_a_ledger(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    for use in (lambda: read(path), lambda: Ledger(path, TARGET, REGION)):
        with pytest.raises(TargetError, match=r"is no ledger: it does not begin with the target it is of$"):
            use()
    assert path.read_bytes() == text


def test_an_empty_file_is_no_ledger_yet(path: Path) -> None:
    path.touch()
    with pytest.raises(TargetError, match="is no ledger"):
        read(path)
    Ledger(path, TARGET, REGION).close()
    assert left(path) == ({}, {})


def test_a_path_that_cannot_be_written_is_one_line(tmp_path: Path, path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for place, why in (
        (tmp_path, "Is a directory"),
        (tmp_path / "none" / "ledger.jsonl", "No such file or directory"),
        (tmp_path / ("a" * 300), "File name too long"),
        (Path("/dev/null"), "it is no file that keeps what is written"),
        (fifo, "it is no file that keeps what is written"),
    ):
        with pytest.raises(TargetError) as refused:
            Ledger(place, TARGET, REGION)
        assert str(refused.value) == f"the ledger {str(place)!r} cannot be written: {why}"


def test_a_path_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    for place, why in ((tmp_path, "Is a directory"), (tmp_path / "none", "No such file or directory")):
        with pytest.raises(TargetError) as refused:
            read(place)
        assert str(refused.value) == f"the ledger {str(place)!r} cannot be read: {why}"


def test_a_full_disk_stops_the_request_in_one_line(notes: Ledger) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, notes._file)
    os.close(full)
    with pytest.raises(TargetError, match=r"cannot be written: No space left on device$"):
        notes.intend(KIND, ["one"])
    notes.close()


def test_half_a_write_is_finished(notes: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    notes.intend(KIND, ["one", "two"])
    notes.close()
    assert left(path) == ({}, {"one": 1, "two": 1})


def test_what_a_resource_belongs_to_is_kept_for_its_deletion(notes: Ledger, path: Path) -> None:
    notes.intend("Grant", ["one"])
    notes.created(Entry("Grant", "grant-1", "one", "key-1"))
    notes.close()
    assert list(read(path).resources.values()) == [Entry("Grant", "grant-1", "one", "key-1")]


def test_resources_of_two_types_with_one_id_are_two(notes: Ledger, path: Path) -> None:
    for kind in ("Key", "Alias"):
        notes.intend(kind, ["one"])
        notes.created(Entry(kind, "same", "one"))
    notes.deleted(Entry("Key", "same", "one"))
    notes.close()
    assert list(read(path).resources) == [("Alias", "same")]
