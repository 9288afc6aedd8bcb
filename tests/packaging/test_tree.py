"""What tests share stands in `tests/support/`, no test module imports another, and functions fit on a screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands.environments import ROOT

MOST_LINES = 60  # of a function
_ROOMS = ("specification", "strategies", "targets", "reports", "conformance", "bench")
_MODULES = sorted((ROOT / "tests").rglob("test_*.py"))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("module", _MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_test_module_imports_no_other(module: Path) -> None:
    ours = {name for name in imported(module) if name.startswith(("tests", "."))}
    assert {name for name in ours if not name.startswith("tests.support.")} == set()


@pytest.mark.parametrize("room", _ROOMS)
def test_a_function_fits_on_a_screen(room: str) -> None:
    long = {
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES
    }
    assert long == set()
