"""What a kind of resource is: what makes, lists and deletes one, and where an answer names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kms_specification.facts.json_values import Json


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One kind of resource.

    `id_path` is where the id stands in the answer to `create`, or in its request where the caller chooses the id
    (`chosen_id`); `id_member` names it in requests and in the entries of `list`. `name_member` is the member of the
    request and of an entry by which a resource is found whose creation was never answered; None where there is none.
    `parent_member` names the resource that it belongs to, in all its requests. `delete_with` are the other members of
    a deletion. `filters` are the members by which `list` returns some resources alone. The error codes `gone` say that
    there is none (any more), `wrong_state` that `before_delete` has to come first, `full` that there is no room.
    `describe` answers at `state_path` one of the states `leaving` where the resource goes by itself, so that it cannot
    be deleted again. `at_most` of them are kept at once; 0 where there is no limit.
    """

    name: str
    create: str
    delete: str
    list: str
    list_member: str
    id_path: str
    id_member: str
    name_member: str | None = None
    parent_member: str | None = None
    before_delete: str | None = None
    delete_with: Mapping[str, Json] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset({"NotFoundException"})
    wrong_state: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset({"LimitExceededException"})
    describe: str | None = None
    state_path: str = ""
    leaving: frozenset[str] = frozenset()
    at_most: int = 0
    chosen_id: bool = False

    def made_by(self, request: Mapping[str, Json], answer: Json) -> str | None:
        """The id of the resource that a request made whose success has this body, or None where nothing says it."""
        return _string_at(dict(request) if self.chosen_id else answer, self.id_path)

    def leaves(self, description: Json) -> bool:
        """Whether a resource of which `describe` answers this is going by itself."""
        return _string_at(description, self.state_path) in self.leaving

    def name_of(self, request: Json) -> str:
        """The name that a request gives to its resource; empty where it gives none."""
        name = request.get(self.name_member) if isinstance(request, dict) and self.name_member else None
        return name if isinstance(name, str) else ""

    def parent_of(self, request: Mapping[str, Json]) -> str:
        """The id of the resource that the new one belongs to; empty where it belongs to none."""
        parent = request.get(self.parent_member) if self.parent_member else None
        return parent if isinstance(parent, str) else ""

    def deletion(self, resource: str, parent: str = "") -> dict[str, Json]:
        """The request that deletes a resource."""
        return {**self.reference(resource, parent), **self.delete_with}

    def reference(self, resource: str, parent: str = "") -> dict[str, Json]:
        """The members that name a resource in a request."""
        named: dict[str, Json] = {self.parent_member: parent} if self.parent_member else {}
        return {**named, self.id_member: resource}


def _string_at(value: Json, path: str) -> str | None:
    """The string at a path of members; None where there is none."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None
