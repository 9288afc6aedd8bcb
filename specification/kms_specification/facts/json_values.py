"""Values of JSON, and the strings in them."""

from __future__ import annotations

from collections.abc import Iterator

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def texts(value: Json) -> Iterator[str]:
    """Every string in a value, in order; the names of members are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)
