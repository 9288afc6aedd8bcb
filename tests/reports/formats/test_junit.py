"""JUnit XML that other people's parsers and schemas accept, whatever the target sent."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from junitparser import JUnitXml
from lxml import etree

from kms_reports.formats import junit
from kms_reports.result import (
    FAILED,
    SKIPPED,
    Planned,
    Run,
    Verdict,
)
from tests.support.reports.samples import CURL, HOSTILE, PAGE, broken, every_verdict, large, plain, run_of, runs

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[2] / "data" / "jenkins-junit.xsd"))


def cases(run: Run) -> dict[str, ET.Element]:
    return {case.attrib["name"]: case for case in ET.fromstring(junit.render(run)).iter("testcase")}


def text(element: ET.Element | None) -> str:
    assert element is not None
    return element.text or ""


@given(run=runs)
@settings(deadline=None, max_examples=40)
def test_any_text_anywhere_gives_valid_xml(run: Run) -> None:
    written = junit.render(run)
    assert len(list(ET.fromstring(written).iter("testcase"))) == len(run.everything)
    SCHEMA.assertValid(etree.fromstring(written))
    assert "[[ATTACHMENT|" not in written.decode()


def test_the_schema_knows_what_jenkins_refuses() -> None:
    suite = "<testsuite name='a' tests='1' failures='0' errors='0'><testcase name='a'>{}</testcase></testsuite>"
    case = f"<testsuites>{suite}</testsuites>"
    assert SCHEMA.validate(etree.fromstring(case.format("<system-out/>")))
    for refused in (
        "<properties><property name='a' value='b'/></properties>",
        "<skipped type='a'/>",
        "<system-out/><failure/>",
    ):
        assert not SCHEMA.validate(etree.fromstring(case.format(refused)))


def test_what_is_stated_is_what_a_foreign_parser_counts() -> None:
    run = every_verdict()
    root = ET.fromstring(junit.render(run))
    counted = JUnitXml.fromstring(junit.render(run))
    counted.update_statistics()
    for stated, suite in zip(root, counted, strict=True):
        suite.update_statistics()
        for name in ("tests", "failures", "errors", "skipped"):
            assert stated.get(name) == str(getattr(suite, name))
    for name in ("tests", "failures", "errors"):
        assert root.get(name) == str(getattr(counted, name))
    assert (counted.tests, counted.failures) == (len(run.results), len(run.broken))
    assert counted.skipped == sum(r.verdict in SKIPPED for r in run.results)


def test_a_requirement_is_a_testcase_by_its_id_and_operation() -> None:
    run = every_verdict()
    found = cases(run)
    assert list(found) == [r.id for r in run.results]
    assert all(case.get("classname") == case.attrib["name"].partition(".")[0] for case in found.values())
    assert all(case.get("time") == f"{r.seconds:.3f}" for case, r in zip(found.values(), run.results, strict=True))


def test_a_suite_is_an_operation() -> None:
    run = run_of(plain("A.b.c"), plain("B.b.c"), plain("A.b.d"))
    suites = ET.fromstring(junit.render(run)).findall("testsuite[testcase]")
    assert [(s.get("name"), s.get("tests")) for s in suites] == [("A", "2"), ("B", "1")]


def test_tier_level_and_source_stand_in_the_text() -> None:
    told = text(cases(run_of(plain("A.b.c", tier="core")))["A.b.c"].find("system-out"))
    assert "core" in told
    assert PAGE in told
    assert "(documented)" in told


def test_what_was_not_reached_is_skipped() -> None:
    run = run_of(plain("A.b.c"), complete=False, planned=(Planned("A.b.c"), Planned("A.b.d")))
    skipped = cases(run)["A.b.d"].find("skipped")
    assert text(skipped) == "inapplicable: not reached"
    SCHEMA.assertValid(etree.fromstring(junit.render(run)))
    run.complete = True
    assert list(cases(run)) == ["A.b.c"]


def test_two_thousand_failures_are_read_by_gitlab() -> None:
    assert len(junit.render(large())) < 30_000_000


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_is_failure_skipped_or_neither(verdict: Verdict) -> None:
    found = cases(every_verdict())[f"CreateCustomKeyStore.Member.{verdict}"]
    failure, skipped = found.find("failure"), found.find("skipped")
    assert (failure is not None) == (verdict in FAILED)
    assert (skipped is not None) == (verdict in SKIPPED)
    if failure is not None:
        assert failure.get("type") == verdict
    if skipped is not None:
        assert skipped.get("message") == text(skipped) == f"{verdict}: It cannot be shown."


def test_what_was_only_observed_is_told_and_does_not_fail() -> None:
    found = cases(every_verdict())["Other.Member.seen"]
    assert found.find("failure") is None
    assert "never fails a run" in text(found.find("system-out"))
    assert "InvalidParameterException" in text(found.find("system-out"))


def test_a_failure_tells_all_that_is_needed() -> None:
    told = text(cases(run_of(broken("A.b.c", request={"Name": "a" * 70})))["A.b.c"].find("failure"))
    for part in ("(70 characters)", "HTTP 400 InvalidParameterException", "HTTP 400 ValidationException", PAGE):
        assert part in told
    assert CURL in told.splitlines()


def test_long_bodies_are_cut() -> None:
    long = broken("A.b.c", answer="b" * 100_000, request=None, body_base64="AAAA" * 50_000, curl="c" * 100_000)
    told = text(cases(run_of(long))["A.b.c"].find("failure"))
    assert len(told) < 10_000
    assert "100,000 characters in all" in told
    assert "150,000 bytes" in told
    assert "curl line is too long" in told


def test_a_file_of_many_failures_stays_readable_for_gitlab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(junit, "BUDGET", 20_000)
    run = run_of(*(broken(f"A.b.c{n}") for n in range(100)))
    assert len(junit.render(run)) < 100_000
    found = [text(case.find("failure")) for case in cases(run).values()]
    assert CURL in found[0]
    assert "see the results file" in found[-1]
    assert len(found) == 100


def test_the_run_and_its_counts_are_properties() -> None:
    run = every_verdict()
    run.complete = False
    first = ET.fromstring(junit.render(run)).find("testsuite")
    assert first is not None
    stated = {p.attrib["name"]: p.attrib["value"] for p in first.iter("property")}
    counts = {name: str(getattr(run.counts, name)) for name in ("planned", "sent", "answered", "judged")}
    assert counts.items() <= stated.items()
    assert (stated["complete"], stated["incomplete"]) == ("false", "true")
    assert stated["environment: any cluster"] == "yes"


def test_unprintable_characters_are_written_out() -> None:
    written = junit.render(run_of(broken("A.b.c", answer="".join(HOSTILE)))).decode()
    for part in (r"\x1b[31m", r"\x00\x0b\ufffe\ud800", r"\u202e", "[ [ATTACHMENT|"):
        assert part in written


def test_the_file_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "junit.xml"
    junit.write(run_of(plain("A.b.c")), path)
    before = path.read_bytes()
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        junit.write(run_of(), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        junit.write(run_of(), path)
        assert os.read(reader, 1 << 16) == junit.render(run_of())
    finally:
        os.close(reader)
    assert path.is_fifo()
