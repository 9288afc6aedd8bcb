"""The endpoint behind real reverse proxies: nothing is said against any, and all is judged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kms_conformance.settings.depth import Depth
from kms_targets.reference.http.server import Embedded
from tests.support.servers.reverse_proxies import PROXIES, before
from tests.support.servers.wire_look import broken, look

JUDGED = 25  # all but those that need a profile

pytestmark = pytest.mark.proxies


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with Embedded() as found:
        yield found.url


@pytest.mark.parametrize("name", PROXIES)
def test_a_right_endpoint_is_not_accused_for_the_proxy_before_it(endpoint: str, tmp_path: Path, name: str) -> None:
    if shutil.which(PROXIES[name].program) is None:
        pytest.skip(f"{PROXIES[name].program} is not installed")
    place = tmp_path / "proxy"
    place.mkdir()
    runs = tmp_path / "runs"
    runs.mkdir()
    with before(endpoint, name, place) as url:
        found = look(url, runs, Depth.DEFAULT)
    assert broken(found) == {}
    assert found.judged >= JUDGED
