"""What was learned in a line."""

from __future__ import annotations

import pytest

from kms_reports.learn.learned import Found, Learned, Row


@pytest.mark.parametrize(("number", "start"), [(1, "1 row: 1 same; "), (2, "2 rows: 2 same; "), (0, "0 rows: none; ")])
def test_rows_are_counted(number: int, start: str) -> None:
    rows = [Row("CustomKeyStoreName", "length.min", "1 character", "1 character", Found.SAME)] * number
    found = Learned("0", "http://127.0.0.1:1", "CreateCustomKeyStore", "2026-11-28", {}, 20_000, rows=rows)
    assert found.sentence.startswith(start)
