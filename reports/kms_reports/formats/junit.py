"""A run as JUnit XML: a testcase a requirement, `name` its id, `classname` its operation, failure type its verdict.

There is no one schema, so this is valid against both that Jenkins users meet, `junit-10.xsd` of the xUnit plugin and
`jenkins-junit.xsd`, and keeps to what GitLab's parser reads. That decides its shape:

- Neither schema lets a testcase have `properties` (the xUnit plugin drops the whole file, pytest#5202), so level, tier
  and source stand in the text of a testcase. A testsuite is an operation. Suites are not nested. The first suite has no
  testcase: its properties tell of the run.
- What an interrupted run did not reach is `skipped` with the reason "not reached".
- `skipped` has a `message` and no `type`, `testsuites` has no `skipped` and no `timestamp`; the order in a testcase is
  skipped, failure, system-out.
- GitLab shows the text of a failure and of `skipped`, and not their message: the text says all.
- A failure of level `observed` is a testcase that passes, with what was seen in its system-out.
- Times have three decimals: the xUnit plugin takes no more.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET

from kms_reports import (
    details,
    files,
    summary,
)
from kms_reports.result import (
    FAILED,
    SKIPPED,
    Result,
    Run,
)
from kms_reports.root_causes import headline
from kms_reports.sanitize import shown

BUDGET = 20_000_000
"""Bytes of text in the file (GitLab reads 30 MB); failures beyond it have one line."""


def render(run: Run) -> bytes:
    """The file's bytes, UTF-8."""
    root = ET.Element(
        "testsuites", {"name": "kms-conformance", **_totals(run.everything, run.seconds + run.setup_seconds)}
    )
    about = _suite(root, "kms-conformance", [], run.started)
    _properties(about, _run_properties(run))
    left = BUDGET
    for operation, results in _by_operation(run.everything).items():
        suite = _suite(root, operation or "no operation", results, run.started)
        for result in results:
            left -= _testcase(suite, result, left)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """Put the file at the path in one step."""
    files.replace(path, render(run))


def _by_operation(results: list[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.operation, []).append(result)
    return found


def _run_properties(run: Run) -> dict[str, str]:
    c = run.counts
    return {
        "version": run.version,
        "target": run.target,
        "depth": run.depth,
        "seed": str(run.seed),
        "started": run.started,
        "planned": str(c.planned),
        "sent": str(c.sent),
        "answered": str(c.answered),
        "judged": str(c.judged),
        "setup_requests": str(c.setup_requests),
        "requests_per_second": str(run.requests_per_second),
        "complete": str(run.complete).lower(),
        "incomplete": str(not run.complete).lower(),
        "verdict": summary.sentence(run),
        **{f"environment: {key}": value for key, value in summary.environment(run)},
        **{f"remark {n}": remark for n, remark in enumerate(summary.remarks(run), 1)},
    }


def _suite(root: ET.Element, name: str, results: list[Result], started: str) -> ET.Element:
    totals = _totals(results, sum(r.seconds for r in results))
    skipped = str(sum(r.verdict in SKIPPED for r in results))
    about = {"name": _xml(name), "skipped": skipped, "timestamp": _xml(started)}
    return ET.SubElement(root, "testsuite", {**about, **totals})


def _totals(results: list[Result], seconds: float) -> dict[str, str]:
    failures = sum(r.failed for r in results)
    return {"tests": str(len(results)), "failures": str(failures), "errors": "0", "time": f"{max(seconds, 0):.3f}"}


def _properties(suite: ET.Element, values: dict[str, str]) -> None:
    parent = ET.SubElement(suite, "properties")
    for name, value in values.items():
        ET.SubElement(parent, "property", name=_xml(name), value=_xml(value))


def _testcase(suite: ET.Element, result: Result, left: int) -> int:
    """Adds the testcase; returns how many bytes of text it has. Text beyond `left` is cut to one line."""
    case = ET.SubElement(
        suite, "testcase", name=_xml(result.id), classname=_xml(result.operation), time=f"{max(result.seconds, 0):.3f}"
    )
    text = _text(result)
    if len(text.encode()) > left:
        whole = f"{len(text):,} characters"
        text = f"{_xml(_headline(result))}\nToo much failed for this file: see the results file ({whole})."
    if result.verdict in SKIPPED:
        reason = _xml(f"{result.verdict}: {result.reason}")
        ET.SubElement(case, "skipped", message=reason).text = reason
    if result.failed:
        ET.SubElement(case, "failure", type=str(result.verdict), message=_xml(_headline(result))).text = text
    else:
        ET.SubElement(case, "system-out").text = text
    return len(text.encode())


def _headline(result: Result) -> str:
    return f"{result.verdict}: {headline(result)}"


def _text(result: Result) -> str:
    """All there is to say, as plain text."""
    lines = [_headline(result) if result.verdict in FAILED else f"{result.verdict}, {result.cases} cases"]
    if result.verdict in FAILED and not result.failed:
        lines.append("Advice, or only observed of the real service: this never fails a run.")
    if result.tier:
        lines.append(f"tier:        {result.tier}")
    for label, value in details.facts(result):
        lines.append(f"{label + ':':12} " + value.replace("\n", "\n" + " " * 13))
    example = result.counterexample
    if example is not None:
        command = details.command(example.curl)
        lines += ["", command or "The curl line is too long for this file: see the results file."]
    return _xml("\n".join(lines), details.KEPT)


def _xml(value: str, keep: str = "") -> str:
    """No character outside XML 1.0; and nothing that has Jenkins or GitLab attach a file named by the target."""
    return shown(value, keep).replace("[[ATTACHMENT|", "[ [ATTACHMENT|")
