"""The HTML page stands alone, is well formed, and shows what the target said as text."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from kms_reports.details import KEPT
from kms_reports.formats import html
from kms_reports.result import Run, Verdict
from tests.support.html_pages import VOID, Tags
from tests.support.report_samples import CURL, HOSTILE, broken, every_verdict, plain, run_of, runs


def page(run: Run) -> Tags:
    """The page read by a foreign parser; elements without an end are closed for it."""
    return Tags(VOID.sub(r"<\1\2/>", html.render(run)).replace("<!doctype html>", ""))


@given(run=runs)
@settings(deadline=None, max_examples=20)
def test_any_run_gives_a_well_formed_page_without_scripts(run: Run) -> None:
    found = page(run)
    assert found.open == []
    assert {c for c in html.render(run) if not c.isprintable()} <= set(KEPT)
    assert not {"script", "img", "iframe", "link", "object", "base"} & set(found.tags)
    assert found.tags.count("tr") == len(run.results) + found.tags.count("thead") + skips(run)


def skips(run: Run) -> int:
    return sum(len(skips) for _, skips in html.summary.sections(run))


def test_the_page_needs_nothing_else() -> None:
    written = html.render(every_verdict())
    assert "default-src 'none'" in written
    assert re.findall(r"\b(?:src|href|action|@import|url)\s*[=(]", written) == []
    assert "<style>" in written
    assert "prefers-color-scheme: dark" in written


def test_hostile_texts_are_text() -> None:
    found = page(run_of(*(broken(f"A.b{n}.c", answer=text, code=text) for n, text in enumerate(HOSTILE))))
    assert "<script>alert(1)</script>" in found.text
    assert r"\x1b[31m" in found.text
    assert "\x1b" not in found.text


def test_every_requirement_and_verdict_is_shown() -> None:
    run = every_verdict()
    text = page(run).text
    assert [r.id for r in run.results if r.id not in text] == []
    assert [v for v in Verdict if v not in text] == []


def test_a_counterexample_can_be_folded_and_its_commands_copied() -> None:
    run = run_of(broken("A.b.c", aws_cli="aws kms it", boto3="kms.it()"))
    found = page(run)
    assert found.tags.count("details") == 2
    assert found.text.count(CURL) == 2
    assert "aws kms it" in found.text
    assert "kms.it()" in found.text


def test_the_verdict_and_what_was_skipped_are_said(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    html.write(run_of(plain("A.b.c"), plain("A.b.d", Verdict.VACUOUS, "No such value.")), path)
    written = path.read_text()
    assert "The one requirement that could be judged is met." in written
    assert "No such value." in written


def test_without_jinja_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(html.JinjaIsMissing, match="kms-conformance\\[report\\]"):
        html.render(run_of())
