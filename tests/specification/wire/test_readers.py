"""The table of what SDKs read says of every recorded form of an error who reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kms_specification.wire.readers import READERS, read

_FORMS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "error_forms.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: json.dumps([form["headers"], form["body"]]))
def test_who_reads_a_form_of_an_error(form: dict[str, Any]) -> None:
    body = form["body"]
    sent = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    readers = {reader.name for reader in READERS if read(reader, form["headers"], sent) == form["code"]}
    assert readers == set(form["read_by"])


def test_the_forms_tell_the_readers_apart_where_the_table_does() -> None:
    columns = {reader.name: [reader.name in form["read_by"] for form in _FORMS] for reader in READERS}
    assert columns["boto3"] == columns["cli"]
    assert len({tuple(column) for column in columns.values()}) == len(READERS) - 1
