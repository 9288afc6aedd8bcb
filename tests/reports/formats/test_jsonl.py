"""A results file reads back as the run it was written from, whole or torn, and says what is wrong with it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from kms_reports import summary
from kms_reports.formats import (
    html,
    jsonl,
    junit,
    markdown,
)
from kms_reports.formats.jsonl import (
    Unreadable,
    Writer,
    read,
    write,
)
from kms_reports.formats.table import FORMATS, Format
from kms_reports.result import NOT_REACHED, Planned, Run
from tests.support.reports.samples import broken, every_verdict, plain, run_of, runs


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results") / "results.jsonl"


@given(run=runs)
@settings(deadline=None, max_examples=40)
def test_any_run_reads_back(run: Run, path: Path) -> None:
    write(run, path)
    assert path.read_bytes().isascii()
    again = path.with_name("again.jsonl")
    write(read(path), again)
    if "\\ud" not in path.read_text():
        assert read(path).results == run.everything
        assert read(path).environment == run.environment
    assert again.read_text() == path.read_text()


def test_a_run_read_back_is_equal_and_renders_the_same(path: Path) -> None:
    run = every_verdict()
    write(run, path)
    back = read(path)
    assert back == run
    for render in (junit.render, markdown.render, html.render):
        assert render(back) == render(run)


def test_records_are_those_of_the_contract(path: Path) -> None:
    write(every_verdict(), path)
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert [r["record"] for r in records] == ["run", *["requirement"] * (len(records) - 2), "summary"]
    assert {"schema", "version", "target", "depth", "seed", "started", "environment"} <= records[0].keys()
    assert {"id", "level", "verdict", "reason", "cases", "seconds", "counterexample"} <= records[1].keys()
    assert {"operation", "request", "status", "code", "acceptable", "curl"} <= records[1]["counterexample"].keys()
    assert records[-2]["counterexample"] is None or records[-3]["counterexample"] is None
    summary = records[-1]
    assert sum(summary["verdicts"].values()) == len(records) - 2
    assert [summary[k] for k in ("planned", "sent", "answered", "judged")] == [summary["judged"]] * 4
    assert (summary["seconds"], summary["complete"]) == (2.0, True)
    assert summary["requests_per_second"] == summary["judged"] / 2


def test_each_line_is_on_disk_before_the_next(path: Path) -> None:
    run = every_verdict()
    writer = Writer(path)
    writer.run(run)
    for number, result in enumerate(run.results, 1):
        writer.requirement(result)
        assert len(path.read_text().splitlines()) == number + 1
    killed = read(path)
    assert killed.results == run.results
    assert not killed.complete
    assert "no summary" in killed.notes[0]
    judged = sum(r.cases for r in run.results)
    assert killed.counts.judged == judged
    assert summary.cases(killed) == f"{judged:,} judged; how many were planned and sent, the file does not say"
    assert summary.speed(killed) == f"about {sum(r.seconds for r in run.results):,.1f} s"
    writer.close()


def test_a_file_torn_anywhere_in_its_last_line_reads(path: Path) -> None:
    run = run_of(plain("A.b.c"), broken("A.b.d"))
    write(run, path)
    whole = path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for end in range(last + 1, len(whole) - 1, 7):
        path.write_bytes(whole[:end])
        torn = read(path)
        assert torn.results == run.results
        assert not torn.complete
        assert any("torn" in note for note in torn.notes)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no results of kms-conformance"),
        (b"{", "no results of kms-conformance"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"record": "summary"}\n', "line 1: the first line"),
        (b'{"record": "run"}\n', "line 1: 'version' is missing"),
        (b"[]\n", "line 1 is not a JSON object"),
        (b"HEAD{ torn\n{}\n", "line 2 is not JSON"),
        (b'HEAD{"record": "requirement", "id": "A.b", "level": "documented"}\n', "line 2: 'verdict' is missing"),
        (b'HEAD{"record": "requirement", "id": 1, "level": "x", "verdict": "conforms"}\n', "line 2: 'id' is no str"),
        (b'HEAD{"record": "requirement", "id": "A.b", "level": "x", "verdict": "fine"}\n', "line 2: 'fine'"),
        (b'HEAD{"record": "summary", "judged": "many"}\n', "line 2: 'judged' is no int"),
        (b"HEAD{ whole but broken\n", "line 2 is not JSON"),
        (b"HEADHEAD", "line 2: a second run"),
    ],
)
def test_a_broken_file_is_named_in_one_line(content: bytes, says: str, path: Path) -> None:
    head = (
        json.dumps({"record": "run", "version": "1", "target": "t", "depth": "quick", "seed": 1, "started": ""}) + "\n"
    )
    path.write_bytes(content.replace(b"HEAD", head.encode()))
    with pytest.raises(Unreadable, match=says) as raised:
        read(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        read(tmp_path / "none.jsonl")


def test_a_newer_schema_is_refused(path: Path) -> None:
    write(run_of(), path)
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 2'))
    with pytest.raises(Unreadable, match="newer"):
        read(path)


def test_a_summary_that_counts_other_verdicts_is_not_complete(path: Path) -> None:
    write(run_of(plain("A.b.c"), plain("A.b.d")), path)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:]))
    assert not read(path).complete
    assert "missing" in read(path).notes[-1]


def test_what_json_cannot_hold_is_stored_as_text(path: Path) -> None:
    nested: object = "inside"
    for _ in range(3000):
        nested = [nested]
    odd = {"nan": math.nan, "deep": nested, "long": 10**5000, "bytes": b"x"}
    write(run_of(broken("A.b.c", request=odd)), path)
    example = read(path).results[0].counterexample
    assert example is not None
    assert example.request["nan"] == "nan"
    assert "nested deeper" in json.dumps(example.request["deep"])
    assert "bits" in example.request["long"]


@pytest.mark.parametrize("odd", [math.nan, math.inf, 10**5000, b"x"], ids=["nan", "inf", "long", "bytes"])
def test_no_line_is_other_than_json(odd: object, path: Path) -> None:
    write(run_of(environment={"odd": odd}), path)
    assert "NaN" not in path.read_text()
    assert "Infinity" not in path.read_text()
    assert isinstance(read(path).environment["odd"], str)


def test_unknown_keys_and_records_are_passed_over(path: Path) -> None:
    run = run_of(plain("A.b.c"))
    write(run, path)
    head, *rest = path.read_text().splitlines(keepends=True)
    path.write_text(head + '{"record": "remark"}\n' + "".join(rest).replace('"level"', '"aspect": "x", "level"'))
    assert read(path) == run


def test_writing_makes_missing_directories(tmp_path: Path) -> None:
    run = replace(run_of())
    jsonl.write(run, tmp_path / "a" / "b.jsonl")
    assert read(tmp_path / "a" / "b.jsonl") == run


def test_what_was_not_reached_has_a_record_with_that_reason(path: Path) -> None:
    planned = (Planned("A.b.c"), Planned("A.b.d", "documented", "core", "It is so.", "A page"))
    write(run_of(plain("A.b.c"), complete=False, planned=planned), path)
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert (records[2]["id"], records[2]["tier"], records[2]["reason"]) == ("A.b.d", "core", NOT_REACHED)
    assert sum(records[-1]["verdicts"].values()) == 2
    back = read(path)
    assert not back.complete
    assert back.notes == []


def test_a_killed_run_knows_what_it_did_not_reach(path: Path) -> None:
    with Writer(path) as writer:
        run = run_of(plain("A.b.c"), planned=(Planned("A.b.c"), Planned("A.b.d")))
        writer.run(run)
        writer.requirement(run.results[0])
    assert [(r.id, r.reason) for r in read(path).not_reached()] == [("A.b.d", NOT_REACHED)]


def test_the_tier_stands_after_the_level_and_may_be_missing(path: Path) -> None:
    write(run_of(plain("A.b.c", tier="strict")), path)
    head, line, summary = path.read_text().splitlines()
    record = json.loads(line)
    keys = list(record)
    assert keys[keys.index("level") + 1] == "tier"
    del record["tier"]
    path.write_text("\n".join([head, json.dumps(record), summary]))
    assert read(path).results[0].tier == ""


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_of_the_table_writes_a_finished_run(form: Format, tmp_path: Path) -> None:
    form.write(every_verdict(), tmp_path / "report")
    assert "CreateCustomKeyStore.Member.timeout" in (tmp_path / "report").read_text()
