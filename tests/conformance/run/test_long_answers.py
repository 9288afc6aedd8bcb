"""Of a long answer a results file keeps 65,536 characters, and how long it was."""

from __future__ import annotations

from pathlib import Path

from kms_reports.details import answer
from kms_reports.formats import jsonl
from tests.support.commands.one_requirement import run
from tests.support.servers.trivial_servers import Silly, everything, silly


class Talkative(Silly):
    """Adds so many characters to each success."""

    more = 0

    def answer(self, operation: str, body: bytes) -> tuple[int, dict[str, str]]:
        status, said = super().answer(operation, body)
        return status, {**said, "Talk": "t" * self.more}


def test_a_long_answer_is_kept_and_said_to_be_cut(tmp_path: Path) -> None:
    for more in (3_000, 100_000):
        with silly(everything, Talkative) as server:
            server.more = more
            run(tmp_path, "--target-url", server.url)
        shown = jsonl.read(tmp_path / "r.jsonl").results[0].counterexample
        assert shown is not None
        assert shown.answer_bytes > more
        assert len(shown.answer) == min(shown.answer_bytes, 65_536)
        assert f"… (cut: {shown.answer_bytes:,} bytes in all)" in answer(shown, 300)
