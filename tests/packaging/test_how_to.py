"""Pages with commands, followed: their commands run in one shell, and print what is shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.environments import ROOT

pytestmark = pytest.mark.packaging

REAL = "https://kms.eu-west-1.amazonaws.com"
ENDPOINT = "http://127.0.0.1:4566"  # the target of a page that does not start one by itself
ELSEWHERE = ("pip install", "--kms-watch")  # blocks that want another environment, or tests of their own
PAGES = {
    "explanation/oracle": 0,
    "how-to/ci": 0,
    "how-to/export": 0,
    "how-to/fuzzing": 0,
    "how-to/generators": 0,
    "how-to/learn": 0,
    "how-to/other-languages": 1,
    "how-to/real-aws": 0,
    "how-to/recorded": 1,
    "how-to/requirement": 1,
    "how-to/xks": 0,
    "reference/vectors": 0,
}
"""Each page with how many of its commands find something broken."""
SHORT = {
    "KMS_CONFORMANCE_DEPTH": "quick",
    "KMS_CONFORMANCE_ONLY": "CreateCustomKeyStore.CustomKeyStoreName.*",
}
"""Makes the runs of a page short, where it does not say what they are to find."""
FEW = {"how-to/ci": SHORT, "how-to/generators": SHORT, "how-to/xks": SHORT}
FEW["how-to/fuzzing"] = {"KMS_CONFORMANCE_MAX_REQUESTS": "300"}
EARLIER = """
kms-conformance run --target-url http://127.0.0.1:4566 --results today.jsonl
for name in fakecloud-0.15.4 mine yesterday; do cp today.jsonl $name.jsonl; done
"""
BEFORE = {"how-to/ci": EARLIER}  # what there is where a page begins


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _, block in found]


def shell(script: str, directory: Path, **more: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KMS_", "AWS_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"
    keys = {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    }
    return subprocess.run(
        ["bash", "-c", "trap 'kill $(jobs -p)' EXIT\n" + script],
        cwd=directory,
        env={**clean, **keys, **more, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("page", PAGES)
def test_it_comes_out_as_it_says(page: str, tmp_path: Path) -> None:
    if page == "how-to/other-languages" and shutil.which("node") is None:
        pytest.skip("the harness in JavaScript needs Node.js")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    with Embedded(variation="nothing-behind") as endpoint:  # an account without a cluster, a proxy or a service
        # Nothing is sent to the real service: what the page says of it is tried at an endpoint of our own.
        commands = [block for block in blocks(page, "sh") if not any(words in block for words in ELSEWHERE)]
        script = BEFORE.get(page, "") + "".join(f'{block}\necho "ended with $?"\n' for block in commands)
        if "serve --port 4566" not in script:
            script = script.replace(ENDPOINT, endpoint.url)
        script = script.replace("0.0.0.0:443", "127.0.0.1:0").replace(REAL, endpoint.url)
        done = shell(script, tmp_path, **FEW.get(page, {}))
    told = done.stdout + done.stderr
    ended = re.findall(r"^ended with (\d+)$", done.stdout, re.MULTILINE)
    assert len(ended) == len(commands), told
    assert sorted(ended) == ["0"] * (len(ended) - PAGES[page]) + ["1"] * PAGES[page], told
    shown = [line for block in blocks(page, "text") for line in block.splitlines()]
    assert [line for line in shown if line not in done.stdout] == [], told


def test_the_plan_of_the_real_service_sends_nothing(tmp_path: Path) -> None:
    plan = blocks("how-to/real-aws", "sh")[0]
    assert REAL in plan
    done = shell(plan, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    refused = shell(plan.replace("--allow-real-aws ", ""), tmp_path)
    assert refused.returncode == 4
    assert "--allow-real-aws" in refused.stderr


def test_the_code_shown_is_in_the_tree() -> None:
    places = {"row(": "specification/kms_specification/pages/keys/cryptography/data_keys.py"}
    places["shows("] = "strategies/kms_strategies/sequences/keys/themes/cryptography/data_keys.py"
    for block in blocks("how-to/requirement", "python"):
        place = next(path for start, path in places.items() if block.startswith(start))
        assert "".join(block.split()) in "".join((ROOT / place).read_text(encoding="utf-8").split())
