"""How changed bytes are read, and what makes a finding another one than those that are known."""

from __future__ import annotations

import pytest

from kms_conformance.checks.wire.changed_bytes import Reading, reading
from kms_conformance.fuzzing.findings import MOST_BESIDES, Findings, Key
from kms_reports.result import Verdict
from kms_strategies.fuzzing.draft import Act, Draft, Edit


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b'{"A": 1}', Reading.REQUEST),
        (b" {} \r\n", Reading.REQUEST),
        (b'{"A": 1, "A": 1}', Reading.DISPUTED),
        (b'{"A": 1, "a": 1}', Reading.DISPUTED),
        (b'{"A": NaN}', Reading.DISPUTED),
        (b'{"A": 1e999}', Reading.DISPUTED),
        (b'{"A": "\\ud800"}', Reading.DISPUTED),
        (b'\xef\xbb\xbf{"A": 1}', Reading.DISPUTED),
        (b"[]", Reading.OTHER),
        (b"null", Reading.OTHER),
        (b"", Reading.DISPUTED),
        (b" \n", Reading.DISPUTED),
        (b'{"A": 1} x', Reading.NONE),
        (b'{"A": "\xff"}', Reading.NONE),
        (b'{"A": "\n"}', Reading.NONE),
        (b"{'A': 1}", Reading.NONE),
    ],
)
def test_a_body_is_read_as_strictly_as_all_readers_agree_to(body: bytes, what: Reading) -> None:
    assert reading(body) is what


def test_what_is_wrong_beside_a_known_finding_is_what_has_other_changes() -> None:
    findings, way = Findings(), (Verdict.REJECTED_VALID, 400, "X")
    both, other = (Edit(Act.SET, path, 1) for path in ("a", "b")), Edit(Act.SET, "c", 1)
    known = Draft("A", "usual", tuple(both))
    findings.show(known, way)
    assert findings.besides(known, way) is None
    assert findings.besides(known.with_edit(other), way) == Draft("A", "usual", (other,))
    half = Draft("A", "usual", (known.edits[0], other))
    assert findings.besides(half, way) == half  # the known changes show nothing one by one
    for _ in range(MOST_BESIDES):
        findings.looked_besides(half, way)
    assert findings.besides(half, way) is None


def test_what_shrinks_to_what_is_known_is_looked_at_ever_more_seldom() -> None:
    findings = Findings()
    known = Key("A.b.type", Verdict.WRONG_CODE, 400, "X")
    assert findings.add(known, known, "A")
    assert not findings.worth(known, "A")
    looked = 0
    for number in range(200):
        raw = Key(f"A.{number}.type", Verdict.WRONG_CODE, 400, "X")
        if findings.worth(raw, "A"):
            looked += 1
            assert not findings.add(raw, known, "A")
    assert 3 < looked < 12
    assert findings.worth(Key("A.b.type", Verdict.WRONG_CODE, 400, "Y"), "A")
