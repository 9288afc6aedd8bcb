"""Suggestions for a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 1) -> str:
    """The known words most like `word`, as the end of a message (`: did you mean X or Y?`); empty where none is."""
    from difflib import get_close_matches  # needed after a mistake only

    by_folded = {name.casefold(): name for name in known}
    found = [by_folded[name] for name in get_close_matches(word.casefold(), by_folded, most)]
    return f": did you mean {' or '.join(found)}?" if found else ""
