"""What commands say in lines: on a terminal broken at spaces alone, elsewhere a line each."""

from __future__ import annotations

import io
import os

import pytest

from kms_conformance.commands.shared.printing import say

ID = "CreateCustomKeyStore.error.XksProxyVpcEndpointServiceInvalidConfigurationException"
LINE = f"      conforms → inapplicable: it needs a service that is badly configured: name one in a profile [{ID}]"


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def printed(monkeypatch: pytest.MonkeyPatch, out: io.StringIO, text: str) -> list[str]:
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((80, 24)))
    say(text)
    return out.getvalue().splitlines()


def test_on_a_terminal_a_line_is_broken_at_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = printed(monkeypatch, Screen(), LINE)
    assert first.startswith("      conforms")
    assert all(line.startswith("        ") for line in rest)
    assert f"[{ID}]" in [line.strip() for line in rest]
    assert all(len(line) <= 80 for line in (first, *rest) if ID not in line)
    assert " ".join(line.strip() for line in (first, *rest)) == LINE.strip()


def test_elsewhere_a_line_stays_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, io.StringIO(), LINE) == [LINE]
