"""Links of the documents to files outside `docs/`, made links into the repository for the site."""

from __future__ import annotations

import re
from typing import Any

FILES = "https://github.com/kms-conformance/kms-conformance/blob/main/"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The text of a page, as mkdocs reads it."""
    return re.sub(r"\]\(\.\./(?=[A-Za-z])", f"]({FILES}", markdown)
