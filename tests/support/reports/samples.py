"""Runs made by hand and drawn by Hypothesis, for the tests of reports."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kms_reports.result import (
    FAILED,
    SKIPPED,
    Acceptable,
    Counterexample,
    Counts,
    Edge,
    PatternPath,
    Planned,
    Result,
    Run,
    Scale,
    Verdict,
)

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "</pre></details></td><script>alert(1)</script><img src=x onerror=alert(1)>",
    "[bold]markup[/bold] [link=http://evil.example]x[/link]",
    "]]> <![CDATA[ &lt; \x00\x0b\ufffe\ud800",
    "[[ATTACHMENT|/etc/passwd]]",
    "| cell | ``` \n\n# head\n- item [a](http://evil.example) **b** @someone www.evil.example",
    "\u202egnp.exe\u2028\u200b\x85",
)


texts = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(HOSTILE)


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


acceptable = st.builds(Acceptable, code=st.none() | texts, status=st.integers(200, 599), source=texts)


bounds = st.none() | st.integers(-5, 5_000)
scales = st.builds(
    Scale,
    unit=st.sampled_from(["", "characters", "bytes"]),
    least=bounds,
    most=bounds,
    points=st.lists(st.tuples(st.integers(-10, 9_999), st.booleans()), max_size=20, unique_by=lambda p: p[0]).map(
        lambda points: tuple(sorted(points))
    ),
)


@st.composite
def pattern_paths(draw: st.DrawFn) -> PatternPath:
    """Any automaton of a few states, and a way that need not be one."""
    states = draw(st.integers(1, 30))
    state = st.integers(0, states - 1)
    edges = draw(st.lists(st.builds(Edge, start=state, end=state, label=texts), max_size=6).map(tuple))
    numbers = st.sampled_from(range(len(edges))) if edges else st.nothing()
    return PatternPath(
        draw(texts),
        states,
        draw(st.lists(state, max_size=3).map(tuple)),
        edges,
        draw(st.lists(numbers, max_size=min(3, len(edges)), unique=True).map(tuple)),
        draw(state),
        draw(st.integers(0, 99)),
        draw(st.integers(0, 99)),
        draw(texts),
        draw(texts),
    )


counterexamples = st.builds(
    Counterexample,
    operation=texts,
    request=documents,
    status=st.none() | st.integers(100, 599),
    code=st.none() | texts,
    acceptable=st.lists(acceptable, max_size=2).map(tuple),
    curl=texts,
    verdict=st.sampled_from(Verdict),
    explanation=texts,
    body_base64=st.none() | st.sampled_from(["", "AP8K", "eyJh", "no base64"]),
    answer=texts,
    aws_cli=texts,
    boto3=texts,
    scale=st.none() | scales,
    pattern_path=st.none() | pattern_paths(),
)


results = st.builds(
    Result,
    id=texts,
    operation=texts,
    level=st.sampled_from(["documented", "modelled", "protocol", "observed"]) | texts,
    verdict=st.sampled_from(Verdict),
    reason=texts,
    cases=st.integers(0, 10**6),
    seconds=st.floats(0, 1e6),
    statement=texts,
    source=texts,
    counterexample=st.none() | counterexamples,
    tier=st.sampled_from(["core", "complete", "strict", ""]) | texts,
)


small = st.integers(0, 10**6)


runs = st.builds(
    Run,
    version=texts,
    target=texts,
    depth=texts,
    seed=st.integers(),
    started=texts,
    environment=st.dictionaries(texts, documents, max_size=3),
    results=st.lists(results, max_size=5),
    counts=st.builds(Counts, small, small, small, small, small),
    seconds=st.floats(0, 1e6),
    complete=st.booleans(),
    leaked=st.lists(texts, max_size=2),
    ledger=texts,
    notes=st.lists(texts, max_size=2),
    planned=st.lists(st.builds(Planned, texts), max_size=2).map(tuple),
    setup_seconds=st.floats(0, 1e6),
)


PAGE = "AWS KMS API Reference, CreateCustomKeyStore, CloudHsmClusterId: “Pattern: cluster-[2-7a-zA-Z]{11,16}”"


VALIDATION = Acceptable("ValidationException", 400, PAGE)


LIMIT = Acceptable("LimitExceededException", 400, "AWS KMS API Reference, CreateCustomKeyStore, Errors")


SUCCESS = Acceptable(None, 200, PAGE)


CURL = "curl -sS http://127.0.0.1:1/ -H 'X-Amz-Target: TrentService.CreateCustomKeyStore' --data-raw '{}' " + "x" * 200


def broken(identity: str, verdict: Verdict = Verdict.WRONG_CODE, **given: Any) -> Result:
    """A failing result; keywords are of the counterexample, but for `level`."""
    level = given.pop("level", "documented")
    example = {
        "operation": identity.partition(".")[0],
        "request": {"CustomKeyStoreName": "name", "CloudHsmClusterId": "cluster-" + "a" * 300},
        "status": 400,
        "code": "InvalidParameterException",
        "acceptable": (VALIDATION,),
        "curl": CURL,
        "verdict": verdict,
        "explanation": "CloudHsmClusterId does not match the pattern.",
        "answer": '{"__type":"InvalidParameterException"}',
    }
    return Result(
        identity,
        identity.partition(".")[0],
        level,
        verdict,
        cases=3,
        seconds=0.25,
        statement="CloudHsmClusterId matches the pattern as a whole.",
        source=PAGE,
        counterexample=Counterexample(**{**example, **given}),
    )


def plain(identity: str, verdict: Verdict = Verdict.CONFORMS, reason: str = "", **given: Any) -> Result:
    """A result without a counterexample."""
    return Result(
        identity, identity.partition(".")[0], "documented", verdict, reason, 2, 0.5, "It is so.", PAGE, **given
    )


def run_of(*found: Result, **given: Any) -> Run:
    """A complete run of these results."""
    n = sum(r.cases for r in found)
    about = {
        "complete": True,
        "seconds": 2.0,
        "counts": Counts(n, n, n, n),
        "environment": {"any_cluster": True},
        **given,
    }
    return Run("0.1.0", "http://127.0.0.1:1", "quick", 7, "2026-11-24T20:33:00Z", results=list(found), **about)


def every_verdict() -> Run:
    """A run in which each verdict occurs, one of them also as a mere observation."""
    found = [broken(f"CreateCustomKeyStore.Member.{v}", v) for v in Verdict if v in FAILED]
    found += [plain(f"CreateCustomKeyStore.Member.{v}", v, "It cannot be shown.") for v in Verdict if v in SKIPPED]
    found += [plain("CreateCustomKeyStore.Member.conforms"), broken("Other.Member.seen", level="observed")]
    return run_of(*found, leaked=["cks-1"], ledger="ledger.jsonl", notes=["A note."])


def large(n: int = 2000) -> Run:
    """A run of so many requirements of many operations, all of which fail, each with its counterexample."""
    aspects = ("type", "length.max", "pattern", "required", "enum")
    ids = (f"Operation{i // 40:02}.SomeMember{i // 5 % 8}.{aspects[i % 5]}" for i in range(n))
    return run_of(*(broken(one, status=400 + i % 7, code=f"Code{i}Exception") for i, one in enumerate(ids)))
