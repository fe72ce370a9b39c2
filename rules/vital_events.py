"""What may be done with a vital event, and which action leads from which status to which (C1)."""

from collections.abc import Mapping, Set
from enum import StrEnum
from types import MappingProxyType

from rules.refusals import Code, Refusal


class DayOfRecord(StrEnum):
    """By which of its days a record is of a period."""

    DECLARED = "DECLARED"
    EVENT = "EVENT"
    REGISTERED = "REGISTERED"


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
    ANNULLED = "ANNULLED"


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
    REQUEST_CORRECTION = "REQUEST_CORRECTION"
    REQUEST_ANNULMENT = "REQUEST_ANNULMENT"
    ASSIGN = "ASSIGN"
    UNASSIGN = "UNASSIGN"


DECLARED, REGISTERED, CERTIFIED, ISSUED, REJECTED, ARCHIVED, ANNULLED = VitalEventStatus


def _registered(
    status: VitalEventStatus, action: VitalEventAction, leads_to: VitalEventStatus
) -> Mapping[VitalEventAction, frozenset[VitalEventStatus]]:
    """Return what may be done with a record that is registered, besides one action. Rule C10.

    What is asked for leaves the status as it is; CORRECTIONS says where it leads once approved.
    """
    return {
        action: frozenset({leads_to}),
        VitalEventAction.MARK_AS_NOT_DUPLICATE: frozenset({status}),
        VitalEventAction.REQUEST_CORRECTION: frozenset({status}),
        VitalEventAction.REQUEST_ANNULMENT: frozenset({status}),
    }


TRANSITIONS: Mapping[VitalEventStatus, Mapping[VitalEventAction, frozenset[VitalEventStatus]]] = (
    MappingProxyType(
        {
            DECLARED: {
                VitalEventAction.REGISTER: frozenset({REGISTERED}),
                VitalEventAction.REJECT: frozenset({REJECTED}),
                VitalEventAction.ARCHIVE: frozenset({ARCHIVED}),
                VitalEventAction.MARK_AS_DUPLICATE: frozenset({ARCHIVED}),
                VitalEventAction.MARK_AS_NOT_DUPLICATE: frozenset({DECLARED}),
                VitalEventAction.ASSIGN: frozenset({DECLARED}),
                VitalEventAction.UNASSIGN: frozenset({DECLARED}),
            },
            REJECTED: {
                VitalEventAction.AMEND: frozenset({DECLARED}),
                VitalEventAction.ARCHIVE: frozenset({ARCHIVED}),
            },
            ARCHIVED: {VitalEventAction.REINSTATE: frozenset({DECLARED, REJECTED})},
            REGISTERED: _registered(REGISTERED, VitalEventAction.CERTIFY, CERTIFIED),
            ISSUED: _registered(ISSUED, VitalEventAction.CERTIFY, CERTIFIED),
            CERTIFIED: _registered(CERTIFIED, VitalEventAction.ISSUE, ISSUED),
            ANNULLED: {},
        }
    )
)
"""From each status, what may be done and where it leads. Rule C1."""

CERTIFICATE_REVOKED: Mapping[VitalEventStatus, VitalEventStatus] = MappingProxyType(
    {CERTIFIED: REGISTERED, ISSUED: REGISTERED}
)
"""Where a record goes whose current certificate is revoked. Rule C16."""

CORRECTED: Mapping[VitalEventStatus, VitalEventStatus] = MappingProxyType(
    {REGISTERED: REGISTERED, CERTIFIED: REGISTERED, ISSUED: REGISTERED}
)
ANNULLING: Mapping[VitalEventStatus, VitalEventStatus] = MappingProxyType(
    {REGISTERED: ANNULLED, CERTIFIED: ANNULLED, ISSUED: ANNULLED}
)
"""Where a record goes whose correction, or annulment, is approved. Rules C10 and C11."""

MOVES = frozenset(
    (before, after)
    for before, actions in TRANSITIONS.items()
    for leads_to in actions.values()
    for after in leads_to
    if after is not before
) | frozenset(
    (before, after)
    for moves in (CERTIFICATE_REVOKED, CORRECTED, ANNULLING)
    for before, after in moves.items()
    if after is not before
)
"""Every change of status that anything makes, as the database holds everybody to it."""

SETTLING_DUPLICATES = frozenset(
    {VitalEventAction.MARK_AS_DUPLICATE, VitalEventAction.MARK_AS_NOT_DUPLICATE}
)
"""What is done only with a potential duplicate, which is registered only afterwards (C5)."""

WAITING_FOR_A_CORRECTION = frozenset(
    {
        VitalEventAction.CERTIFY,
        VitalEventAction.ISSUE,
        VitalEventAction.REQUEST_CORRECTION,
        VitalEventAction.REQUEST_ANNULMENT,
    }
)
"""What is not done while a correction is open (C10)."""

LIVE = (DECLARED, REGISTERED, CERTIFIED, ISSUED)
"""The statuses of records that another may be a duplicate of (rule C5)."""

REGISTERED_STATUSES = (REGISTERED, CERTIFIED, ISSUED)
"""The statuses of records that have been registered."""

NUMBERED = (*REGISTERED_STATUSES, ANNULLED)
"""The statuses of records that have a registration number, which is never used again (C11)."""

OPEN_TO_MACHINES = NUMBERED
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
        VitalEventAction.REQUEST_CORRECTION: "correction_requested",
        VitalEventAction.REQUEST_ANNULMENT: "annulment_requested",
        VitalEventAction.ASSIGN: "assigned",
        VitalEventAction.UNASSIGN: "unassigned",
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


class CorrectionIsOpen(ActionIsNotAvailable):
    """A correction of the record waits to be approved, rejected or withdrawn (rule C10)."""

    message = "A correction is open"


class DeclaredByAnotherClient(Refusal):
    """Only the client that declared a record may amend it (rule C1)."""

    code = Code.CONFLICT
    message = "Only the client that declared it may amend it"


def available_actions(
    status: VitalEventStatus,
    *,
    is_potential_duplicate: bool,
    has_open_correction: bool = False,
    is_assigned: bool = False,
) -> list[VitalEventAction]:
    """Return what may be done next with a record, whoever does it. Rules C1, C5, C10 and C16."""
    hindered: Set[VitalEventAction] = SETTLING_DUPLICATES
    if is_potential_duplicate:
        hindered = frozenset({VitalEventAction.REGISTER})
    if has_open_correction:
        hindered |= WAITING_FOR_A_CORRECTION
    hindered |= {VitalEventAction.ASSIGN if is_assigned else VitalEventAction.UNASSIGN}
    return [action for action in TRANSITIONS[status] if action not in hindered]


def check_action(
    status: VitalEventStatus,
    action: VitalEventAction,
    *,
    is_potential_duplicate: bool,
    has_open_correction: bool = False,
    is_assigned: bool = False,
) -> None:
    """Refuse what cannot be done with a record in this status. Rules C1, C5, C10 and C16.

    Raises ActionIsNotAvailable, DuplicateIsUnsettled or CorrectionIsOpen.
    """
    available = available_actions(
        status,
        is_potential_duplicate=is_potential_duplicate,
        has_open_correction=has_open_correction,
        is_assigned=is_assigned,
    )
    if action in available:
        return
    refusal = ActionIsNotAvailable
    if action is VitalEventAction.REGISTER and status is DECLARED:
        refusal = DuplicateIsUnsettled
    if has_open_correction and action in WAITING_FOR_A_CORRECTION & TRANSITIONS[status].keys():
        refusal = CorrectionIsOpen
    raise refusal(status=status, availableActions=available)


def audit_action(kind: VitalEventKind, participle: str) -> str:
    """Return how the trail calls an act on a record of this kind, e.g. `birth.declared` (D1)."""
    return f"{kind.lower()}.{participle}"
