"""Mutants differ from their pattern, the usual mistakes are among them, and few values give all of them away."""

import re
from dataclasses import replace
from random import Random

import pytest

from kms_specification.catalog import OPERATIONS
from kms_strategies.automata.words import read, written
from kms_strategies.mutation import killing_set as killers_module
from kms_strategies.mutation.killing_set import (
    kept,
    killing_set,
    told,
    worked_out,
)
from kms_strategies.mutation.mutants import mutants
from kms_strategies.mutation.set_cover import cover
from kms_strategies.placeholders import Substitution, placeholders
from kms_strategies.requests.boundary_cases import pattern_values
from kms_strategies.values.boundaries import secretive

OPERATION = OPERATIONS["CreateCustomKeyStore"]
MEMBERS = {path.rpartition(".")[2]: member for path, member in OPERATION.walk() if member.pattern}
MUTANTS = {name: {mutant.name: mutant for mutant in mutants(member)} for name, member in MEMBERS.items()}
SMALL = MEMBERS["AccessKeyId"]


def matches(expression, value):
    return re.fullmatch(expression, value, re.ASCII) is not None


def sent(member, seed):
    substitution = Substitution(Random(seed))
    return [substitution(value, member.name) for value in pattern_values(member, seed)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", MEMBERS)
def test_every_mutant_falls_for_a_value(name, seed):
    member = MEMBERS[name]
    values = {value: matches(member.pattern.expression, value) for value in sent(member, seed)}
    survivors = [m for m in MUTANTS[name].values() if all(matches(m.expression, v) == r for v, r in values.items())]
    assert not survivors


@pytest.mark.parametrize("name", MEMBERS)
def test_every_value_is_there_for_the_mutants_it_says(name):
    member = MEMBERS[name]
    words = told(member)
    values = [Substitution(Random(7))(value, name) for value in killing_set(member, 7)]
    assert len(values) == len(words)
    for value, names in zip(values, words.values(), strict=True):
        assert names
        for mutant in names:
            right = matches(member.pattern.expression, value)
            assert matches(MUTANTS[name][mutant].expression, value) != right, (value, mutant)


def _bounds(member):
    return (member.length.min, member.length.max) if member.length else None


def test_every_documented_pattern_is_kept():
    """Else: python -m kms_strategies.mutation.killing_set"""
    members = [member for operation in OPERATIONS.values() for _, member in operation.walk() if member.pattern]
    assert len({(member.pattern.expression, _bounds(member)) for member in members}) == len(kept())


@pytest.mark.parametrize("name", MEMBERS)
def test_what_is_kept_is_up_to_date(name):
    """Else: python -m kms_strategies.mutation.killing_set"""
    words = told(MEMBERS[name])
    assert {mutant for names in words.values() for mutant in names} == MUTANTS[name].keys()
    assert all(written(read(word)) == word for word in words)


def test_what_is_kept_is_what_is_worked_out():
    assert worked_out(SMALL) == told(SMALL)


def test_nothing_is_worked_out_when_a_run_starts(monkeypatch):
    monkeypatch.setattr(killers_module, "cover", None)
    killers_module.words.cache_clear()
    assert all(killing_set(member) for member in MEMBERS.values())


def test_without_what_is_kept_the_same_is_worked_out(monkeypatch, tmp_path):
    expected = killing_set(SMALL)
    monkeypatch.setattr(killers_module, "KEPT", tmp_path / "nothing.json")
    killers_module.kept.cache_clear()
    killers_module.words.cache_clear()
    try:
        assert killing_set(SMALL) == expected
    finally:
        killers_module.kept.cache_clear()
        killers_module.words.cache_clear()


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        ("([a-z]+-){2,3}[0-9]+", 1, 32),
        ("[0-9]{12}", 12, 12),
        ("[a-f0-9]+", 0, 64),
        ("(yes|no)?", 0, 8),
        ("[ -~]*", 1, 9),
    ],
)
def test_any_pattern_will_do(pattern, least, most):
    member = MEMBERS["CloudHsmClusterId"]
    member = replace(
        member,
        pattern=replace(member.pattern, expression=pattern),
        length=replace(member.length, min=least, max=most),
    )
    values = [Substitution(Random(0))(value) for value in killing_set(member)]
    assert all(least <= len(value) <= most for value in values)
    for mutant in mutants(member):
        assert any(matches(mutant.expression, v) != matches(pattern, v) for v in values), mutant


def test_a_member_without_a_pattern_has_none():
    member = OPERATION.member("CustomKeyStoreName")
    assert mutants(member) == killing_set(member) == cover(member) == ()


def test_the_empty_value_is_a_value():
    """Where a member may be empty and its pattern may not."""
    member = MEMBERS["CloudHsmClusterId"]
    pattern, length = replace(member.pattern, expression="[a-f0-9]+"), replace(member.length, min=0, max=64)
    assert "" in killing_set(replace(member, pattern=pattern, length=length))


@pytest.mark.parametrize("name", MEMBERS)
def test_mutants_mean_the_same_with_any_flags(name):
    values = Random(1).sample(sent(MEMBERS[name], 1), 20)
    for mutant in MUTANTS[name].values():
        for value in values:
            assert matches(mutant.expression, value) == (re.fullmatch(mutant.expression, value) is not None)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("CloudHsmClusterId", ["without '2' [8.0]", "with '1' [8.0]", "with '{' [8.0]", "12 to 16 times [8]"]),
        ("CloudHsmClusterId", ["'c' optional [0]", "'c' repeated [0]", "'c' changed [0]", "'cluster-' or 'CLUSTER-'"]),
        ("CloudHsmClusterId", [r"\w instead [8.0]", r"\S instead [8.0]", ". instead [8.0]", "case ignored"]),
        ("XksProxyUriEndpoint", ["a prefix matches", "a suffix matches", "$ before a line break at the end"]),
        ("XksProxyUriEndpoint", ["'.' needed [8]", "'.' not last [8]", "more than '.' [8]", "'_' let in [8]"]),
        ("XksProxyUriPath", ["alternative 0 dropped", "a prefix matches, of alternative 1", "1 to 3 times [0.12]"]),
        ("XksProxyUriPath", ["with the digits of Unicode [1.10.0]", "no zero [1.10]", "^ and $ at every line"]),
        ("XksProxyVpcEndpointServiceName", ["'.' unescaped [3]", "'.' unescaped [13]", "'.' unescaped [18]"]),
        ("XksProxyVpcEndpointServiceName", ["1 to 3 times [19]", "3 to 3 times [19]", "2 to 2 times [19]"]),
        ("AccessKeyId", ["with 'a' to 'z' [0]", "with '8' [0]", "'\u212a' let in"]),
        ("RawSecretAccessKey", ["without '=' [0]", "'=' not first", "'_' let in", "'-' let in"]),
    ],
)
def test_the_usual_mistakes_are_mutants(name, known):
    assert not [mutant for mutant in known if not any(m.startswith(mutant) for m in MUTANTS[name])]


def test_what_lengths_hide_is_no_mutant():
    assert not {"10 to 16 times [8]", "11 to 17 times [8]"} & MUTANTS["CloudHsmClusterId"].keys()
    assert not {"2 to any number times", "0 to any number times"} & MUTANTS["AccessKeyId"].keys()


def test_secrets_are_marks_of_their_own():
    for name in ("AccessKeyId", "RawSecretAccessKey"):
        assert all(secretive(value) for value in pattern_values(MEMBERS[name]))


def test_the_seed_chooses_what_is_free():
    member = MEMBERS["XksProxyUriPath"]
    assert killing_set(member, 1) == killing_set(member, 1)
    assert killing_set(member, 1) != killing_set(member, 2)


def test_most_valid_values_are_unique_when_sent():
    for name, member in MEMBERS.items():
        valid = [
            value for value in killing_set(member) if matches(member.pattern.expression, Substitution(Random(0))(value))
        ]
        assert valid
        if name in ("CloudHsmClusterId", "XksProxyVpcEndpointServiceName"):
            assert sum(placeholders(value) >= 8 for value in valid) >= len(valid) - 2
