"""What may be done with a vital event, and which act leads from which status to which (C1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

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

MOVES = frozenset(
    (before, after)
    for before, actions in TRANSITIONS.items()
    for leads_to in actions.values()
    for after in leads_to
    if after is not before
)
"""Every change of status that any action makes, as the database holds everybody to it."""

ASKED_OF_DUPLICATES = frozenset(
    {VitalEventAction.MARK_AS_DUPLICATE, VitalEventAction.MARK_AS_NOT_DUPLICATE}
)
"""What is done only with a record that may be a duplicate; it is not registered before (C5)."""

LIVE = (DECLARED, REGISTERED, CERTIFIED, ISSUED)
"""The statuses of records that another may be a duplicate of (rule C5)."""

OPEN_TO_MACHINES = (REGISTERED, CERTIFIED, ISSUED)
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
"""How the trail calls what was done, after the kind (rule D1)."""


class VitalEventNotFound(Refusal):
    """No such record, or none that the caller may read (rule C9)."""

    code = Code.NOT_FOUND
    message = "Vital event not found"


class ActionIsNotAvailable(Refusal):
    """The record's status does not allow this action (rule C1)."""

    code = Code.CONFLICT
    message = "Action is not available in this status"


class DuplicateIsUnsettled(ActionIsNotAvailable):
    """The record resembles another, and no registrar has said yet what that means (rule C5)."""

    message = "A registrar must first say whether it is a duplicate"


class DeclaredByAnotherClient(Refusal):
    """Only the client that declared a record may amend it (rule C1)."""

    code = Code.CONFLICT
    message = "Only the client that declared it may amend it"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands, as far as it decides what may be done."""

    status: VitalEventStatus
    is_potential_duplicate: bool


def available_actions(standing: Standing) -> list[VitalEventAction]:
    """Name what may be done next, whoever does it. Rules C1 and C5."""
    allowed = TRANSITIONS[standing.status]
    if standing.is_potential_duplicate:
        return [action for action in allowed if action is not VitalEventAction.REGISTER]
    return [action for action in allowed if action not in ASKED_OF_DUPLICATES]


def check_action(standing: Standing, action: VitalEventAction) -> None:
    """Refuse what cannot be done with the record where it stands. Rules C1 and C5.

    Raises ActionIsNotAvailable or DuplicateIsUnsettled.
    """
    available = available_actions(standing)
    if action in available:
        return
    told: dict[str, Any] = {"status": standing.status, "availableActions": available}
    if action is VitalEventAction.REGISTER and standing.status is DECLARED:
        raise DuplicateIsUnsettled(**told)
    raise ActionIsNotAvailable(**told)


def act_name(kind: VitalEventKind, participle: str) -> str:
    """Name an act on a record of this kind as the trail does, e.g. `birth.declared`."""
    return f"{kind.lower()}.{participle}"
