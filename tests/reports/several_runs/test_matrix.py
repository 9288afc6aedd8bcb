"""Several runs side by side: what each has of every requirement, read back by foreign parsers."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from kms_conformance import cli
from kms_reports.formats import html, jsonl
from kms_reports.result import Run, Verdict
from kms_reports.several_runs import badge, matrix
from kms_reports.several_runs.matrix import Matrix
from tests.support.reports.html_pages import VOID, Tags
from tests.support.reports.samples import HOSTILE, broken, every_verdict, plain, run_of, runs

GOOD = run_of(plain("A.b"), plain("A.c"), plain("A.d", Verdict.INAPPLICABLE))
BAD = run_of(broken("A.b", Verdict.ACCEPTED_INVALID), plain("A.c"), broken("A.x", level="observed"))
KNOWN = run_of(plain("A.b", Verdict.EXPECTED_FAILURE), plain("A.d", Verdict.VACUOUS))
BOTH = Matrix({"good": GOOD, "bad": BAD, "known": KNOWN})


def test_every_requirement_that_some_run_has_is_a_row() -> None:
    assert {row.id: row.kinds for row in BOTH.rows()} == {
        "A.b": ("met", "broken", "known"),
        "A.c": ("met", "met", ""),
        "A.d": ("skipped", "", "skipped"),
        "A.x": ("", "observed", ""),
    }


def test_what_differs_is_what_some_meet_and_others_break() -> None:
    assert [row.id for row in BOTH.rows() if row.differs] == ["A.b"]
    assert [row.id for row in Matrix({"bad": BAD}).rows() if not row.agreed] == ["A.b"]
    assert [row.id for row in Matrix({"bad": BAD}).rows() if row.differs] == []


def cells(page: str) -> list[list[str]]:
    """The text of every cell of every row."""
    rows = re.findall(r"<tr.*?>(.*?)</tr>", page, re.S)
    found = (re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.S) for row in rows)
    return [[re.sub("<.*?>", "", cell).strip() for cell in row] for row in found]


def test_the_markdown_has_what_is_broken_somewhere() -> None:
    page = MarkdownIt("commonmark").enable("table").render(matrix.markdown(BOTH))
    assert ["good", "2", "0", "0", "0", "1", "quick"] in [row[:7] for row in cells(page)]
    assert ["A.b", "✓", "✗ accepted-invalid", "✗ known"] in cells(page)
    assert "A.c" not in page
    assert "2 of 4 requirements are met wherever they were judged, 1 were judged nowhere." in page


def test_a_skip_is_a_gap_in_a_tier() -> None:
    met = [plain(f"A.b{n}", tier="core") for n in range(199)]
    run = run_of(*met, plain("A.x", Verdict.INAPPLICABLE, tier="core"), plain("A.y", tier="strict"))
    found = Matrix({"one": run})
    assert [str(found.tier("one", tier)) for tier in matrix.TIERS] == ["99 % (199/200)", "", "100 % (1/1)"]
    assert found.tiers == ("core", "strict")
    assert str(found.operation("one", "A")) == "99 % (200/201)"
    assert json.loads(matrix.data(found))["runs"]["one"]["tiers"]["core"] == {"met": 199, "total": 200}
    assert "99 % (199/200)" in matrix.markdown(found)
    assert "99 % (199/200)" in html.side_by_side(found)


def test_the_json_has_everything() -> None:
    found = json.loads(matrix.data(BOTH))
    assert found["runs"]["bad"]["counts"] == {"met": 1, "broken": 1, "known": 0, "observed": 1, "skipped": 0}
    by_id = {one["id"]: one["verdicts"] for one in found["requirements"]}
    assert by_id["A.b"] == {"good": "conforms", "bad": "accepted-invalid", "known": "expected-failure"}
    assert by_id["A.x"] == {"bad": "wrong-code"}


def test_a_reason_stands_once_in_the_page_and_each_of_its_cells_leads_there() -> None:
    why = "it needs CreateKey, which the target does not know"
    skipped = [plain(f"A.b{n}", Verdict.INAPPLICABLE, why) for n in range(900)]
    page = html.side_by_side(Matrix({"one": run_of(*skipped), "two": run_of(*skipped, broken("A.x"))}))
    assert page.count(why) == 1
    number = next(n for n in re.findall(r"<li id=r(\d+)>", page) if f"<li id=r{n}>{why}</li>" in page)
    assert page.count(f"<a href=#r{number}>· {number}</a>") == 1800
    assert set(re.findall(r"href=#(r\d+)", page)) == set(re.findall(r"id=(r\d+)", page))
    assert len(page) < 230_000


@given(one=runs, other=runs)
@settings(deadline=None, max_examples=10)
def test_any_runs_give_a_well_formed_page_and_pictures(one: Run, other: Run) -> None:
    found = Matrix({"one": one, "<b>": other})
    page = html.side_by_side(found)
    assert Tags(VOID.sub(r"<\1\2/>", page).replace("<!doctype html>", "")).open == []
    operations = len(found.operations) + bool(found.operations)
    assert len(cells(page)) == 2 + len(found.runs) + len(list(found.rows())) + operations
    assert {ET.fromstring(badge.render(run)).tag for run in (one, other)} == {"{http://www.w3.org/2000/svg}svg"}


def test_hostile_texts_are_text() -> None:
    run = run_of(*(plain(f"A.b{n}", Verdict.INAPPLICABLE, text) for n, text in enumerate(HOSTILE)))
    found = Tags(VOID.sub(r"<\1\2/>", html.side_by_side(Matrix({"<script>": run}))).replace("<!doctype html>", ""))
    assert not {"script", "img", "iframe", "link", "b"} & set(found.tags)


@pytest.mark.parametrize(
    ("run", "words", "colour"),
    [
        (GOOD, "2 of 2 met", badge.GREEN),
        (BAD, "1 of 2 met", badge.RED),
        (KNOWN, "0 of 1 met", badge.GREEN),
        (run_of(plain("A.b", Verdict.INAPPLICABLE)), "nothing judged", badge.GREY),
        (run_of(plain("A.b"), complete=False), "cut short", badge.GREY),
    ],
)
def test_a_badge_says_how_many_are_met(run: Run, words: str, colour: str) -> None:
    assert badge.said(run) == (words, colour)
    drawn = ET.fromstring(badge.render(run))
    assert [t.text for t in drawn.iter("{http://www.w3.org/2000/svg}text")] == ["KMS conformance", words]
    assert colour in [r.get("fill") for r in drawn.iter("{http://www.w3.org/2000/svg}rect")]


def saved(directory: Path, name: str, run: Run) -> str:
    path = directory / f"{name}.jsonl"
    writer = jsonl.Writer(path)
    writer.run(run)
    for result in run.results:
        writer.requirement(result)
    writer.summary(run)
    writer.close()
    return str(path)


def test_the_command_names_each_run_after_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [saved(tmp_path, "moto-5", every_verdict()), saved(tmp_path, "mine", GOOD)]
    assert cli.main(["matrix", *files, "--out", str(tmp_path / "out")]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "matrix.html",
        "matrix.json",
        "matrix.md",
        "mine.endpoint.json",
        "mine.svg",
        "moto-5.endpoint.json",
        "moto-5.svg",
    ]
    assert list(json.loads((tmp_path / "out/matrix.json").read_text())["runs"]) == ["moto-5", "mine"]
    assert capsys.readouterr().out.startswith("2 runs side by side: ")


@pytest.mark.parametrize("wrong", ["twice", "nowhere", "no results", "no directory"])
def test_what_cannot_be_is_one_line_and_writes_nothing(
    tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good, out = saved(tmp_path, "mine", GOOD), tmp_path / "out"
    (tmp_path / "other").mkdir()
    (tmp_path / "text.jsonl").write_text("text\n")
    words = {
        "twice": [good, saved(tmp_path / "other", "mine", GOOD), "--out", str(out)],
        "nowhere": [good, str(tmp_path / "nowhere.jsonl"), "--out", str(out)],
        "no results": [good, str(tmp_path / "text.jsonl"), "--out", str(out)],
        "no directory": [good, "--out", good + "/out"],
    }[wrong]
    assert cli.main(["matrix", *words]) == 4
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert not out.exists()
