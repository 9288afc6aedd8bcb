"""The behaviours of an external key store proxy as they were typed from the documents, and how each is played."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kms_targets.xks_proxy.scripts import Script, Shown

Row = dict[str, Any]
_FILE = Path(__file__).parents[1] / "data/xks_proxy_behaviours.jsonl"
ROWS: list[Row] = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
# What the service makes of the answer of a proxy, and what a proxy answers to a request.
SERVICE = [row for row in ROWS if row["subject"] == "service"]
PROXY = [row for row in ROWS if row["subject"] == "proxy"]


def script(does: Row) -> Script:
    """What a proxy has to do for a row."""
    body = json.dumps(does["body"]).encode() if "body" in does else does.get("text", "").encode()
    return Script(
        "does what the row says",
        does.get("status", 200),
        does["latin1"].encode("latin-1") if "latin1" in does else body,
        Shown(does.get("certificate", "good")),
        does.get("pause", 0.0),
        reset=does.get("reset", False),
    )
