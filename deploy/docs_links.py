"""Links of the documents to files outside `docs/`, made links into the repository for the site."""

from __future__ import annotations

import posixpath
import re
from typing import Any

FILES = "https://github.com/kms-conformance/kms-conformance/blob/main/"
_UP = re.compile(r"\]\(((?:\.\./)+[^)\s]*)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """The text of a page, as mkdocs reads it."""
    folder = posixpath.join("docs", posixpath.dirname(page.file.src_uri))

    def led(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, found[1]))
        return found[0] if path.startswith("docs/") else f"]({FILES}{path}"

    return _UP.sub(led, markdown)
