"""What the documents say is there: links, commands, options, and the list of requirements."""

from __future__ import annotations

import argparse
import re
from functools import cache
from pathlib import Path

import pytest

from kms_conformance.commands import COMMANDS, module
from kms_conformance.plugin import all_options
from kms_specification.aspects import Aspect
from kms_specification.requirements.registry import registry

OPTIONS = [option for options in all_options().values() for option in options]

ROOT = Path(__file__).parents[1]
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/[!m]*/*.md")})
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_COMMAND = re.compile(r"kms-conformance ([a-z]+)((?: +[^`\n|]+)?)")


@cache
def options_of(command: str) -> frozenset[str]:
    parser = argparse.ArgumentParser()
    module(command).add_arguments(parser)
    return frozenset(option for action in parser._actions for option in action.option_strings)


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_their_options_exist(name: str) -> None:
    text = re.sub(r"\\\n\s*", " ", (ROOT / name).read_text(encoding="utf-8"))
    added = {f"--{option}" for option in re.findall(r'^ +Format\("\w+", "(\w+)"', text, re.MULTILINE)}
    unknown = []
    for command, rest in _COMMAND.findall(text):
        if command in COMMANDS:
            asked = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest.partition(" #")[0].partition("&&")[0]))
            unknown += [f"{command} {option}" for option in sorted(asked - options_of(command) - added)]
    assert unknown == []


def test_options_of_the_plugin_exist() -> None:
    known = {option.flag("--kms-") for option in OPTIONS} | {"--kms-watch"}
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(re.findall(r"--kms-[a-z][a-z-]*", text)) - known == set()


def test_the_list_of_requirements_has_all_that_are_written_here() -> None:
    """Those read from the service model change with it; `requirements --markdown` makes the page anew."""
    text = (ROOT / "docs/reference/requirements.md").read_text(encoding="utf-8")
    written = {Aspect.RULE, Aspect.UNIQUE, Aspect.ERROR, Aspect.STATE, Aspect.PROTOCOL}
    ours = [r for r in registry() if r.operation == "CreateCustomKeyStore" or r.aspect in written]
    missing = [r.id for r in ours if f"| `{r.id}` | {r.tier} | " not in text]
    assert missing == []
    listed = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    assert {one for one in listed if one.startswith(("CreateCustomKeyStore.", "protocol."))} <= {
        r.id for r in registry()
    }


def test_every_page_is_in_the_index_and_in_the_site() -> None:
    docs = ROOT / "docs"
    index = (docs / "README.md").read_text(encoding="utf-8") + "(README.md)"
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [page.relative_to(docs).as_posix() for page in PAGES if page.is_relative_to(docs)]
    told = [page for page in pages if not page.startswith("findings/")]
    assert [page for page in told if f"({page})" not in index] == []
    assert [page for page in told if f" {page}\n" not in nav] == []


def test_the_pages_are_in_folders_that_can_be_looked_through() -> None:
    folders = [ROOT / "docs" / name for name in ("how-to", "reference", "explanation")]
    assert all(5 <= len(list(folder.iterdir())) <= 13 for folder in folders)
