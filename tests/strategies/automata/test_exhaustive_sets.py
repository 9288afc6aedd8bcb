"""The complete set tells a pattern from every matcher of as many states, and from those with more where asked for."""

import re
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from kms_specification.catalog import OPERATIONS
from kms_strategies.automata.dfa import Automaton, minimal
from kms_strategies.automata.separating_words import differences
from kms_strategies.automata.w_method import WMethod
from kms_strategies.placeholders import Substitution
from kms_strategies.values.boundaries import secretive
from kms_strategies.values.exhaustive import complete

OPERATION = OPERATIONS["CreateCustomKeyStore"]
MEMBERS = {path.rpartition(".")[2]: member for path, member in OPERATION.walk() if member.pattern}
SMALL = ("ab?", "a{2,3}b", "(a|b)*ab", "(ab|b){1,2}c?", "a(b|c){2}", "[ab]*")
LONG = 10**6
VALUES = {name: list(complete(member)) for name, member in MEMBERS.items()}


def words_of(member, extra=0):
    """The words of a member's set, in any order."""
    found = list(WMethod(minimal(member.pattern.expression), member.length.least, member.length.most).words(extra))
    Random(0).shuffle(found)
    return found


WORDS = {name: words_of(member) for name, member in MEMBERS.items()}


def runs(automaton, word):
    state = 0
    for letter in word:
        state = automaton.steps[state][letter]
    return state in automaton.accepting


def told_apart(automaton, mutant, words):
    return any(runs(automaton, word) != runs(mutant, word) for word in words)


def changed(automaton, random, *, extra=0, changes=1):
    """The automaton with that many more states, which behave like others, and then some steps or verdicts changed."""
    steps, accepting = [list(row) for row in automaton.steps], set(automaton.accepting)
    for _ in range(extra):
        twin, new = random.randrange(len(steps)), len(steps)
        steps.append(list(steps[twin]))
        accepting |= {new} if twin in accepting else set()
        for row in steps:
            row[:] = [new if after == twin and random.random() < 0.5 else after for after in row]
    for _ in range(changes):
        if random.random() < 0.1:
            accepting ^= {random.randrange(len(steps))}
        else:
            random.choice(steps)[random.randrange(len(steps[0]))] = random.randrange(len(steps))
    return Automaton(automaton.cuts, automaton.letters, tuple(map(tuple, steps)), frozenset(accepting))


def at_random(automaton, random, states):
    letters = range(len(automaton.steps[0]))
    steps = tuple(tuple(random.randrange(states) for _ in letters) for _ in range(states))
    accepting = frozenset(state for state in range(states) if random.random() < 0.5)
    return Automaton(automaton.cuts, automaton.letters, steps, accepting)


def differ(left, right, least=0, most=LONG):
    return differences(left, right, least, min(most, 200)) != (None, None)


@pytest.mark.parametrize("extra", [0, 1, 2])
@pytest.mark.parametrize("pattern", SMALL)
def test_every_small_matcher_is_told_apart(pattern, extra):
    automaton, random = minimal(pattern), Random(pattern)
    words = sorted(WMethod(automaton, 0, LONG).words(extra), key=len)
    states = len(automaton.steps) + extra
    for changes in range(150):
        for mutant in (
            changed(automaton, random, extra=extra, changes=1 + changes % 4),
            at_random(automaton, random, states),
        ):
            if differ(automaton, mutant):
                assert told_apart(automaton, mutant, words)


@pytest.mark.parametrize("name", MEMBERS)
def test_matchers_of_as_many_states_are_told_apart(name):
    member, random = MEMBERS[name], Random(name)
    automaton = minimal(member.pattern.expression)
    for changes in range(60):
        mutant = changed(automaton, random, changes=1 + changes % 3)
        if differ(automaton, mutant):
            assert told_apart(automaton, mutant, WORDS[name])


@pytest.mark.parametrize("name", ["AccessKeyId", "RawSecretAccessKey", "XksProxyUriEndpoint", "XksProxyUriPath"])
def test_matchers_with_one_more_state_are_told_apart(name):
    member, random = MEMBERS[name], Random(name)
    automaton = minimal(member.pattern.expression)
    words = words_of(member, 1)
    for changes in range(40):
        mutant = changed(automaton, random, extra=1, changes=1 + changes % 3)
        if differ(automaton, mutant):
            assert told_apart(automaton, mutant, words)


@pytest.mark.parametrize("name", MEMBERS)
def test_wrong_steps_show_within_the_documented_lengths(name):
    """Where lengths are checked too, only values of documented lengths say anything; of 20 wrong steps 19 show."""
    member, random = MEMBERS[name], Random(name)
    least, most = member.length.least, member.length.most
    automaton = minimal(member.pattern.expression)
    words = [word for word in WORDS[name] if least <= len(word) <= most]
    mutants = (changed(automaton, random) for _ in range(40))
    wrong = [mutant for mutant in mutants if differ(automaton, mutant, least, most)]
    assert wrong
    assert sum(not told_apart(automaton, mutant, words) for mutant in wrong) <= len(wrong) / 20


@pytest.mark.parametrize("name", MEMBERS)
def test_every_value_is_another_and_every_edge_is_among_them(name):
    values = VALUES[name]
    assert len(set(values)) == len(values)
    used = set("".join(values))
    for slot in minimal(MEMBERS[name].pattern.expression).classes:
        edges = [edge for edge in slot.edges if edge < "\ud800"]
        assert set(edges) <= used


@pytest.mark.parametrize("name", MEMBERS)
def test_values_are_spelled_as_their_words(name):
    """Python's `re` says of every value what the automaton says of its word."""
    pattern = MEMBERS[name].pattern.expression
    automaton = minimal(pattern)
    method = WMethod(automaton, MEMBERS[name].length.least, MEMBERS[name].length.most)
    words = {*WORDS[name], *(word for word, _ in method.deciding())}
    for value in VALUES[name]:
        sent = Substitution(Random(0))(value)
        word = bytes(map(automaton.letter, sent))
        assert word in words
        assert runs(automaton, word) == (re.fullmatch(pattern, sent, re.ASCII) is not None)


@pytest.mark.parametrize("name", ["CloudHsmClusterId", "XksProxyUriPath"])
def test_one_character_taken_for_another_at_one_place_is_told(name):
    """A matcher that reads one character of ASCII, in one state, as any other or as none, errs on some value."""
    member = MEMBERS[name]
    automaton, random = minimal(member.pattern.expression), Random(name)
    states = [q for q, row in enumerate(automaton.steps) if any(after != q for after in row)]
    sent = [Substitution(Random(0))(value) for value in VALUES[name]]
    within = [value for value in sent if member.length.least <= len(value) <= member.length.most]
    tried = 0
    for _ in range(40):
        state, character = random.choice(states), chr(random.randrange(128))
        right = automaton.steps[state][automaton.letter(character)]
        wrong = random.choice(sorted({*automaton.steps[state], state} - {right}))
        if _seen(automaton, member, state, right, wrong):
            tried += 1
            assert any(_errs(automaton, value, state, character, wrong) for value in within), (state, character, wrong)
    assert tried > 10


def _seen(automaton, member, state, right, wrong):
    """Whether the step can be seen to be wrong by any value of a right length."""
    found = WMethod(automaton, member.length.least, member.length.most).deciding()
    return any(
        runs_to(automaton, word[:at]) == state
        and automaton.steps[state][word[at]] == right
        and automaton.matches(word) != (runs_from(automaton, wrong, word[at + 1 :]) in automaton.accepting)
        for word, at in found
    )


def runs_from(automaton, state, word):
    for letter in word:
        state = automaton.steps[state][letter]
    return state


def runs_to(automaton, word):
    return runs_from(automaton, 0, word)


def _errs(automaton, value, state, character, wrong):
    """Whether a matcher that goes to `wrong` for a character in a state is wrong about a value."""
    at = 0
    for one in value:
        at = wrong if (at, one) == (state, character) else automaton.steps[at][automaton.letter(one)]
    return (at in automaton.accepting) != automaton.accepts(value)


def test_the_seed_chooses_the_characters():
    member = MEMBERS["XksProxyUriEndpoint"]
    assert list(complete(member, seed=1)) == list(complete(member, seed=1))
    assert set(complete(member, seed=1)) != set(complete(member, seed=2))


def test_all_values_can_be_sent():
    for values in VALUES.values():
        "".join(values).encode()


def test_secrets_are_marks_of_their_own():
    for name in ("AccessKeyId", "RawSecretAccessKey"):
        assert all(secretive(value) for value in complete(MEMBERS[name], 1))


def test_the_set_is_made_as_it_is_read():
    assert len(list(islice(complete(MEMBERS["XksProxyUriEndpoint"], extra_states=20), 30_000))) == 30_000


def test_no_set_is_larger_than_it_was():
    assert {name: len(values) for name, values in VALUES.items()} == {
        "CloudHsmClusterId": 11082,
        "AccessKeyId": 305,
        "RawSecretAccessKey": 305,
        "XksProxyUriEndpoint": 3481,
        "XksProxyUriPath": 9230,
        "XksProxyVpcEndpointServiceName": 32605,
    }


def test_a_member_without_a_pattern_or_a_length():
    assert list(complete(OPERATION.member("CustomKeyStoreName"))) == []
    unbounded = replace(MEMBERS["XksProxyUriEndpoint"], length=None)
    assert len(list(complete(unbounded))) > 500
