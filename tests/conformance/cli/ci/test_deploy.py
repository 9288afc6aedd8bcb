"""The commands in the templates for other CI systems, run as they stand there, against an endpoint of ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import junitparser
import pytest
import yaml

from kms_conformance.settings.options import KNOWN
from kms_reports.formats import jsonl
from kms_targets.reference.http.server import Embedded

ROOT = Path(__file__).parents[4]
DEPLOY = ROOT / "deploy"
VARIABLES = {"KMS_CONFORMANCE_DEPTH": "quick", "KMS_CONFORMANCE_OPERATIONS": "GenerateRandom"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with Embedded() as found:
        yield found.url


def run(script: str, directory: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A script as a CI system runs it: in a directory of its own, with the installed command first on the path."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KMS_", "AWS_"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=directory,
        env={**clean, **VARIABLES, **variables, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def loaded(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


def own(variables: Mapping[str, str], **ci: str) -> dict[str, str]:
    """The variables of a template with those of the CI system filled in; what the test decides itself stays."""
    filled = {k: re.sub(r"\$(\w+)", lambda found: ci[found[1]], v) for k, v in variables.items()}
    return {k: v for k, v in filled.items() if k not in VARIABLES} | ci


def test_gitlab_runs_shards_and_makes_one_report(endpoint: str, tmp_path: Path) -> None:
    template = loaded("gitlab-ci.yml")
    job, report = template["kms-conformance"], template["kms-conformance-report"]
    total = job["parallel"]
    for index in range(1, total + 1):
        variables = own(
            template["variables"] | job["variables"],
            CI_PIPELINE_IID="7",
            CI_NODE_INDEX=str(index),
            CI_NODE_TOTAL=str(total),
        )
        done = run("\n".join(job["script"]), tmp_path, {**variables, "KMS_CONFORMANCE_TARGET_URL": endpoint})
        assert done.returncode == 0, done.stdout + done.stderr
    suites = [junitparser.JUnitXml.fromfile(str(path)) for path in tmp_path.glob(job["artifacts"]["reports"]["junit"])]
    assert len(suites) == total
    done = run("\n".join(report["script"]), tmp_path, {})
    assert done.returncode == 0, done.stdout + done.stderr
    assert jsonl.read(tmp_path / "kms/results.jsonl").complete
    assert {"report.html", "report.md"} <= {path.name for path in (tmp_path / "kms").iterdir()}


def test_jenkins_leaves_what_it_publishes(endpoint: str, tmp_path: Path) -> None:
    text = (DEPLOY / "Jenkinsfile").read_text(encoding="utf-8")
    (script,) = re.findall(r"sh '''(.*?)'''", text, re.DOTALL)
    kept = [line.strip().replace(".venv/bin/", "") for line in script.splitlines() if "venv .venv" not in line]
    commands = "\n".join(line for line in kept if not line.startswith("pip install"))
    done = run(commands, tmp_path, {"KMS_CONFORMANCE_TARGET_URL": endpoint})
    assert done.returncode == 0, done.stdout + done.stderr
    (published,) = re.findall(r"junit '(.*)'", text)
    assert junitparser.JUnitXml.fromfile(str(tmp_path / published))


def test_a_pod_tests_the_share_of_its_index(endpoint: str, tmp_path: Path) -> None:
    spec = loaded("kubernetes-job.yaml")["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    (script,) = container["args"]
    assert f"/{spec['completions']}" in script
    script = script.replace("/out/", f"{tmp_path}/")
    variables = {one["name"]: one["value"] for one in container["env"] if one["name"] not in VARIABLES}
    variables["KMS_CONFORMANCE_TARGET_URL"] = endpoint
    for index in ("0", str(spec["completions"] - 1)):
        done = run(
            script, tmp_path, {**variables, "JOB_COMPLETION_INDEX": index, "KMS_CONFORMANCE_TARGET_URL": endpoint}
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert jsonl.read(tmp_path / f"results-{index}.jsonl").results


def test_the_image_has_all_that_an_installation_needs() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {Path(path).parts[0] for path in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    assert packages | {"pyproject.toml", project["project"]["readme"]} <= names
    assert all((ROOT / name).exists() for name in names)


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "compose.yaml", "kubernetes-job.yaml"])
def test_every_variable_of_a_template_is_an_option(name: str) -> None:
    known = {f"KMS_CONFORMANCE_{name.upper()}" for name in KNOWN.names}
    named = set(re.findall(r"KMS_CONFORMANCE_\w+", (DEPLOY / name).read_text(encoding="utf-8")))
    assert named <= known
