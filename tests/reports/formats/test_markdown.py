"""The Markdown summary fits GitHub's limit, and nothing a target says is markup in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from kms_reports.details import KEPT
from kms_reports.formats import markdown
from kms_reports.result import Run, Verdict
from tests.support.reports.html_pages import Tags
from tests.support.reports.samples import CURL, HOSTILE, broken, every_verdict, large, plain, run_of, runs

OURS = {"h2", "h3", "p", "strong", "blockquote", "br", "pre", "code", "details", "summary"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td"}
GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def page(run: Run) -> Tags:
    return Tags(GITHUB.render(markdown.render(run)))


@given(run=runs)
@settings(deadline=None, max_examples=40)
def test_no_markup_of_a_target_survives(run: Run) -> None:
    written = markdown.render(run)
    assert "<script" not in written
    assert "<img" not in written
    assert {c for c in written if not c.isprintable()} <= set(KEPT)
    found = page(run)
    assert set(found.tags) <= OURS
    assert found.open == []


def test_hostile_texts_stand_in_the_page_as_text() -> None:
    hostile = [broken(f"A.b{n}.c", code=text, answer=text, curl=text) for n, text in enumerate(HOSTILE)]
    found = page(run_of(*hostile))
    assert set(found.tags) <= OURS
    assert "<script>alert(1)</script>" in found.text
    assert "[bold]markup[/bold]" in found.text
    assert found.tags.count("h2") == 1


def test_every_row_of_a_table_has_its_cells() -> None:
    hostile = [plain(f"A.b.c{n}", Verdict.INAPPLICABLE, text) for n, text in enumerate(HOSTILE)]
    found = page(run_of(*hostile))
    assert found.tags.count("td") == 5 * 2 + 3 * len(HOSTILE)


def test_causes_the_smallest_and_its_command_are_shown() -> None:
    found = page(run_of(*(broken(f"Create.Member{n}.pattern") for n in range(31)), plain("A.b.c")))
    assert "31 requirements broken by 1 cause; 1 met." in found.text
    assert "InvalidParameterException instead of ValidationException" in found.text
    assert CURL in found.text
    assert "Member30.pattern" in found.text


def test_each_verdict_of_the_run_is_named() -> None:
    text = page(every_verdict()).text
    assert [v for v in Verdict if v not in text] == []


def test_fifty_causes_are_shown_and_the_others_counted() -> None:
    run = run_of(*(broken(f"A.b.c{n:02}", Verdict.STATE_VIOLATION) for n in range(60)))
    found = page(run)
    assert found.tags.count("details") == 50
    assert "10 more causes left out here" in found.text


@pytest.mark.parametrize("filler", ["x", "€", "\x1b", "<"])
def test_the_summary_stays_below_githubs_limit(filler: str) -> None:
    huge = {"answer": filler * 9000, "explanation": filler * 9000, "curl": filler * 5000}
    run = run_of(*(broken(f"A.b.c{n}", Verdict.STATE_VIOLATION, **huge) for n in range(50)))
    written = markdown.render(run)
    assert len(written.encode()) <= 900_000
    assert set(Tags(GITHUB.render(written)).tags) <= OURS
    if filler == "<":
        assert "left out here" in written


def test_a_run_without_a_failure_is_short(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    markdown.write(run_of(plain("A.b.c")), path)
    written = path.read_text()
    assert written.startswith("## ✅")
    assert "Causes" not in written
    assert len(written) < 1000


def test_two_thousand_failures_fit_githubs_limit() -> None:
    assert len(markdown.render(large()).encode()) < 1024 * 1024
