"""What may be done with a vital event, and which action leads from which status to which (C1)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rules.refusals import Code, Refusal


class VitalEventKind(StrEnum):
    """What happened."""

    BIRTH = "BIRTH"
    DEATH = "DEATH"
    MARRIAGE = "MARRIAGE"


class VitalEventStatus(StrEnum):
    """How far the record has come."""

    DECLARED = "DECLARED"
    REGISTERED = "REGISTERED"
    CERTIFIED = "CERTIFIED"
    ISSUED = "ISSUED"
    REJECTED = "REJECTED"
    ARCHIVED = "ARCHIVED"


class VitalEventAction(StrEnum):
    """What may be done with a record."""

    REGISTER = "REGISTER"
    REJECT = "REJECT"
    AMEND = "AMEND"
    ARCHIVE = "ARCHIVE"
    REINSTATE = "REINSTATE"
    MARK_AS_DUPLICATE = "MARK_AS_DUPLICATE"
    MARK_AS_NOT_DUPLICATE = "MARK_AS_NOT_DUPLICATE"
    CERTIFY = "CERTIFY"
    ISSUE = "ISSUE"


DECLARED, REGISTERED, CERTIFIED, ISSUED, REJECTED, ARCHIVED = VitalEventStatus

TRANSITIONS: Mapping[VitalEventStatus, Mapping[VitalEventAction, frozenset[VitalEventStatus]]] = (
    MappingProxyType(
        {
            DECLARED: {
                VitalEventAction.REGISTER: frozenset({REGISTERED}),
                VitalEventAction.REJECT: frozenset({REJECTED}),
                VitalEventAction.ARCHIVE: frozenset({ARCHIVED}),
                VitalEventAction.MARK_AS_DUPLICATE: frozenset({ARCHIVED}),
                VitalEventAction.MARK_AS_NOT_DUPLICATE: frozenset({DECLARED}),
            },
            REJECTED: {
                VitalEventAction.AMEND: frozenset({DECLARED}),
                VitalEventAction.ARCHIVE: frozenset({ARCHIVED}),
            },
            ARCHIVED: {VitalEventAction.REINSTATE: frozenset({DECLARED, REJECTED})},
            REGISTERED: {VitalEventAction.CERTIFY: frozenset({CERTIFIED})},
            ISSUED: {VitalEventAction.CERTIFY: frozenset({CERTIFIED})},
            CERTIFIED: {VitalEventAction.ISSUE: frozenset({ISSUED})},
        }
    )
)
"""From each status, what may be done and where it leads. Rule C1."""

CERTIFICATE_REVOKED: Mapping[VitalEventStatus, VitalEventStatus] = MappingProxyType(
    {CERTIFIED: REGISTERED, ISSUED: REGISTERED}
)
"""Where a record goes whose current certificate is revoked. Rule C16."""

MOVES = frozenset(
    (before, after)
    for before, actions in TRANSITIONS.items()
    for leads_to in actions.values()
    for after in leads_to
    if after is not before
) | frozenset(CERTIFICATE_REVOKED.items())
"""Every change of status that anything makes, as the database holds everybody to it."""

SETTLING_DUPLICATES = frozenset(
    {VitalEventAction.MARK_AS_DUPLICATE, VitalEventAction.MARK_AS_NOT_DUPLICATE}
)
"""What is done only with a potential duplicate, which is registered only afterwards (C5)."""

LIVE = (DECLARED, REGISTERED, CERTIFIED, ISSUED)
"""The statuses of records that another may be a duplicate of (rule C5)."""

REGISTERED_STATUSES = (REGISTERED, CERTIFIED, ISSUED)
"""The statuses of records that have been registered."""

OPEN_TO_MACHINES = REGISTERED_STATUSES
"""The statuses from which on a machine may read what others declared (rule C9)."""

PARTICIPLES: Mapping[VitalEventAction, str] = MappingProxyType(
    {
        VitalEventAction.REGISTER: "registered",
        VitalEventAction.REJECT: "rejected",
        VitalEventAction.AMEND: "amended",
        VitalEventAction.ARCHIVE: "archived",
        VitalEventAction.REINSTATE: "reinstated",
        VitalEventAction.MARK_AS_DUPLICATE: "marked_as_duplicate",
        VitalEventAction.MARK_AS_NOT_DUPLICATE: "marked_as_not_duplicate",
        VitalEventAction.CERTIFY: "certified",
        VitalEventAction.ISSUE: "issued",
    }
)
"""How the trail calls each action, after the kind (rule D1)."""


class VitalEventNotFound(Refusal):
    """No such record, or none that the caller may read (rule C9)."""

    code = Code.NOT_FOUND
    message = "Vital event not found"


class ActionIsNotAvailable(Refusal):
    """The record's status does not allow this action (rule C1)."""

    code = Code.CONFLICT
    message = "Action is not available in this status"


class DuplicateIsUnsettled(ActionIsNotAvailable):
    """A potential duplicate is not registered before a registrar settles what it is (rule C5)."""

    message = "A registrar must first say whether it is a duplicate"


class DeclaredByAnotherClient(Refusal):
    """Only the client that declared a record may amend it (rule C1)."""

    code = Code.CONFLICT
    message = "Only the client that declared it may amend it"


def available_actions(
    status: VitalEventStatus, *, is_potential_duplicate: bool
) -> list[VitalEventAction]:
    """Return what may be done next with a record, whoever does it. Rules C1 and C5."""
    allowed = TRANSITIONS[status]
    if is_potential_duplicate:
        return [action for action in allowed if action is not VitalEventAction.REGISTER]
    return [action for action in allowed if action not in SETTLING_DUPLICATES]


def check_action(
    status: VitalEventStatus, action: VitalEventAction, *, is_potential_duplicate: bool
) -> None:
    """Refuse what cannot be done with a record in this status. Rules C1 and C5.

    Raises ActionIsNotAvailable or DuplicateIsUnsettled.
    """
    available = available_actions(status, is_potential_duplicate=is_potential_duplicate)
    if action in available:
        return
    refusal = ActionIsNotAvailable
    if action is VitalEventAction.REGISTER and status is DECLARED:
        refusal = DuplicateIsUnsettled
    raise refusal(status=status, availableActions=available)


def audit_action(kind: VitalEventKind, participle: str) -> str:
    """Return how the trail calls an act on a record of this kind, e.g. `birth.declared` (D1)."""
    return f"{kind.lower()}.{participle}"
