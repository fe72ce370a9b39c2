"""Access of root fields, and of the types that `node` can reach: scope, roles, machines."""

from dataclasses import dataclass, field
from uuid import UUID

from rules.access import ANY_MACHINE, LIMITABLE, LIMITED, SCOPES, Role, ScopesMissing
from rules.frozen import frozen


@dataclass(slots=True)
class Caller:
    """Whom the token speaks for: a client, and its user unless the client is a machine.

    The token ends with the session that it was given to, where it was given to one.
    """

    client_id: UUID
    user_id: UUID | None
    scopes: frozenset[str]
    session_id: UUID | None = None
    outside_token: str | None = field(default=None, repr=False)
    """The token itself, where an outside issuer gave it (rule E4)."""


@frozen
class Public:
    """Open to every valid token, or to every user's where it is `closed_to_machines`."""

    closed_to_machines: bool = False


@frozen
class ByType:
    """Open as the type of the id is; the field's own function calls `require`."""


@frozen
class Scoped:
    """Open to tokens with the scope; users need one of its roles, some scopes exclude machines.

    A field that fewer or more may use than the scope's others names its own `only` roles, of those
    who hold the scope, and says where it is `closed_to_machines`. One that is `limited` is open to
    limited grants and bound machines too: what it shows is read by another statement for them, with
    the reach of each type, and what it does narrows itself (rule R3). Roles that open it `within`
    their reach alone, as PERSON does for oneself, are asked with them.
    """

    scope: str
    only: frozenset[Role] | None = None
    closed_to_machines: bool = False
    limited: bool = False
    within: frozenset[Role] = frozenset()
    _for_everything: list[str] = field(init=False, repr=False, compare=False)
    _in_reach: list[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """List the roles once: each request asks for them."""
        limited = LIMITABLE & (self.roles | self.within)
        in_reach = sorted(f"{LIMITED}{role}" for role in limited)
        in_reach += sorted(map(str, self.within - LIMITABLE))
        object.__setattr__(self, "_for_everything", sorted(map(str, self.roles)))
        object.__setattr__(self, "_in_reach", in_reach)

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
    """Return the roles of which the caller needs one to see everything; None where none is needed.

    The list is everybody's, and not to be changed.
    An empty list refuses everybody: it is what a machine gets for a field that is closed to it.
    """
    if isinstance(access, Public) and access.closed_to_machines and caller.user_id is None:
        return []
    if not isinstance(access, Scoped):
        return None if caller.user_id else [ANY_MACHINE]
    if caller.user_id is None:
        return None if access.is_open_to_machines else []
    return access._for_everything


def limited_roles(access: Access, caller: Caller) -> list[str] | None:
    """Return the roles of which the caller needs one to see what is in reach; None where none do.

    They are asked where those for everything are refused (rule R3).
    """
    if not isinstance(access, Scoped) or not access.limited:
        return None
    if caller.user_id is None:
        return [ANY_MACHINE] if access.is_open_to_machines else None
    return access._in_reach


def any_roles(access: Access, caller: Caller) -> list[str] | None:
    """Return the roles of which the caller needs one to see anything at all."""
    narrower = limited_roles(access, caller)
    everything = roles_needed(access, caller)
    return everything if narrower is None else (everything or []) + narrower


def require(access: Scoped, caller: Caller) -> None:
    """Refuse a caller whose token lacks the scope: rule A2 for the type of an id.

    Raises ScopesMissing.
    """
    if access.scope not in caller.scopes:
        raise ScopesMissing([access.scope])
