"""How a registered record is corrected or annulled, and who may say so (rules C10 and C11)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from rules.refusals import Code, Refusal

PARTICIPLES: Mapping[str, str] = MappingProxyType(
    {
        "corrected": "a correction is approved",
        "annulled": "an annulment is approved",
        "correction_rejected": "either is rejected",
        "correction_withdrawn": "either is withdrawn",
    }
)
"""How the trail calls what settles a correction, after the kind of the record (rule D1)."""

WHY_CORRECTED = "The record was corrected"
WHY_ANNULLED = "The record was annulled"
"""Why a certificate was revoked, where its record says something else; it names nobody."""


class CorrectionKind(StrEnum):
    """What is asked for."""

    DETAILS = "DETAILS"
    ANNULMENT = "ANNULMENT"


class CorrectionStatus(StrEnum):
    """How far a correction has come."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class CorrectionNotFound(Refusal):
    """No such correction, or one of a record that another client declared (rule C9)."""

    code = Code.NOT_FOUND
    message = "Correction not found"


class CorrectionIsSettled(Refusal):
    """A correction is approved, rejected or withdrawn once (rule C10)."""

    code = Code.CONFLICT
    message = "Correction is settled already"


class RecordHasChanged(Refusal):
    """The record is of another version than the one that was read (rule C10)."""

    code = Code.CONFLICT
    message = "Record has changed since it was read"


class SecondPersonIsNeeded(Refusal):
    """Nobody settles alone what they have asked for, or declared, themselves (C10 and C16)."""

    code = Code.CONFLICT
    message = "Second person is needed"


class AskedByAnother(Refusal):
    """Only who asked for a correction withdraws it (rule C10)."""

    code = Code.CONFLICT
    message = "Only who asked for a correction may withdraw it"


class PersonIsOnOtherRecords(Refusal):
    """The person of a birth is merged, or stands on another record (rule C11)."""

    code = Code.CONFLICT
    message = "Person is on other records"


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the paths of what differs between two details, e.g. `child.firstName`. Rule C10.

    A date that is given twice, as a day and as far as it is known, is named once.
    """
    found = list(_changed(before, after, ()))
    return [path for path in found if not (path.endswith("Known") and path[:-5] in found)]


def _changed(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        one, other = before or {}, after or {}
        for name in one | other:
            yield from _changed(one.get(name), other.get(name), (*path, name))
    elif isinstance(before, list) and isinstance(after, list):
        for at in range(max(len(before), len(after))):
            one, other = (each[at] if at < len(each) else None for each in (before, after))
            yield from _changed(one, other, (*path, str(at)))
    elif before != after:
        yield ".".join(path)
