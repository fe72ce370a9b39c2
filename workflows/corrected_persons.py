"""What a correction means for the person of its record (rule C10)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.alerts import Evidence, VitalEventAlert, whom
from rules.deaths import (
    KnownPerson,
    RegisteredDeath,
    day_of_death,
    is_same_deceased,
    may_follow,
    who_died,
)
from rules.frozen import frozen
from rules.violations import Violations
from rules.vital_events import VitalEventKind
from workflows import merges, recorded_deaths, shared_deaths, taken_back_deaths
from workflows.acts import Acting
from workflows.alerts import EDITS, evidence_about, known_person
from workflows.deaths import change_day
from workflows.recorded_deaths import Claim
from workflows.registration import LOCK_BIRTHS, LOCK_OTHERS, MARK_DEATH
from workflows.taken_back_deaths import former_death, given_by
from workflows.vital_events import Record

CHANGE_PERSON = """
update persons person
   set first_name = child.first_name, last_name = child.last_name, second_name = child.second_name,
       birth_date = child.birth_date, partial_birth_date = null,
       gender = coalesce(child.gender, 'UNKNOWN'), national_id = child.national_id
  from jsonb_to_recordset($2::jsonb) as child (
       role text, first_name text, last_name text, second_name text, birth_date date, gender text,
       national_id text)
 where person.id = $1 and child.role = 'CHILD'
   and (person.first_name, person.last_name, person.second_name, person.birth_date, person.gender,
        person.national_id)
       is distinct from
       (child.first_name, child.last_name, child.second_name, child.birth_date,
        coalesce(child.gender, 'UNKNOWN'), child.national_id)
"""


@frozen
class Correction:
    """The details before a correction as the API has them, and the rows after it, as JSON."""

    before: dict[str, Any]
    record: str
    people: str


@frozen
class Corrected:
    """What is on record of those whom a corrected record is about, and of its own person."""

    evidence: Evidence
    own: KnownPerson | None
    person_id: UUID | None = None
    claim: Claim | None = None
    """Whom the record is about without merges, where that was looked up."""


async def look_up(
    connection: Connection, record: Record, correction: Correction, acting: Acting | None = None
) -> Corrected:
    """Return what is on record of those whom the corrected record would be about.

    What the record itself has put on its person is none of it. For whoever acts and is limited, it
    is what of it they see.
    """
    found = await evidence_about(
        connection, record.kind, correction.record, correction.people, record.id, acting
    )
    found = await _without(connection, record, correction, found)
    own = await known_person(connection, record.person_id, acting)
    return _look(record, correction, found, own, has_put=has_put_the_day(record))


async def look_apart(connection: Connection, record: Record, correction: Correction) -> Corrected:
    """Return what would be on record of them had no record ever been merged. Rule H18."""
    found = await evidence_about(
        connection, record.kind, correction.record, correction.people, record.id
    )
    found = await _without(connection, record, correction, found)
    claim = await recorded_deaths.claim_of(connection, record.id)
    own = await known_person(connection, claim.person_id)
    return replace(
        _look(
            record,
            correction,
            found.apart(),
            None if own is None else own.apart(),
            has_put=has_put_its_own(record, claim),
        ),
        claim=claim,
    )


async def _without(
    connection: Connection, record: Record, correction: Correction, found: Evidence
) -> Evidence:
    """Leave out the day that a death about nobody gave whoever came on record after it."""
    if record.kind is not VitalEventKind.DEATH or record.person_id is not None:
        return found
    without = taken_back_deaths.without
    return replace(
        found, holders=await without(connection, record, correction.before, found.holders)
    )


def _look(
    record: Record,
    correction: Correction,
    found: Evidence,
    own: KnownPerson | None,
    *,
    has_put: bool,
) -> Corrected:
    """Leave out what the record itself has put on its person, `own`.

    A death that is still about the same deceased is about the same person, unless their number
    names another (rule C10).
    """
    if own is None or record.kind is VitalEventKind.MARRIAGE:
        return Corrected(found, None)
    if record.kind is VitalEventKind.BIRTH:
        others = tuple(it for it in found.holders if it.standing_id != own.standing_id)
        return Corrected(replace(found, holders=others), own, record.person_id)
    if has_put:
        own = replace(own, death_date=None)
        found = replace(found, holders=tuple(_living(it, own) for it in found.holders))
    assert found.subject is not None
    other = who_died(found.subject, found.holders, EDITS)
    is_same = is_same_deceased(former_death(correction.before).deceased, found.subject, EDITS)
    if is_same and (other is None or other.standing_id == own.standing_id):
        found = replace(found, named=own)
    return Corrected(found, own)


def has_put_the_day(record: Record) -> bool:
    """Return whether it is a registered death that put its day on its person. Rule C8a."""
    return (
        record.person_id is not None
        and VitalEventAlert.PERSON_IS_DEAD_ALREADY not in record.accepted_alerts
    )


def has_put_its_own(record: Record, claim: Claim) -> bool:
    """Return whether a death put its day on its person, had no record ever been merged."""
    if claim.is_kept:
        return claim.put_by == record.id
    return claim.person_id is not None and has_put_the_day(record)


def check(corrected: Corrected) -> None:
    """Refuse a death before the birth of whom it is about. Raises InputIsInvalid. Rule C6."""
    violations, found = Violations(), corrected.evidence
    message = "The person was born after the death"
    person = whom(found, EDITS)
    if person is not None and not may_follow(found.day, person.standing_born):
        violations.add(["dateOfDeath"], "born_before_the_death", message)
    own = corrected.own
    if found.kind is VitalEventKind.BIRTH and own is not None and own.death_date is not None:
        assert found.subject is not None
        if not may_follow(own.death_date, found.subject.birth_date):
            violations.add(["child", "birthDate"], "born_before_the_death", message)
    violations.refuse()


async def lock(connection: Connection, record: Record, correction: Correction) -> Corrected:
    """Lock those whom a correction may change, as registering does, and look them up. Rule C6."""
    await lock_registrations(connection, record)
    found = await look_up(connection, record, correction)
    known = [*found.evidence.holders, *([found.own] if found.own else [])]
    persons = {it.standing_id for it in known} | {it.id for it in known} | {record.person_id}
    persons |= {it.person.id for it in await given_by(connection, record, correction.before)}
    persons |= set(await shared_deaths.persons_of(connection, record.id))
    await merges.lock_persons(connection, persons)
    return await look_up(connection, record, correction)


async def lock_registrations(connection: Connection, record: Record) -> None:
    """Wait for registrations that this record's person may be concerned by."""
    is_birth = record.kind is VitalEventKind.BIRTH
    await connection.execute(LOCK_BIRTHS if is_birth else LOCK_OTHERS)


async def correct(
    connection: Connection, record: Record, correction: Correction, corrected: Corrected
) -> UUID | None:
    """Change the person of a record with it, and return whom the record is about now.

    Of a birth it is the person that it made, merged or not; a death that is about another moves
    its mark. `lock` was called before. Rule C10.
    """
    if record.kind is VitalEventKind.MARRIAGE:
        return None
    apart = await look_apart(connection, record, correction)
    if record.kind is VitalEventKind.BIRTH:
        await connection.execute(CHANGE_PERSON, record.person_id, correction.people)
        await _mark_dead(connection, corrected, apart)
        return record.person_id
    given = await given_by(connection, record, correction.before)
    if record.person_id is None:
        await shared_deaths.forget(connection, record.id)
    own_person = await _change_own(connection, record, correction, apart)
    day, own = corrected.evidence.day, corrected.own
    person = whom(corrected.evidence, EDITS)
    stays = person is not None and own is not None and person.standing_id == own.standing_id
    if record.person_id is not None and has_put_the_day(record):
        former = former_death(correction.before).day
        await change_day(connection, record.id, record.person_id, former, day if stays else None)
    assert corrected.evidence.subject is not None
    await taken_back_deaths.take_back(
        connection,
        given,
        former_death(correction.before).day,
        RegisteredDeath(corrected.evidence.subject, day),
        None if own_person is None else own_person.id,
    )
    if person is None:
        return None
    if not stays:
        await MARK_DEATH.rows(
            connection, person=person.standing_id, died=day.exact, died_about=day.partial
        )
    note = recorded_deaths.note_registered
    await note(connection, record.id, corrected.evidence, person, own_person)
    if record.person_id is None and own_person is not None:
        await recorded_deaths.note_put(connection, record.id, own_person.id, day)
    # Of several records that stand for one, it may be about another than it was (rule H18).
    assert apart.claim is not None
    is_same_record = own_person is not None and own_person.id == apart.claim.person_id
    return record.person_id if stays and is_same_record else person.standing_id


async def _change_own(
    connection: Connection, record: Record, correction: Correction, apart: Corrected
) -> KnownPerson | None:
    """Correct a death as it is without merges, and return whom it is about then. Rule H18."""
    person, own = whom(apart.evidence, EDITS), apart.own
    assert apart.claim is not None
    stays = person is not None and own is not None and person.id == own.id
    former = former_death(correction.before).day if has_put_its_own(record, apart.claim) else None
    day = apart.evidence.day if stays else None
    await recorded_deaths.change_own(connection, record.id, apart.claim, former, day, stays=stays)
    return person


async def _mark_dead(connection: Connection, corrected: Corrected, apart: Corrected) -> None:
    """Let the child of a corrected birth be dead where their death is registered already (N6).

    It is whoever they stand for today who is.
    """
    found, own = corrected.evidence, corrected.own
    if own is None or corrected.person_id is None or found.subject is None:
        return
    died = own_died = None
    if own.death_date is None:
        died = day_of_death(found.subject, found.deaths, found.holders, EDITS)
        is_standing = own.standing_id == corrected.person_id
        if died is not None and not (is_standing or may_follow(died, own.standing_born)):
            died = None
    if own.own_death is None:
        holders = apart.evidence.holders
        own_died = day_of_death(found.subject, found.deaths, holders, EDITS)
    note = recorded_deaths.note_known
    await note(connection, corrected.person_id, found.subject, found.holders, own_died, died)
    if died is not None:
        await MARK_DEATH.rows(
            connection, person=own.standing_id, died=died.exact, died_about=died.partial
        )


def _living(known: KnownPerson, own: KnownPerson) -> KnownPerson:
    return replace(known, death_date=None) if known.standing_id == own.standing_id else known
