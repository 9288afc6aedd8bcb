"""The site of all emulators: its pages are whole, its links lead somewhere, and it is made of results files alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.emulators import site
from kms_reports.formats import jsonl
from kms_reports.result import Run, Verdict
from kms_targets import TargetError
from tests.support.reports.html_pages import VOID, Tags
from tests.support.reports.samples import HOSTILE, broken, plain, run_of

ROOT = Path(__file__).parents[2]
CURL = "curl -sS http://127.0.0.1:1/ -d '{}'"


def tiered(*tiers: str) -> Run:
    """A run that meets one requirement of two in each tier."""
    met = [plain(f"A.M{n}.type", tier=tier) for n, tier in enumerate(tiers)]
    failed = [replace(broken(f"B.M{n}.enum", curl=CURL), tier=tier) for n, tier in enumerate(tiers)]
    return run_of(*met, *failed)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    runs = {
        "moto": tiered("core", "complete", "strict"),
        "mine": run_of(*(broken(f"A.b{n}.c", answer=text, explanation=text) for n, text in enumerate(HOSTILE))),
        "good": run_of(plain("A.b.c", tier="core"), plain("A.b.d", Verdict.INAPPLICABLE, "No.", tier="strict")),
    }
    for name, run in runs.items():
        jsonl.write(run, tmp_path / f"{name}.jsonl")
    site.write(sorted(tmp_path.glob("*.jsonl")), tmp_path / "site", "https://example.com/kms/")
    return tmp_path / "site"


def test_every_link_leads_to_a_page_of_the_site_or_to_a_project(written: Path) -> None:
    for page in written.rglob("*.html"):
        text = page.read_text()
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            path, _, fragment = link.partition("#")
            if link.startswith("https://github.com/"):
                continue
            there = page.parent / path if path else page
            assert there.exists(), (page.name, link)
            assert not fragment or f'id="{fragment}"' in there.read_text(), (page.name, link)


def test_every_page_is_well_formed_and_loads_nothing(written: Path) -> None:
    pages = list(written.rglob("*.html"))
    assert {page.name for page in written.glob("*.html")} == {
        "index.html",
        "matrix.html",
        "moto.html",
        "mine.html",
        "good.html",
    }
    for page in pages:
        found = Tags(VOID.sub(r"<\1\2/>", page.read_text()).replace("<!doctype html>", ""))
        assert found.open == [], page.name
        assert not {"img", "iframe", "link", "object"} & set(found.tags)


def test_the_index_has_each_emulator_with_its_tiers(written: Path) -> None:
    text = Tags(VOID.sub(r"<\1\2/>", (written / "index.html").read_text()).replace("<!doctype html>", "")).text
    assert text.count("50 % (1/2)") == 3
    assert "0 % (0/1)" in text
    assert "100 % (1/1)" in text


def test_each_cause_has_its_smallest_example_without_our_port(written: Path) -> None:
    text = (written / "moto.html").read_text()
    assert text.count("<article") == text.count("<dt>curl</dt>") >= 1
    assert "curl -sS $URL/ -d" in text
    assert "127.0.0.1" not in text
    assert "ValidationException" in text
    assert "(https://example.com/kms/badges/moto.svg)](https://example.com/kms/moto.html)" in text


def test_badges_tell_the_tiers(written: Path) -> None:
    told = {name: json.loads((written / f"badges/{name}.json").read_text()) for name in ("moto", "good")}
    assert told["moto"]["message"] == "core 50 %, complete 50 %, strict 50 %"
    assert told["good"]["message"] == "core 100 %, strict 0 %"
    assert told["moto"]["color"] != told["good"]["color"]
    assert ElementTree.fromstring((written / "badges/moto.svg").read_text()).tag.endswith("svg")


def test_a_run_that_was_cut_short_has_no_percentages(tmp_path: Path) -> None:
    jsonl.write(replace(tiered("core"), complete=False), tmp_path / "x.jsonl")
    site.write([tmp_path / "x.jsonl"], tmp_path / "site")
    assert "cut short" in (tmp_path / "site/badges/x.svg").read_text()
    assert "cut short" in (tmp_path / "site/index.html").read_text()


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for place in (tmp_path, tmp_path / "b"):
        jsonl.write(tiered("core"), place / "moto.jsonl")
    with pytest.raises(TargetError, match="another page is called 'moto'"):
        site.write([tmp_path / "moto.jsonl", tmp_path / "b/moto.jsonl"], tmp_path / "site")


def test_the_artifacts_of_a_night_become_the_site(tmp_path: Path) -> None:
    for name in ("moto", "local-kms"):
        jsonl.write(tiered("core"), tmp_path / f"kms-{name}/results.jsonl")
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [str(ROOT / "deploy/pages.sh"), str(tmp_path), str(tmp_path / "site")]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **path}, timeout=120)
    assert (tmp_path / "site/local-kms.html").exists()
    (tmp_path / "none").mkdir()
    done = subprocess.run(
        [command[0], str(tmp_path / "none"), str(tmp_path / "other")],
        cwd=ROOT,
        env={**os.environ, **path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "no results in" in done.stderr
