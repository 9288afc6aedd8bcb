"""A list read page by page, as one answer."""

from __future__ import annotations

from collections.abc import Callable

from kms_conformance.checks.keys.sequences.port import NotShownError
from kms_specification.facts import Json
from kms_targets.http.response import Observation

MOST_PAGES = 200


def all_pages(first: Observation, member: str, ask: Callable[[str], Observation]) -> tuple[Observation, Json]:
    """The last answer, and the entries of all pages under `member`, with the pages themselves under `Pages`.

    Without `member` in it the answer is no list: `Pages` shows what was there instead. `ask` sends the request for the
    page at a marker. Raises NotShownError where there are more than MOST_PAGES.
    """
    seen, pages, entries = first, list[Json](), list[Json]()
    while seen.success:
        page = seen.json
        pages.append(page)
        listed = page.get(member) if isinstance(page, dict) else None
        listed = [] if listed is None else listed  # left out where there are no entries
        if not isinstance(page, dict) or not isinstance(listed, list):
            return seen, {"Pages": pages}
        repeated = any(entry in entries for entry in listed)
        entries += listed
        if page.get("Truncated") is not True or repeated:  # A list that begins again has no end.
            return seen, {**page, member: entries, "Pages": pages}
        if not isinstance(page.get("NextMarker"), str):
            return seen, {"Pages": pages, "Truncated": True}  # No way to go on: the list is not there.
        if len(pages) >= MOST_PAGES:
            raise NotShownError(f"the list of {member} has more than {MOST_PAGES} pages")
        seen = ask(page["NextMarker"])
    return seen, seen.json
