"""Who belongs to whom: the ancestors and the providers of a service."""

from __future__ import annotations

from collabmodel.domain.model import Model

__all__ = ["Lineage"]


class Lineage:
    """The ancestors of every service and organisation of one model.

    The ancestors of a service are the services it is a part of, the organisations that run it,
    and the organisations that these are a part of. A service that names no provider has those of
    its nearest parent that does.
    """

    def __init__(self, model: Model) -> None:
        self._parent = {
            **{organisation.id: organisation.part_of for organisation in model.organisations},
            **{service.id: service.part_of for service in model.services},
        }
        self._own = {service.id: service.provided_by for service in model.services}
        self._providers: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, frozenset[str]] = {}
        self._with_parts = frozenset(s.part_of for s in model.services if s.part_of)

    def providers(self, service: str) -> tuple[str, ...]:
        """The organisations that run *service*: its own, else its nearest parent's."""
        if service not in self._providers:
            parent = self._parent[service]
            own = self._own[service]
            self._providers[service] = own or (self.providers(parent) if parent else ())
        return self._providers[service]

    def whole(self, organisation: str) -> str:
        """The whole that an organisation is a part of, with no whole above it; else itself."""
        while parent := self._parent[organisation]:
            organisation = parent
        return organisation

    def topmost(self, service: str) -> tuple[str, ...]:
        """The organisations that run *service*, each as the whole that it is a part of."""
        return tuple(dict.fromkeys(map(self.whole, self.providers(service))))

    def line(self, id: str) -> frozenset[str]:
        """A service or an organisation and all its ancestors."""
        if id not in self._lines:
            above = list(self.providers(id)) if id in self._own else []
            if parent := self._parent[id]:
                above.append(parent)
            self._lines[id] = frozenset({id}).union(*(self.line(other) for other in above))
        return self._lines[id]

    def is_above(self, id: str) -> bool:
        """Whether anything can belong to it: an organisation, or a service that has parts."""
        return id in self._with_parts or (id in self._parent and id not in self._own)

    def related(self, a: str, b: str) -> bool:
        """Whether one of the two is an ancestor of the other, so that they make no pair."""
        if a not in self._with_parts and b not in self._with_parts:
            return a == b
        return a in self.line(b) or b in self.line(a)
