"""What a registrar should see of a declaration before registering it (rule C8a)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from rules.deaths import (
    KnownPerson,
    RegisteredDeath,
    has_equal_number,
    is_same_person,
    may_be_same_person,
    may_follow,
    who_died,
)
from rules.declarations import Individual
from rules.event_duplicates import Edits, are_named_alike
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.refusals import Code, Refusal
from rules.vital_events import VitalEventKind


class VitalEventAlert(StrEnum):
    """Something that a registrar answers before a record is registered."""

    SPOUSE_IS_DECEASED = "SPOUSE_IS_DECEASED"
    SPOUSE_IS_MARRIED = "SPOUSE_IS_MARRIED"
    PERSON_NOT_FOUND = "PERSON_NOT_FOUND"
    NUMBER_IS_HELD_BY_ANOTHER = "NUMBER_IS_HELD_BY_ANOTHER"
    PERSON_IS_DEAD_ALREADY = "PERSON_IS_DEAD_ALREADY"


class AlertsNeedAnAnswer(Refusal):
    """The registrar has not accepted all alerts of the record (rule C8a)."""

    code = Code.CONFLICT
    message = "Alerts need an answer"


@frozen
class Couple:
    """The spouses of a registered marriage, one of whom may marry again, and the other's deaths."""

    spouse: Individual
    partner: Individual
    dead: tuple[Individual, ...] = ()
    """Who died and may be the partner."""
    record_id: UUID | None = None
    """The record of the marriage."""


@frozen
class Spouse:
    """One of two who marry, the dead whom they may be, and marriages that may be theirs."""

    individual: Individual
    dead: tuple[Individual, ...] = ()
    couples: tuple[Couple, ...] = ()


@frozen
class Evidence:
    """What is on record of those whom a declaration is about."""

    kind: VitalEventKind
    day: PartialDate
    subject: Individual | None = None
    """The child of a birth, or the deceased."""
    holders: tuple[KnownPerson, ...] = ()
    """Persons with the subject's national id."""
    deaths: tuple[RegisteredDeath, ...] = ()
    """Other registered deaths with the subject's national id."""
    named: KnownPerson | None = None
    """Whom the registrar named as the deceased."""
    spouses: tuple[Spouse, ...] = ()

    def apart(self) -> "Evidence":
        """Return what would be on record if no record had ever been merged. Rule H18."""
        named = None if self.named is None else self.named.apart()
        return replace(self, holders=tuple(it.apart() for it in self.holders), named=named)


def whom(evidence: Evidence, edits: Edits) -> KnownPerson | None:
    """Return the person whom a death marks: whom the registrar named, or the one found. C6."""
    if evidence.kind is not VitalEventKind.DEATH or evidence.subject is None:
        return None
    return evidence.named or who_died(evidence.subject, evidence.holders, edits)


def whom_in_reach(seen: Evidence, everything: Evidence, edits: Edits) -> KnownPerson | None:
    """Return whom a death marks that is registered by who sees a part of the register. R3 and C6.

    Whom they named, or see, comes first. Whoever is elsewhere is marked as long as nothing speaks
    against it that a registrar would have to be shown.
    """
    found = whom(seen, edits)
    if found is not None:
        return found
    other = whom(everything, edits)
    if other is None or other.death_date is not None:
        return None
    return other if may_follow(everything.day, other.standing_born) else None


def unanswered_alerts(
    everything: Evidence,
    person: KnownPerson | None,
    answered: Collection[VitalEventAlert],
    edits: Edits,
) -> list[VitalEventAlert]:
    """Return the alerts that who registered a record did not see. Rules C8a and R3.

    `person` is whom a death marks.
    """
    marking = everything if person is None else replace(everything, named=person)
    return [alert for alert in alerts(marking, edits) if alert not in answered]


def alerts(evidence: Evidence, edits: Edits) -> list[VitalEventAlert]:
    """Return the alerts of a declaration, in the order of the enumeration. Rule C8a."""
    found = set(_alerts(evidence, edits))
    return [alert for alert in VitalEventAlert if alert in found]


def lasting_marriages(evidence: Evidence, edits: Edits) -> list[tuple[int, UUID]]:
    """Return which of two who marry, 0 or 1, may be married by which other records. Rule C8a."""
    found = {
        (place, couple.record_id)
        for place, spouse in enumerate(evidence.spouses)
        for couple in spouse.couples
        if couple.record_id is not None and _lasts(couple, spouse.individual, edits)
    }
    return sorted(found)


def check_alerts(
    found: Collection[VitalEventAlert], accepted: Collection[VitalEventAlert]
) -> list[VitalEventAlert]:
    """Return the alerts that were accepted. Raises AlertsNeedAnAnswer for the others. Rule C8a."""
    unanswered = [alert for alert in found if alert not in accepted]
    if unanswered:
        raise AlertsNeedAnAnswer(alerts=unanswered)
    return list(found)


def _alerts(evidence: Evidence, edits: Edits) -> Iterator[VitalEventAlert]:
    person = whom(evidence, edits)
    if evidence.kind is VitalEventKind.DEATH and person is None:
        yield VitalEventAlert.PERSON_NOT_FOUND
    if person is not None and person.death_date is not None:
        yield VitalEventAlert.PERSON_IS_DEAD_ALREADY
    if evidence.subject is not None and _is_held_by_another(evidence, person, edits):
        yield VitalEventAlert.NUMBER_IS_HELD_BY_ANOTHER
    for spouse in evidence.spouses:
        if _is_among(spouse.individual, spouse.dead, edits):
            yield VitalEventAlert.SPOUSE_IS_DECEASED
        if any(_lasts(couple, spouse.individual, edits) for couple in spouse.couples):
            yield VitalEventAlert.SPOUSE_IS_MARRIED


def _is_held_by_another(evidence: Evidence, person: KnownPerson | None, edits: Edits) -> bool:
    """Return whether somebody with other names has the number, besides the person marked.

    Of a child, that is also a namesake who was born more than a year apart: for one whom a death
    does not mark, there is PERSON_NOT_FOUND.
    """
    subject = evidence.subject
    assert subject is not None
    others = [
        each.record
        for each in evidence.holders
        if person is None or each.standing_id != person.standing_id
    ]
    others += [each.deceased for each in evidence.deaths]
    is_same = is_same_person if evidence.kind is VitalEventKind.BIRTH else are_named_alike
    return any(
        has_equal_number(subject, other) and not is_same(subject, other, edits) for other in others
    )


def _is_among(individual: Individual, others: Collection[Individual], edits: Edits) -> bool:
    return any(may_be_same_person(individual, other, edits) for other in others)


def _lasts(couple: Couple, individual: Individual, edits: Edits) -> bool:
    """Return whether a marriage may be this individual's, and the partner may live."""
    return may_be_same_person(individual, couple.spouse, edits) and not _is_among(
        couple.partner, couple.dead, edits
    )
