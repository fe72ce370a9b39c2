"""What a person lets an organisation do: which act leads where, and what it changes (rule R6)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from rules.frozen import frozen
from rules.merge_requests import TransitionIsIncorrect
from rules.refusals import Code, Refusal
from rules.violations import InputIsInvalid, Violation, violation


class Permission(StrEnum):
    """What an organisation may do for a person."""

    VIEW = "VIEW"
    CONTRIBUTE = "CONTRIBUTE"
    CUSTODY = "CUSTODY"


class ConsentStatus(StrEnum):
    """How far a person and an organisation are agreed."""

    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class ConsentAction(StrEnum):
    """What is done with a consent that is there."""

    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    CHANGE = "CHANGE"
    WITHDRAW = "WITHDRAW"


S = ConsentStatus
TRANSITIONS: Mapping[ConsentAction, Mapping[ConsentStatus, ConsentStatus]] = MappingProxyType(
    {
        ConsentAction.ACCEPT: {S.OFFERED: S.ACCEPTED, S.ACCEPTED: S.ACCEPTED},
        ConsentAction.DECLINE: {S.OFFERED: S.DECLINED, S.ACCEPTED: S.WITHDRAWN},
        ConsentAction.CHANGE: {S.OFFERED: S.OFFERED, S.ACCEPTED: S.ACCEPTED},
        ConsentAction.WITHDRAW: {S.OFFERED: S.WITHDRAWN, S.ACCEPTED: S.WITHDRAWN},
    }
)
"""Where each act leads from each status; from others it leads nowhere (rule R6)."""

MOVES = frozenset(
    (before, after)
    for moves in TRANSITIONS.values()
    for before, after in moves.items()
    if before is not after
)
"""The changes of status that the database allows."""

LIVE = frozenset({ConsentStatus.OFFERED, ConsentStatus.ACCEPTED})
"""One such consent there is at most for a person and an organisation."""

CUSTODIAL = (Permission.VIEW, Permission.CONTRIBUTE, Permission.CUSTODY)
"""What an organisation holds for a person who has no user yet."""


class ConsentNotFound(Refusal):
    """No consent has this id, or none that the caller may act on."""

    code = Code.NOT_FOUND
    message = "Consent not found"


class PersonNotFound(Refusal):
    """No person has this id, or none for whom the caller may act."""

    code = Code.NOT_FOUND
    message = "Person not found"


class ConsentHasChanged(Refusal):
    """The consent has another version than the one that was looked at (rule R7)."""

    code = Code.CONFLICT
    message = "Consent was changed meanwhile"

    def __init__(self, version: int) -> None:
        super().__init__(version=version)


@frozen
class Terms:
    """A consent as it stands: what is held by its status, and what more is offered."""

    status: ConsentStatus
    permissions: frozenset[Permission]
    offered: frozenset[Permission] | None = None
    """All that would be held once a steward accepts; None where no more is offered."""


def moved(
    action: ConsentAction, terms: Terms, wanted: frozenset[Permission] = frozenset()
) -> Terms:
    """Return what an act makes of a consent; `wanted` is what it is changed to.

    Narrowing holds at once. What is wider waits for a steward, who accepts it or declines that
    alone; until then what was held before and is still wanted goes on. Rule R6. Raises
    TransitionIsIncorrect.
    """
    after = TRANSITIONS[action].get(terms.status)
    if after is None:
        raise TransitionIsIncorrect
    if action is ConsentAction.CHANGE:
        return _changed(terms, wanted)
    is_widening = terms.status is ConsentStatus.ACCEPTED and terms.offered is not None
    if action is ConsentAction.ACCEPT and terms.status is ConsentStatus.ACCEPTED:
        if terms.offered is None:
            raise TransitionIsIncorrect
        return Terms(after, terms.offered)
    if action is ConsentAction.DECLINE and is_widening:
        return Terms(terms.status, terms.permissions)
    return Terms(after, terms.permissions)


def _changed(terms: Terms, wanted: frozenset[Permission]) -> Terms:
    if terms.status is ConsentStatus.OFFERED:
        return Terms(terms.status, wanted)
    held = terms.permissions & wanted
    return Terms(terms.status, held, None if wanted == held else wanted)


def permission_faults(
    permissions: Sequence[Permission], held: frozenset[Permission] = frozenset()
) -> list[Violation]:
    """Return what is wrong with what a person would let an organisation do. Rule R6.

    VIEW is part of it: nobody contributes for somebody whom they may not see. CUSTODY is not
    offered: it begins with a person who is made in it, and whoever holds it may keep it.
    """
    noted = []
    if Permission.VIEW not in permissions:
        noted.append(violation(["permissions"], "view", "VIEW is part of every consent"))
    if Permission.CUSTODY in permissions and Permission.CUSTODY not in held:
        noted.append(violation(["permissions"], "custody", "CUSTODY cannot be offered"))
    return noted


def permissions_are_missing() -> InputIsInvalid:
    """Return the refusal of a change that does not say to what."""
    message = "What it may do from now on is needed"
    return InputIsInvalid(violations=[violation(["permissions"], "required", message)])


def in_order(permissions: frozenset[Permission]) -> list[str]:
    """Return permissions as they are kept: each once, in the order of the enumeration."""
    return [permission for permission in Permission if permission in permissions]
