"""`pytest --kms-watch`: judges every KMS exchange that the tests of a session make through botocore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import ClientCreator

from kms_conformance.passive.watcher import Watcher, report

_OUTPUT = "kms_watch"


class WatchSession:
    """The hooks of one pytest process. From now on every KMS client of it is watched, until `pytest_unconfigure`."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._watcher = Watcher()
        self._workers: list[tuple[str, str]] = []
        self._seen = 0
        self._original: Callable[..., Any] = ClientCreator.create_client
        watcher, original = self._watcher, self._original

        def create_client(creator: ClientCreator, *args: Any, **given: Any) -> Any:
            client = original(creator, *args, **given)
            if client.meta.service_model.service_name == "kms":
                watcher.attach(client)
            return client

        ClientCreator.create_client = create_client

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker of pytest-xdist has ended: what it saw."""
        wrong, seen = getattr(node, "workeroutput", {}).get(_OUTPUT, ([], 0))
        self._workers += [(line, where) for line, where in wrong]
        self._seen += seen

    def pytest_sessionfinish(self) -> None:
        """In a worker: hands over what was seen."""
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[_OUTPUT] = (self._watcher.lines(), len(self._watcher.watched))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The report under pytest's own output."""
        terminalreporter.section("KMS conformance of what was watched")
        seen = self._seen + len(self._watcher.watched)
        for line in report([*self._workers, *self._watcher.lines()], seen):
            terminalreporter.write_line(line)

    def pytest_unconfigure(self) -> None:
        """Clients are no longer watched."""
        ClientCreator.create_client = self._original
