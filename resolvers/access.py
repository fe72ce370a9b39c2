"""Access of root fields, and of the types that `node` can reach: scope, roles, machines."""

from dataclasses import dataclass
from uuid import UUID

from rules.access import ANY_MACHINE, LIMITABLE, LIMITED, SCOPES, Role, ScopesMissing


@dataclass(slots=True)
class Caller:
    """Whom the token speaks for: a client, and its user unless the client is a machine.

    The token ends with the session that it was given to, where it was given to one.
    """

    client_id: UUID
    user_id: UUID | None
    scopes: frozenset[str]
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """Open to every valid token, or to every user's where it is `closed_to_machines`."""

    closed_to_machines: bool = False


@dataclass(frozen=True, slots=True)
class ByType:
    """Open as the type of the id is; the field's own function calls `require`."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """Open to tokens with the scope; users need one of its roles, some scopes exclude machines.

    A field that fewer or more may use than the scope's others names its own `only` roles, of those
    who hold the scope, and says where it is `closed_to_machines`. One that narrows by itself what
    it shows or does is open to `limited` grants and bound machines too (rule R3).
    """

    scope: str
    only: frozenset[Role] | None = None
    closed_to_machines: bool = False
    limited: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of which a user needs one."""
        return SCOPES[self.scope].roles if self.only is None else self.only

    @property
    def is_open_to_machines(self) -> bool:
        """Whether a machine may use the field."""
        return SCOPES[self.scope].machines and not self.closed_to_machines


Access = Public | ByType | Scoped


def roles_needed(access: Access, caller: Caller) -> list[str] | None:
    """Return the roles of which the caller needs one; None where no role is needed.

    An empty list refuses everybody: it is what a machine gets for a field that is closed to it.
    """
    if caller.user_id is None:
        return _needed_of_machines(access)
    if not isinstance(access, Scoped):
        return None
    limited = LIMITABLE & access.roles if access.limited else frozenset()
    return sorted(access.roles) + sorted(f"{LIMITED}{role}" for role in limited)


def _needed_of_machines(access: Access) -> list[str] | None:
    if isinstance(access, Public) and access.closed_to_machines:
        return []
    if not isinstance(access, Scoped):
        return [ANY_MACHINE]
    if not access.is_open_to_machines:
        return []
    return [ANY_MACHINE] if access.limited else None


def require(access: Scoped, caller: Caller) -> None:
    """Refuse a caller whose token lacks the scope: rule A2 for the type of an id.

    Raises ScopesMissing.
    """
    if access.scope not in caller.scopes:
        raise ScopesMissing([access.scope])
