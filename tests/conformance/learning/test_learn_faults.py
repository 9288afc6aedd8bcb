"""What `learn` says of endpoints with one fault: the row of the fault shows what is really enforced, by a string."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kms_conformance import cli
from kms_strategies.automata.dfa import minimal
from kms_strategies.automata.separating_words import differences
from kms_targets.reference.http.server import Embedded

Rows = dict[str, dict[str, Any]]

_tokens = count(1)


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@pytest.fixture
def learned(gallery: str, tmp_path: Path) -> Any:
    """Learns some facts of an endpoint of the gallery; the exit code, and the rows by member and fact."""

    def learn(place: str, *globs: str, most: int = 900) -> tuple[int, Rows]:
        path = tmp_path / "rows.json"
        words = ["learn", "--target-url", f"{gallery}/{place}/learn{next(_tokens)}", "--json", str(path)]
        words += ["--seed", "1", "--max-requests", str(most), "--ledger", str(tmp_path / f"{next(_tokens)}.ledger")]
        code = cli.main([*words, *(f"--only={glob}" for glob in globs)])
        rows = json.loads(path.read_text())["rows"]
        return code, {f"{row['member']}.{row['fact']}": row for row in rows}

    return learn


MEASURED = {
    "name-max-64": ("CustomKeyStoreName.length.max", "64 characters"),
    "name-min-missing": ("CustomKeyStoreName.length.min", "no least length"),
    "name-max-bytes": ("CustomKeyStoreName.length.max", "256 bytes of UTF-8"),
    "name-min-trimmed": ("CustomKeyStoreName.length.min", "1 character, white space around them not counted"),
    "name-max-composed": ("CustomKeyStoreName.length.max", "256 characters, those that combine not counted"),
    "password-min-composed": ("KeyStorePassword.length.min", "7 characters, those that combine not counted"),
    "password-min-bytes": ("KeyStorePassword.length.min", "7 bytes of UTF-8"),
    "anchor-max-4096": ("TrustAnchorCertificate.length.max", "4,096 characters"),
    "secret-key-max-missing": (
        "XksProxyAuthenticationCredential.RawSecretAccessKey.length.max",
        "no bound up to 65,536",
    ),
    "endpoint-max-strict": ("XksProxyUriEndpoint.length.max", "127 characters"),
    "service-max-lax": ("XksProxyVpcEndpointServiceName.length.max", "65 characters"),
    "cluster-pattern-missing": ("CloudHsmClusterId.pattern", r"[\s\S]*"),
    "type-enum-extra": ("CustomKeyStoreType.enum", "AWS_CLOUDHSM | EXTERNAL_KEY_STORE; also 'EXTERNAL'"),
    "type-default-external": ("CustomKeyStoreType.default", "EXTERNAL_KEY_STORE"),
    "cluster-need-null": ("CloudHsmClusterId.needed", "in cloudhsm stores; null counts as one in cloudhsm"),
    "service-need-swapped": ("XksProxyVpcEndpointServiceName.needed", "in public-proxy stores"),
    "name-unique-folded": ("CustomKeyStoreName.unique", "what differs is refused in 6 of 105 pairs"),
    "uri-unique-missing": ("XksProxyUri.unique", "the same is accepted in 1 of 1 pairs"),
}


@pytest.mark.parametrize("fault", MEASURED)
def test_the_row_shows_what_the_fault_made_of_the_rule(fault: str, learned: Any) -> None:
    name, measured = MEASURED[fault]
    code, rows = learned(f"fault/{fault}", name)
    assert code == 1
    assert (rows[name]["found"], rows[name]["measured"]) == ("differs", measured)
    assert rows[name]["shown"]


def test_an_empty_value_that_is_taken_for_none_is_told_of(learned: Any) -> None:
    code, rows = learned("fault/password-empty-is-absent", "KeyStorePassword.length.min")
    row = rows["KeyStorePassword.length.min"]
    assert (code, row["found"]) == (1, "differs")
    assert row["measured"] == "7 characters, but an empty one is taken for none"


CLUSTER, ENDPOINT = "CloudHsmClusterId", "XksProxyUriEndpoint"
ACCESS = "XksProxyAuthenticationCredential.AccessKeyId"
# By fault: the member, what its values have to look like, and the value that shows it.
PATTERNS = {
    "cluster-pattern-at-least-12": (CLUSTER, "cluster-[2-7a-zA-Z]{12,16}", "cluster-bbbbbbbbbbb", "refused"),
    "cluster-pattern-takes-underscore": (CLUSTER, "cluster-[2-7a-zA-Z_]{11,16}", "cluster-bbbbbbbbbb_", "accepted"),
    "cluster-pattern-any-prefix": (CLUSTER, "[a-z]+-[2-7a-zA-Z]{11,16}", "bb-bbbbbbbbbbbbbbbb", "accepted"),
    "access-key-pattern-letter-first": (ACCESS, "[A-Z][A-Z2-7]*", "", "refused"),
    "endpoint-pattern-three-slashes": (ENDPOINT, "https:/{2,3}[a-zA-Z0-9.-]+", "https:///b", "accepted"),
}
LEARNED = {"endpoint-pattern-three-slashes"}  # no mistake that is known beforehand: made of nothing but answers


@pytest.mark.parametrize("fault", PATTERNS)
def test_a_wrong_pattern_is_learned_and_shown_by_the_shortest_value(fault: str, learned: Any) -> None:
    member, really, shortest, answer = PATTERNS[fault]
    learn = fault in LEARNED
    code, rows = learned(f"fault/{fault}", f"{member}.length*", f"{member}.pattern", most=2600 if learn else 1300)
    row = rows[f"{member}.pattern"]
    assert (code, row["found"]) == (1, "differs")
    least, most = (rows[f"{member}.length.{side}"]["more"]["documented"] for side in ("min", "max"))
    assert differences(minimal(row["more"]["expression"]), minimal(really), least, most) == (None, None)
    shown = {one["value"]: one["measured"] for one in row["shown"]}
    assert shown.get(shortest, answer) == answer
    assert shortest in shown or "Secret" in member or "AccessKey" in member


def test_a_matcher_with_too_many_states_differs_and_is_not_said_to_be_known(learned: Any) -> None:
    code, rows = learned("fault/endpoint-pattern-label-of-63", f"{ENDPOINT}.length*", f"{ENDPOINT}.pattern", most=1500)
    row = rows[f"{ENDPOINT}.pattern"]
    assert (code, row["found"]) == (1, "differs")
    assert row["measured"] == "something else, of which no automaton was made"
    assert [one["measured"] for one in row["shown"]] == ["refused"]
    assert "." not in row["shown"][0]["value"]
    assert len(row["shown"][0]["value"]) > len("https://") + 63


def test_lengths_are_not_blamed_for_what_the_pattern_refuses(learned: Any) -> None:
    _, rows = learned("fault/endpoint-pattern-two-labels", f"{ENDPOINT}.length*", f"{ENDPOINT}.pattern", most=3600)
    assert {name: row["found"] for name, row in rows.items()} == {
        f"{ENDPOINT}.length.min": "same",
        f"{ENDPOINT}.length.max": "same",
        f"{ENDPOINT}.pattern": "differs",
    }


@pytest.mark.parametrize("variation", ["utf16-lengths", "strangers-refused", "code-in-header"])
def test_a_server_that_is_right_in_another_way_is_the_same(variation: str, learned: Any) -> None:
    code, rows = learned(f"variation/{variation}", "CustomKeyStoreName", "KeyStorePassword", "XksProxyUri")
    assert (code, {row["found"] for row in rows.values()}) == (0, {"same"})


def test_without_clusters_what_cannot_be_seen_is_inapplicable(learned: Any) -> None:
    code, rows = learned("variation/no-clusters", "KeyStorePassword", "CloudHsmClusterId.unique")
    assert code == 0
    assert {name: row["found"] for name, row in rows.items()} == {
        "KeyStorePassword.needed": "same",
        "KeyStorePassword.length.min": "same",
        "KeyStorePassword.length.max": "same",
        "CloudHsmClusterId.unique": "inapplicable",
    }
    hidden, rows = learned("variation/clusters-first", "KeyStorePassword")
    assert (hidden, {row["found"] for row in rows.values()}) == (5, {"inapplicable"})
