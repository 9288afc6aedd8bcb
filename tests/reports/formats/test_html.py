"""The HTML page stands alone, is well formed, and shows what the target said as text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kms_reports.details import KEPT
from kms_reports.formats import html
from kms_reports.result import Acceptable, Planned, Run, Verdict
from tests.support.reports.html_pages import VOID, Tags
from tests.support.reports.samples import HOSTILE, broken, every_verdict, large, plain, run_of, runs


def data_of(written: str) -> str:
    """The data block, which the script fills in."""
    return written.partition('id="data">')[2].partition("</script>")[0]


def page(run: Run) -> Tags:
    """The page read by a foreign parser; elements without an end are closed for it."""
    return Tags(VOID.sub(r"<\1\2/>", html.render(run)).replace("<!doctype html>", ""))


@given(run=runs)
@settings(deadline=None, max_examples=20)
def test_any_run_gives_a_well_formed_page(run: Run) -> None:
    written = html.render(run)
    found = Tags(VOID.sub(r"<\1\2/>", written).replace("<!doctype html>", ""))
    assert found.open == []
    assert {c for c in written if not c.isprintable()} <= set(KEPT)
    assert not {"img", "iframe", "link", "object", "base"} & set(found.tags)
    assert found.tags.count("script") == 2
    assert written.count('<script type="application/json" id="data">') == 1
    json.loads(data_of(written))
    assert written.count('<tr id="r') == len(run.everything)


def test_the_page_needs_nothing_else_and_only_its_own_script_runs() -> None:
    written = html.render(every_verdict())
    assert "default-src 'none'" in written
    script = written.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in written
    assert re.findall(r"\b(?:src|action|@import|url)\s*[=(]", written) == []
    assert set(re.findall(r'href="(.)', written)) == {"#"}
    assert "prefers-color-scheme: dark" in written


def test_every_link_and_control_leads_somewhere() -> None:
    written = html.render(every_verdict())
    ids = set(re.findall(r' id="([^"]+)"', written))
    assert set(re.findall(r'href="#([^"]+)"', written)) <= ids
    assert set(re.findall(r'aria-(?:controls|labelledby)="([^"]+)"', written)) <= ids


MARKED = [
    ("A.Limit.type", {"Limit": ""}, ['"Limit": ""']),
    (
        "A.Recipient.KeyEncryptionAlgorithm.type",
        {"Recipient": {"KeyEncryptionAlgorithm": 0, "B": 1}},
        ['"KeyEncryptionAlgorithm": 0'],
    ),
    ("A.Tags.type", {"Tags": {"a": 1}, "B": [2]}, ['"Tags": {"a": 1}']),
    ("A.GrantTokens.item.type", {"GrantTokens": [1, 2]}, ['"GrantTokens": [1, 2]']),
    ("A.Name.length.max", {"B": "a", "Name": "n\\" * 40}, [f'  "Name": "{"n" + chr(92) * 2}']),
    (
        "A.Context.key.type",
        {"B": "b" * 60, "Context": {"c" * 50: 1, "d": 2}, "E": 1},
        ['  "Context": {', "", "", "  },"],
    ),
    ("A.state.atomic", {"Limit": ""}, []),
]


@pytest.mark.parametrize(("identity", "request_", "starts"), MARKED)
def test_the_member_that_a_requirement_is_about_is_marked(identity: str, request_: Any, starts: list[str]) -> None:
    written = html.render(run_of(broken(identity, request=request_)))
    found = [unescape(one) for one in re.findall("<mark>(.*?)</mark>", written)]
    assert len(found) == len(starts)
    assert all(one.startswith(start) for one, start in zip(found, starts, strict=True)), found


def test_a_page_says_of_a_tool_that_it_cannot_send_a_request() -> None:
    written = html.render(run_of(broken("A.b.type", boto3="import boto3", aws_cli="")))
    assert re.findall(r"<dt>(AWS CLI 2|boto3)</dt><dd(?: class=\"quiet\")?>(?:<button.*?<pre>)?([^<]+)", written) == [
        ("boto3", "import boto3"),
        ("AWS CLI 2", "It cannot send this request as it is."),
    ]
    written = html.render(run_of(broken("A.b.type", curl="c" * 200_000, boto3="b" * 200_000)))
    assert written.count("The line is too long for this page") == 2


def test_the_offending_member_is_marked() -> None:
    request = {"Name": "n" * 40, "CloudHsmClusterId": "cluster-" + "a" * 30}
    written = html.render(run_of(broken("Create.CloudHsmClusterId.pattern", request=request)))
    assert re.findall("<mark>(.*?)</mark>", written) == [f'  "CloudHsmClusterId": "cluster-{"a" * 30}"']


def test_two_thousand_failing_requirements_are_less_than_a_megabyte() -> None:
    written = html.render(large())
    assert len(written.encode()) < 1_000_000
    assert "more left out to keep this page small" in written
    assert "Operation49.SomeMember7.enum" in written


@pytest.mark.parametrize("letter", ["<", "&", "\U0001f511"])
def test_answers_that_are_longer_when_written_are_still_less_than_a_megabyte(letter: str) -> None:
    failing = [
        replace(
            broken(f"Operation{n}.state.behaviour-{n}", Verdict.STATE_VIOLATION, answer=letter * 5_000),
            statement=f"A behaviour with the number {n}.",
        )
        for n in range(600)
    ]
    written = html.render(run_of(*failing))
    assert len(written.encode()) < 1_000_000
    assert "more left out to keep this page small" in written


def like_all_of_kms() -> Run:
    """As many requirements, reasons and causes as a run of all KMS at an emulator has, with commands as long."""
    command = "curl -sS -i -w '\\n' http://127.0.0.1:5005 " + "-H 'A-Header: of some length' " * 25
    sources = [
        f"The service model: “The request was rejected because of the reason with number {n}.”" for n in range(6)
    ]
    right = tuple(Acceptable(f"Number{n}Exception", 400, source) for n, source in enumerate(sources))
    shown = {"curl": command, "aws_cli": command, "boto3": command, "answer": "a" * 400, "acceptable": right}
    statement = "A request with this member is refused where the page says so."
    failing = [
        replace(broken(f"Operation{n}.state.behaviour-{n}", Verdict.STATE_VIOLATION, **shown), statement=statement)
        for n in range(75)
    ]
    unchecked = [broken(f"Unchecked.Member{n}.pattern", Verdict.ACCEPTED_INVALID) for n in range(600)]
    reasons = [
        f"it needs Operation{n % 40}, which the target does not know: HTTP 500 without a code" for n in range(550)
    ]
    skipped = [plain(f"Skipped{n % 40}.Member{n}.enum", Verdict.INAPPLICABLE, why) for n, why in enumerate(reasons)]
    met = [plain(f"Met{n % 40}.Member{n}.length.max") for n in range(450)]
    return run_of(*failing, *unchecked, *skipped, *met)


def test_a_run_of_all_operations_is_whole_in_less_than_800_kilobytes() -> None:
    written = html.render(like_all_of_kms())
    assert len(written.encode()) < 800_000
    assert written.count("<article") == 76
    assert "left out" not in written


def test_no_source_and_no_reason_is_written_twice() -> None:
    written = html.render(like_all_of_kms())
    for text in ("because of the reason with number 3", "it needs Operation7, which the target does not know"):
        section = written.partition('<section aria-labelledby="section-1">')[0] + written.partition('id="all"')[2]
        assert section.count(text) == 1


def test_what_the_script_fills_in_cannot_end_its_element() -> None:
    hostile = plain("A.</script><script>x.enum", Verdict.INAPPLICABLE, "</script><script>alert(1)</script>")
    written = html.render(run_of(hostile))
    data = json.loads(data_of(written))
    assert data["reasons"] == ["</script><script>alert(1)</script>"]
    assert data["operations"][0][0] == ["</script><script>x", 0, 0]


def test_what_was_not_reached_is_a_row() -> None:
    run = run_of(plain("A.b.c"), complete=False, planned=(Planned("A.b.c"), Planned("A.b.d")))
    assert "not reached" in page(run).text


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


def test_commands_can_be_copied_whole() -> None:
    found = page(run_of(broken("A.b.c", curl="c" * 50_000, aws_cli="aws kms it", boto3="kms.it()")))
    for command in ("c" * 50_000, "aws kms it", "kms.it()"):
        assert command in found.text
    assert found.text.count("Copy") >= 3


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
