"""Each extra alone: the wheel with that extra and nothing else, and the command that needs it, outside the checkout."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path

import pytest

from kms_conformance.settings.extras import PACKAGES
from kms_targets.reference.http.server import Embedded
from tests.support.commands.environments import ROOT, made, wheel

pytestmark = pytest.mark.packaging

ONE = "CreateCustomKeyStore.CustomKeyStoreName.length.max"
TARGET = ("--target-url", "{url}", "--depth", "quick", "--only", ONE)
# The command that needs the extra, and what it prints or writes.
NEEDING = {
    "report": (("run", *TARGET, "--html", "report.html"), "report.html"),
    "completion": (("completion", "bash"), ""),
    "learn": (("learn", "--target-url", "{url}", "--only", "CustomKeyStoreName"), ""),
    "reference": (("run", "--depth", "quick", "--only", ONE), ""),
    "xdist": (("run", "--target-url", "{url}", "--depth", "quick", "--only", "GenerateRandom.*", "--workers", "2"), ""),
    "xks": (("run", *TARGET, "--xks-proxy", "localhost", "--xks-listen", "127.0.0.1:{port}", "--xks-ca", "ca"), "ca"),
    "jsonschema": (("run", *TARGET, "--generator", "jsonschema"), ""),
    "schemathesis": (("run", *TARGET, "--generator", "schemathesis"), ""),
    "redis": (("fuzz", "--target-url", "{url}", "--corpus", "redis://127.0.0.1:{port}", "--max-seconds", "5"), ""),
}
OWN = {"bench", "docs", "browser", "mutation", "test", "tools"}  # those of this project itself
REFUSED = {
    "redis": "Connection refused"
}  # no server is started for it: the message is that of a server that is not there


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(tmp_path_factory.mktemp("wheel"))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_every_extra_is_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(NEEDING) == set(project["optional-dependencies"]) - OWN == set(PACKAGES)


@pytest.mark.parametrize("extra", NEEDING)
def test_the_command_that_needs_it_works(extra: str, built: Path, tmp_path: Path) -> None:
    environment = made(tmp_path / "venv", f"{built}[{extra}]")
    words, file = NEEDING[extra]
    with Embedded() as endpoint:
        done = environment.command(*(w.format(url=endpoint.url, port=free_port()) for w in words), cwd=tmp_path)
    told = done.stdout + done.stderr
    if extra in REFUSED:
        assert (done.returncode, REFUSED[extra] in told, "needs the extra" in told) == (4, True, False), told
    else:
        assert done.returncode == 0, told
    assert not file or (tmp_path / file).exists()


def test_the_matrix_as_json_needs_none(built: Path, tmp_path: Path) -> None:
    environment = made(tmp_path / "venv", str(built))
    with Embedded() as endpoint:
        words = [word.format(url=endpoint.url) for word in TARGET]
        environment.command("run", *words, "--results", "r.jsonl", cwd=tmp_path)
    done = environment.command("matrix", "r.jsonl", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr, ONE in done.stdout) == (0, "", True)


def test_an_older_service_model_is_judged_whole(built: Path, tmp_path: Path) -> None:
    environment = made(tmp_path / "venv", f"{built}[reference]", "botocore==1.43.0")
    done = environment.command("run", "--operations", "all", "--depth", "quick", cwd=tmp_path)
    assert (done.returncode, "requirements that could be judged are met" in done.stdout) == (0, True), done.stdout
    known = environment.command("requirements", cwd=tmp_path).stdout
    assert "Encrypt.KeyId.required" in known
    assert "Encapsulate." not in known
