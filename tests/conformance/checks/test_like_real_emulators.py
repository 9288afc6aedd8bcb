"""What real emulators do, done by the embedded endpoint: what is wrong is told once, what may be is not told at all."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import FAILED, Result, Verdict
from kms_specification.requirements.registry import registry
from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.servers.hostile_servers import answer
from tests.support.servers.raw_sockets import LIFE, Peer, Script, Site, serving

BY_ID = {r.id: r for r in registry()}
PAGE = answer(b"<h1>500</h1>", "Content-Type: text/html", status="500 Internal Server Error")
# The answer to a request for an operation instead of the endpoint's own, or None.
Change = Callable[[str, Any, bytes], bytes | None]


def error(code: str) -> bytes:
    return answer(json.dumps({"__type": code}).encode(), status="400 Bad Request")


def changing(port: int, change: Change) -> Script:
    """The endpoint at `port`, of which some answers are others."""

    def script(peer: Peer) -> None:
        with socket.create_connection(("127.0.0.1", port), LIFE) as behind:
            answers = Peer(Site(port, tls=False), behind, 0)
            while True:
                message = peer.request()
                head, _, body = message.partition(b"\r\n\r\n")
                lines = [line.partition(b":") for line in head.split(b"\r\n")]
                target = next((value for name, _, value in lines if name.lower() == b"x-amz-target"), b"")
                behind.sendall(message)
                found = answers.request()
                peer.send(change(target.decode().rpartition(".")[2], json.loads(body or b"{}"), found) or found)

    return script


@contextmanager
def target(change: Change) -> Iterator[str]:
    with Embedded() as endpoint, serving(changing(url_guard.parse(endpoint.url).port, change)) as site:
        yield site.url


def judged(tmp_path: Path, change: Change, *wanted: str) -> list[Result]:
    profile = tmp_path / "profile.toml"
    profile.write_text("lag = 0.1\n")
    with target(change) as url:
        options = Options(target_url=url, depth=Depth.QUICK, profile=profile, ledger=tmp_path / "ledger", seed=1)
        with opened(options, frozenset(wanted)) as run:
            return [run.judge(BY_ID[one]) for one in wanted]


def test_a_code_for_a_bad_marker_is_told_once(tmp_path: Path) -> None:
    """moto answers InvalidToken."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        unknown = operation == "ListKeyRotations" and request.get("Marker") and isinstance(request["Marker"], str)
        return error("InvalidToken") if unknown else None

    told, *others = judged(
        tmp_path,
        change,
        "ListKeyRotations.error.InvalidMarkerException",
        "ListKeyRotations.Marker.length.min",
        "ListKeyRotations.Marker.type",
    )
    assert told.verdict is Verdict.WRONG_CODE
    assert [other.id for other in others if other.verdict in FAILED] == []


def test_what_no_key_has_encrypted_may_be_refused_as_the_ciphertext_of_somebody_else(tmp_path: Path) -> None:
    """moto reads the key's id in a ciphertext, and answers AccessDeniedException for one that no key has."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        refused = b"InvalidCiphertextException" in found or b"CiphertextBlob" in found
        return error("AccessDeniedException") if operation == "Decrypt" and refused else None

    assert judged(tmp_path, change, "Decrypt.CiphertextBlob.size.max")[0].verdict not in FAILED


def test_tags_of_other_characters_than_aws_allows_everywhere_may_be_refused(tmp_path: Path) -> None:
    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        tags = json.dumps(request.get("Tags"), ensure_ascii=False)
        strange = any(not c.isalnum() and c not in '+-=._:/@ {}[]",' for c in tags)
        return error("ValidationException") if operation == "TagResource" and strange else None

    assert judged(tmp_path, change, "TagResource.Tags.item.TagKey.length.min")[0].verdict is Verdict.CONFORMS


def test_the_length_of_a_tag_is_not_that_of_its_bytes(tmp_path: Path) -> None:
    """local-kms counts bytes."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        if operation != "TagResource" or not isinstance(request.get("Tags"), list):
            return None
        keys = [str(tag.get("TagKey")) for tag in request["Tags"] if isinstance(tag, dict)]
        return error("ValidationException") if any(len(key.encode()) > 128 for key in keys) else None

    assert judged(tmp_path, change, "TagResource.Tags.item.TagKey.length.max")[0].verdict is Verdict.REJECTED_VALID


def test_what_is_said_of_nothing_at_all_is_told_of_its_first_member(tmp_path: Path) -> None:
    """ministack and moto look for a key before they miss it."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        return error("NotFoundException") if operation == "PutKeyPolicy" and "KeyId" not in request else None

    found = judged(tmp_path, change, "PutKeyPolicy.KeyId.required", "PutKeyPolicy.Policy.required")
    assert [one.verdict for one in found] == [Verdict.WRONG_CODE, Verdict.CONFORMS]


def test_what_a_wrong_success_has_made_is_no_other_answer_the_second_time(tmp_path: Path) -> None:
    """ministack makes a replica in the Region 1.5, and then there is one."""
    made: set[str] = set()

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        if operation != "ReplicateKey" or isinstance(request.get("ReplicaRegion"), str | None):
            return None
        name = json.dumps(request["ReplicaRegion"])
        if name in made:
            return error("AlreadyExistsException")
        made.add(name)
        return answer(b"{}")

    assert judged(tmp_path, change, "ReplicateKey.ReplicaRegion.type")[0].verdict is Verdict.ACCEPTED_INVALID


def test_a_request_that_names_a_key_is_shown_with_those_that_make_one(tmp_path: Path) -> None:
    """So that it can be pasted where nothing is yet."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        return answer(b'{"Plaintext": ""}') if operation == "Decrypt" else None

    shown = judged(tmp_path, change, "Decrypt.GrantTokens.size.max")[0].counterexample
    assert shown is not None
    assert [call["operation"] for call in shown.before] == ["CreateKey", "Encrypt"]
    create, encrypt, decrypt = shown.curl.splitlines()
    assert create.startswith("KEYID1=$(")
    assert "$KEYID1" in encrypt
    assert "$CIPHERTEXTBLOB2" in decrypt


def test_an_operation_that_succeeds_but_once_is_seen_at_work(tmp_path: Path) -> None:
    """An alias is deleted once, and a key replicated once."""
    ids = ("DeleteAlias.implemented", "ReplicateKey.implemented", "ScheduleKeyDeletion.implemented")
    assert [one.verdict for one in judged(tmp_path, lambda *_: None, *ids)] == [Verdict.CONFORMS] * 3


def test_whoever_asks_for_an_unknown_operation_is_told_what_is_known(tmp_path: Path) -> None:
    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        return None if operation in ("Encrypt", "ListKeys") else error("UnknownOperationException")

    profile = tmp_path / "profile.toml"
    profile.write_text("lag = 0.1\n")
    alone = frozenset(r.id for r in registry() if r.operation in ("CreateCustomKeyStore", "protocol"))
    with target(change) as url:
        options = Options(target_url=url, profile=profile, ledger=tmp_path / "ledger", seed=1)
        with opened(options, alone) as run:
            (told,) = run.header.notes
            assert told == "The target knows ListKeys and Encrypt: try --operations all."
            assert run.header.environment["known_operations"] == ["Encrypt", "ListKeys"]
        with opened(options, alone | {"Encrypt.implemented"}) as run:
            assert run.header.notes == []


def test_an_operation_that_is_known_is_not_unknown_where_it_fails_as_an_unknown_one(tmp_path: Path) -> None:
    """moto answers both with the same page."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        no_grant = operation == "RevokeGrant" and str(request.get("KeyId")).startswith("5c0ffee5")
        return PAGE if no_grant or operation == "NoSuchOperation" else None

    assert judged(tmp_path, change, "RevokeGrant.error.NotFoundException")[0].verdict is Verdict.SERVER_FAULT


def test_what_fails_on_an_unknown_key_is_not_taken_for_unknown(tmp_path: Path) -> None:
    """moto answers HTTP 500 to operations that it does not know, and to CreateGrant for a key that it does not know."""

    def change(operation: str, request: Any, found: bytes) -> bytes | None:
        refused = operation == "CreateGrant" and b" 200 " not in found[:20]
        return PAGE if refused or b"UnknownOperation" in found else None

    (alone,) = judged(tmp_path, change, "CreateGrant.state.Name")
    assert alone.verdict is Verdict.CONFORMS
