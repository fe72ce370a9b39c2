"""Who may ask: the roles, the scopes and their holders, and the refusals of rules A1 to A5."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from rules.frozen import frozen
from rules.refusals import Code, Refusal


class Role(StrEnum):
    """What a user may do when they come through one client."""

    NHS_REVIEWER = "NHS_REVIEWER"
    SENIOR_REVIEWER = "SENIOR_REVIEWER"
    REGISTRAR = "REGISTRAR"
    ADMIN = "ADMIN"
    STEWARD = "STEWARD"
    PERSON = "PERSON"


LIMITABLE = frozenset({Role.REGISTRAR, Role.STEWARD})
"""The roles that may hold in an organisation and below it alone (rule R2)."""

LIMITED = "LIMITED_"
"""What stands before a role where a grant will do that is limited to an organisation."""

ANY_MACHINE = "ANY_MACHINE"
"""What stands among the roles where a machine will do that is bound to an organisation."""


class ClientKind(StrEnum):
    """Whom a client's tokens speak for."""

    USER_INTERFACE = "USER_INTERFACE"
    SYSTEM = "SYSTEM"


class Unauthenticated(Refusal):
    """The token is absent, or is not one that we trust (rule A1); the answer never says why."""

    code = Code.UNAUTHENTICATED
    message = "Access denied"


class ScopesMissing(Refusal):
    """The token lacks scopes that the root fields need (rule A2)."""

    code = Code.FORBIDDEN
    message = "Invalid scopes"

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__(missingScopes=sorted(set(missing)))


class ClientBlocked(Refusal):
    """The token's client is blocked at this moment (rule A3)."""

    code = Code.FORBIDDEN
    message = "Client is blocked"


class UserBlocked(Refusal):
    """The user that the token speaks for is blocked at this moment (rule A4)."""

    code = Code.FORBIDDEN
    message = "User is blocked"


class RoleMissing(Refusal):
    """The user holds no role that the field needs, or the field is closed to machines.

    Or the role that they hold is limited to organisations, and the field is not (rules A5 and R4).
    """

    code = Code.FORBIDDEN
    message = "User doesn't have required role"


@frozen
class Holders:
    """Who may hold a scope: users with any of these roles, and machines or not.

    What a user reads who holds none but those in `noted` is written down in the trail (rule D1).
    Those with a role in `further` hold it for the fields that name that role, and for no other.
    """

    roles: frozenset[Role]
    machines: bool
    noted: frozenset[Role] = frozenset()
    further: frozenset[Role] = frozenset()


def _holders(
    *roles: Role, machines: bool, noted: Iterable[Role] = (), further: Iterable[Role] = ()
) -> Holders:
    return Holders(frozenset(roles), machines, frozenset(noted), frozenset(further))


SCOPES: Mapping[str, Holders] = MappingProxyType(
    {
        "merge_request:read": _holders(Role.NHS_REVIEWER, machines=False),
        "merge_candidate:assign": _holders(Role.NHS_REVIEWER, machines=False),
        "merge_request:write": _holders(Role.NHS_REVIEWER, machines=False),
        "merge:read": _holders(Role.ADMIN, Role.SENIOR_REVIEWER, machines=False),
        "merge:undo": _holders(Role.ADMIN, Role.SENIOR_REVIEWER, machines=False),
        "person:read": _holders(
            Role.REGISTRAR, Role.ADMIN, machines=True, further=[Role.STEWARD, Role.PERSON]
        ),
        "person_history:read": _holders(Role.ADMIN, machines=False),
        "person:erase": _holders(Role.ADMIN, machines=False),
        "vital_event:read": _holders(Role.REGISTRAR, Role.ADMIN, machines=True, noted=[Role.ADMIN]),
        "birth:declare": _holders(Role.REGISTRAR, machines=True),
        "death:declare": _holders(Role.REGISTRAR, machines=True),
        "marriage:declare": _holders(Role.REGISTRAR, machines=True),
        "vital_event:correct": _holders(Role.REGISTRAR, machines=True),
        "vital_event:register": _holders(Role.REGISTRAR, machines=False, further=[Role.ADMIN]),
        "vital_event:certify": _holders(Role.REGISTRAR, machines=True, further=[Role.ADMIN]),
        "vital_event:issue": _holders(Role.REGISTRAR, machines=True),
        "certificate_template:write": _holders(Role.ADMIN, machines=False),
        "audit_log:read": _holders(Role.ADMIN, machines=False),
        "detection:read": _holders(Role.ADMIN, machines=False),
        "review_statistics:read": _holders(Role.ADMIN, machines=False),
        "access:read": _holders(Role.ADMIN, machines=False),
        "access:write": _holders(Role.ADMIN, machines=False, further=[Role.STEWARD]),
        "webhook:write": _holders(Role.ADMIN, machines=True),
        "event:read": _holders(Role.ADMIN, machines=True),
        "message:read": _holders(Role.ADMIN, machines=False, further=[Role.STEWARD]),
        "message:write": _holders(Role.ADMIN, machines=False, further=[Role.STEWARD]),
        "organisation:read": _holders(
            Role.REGISTRAR, Role.STEWARD, Role.ADMIN, machines=True, further=[Role.PERSON]
        ),
        "organisation:write": _holders(Role.STEWARD, Role.ADMIN, machines=False),
        "run:write": _holders(
            Role.STEWARD, Role.ADMIN, machines=False, further=[Role.REGISTRAR, Role.PERSON]
        ),
        "source:write": _holders(Role.STEWARD, Role.ADMIN, machines=False),
        "organisation:erase": _holders(Role.STEWARD, Role.ADMIN, machines=False),
        "explanation:read": _holders(Role.REGISTRAR, machines=True, further=[Role.STEWARD]),
        "organisation:merge": _holders(Role.STEWARD, Role.ADMIN, machines=False),
        "explanation:write": _holders(Role.REGISTRAR, machines=False),
        "consent:read": _holders(Role.PERSON, Role.STEWARD, machines=False),
        "consent:write": _holders(Role.PERSON, Role.STEWARD, machines=False),
    }
)
"""Every scope there is, in the order of the table under rule A5."""

scopes_that_show_users: frozenset[str] = frozenset({"access:read", "audit_log:read"})
"""The scopes whose fields say who did what: with one of them an ADMIN sees who decided a merge."""

machine_scopes: frozenset[str] = frozenset(
    scope for scope, holders in SCOPES.items() if holders.machines
)
"""The scopes that a machine may be granted (rule E3)."""


def scopes_of(roles: Iterable[Role]) -> frozenset[str]:
    """Return all the scopes that a user with these roles may hold."""
    held = frozenset(roles)
    return frozenset(
        scope for scope, holders in SCOPES.items() if (holders.roles | holders.further) & held
    )


def split_scopes(text: str) -> frozenset[str]:
    """Return the scopes that the `scope` of a token or a request names.

    Scopes are whole words parted by single spaces and compared as they are written (rule A2);
    an empty text names none. What is not a scope that we know stays in: nothing needs it.
    """
    return frozenset(text.split(" ")) - {""}
