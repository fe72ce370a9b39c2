"""Who may ask a field: declared beside each root field, and for each type that `node` can reach."""

from dataclasses import dataclass
from uuid import UUID

from rules.access import SCOPES, Role, ScopesMissing


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom the request speaks: a client, and the user behind it unless it is a machine."""

    client_id: UUID
    user_id: UUID | None
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Public:
    """Open to every valid token."""


@dataclass(frozen=True, slots=True)
class ByType:
    """Open as the type is that the given id names; the field's own function asks `require`."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """Open to tokens with the scope; users need one of its roles, machines may be shut out."""

    scope: str

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of which a user needs one."""
        return SCOPES[self.scope].roles

    @property
    def is_open_to_machines(self) -> bool:
        """Whether a machine may ask."""
        return SCOPES[self.scope].machines


Access = Public | ByType | Scoped


def roles_needed(access: Access, caller: Caller) -> list[str] | None:
    """Name the roles of which the caller needs one; none at all is what a shut-out machine gets."""
    if not isinstance(access, Scoped):
        return None
    if caller.user_id is None:
        return None if access.is_open_to_machines else []
    return sorted(access.roles)


def require(access: Scoped, caller: Caller) -> None:
    """Refuse a caller whose token lacks the scope. Rule A2, for the type that an id names.

    Raises ScopesMissing.
    """
    if access.scope not in caller.scopes:
        raise ScopesMissing([access.scope])
