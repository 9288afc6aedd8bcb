"""The terminal report says in words how the run went: its verdict, its causes, what was skipped, what to run next."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kms_conformance.run.opening.known_operations import advice
from kms_reports import details, summary
from kms_reports.formats.terminal.report import EXCHANGES, NORMAL, QUIET, REQUIREMENTS
from kms_reports.result import (
    FAILED,
    Acceptable,
    Counts,
    Planned,
    Run,
    Verdict,
)
from kms_reports.root_causes import causes
from tests.support.reports.samples import CURL, PAGE, broken, every_verdict, plain, run_of
from tests.support.reports.terminal import printed


def test_a_failure_is_shown_shortly_and_with_more_verbosity_in_full() -> None:
    run = run_of(broken("A.b.c", request={"Name": "a" * 300}))
    short, full = (" ".join(printed(run, verbosity=v).split()) for v in (NORMAL, REQUIREMENTS))
    for part in (
        "InvalidParameterException instead of ValidationException",
        "(300 characters)",
        "answer HTTP 400 InvalidParameterException",
        "acceptable HTTP 400 ValidationException",
        PAGE,
    ):
        assert part in short
        assert part in full
    assert "why CloudHsmClusterId does not match" in full
    assert "why" not in short


def test_one_cause_is_shown_once() -> None:
    run = run_of(*(broken(f"Create.Member{n}.pattern") for n in range(31)))
    out = printed(run)
    assert "31  InvalidParameterException instead of ValidationException" in out
    assert out.count(CURL) == 1
    assert "Member17.pattern" not in out
    assert "31 requirements broken by 1 cause; 0 met." in out
    verbose = printed(run, verbosity=REQUIREMENTS)
    assert all(f"Member{n}.pattern" in verbose for n in range(31))
    assert verbose.count(CURL) == 1
    assert printed(run, verbosity=EXCHANGES).count(CURL) == 31


def test_the_first_screen_comes_before_all_exhibits() -> None:
    failing = [broken(f"A.b.c{n}", Verdict.STATE_VIOLATION) for n in range(20)]
    out = printed(run_of(*failing, plain("A.b.d"), reports={"HTML": "r.html"}))
    screen = out[: out.index("cause 1 of 20")]
    for part in (
        "20 requirements broken by 20 causes; 1 met.",
        "and 13 more causes: 13 state-violation",
        "1 met, 20 broken",
        "r.html",
        "kms-conformance run --depth quick --only A.b.c0 --target-url http://127.0.0.1:1",
    ):
        assert part in screen
    assert len(screen.splitlines()) < 30


def many_causes(number: int = 100) -> Run:
    """As a run of all KMS at an emulator: long sentences, reports, notes, many reasons for skipping."""
    long = "A request with this member is refused for its disabled key, as it would be without, whatever else it says."
    failing = [
        replace(broken(f"Operation{n}.state.some-behaviour-{n}", Verdict.STATE_VIOLATION), statement=f"{n}: {long}")
        for n in range(number)
    ]
    skipped = [plain(f"A.b.c{n}", Verdict.INAPPLICABLE, f"{n}: {long}") for n in range(30)]
    reports = {"results": "r.jsonl", "JUnit": "r.xml", "Markdown": "r.md", "HTML": "r.html"}
    return run_of(*failing, *skipped, plain("A.b.d"), broken("A.b.e", level="observed"), reports=reports)


def test_the_first_screen_of_many_causes_fits_a_screen_and_the_report_some() -> None:
    out = printed(many_causes()).splitlines()
    first = next(n for n, line in enumerate(out) if line.startswith("cause 1 of 100"))
    assert first <= 40
    assert len(out) < 400
    assert sum(line.startswith("cause ") for line in out) == 7
    assert "  and 93 more causes: 93 state-violation" in out[:first]
    named = {n for n in range(100) if any(re.search(rf"some-behaviour-{n}(:|$)", line) for line in out[first:])}
    assert named == set(range(100))
    assert "kms-conformance report r.jsonl -v" in out


def test_the_first_screen_counts_all_the_other_causes() -> None:
    failing = [
        replace(broken(f"Operation{n}.state.some-behaviour-{n}", verdict), statement=f"{n}.")
        for n, verdict in enumerate(verdict for verdict in sorted(FAILED) for _ in range(10))
    ]
    screen, _, _ = " ".join(printed(run_of(*failing), width=50).split()).partition("To test")
    more, kinds = re.search(r"and (\d+) more causes: ((?:\d+ [a-z-]+,? ?)+)", screen).groups()
    assert sum(map(int, re.findall(r"\d+", kinds))) == int(more)


def test_what_has_only_a_line_is_whole_with_more_verbosity() -> None:
    out = printed(many_causes(), verbosity=REQUIREMENTS)
    assert sum(line.startswith("cause ") for line in out.splitlines()) == 100
    assert " ..." not in out


def test_a_few_causes_are_all_shown_with_their_evidence() -> None:
    out = printed(many_causes(12)).splitlines()
    assert sum(line.startswith("cause ") for line in out) == 12
    assert not any(line.startswith("-v shows") for line in out)


def test_what_was_recorded_is_replayed_next() -> None:
    out = printed(run_of(broken("A.b.c"), reports={"results": "my results.jsonl"}))
    line = "kms-conformance replay 'my results.jsonl' --only A.b.c --target-url http://127.0.0.1:1"
    assert line in out.splitlines()


def test_an_error_of_ours_is_told_even_where_the_verdict_alone_is_wanted() -> None:
    run = every_verdict()
    run.notes += ["an error of ours: ValueError", "something else"]
    out = printed(run, verbosity=QUIET)
    assert "an error of ours: ValueError\n" in out
    assert "something else" not in out


def test_quiet_is_the_verdict_alone() -> None:
    out = printed(every_verdict(), advance=True, terminal=True, verbosity=QUIET)
    assert len(out.splitlines()) == 1
    assert "requirements broken by" in out


def test_every_requirement_is_listed_with_more_verbosity() -> None:
    run = run_of(plain("A.b.c"), complete=False, planned=(Planned("A.b.c"), Planned("A.b.d")))
    lines = printed(run, verbosity=REQUIREMENTS).splitlines()
    assert "  conforms      A.b.c" in lines
    assert "  inapplicable  A.b.d" in lines


def test_a_long_id_beside_a_long_verdict_fits_its_terminal() -> None:
    identity = "CreateCustomKeyStore.XksProxyAuthenticationCredential.AccessKeyId.length.min"
    out = printed(run_of(plain(identity), broken("A.b.c", Verdict.ACCEPTED_INVALID)), verbosity=REQUIREMENTS)
    assert f"\n    {identity}\n" in out
    short = "CreateCustomKeyStore.XksProxyVpcEndpointServiceName.pattern"
    out += printed(run_of(plain(short), broken("A.b.c", Verdict.ACCEPTED_INVALID)), verbosity=REQUIREMENTS)
    assert f"\n  conforms          {short}\n" in out


def test_an_unknown_operation_is_over_in_five_lines() -> None:
    unknown = broken("Create.implemented", Verdict.NOT_IMPLEMENTED, status=501, code=None)
    skipped = [plain(f"Create.b.c{n}", Verdict.INAPPLICABLE, "Create is not implemented") for n in range(91)]
    environment = {"not_implemented": "Create (HTTP 501 UnknownOperationException)"}
    notes = [advice("Create", ("DescribeKey", "Encrypt", *("Sign",) * 34))]
    lines = printed(run_of(unknown, *skipped, environment=environment, notes=notes), advance=True).splitlines()
    assert len(lines) == 5
    assert "not implemented  Create (HTTP 501" in lines[2]
    assert lines[3] == notes[0] == "The target knows DescribeKey, Encrypt and 34 more: try --operations all."
    assert lines[-1] == "1 requirement broken; 0 met."


def test_several_unknown_operations_and_the_reports_are_named() -> None:
    unknown = [broken(f"{name}.implemented", Verdict.NOT_IMPLEMENTED, status=501) for name in ("Sign", "Verify")]
    out = printed(run_of(*unknown, reports={"JUnit": "r.xml"}))
    assert "not implemented: Sign and Verify (HTTP 501" in out
    assert "JUnit  r.xml" in out


def test_skips_of_one_kind_are_one_line_whatever_they_name() -> None:
    names = ("Sign", "Verify", "Encrypt")
    skipped = [plain(f"{n}.b.c", Verdict.INAPPLICABLE, f"{n} is not implemented: HTTP 501 X") for n in names]
    lacking = [
        plain(f"{n}.state.d", Verdict.INAPPLICABLE, f"it needs {n}, which the target does not know: HTTP 501 X")
        for n in names[:2]
    ]
    lines = printed(run_of(plain("A.b.c"), *skipped, *lacking)).splitlines()
    assert "  3  inapplicable: the target does not implement Sign, Verify and Encrypt" in lines
    assert "  2  inapplicable: it needs what the target lacks: Sign and Verify" in lines


def test_acceptable_answers_of_one_status_say_it_once() -> None:
    result = broken("A.b.c")
    assert result.counterexample is not None
    both = (Acceptable("XException", 400, "s"), Acceptable("YException", 400, "s"), Acceptable(None, 200, "s"))
    shown = replace(result, counterexample=replace(result.counterexample, acceptable=both))
    assert ("acceptable", "HTTP 400 XException or YException, or HTTP 200 success") in details.short(shown)


def test_skipped_ones_are_told_by_reason() -> None:
    skipped = [plain(f"A.b.c{n}", Verdict.INAPPLICABLE, "No cluster.") for n in range(12)]
    out = printed(run_of(*skipped, plain("A.b.d", Verdict.VACUOUS, "No value.")))
    assert "12  inapplicable: No cluster." in out
    assert " 1  vacuous: No value." in out


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (run_of(*(plain(f"A.b.c{n}") for n in range(84))), "All 84 requirements that could be judged are met."),
        (run_of(plain("A.b.c")), "The one requirement that could be judged is met."),
        (run_of(plain("A.b.c"), broken("A.b.d")), "1 requirement broken; 1 met."),
        (run_of(broken("A.b.c"), broken("A.b.d", Verdict.FLAKY)), "2 requirements broken by 2 causes; 0 met."),
        (run_of(plain("A.b.c", Verdict.INAPPLICABLE)), "Nothing could be judged."),
        (run_of(), "Nothing could be judged."),
        (run_of(plain("A.b.c"), complete=False), "The run was cut short. 1 requirement met, none broken so far."),
        (run_of(broken("A.b.c"), complete=False), "The run was cut short. 1 requirement broken; 0 met."),
        (run_of(complete=False), "The run was cut short. Nothing was judged."),
    ],
)
def test_the_last_line_is_the_verdict(run: Run, sentence: str) -> None:
    assert printed(run).splitlines()[-1] == sentence


def test_counts_and_speed_are_said() -> None:
    run = run_of(plain("A.b.c"), counts=Counts(1234, 1234, 1230, 1234, 66), seconds=2.0)
    out = printed(run)
    assert "1,234 planned, 1,234 sent, 1,230 answered, 1,234 judged; 66 setup requests" in " ".join(out.split())
    assert "2.0 s, 650 requests/s" in out
    assert "not whole" not in out


def test_counts_that_differ_are_pointed_out() -> None:
    assert "not whole" in printed(run_of(plain("A.b.c"), counts=Counts(3, 3, 3, 2)))


def test_of_many_leftovers_the_first_are_named() -> None:
    run = run_of(plain("A.b.c"), leaked=[f"cks-{n}" for n in range(1500)], ledger="l.jsonl")
    out = " ".join(printed(run).split())
    assert "cks-4, and 1,495 more, all of them in the ledger and the results." in out
    assert "cks-5," not in out


def test_leftovers_come_with_the_command_that_deletes_them() -> None:
    out = printed(run_of(plain("A.b.c"), leaked=["cks-1", "cks-2"], ledger="my ledger.jsonl"))
    assert "2 resources left behind: cks-1, cks-2." in out
    assert "kms-conformance cleanup 'my ledger.jsonl'" in out.splitlines()


def test_answers_that_were_passed_over_are_told_in_a_line() -> None:
    run = run_of(plain("A.b.c"))
    assert "Passed over" not in printed(run)
    run.counts += Counts(passed_over_late=1) + Counts(passed_over_errors=2)
    told = "Passed over, as any service has a few, and asked for anew: 1 late answer and 2 service errors."
    assert told in " ".join(printed(run).split())


def test_notes_and_observations_are_remarked() -> None:
    out = printed(run_of(broken("A.b.c", level="observed"), plain("A.b.d"), notes=["Line 9 is torn."]))
    assert "Line 9 is torn." in out
    assert "never fails a run): A.b.c." in out
    assert out.splitlines()[-1].startswith("The one requirement")


def test_time_includes_the_setup() -> None:
    assert "5.0 s (3.0 s of it before the first test)" in printed(run_of(plain("A.b.c"), setup_seconds=3.0))


def test_reasons_that_name_a_section_each_are_one_line() -> None:
    reason = "provoking it needs {0}: name one under [fixtures.{0}] in a profile"
    skipped = [plain(f"A.error.{e}", Verdict.INAPPLICABLE, reason.format(e)) for e in ("Three", "One", "Two")]
    out = " ".join(printed(run_of(*skipped, plain("A.b.c"))).split())
    assert (
        "3 inapplicable: each needs a section of its own in a profile, [fixtures.NAME], such as [fixtures.One]" in out
    )


def test_beside_causes_too_a_reason_names_the_section_that_lifts_it() -> None:
    reason = "provoking it needs {}: name one under [fixtures.{}Exception] in a profile"
    skipped = [plain(f"A.error.{n}", Verdict.INAPPLICABLE, reason.format(f"a cluster {n}", n)) for n in ("B", "C", "D")]
    screen, _, _ = printed(run_of(broken("A.b.c"), *skipped)).partition("cause 1 of")
    assert "in a profile, [fixtures.NAME]" in " ".join(screen.split())


def test_the_header_says_what_calibration_found() -> None:
    out = printed(run_of(environment={"any_cluster": True, "proxies": ["a", "b"], "quota": None, "more": {"x_y": 1}}))
    for line in ("any cluster  yes", "proxies      a, b", "quota        none", "more         x y: 1"):
        assert f"  {line}" in out.splitlines()


def test_a_preset_is_started_again_to_be_replayed() -> None:
    run = run_of(broken("A.b.c"), reports={"results": "r.jsonl"}, reached_by="--preset moto")
    (found,) = summary.next_steps(run, causes(run.results))
    assert found[1] == "kms-conformance replay r.jsonl --only A.b.c --preset moto"


def test_who_made_the_request_makes_it_again() -> None:
    run = run_of(broken("A.b.c", generator="jsonschema"))
    (found,) = summary.next_steps(run, causes(run.results))
    assert found[1].endswith("--target-url http://127.0.0.1:1 --generator jsonschema")
