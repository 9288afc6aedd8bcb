"""`learn` against all kinds of endpoints: it ends within its requests, leaves nothing behind, says what it knows."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kms_conformance import cli
from kms_targets import ledger
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.trivial_servers import Silly, coin, everything, nothing, silly


def found(path: Path) -> Counter[str]:
    return Counter(row["found"] for row in json.loads(path.read_text())["rows"])


def asked(server: Silly, path: Path, most: int, *words: str) -> int:
    return cli.main(["learn", "--target-url", server.url, "--max-requests", str(most), "--json", str(path), *words])


def test_every_row_of_the_embedded_endpoint_is_the_same(tmp_path: Path) -> None:
    words = [COMMAND, "learn", "--max-requests", "4800", "--json", "rows.json", "--markdown", "rows.md"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    learned = json.loads((tmp_path / "rows.json").read_text())
    assert {row["found"] for row in learned["rows"]} == {"same"}
    assert len(learned["rows"]) == 43
    assert 3500 < learned["requests"] <= 4800
    proofs = {row["member"]: row["more"]["proved"] for row in learned["rows"] if row["fact"] == "pattern"}
    assert Counter(proofs.values())[True] >= 2
    assert proofs["XksProxyVpcEndpointServiceName"] is False
    assert (tmp_path / "rows.md").read_text().count("\n| ") == 44
    assert "43 rows: 43 same" in done.stdout


def test_a_target_that_takes_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with silly(everything) as server:
        assert asked(server, tmp_path / "rows.json", 1500) == 1
    assert server.asked <= 1500
    assert server.stores == set()
    assert server.most <= 2
    assert found(tmp_path / "rows.json").keys() <= {"differs", "not settled"}
    told = " ".join(capsys.readouterr().out.split())
    assert "nothing that was asked was refused: the target seems to check nothing" in told


def test_a_store_that_does_not_say_its_type_is_not_called_none(tmp_path: Path) -> None:
    with silly(everything) as server:
        asked(server, tmp_path / "rows.json", 900, "--only", "CloudHsmClusterId.unique")
    rows = (tmp_path / "rows.json").read_text()
    assert "no CustomKeyStoreType after CustomKeyStoreType AWS_CLOUDHSM: " in rows
    assert "None store" not in rows


def test_what_takes_everything_has_no_pattern(tmp_path: Path) -> None:
    with silly(everything) as server:
        asked(server, tmp_path / "rows.json", 900, "--only", "XksProxyUriPath.*")
    rows = {row["fact"]: row["measured"] for row in json.loads((tmp_path / "rows.json").read_text())["rows"]}
    assert rows == {
        "needed": "in no kind of store",
        "length.min": "no least length",
        "length.max": "no bound up to 65,536",
        "pattern": r"[\s\S]*",
    }


def test_a_target_that_refuses_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with silly(nothing) as server:
        assert asked(server, tmp_path / "rows.json", 3000) == 5
    assert server.asked <= 3000
    assert found(tmp_path / "rows.json") == {"not settled": 43}
    assert "every valid request is refused" in capsys.readouterr().out


def test_a_target_that_throws_a_coin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with silly(coin()) as server:
        assert asked(server, tmp_path / "rows.json", 3000) == 5
    assert server.asked <= 3000
    assert server.stores == set()
    assert found(tmp_path / "rows.json") == {"not settled": 43}
    assert "the target answers the same request now so, now so" in capsys.readouterr().out


def test_a_target_that_becomes_unsteady_while_it_is_asked(tmp_path: Path) -> None:
    """Names of one length are taken now and then: that row alone is not settled."""
    turns = iter(range(10**6))

    def takes(request: dict[str, Any]) -> bool:
        return len(request.get("CustomKeyStoreName", "")) != 256 or next(turns) % 2 == 1

    with silly(takes) as server:
        asked(server, tmp_path / "rows.json", 2000, "--only", "CustomKeyStoreName.length.max")
        (row,) = json.loads((tmp_path / "rows.json").read_text())["rows"]
    assert (row["found"], row["note"]) == ("not settled", "the same request was answered now so, now so")


def test_what_the_requests_do_not_suffice_for_is_not_settled(tmp_path: Path) -> None:
    with Embedded() as endpoint:
        words = ["learn", "--target-url", endpoint.url, "--max-requests", "400", "--json", str(tmp_path / "rows.json")]
        assert cli.main(words) == 1
    learned = json.loads((tmp_path / "rows.json").read_text())
    assert learned["requests"] <= 400
    assert found(tmp_path / "rows.json").keys() == {"same", "not settled"}
    for row in learned["rows"]:
        if row["fact"] == "pattern":
            assert (row["found"], row["note"]) == (
                "not settled",
                "the requests are used up: give more with --max-requests",
            )
            assert row["measured"] == ""


def test_a_target_that_does_not_delete_is_asked_for_no_more(tmp_path: Path) -> None:
    with Embedded(variation="delete-denied") as endpoint:
        words = ["learn", "--target-url", endpoint.url, "--ledger", str(tmp_path / "ledger"), "--max-requests", "900"]
        assert cli.main([*words, "--json", str(tmp_path / "rows.json")]) == 5
    assert 0 < len(ledger.read(tmp_path / "ledger").resources) < 6


def test_the_ledger_knows_what_became_of_every_name(tmp_path: Path) -> None:
    with Embedded() as endpoint:
        words = ["learn", "--target-url", endpoint.url, "--ledger", str(tmp_path / "ledger"), "--only", "KeyStore*"]
        assert cli.main(words) == 0
    left = ledger.read(tmp_path / "ledger")
    assert (left.resources, left.names) == ({}, Counter())
    assert '"event": "created"' in (tmp_path / "ledger").read_text()


BAD = {
    "--only NoSuchMember": "no member of CreateCustomKeyStore is called that",
    "--only KeyStorePassword.pattern": "KeyStorePassword has no pattern",
    "--max-requests none": "--max-requests: 'none' is no whole number above 0",
    "--max-requests 0": "--max-requests: '0' is no whole number above 0",
    "--json /nowhere/rows.json": "--json: there is no directory '/nowhere'",
    "--target-url localhost": "give a URL like http://localhost:4566",
    "--profile /nowhere.toml": "the profile '/nowhere.toml' cannot be read",
    "--target-url http://127.0.0.1:1": "the target cannot be reached",
    "--max-requests 9": "--max-requests 9: too few to find out what the target is",
}


@pytest.mark.parametrize("typed", BAD)
def test_bad_input_is_one_line(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["learn", *typed.split()]) == 4
    said = capsys.readouterr().err
    assert BAD[typed] in said
    assert said.count("\n") == 1
