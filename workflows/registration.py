"""How a declaration is registered, and what that brings with it for persons on record (C6, C8a)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, Date, Text, Uuid, bindparam, func, insert, select, update

from db import advisory_locks
from db.persons import persons
from db.statements import Connection, Statement
from db.vital_events import individuals, vital_events
from rules.alerts import (
    Evidence,
    VitalEventAlert,
    alerts,
    check_alerts,
    unanswered_alerts,
    whom,
    whom_in_reach,
)
from rules.corrections import SecondPersonIsNeeded
from rules.deaths import KnownPerson, day_of_death, may_follow
from rules.individuals import IndividualRole
from rules.violations import Violations
from rules.vital_events import VitalEventAction, VitalEventKind, VitalEventStatus
from workflows import merges, reach, recorded_deaths
from workflows.acts import Acting
from workflows.alerts import EDITS, Known, evidence_of
from workflows.vital_events import act_on, check_assignee, lock_record

EVENT = vital_events.c.id == bindparam("event", type_=Uuid)
CHILDS = ("first_name", "last_name", "second_name", "birth_date", "gender", "national_id")
"""What the person that a birth makes has from the child on the record."""

LOCK_BIRTHS = f"select pg_advisory_xact_lock_shared({advisory_locks.REGISTRATIONS})"
LOCK_OTHERS = f"select pg_advisory_xact_lock({advisory_locks.REGISTRATIONS})"
MAKE_PERSON = Statement(
    insert(persons)
    .from_select(
        (*CHILDS, "death_date", "partial_death_date"),
        select(
            *(individuals.c[name] for name in CHILDS),
            bindparam("died", type_=Date),
            bindparam("died_about", type_=Text),
        ).where(
            individuals.c.vital_event_id == bindparam("event", type_=Uuid),
            individuals.c.role == IndividualRole.CHILD,
        ),
    )
    .returning(persons.c.id)
)
MARK_DEATH = Statement(
    update(persons)
    .where(
        persons.c.id == bindparam("person", type_=Uuid),
        persons.c.death_date.is_(None),
        persons.c.partial_death_date.is_(None),
    )
    .values(
        death_date=bindparam("died", type_=Date),
        partial_death_date=bindparam("died_about", type_=Text),
    )
)
REGISTERED = (
    update(vital_events)
    .where(EVENT)
    .values(
        status=VitalEventStatus.REGISTERED,
        person_id=bindparam("person", type_=Uuid),
        accepted_alerts=bindparam("accepted", type_=ARRAY(Text)),
        registration_number=func.next_registration_number(vital_events.c.kind),
    )
)
REGISTER = Statement(REGISTERED)
REGISTER_IN_REACH = Statement(
    REGISTERED.values(unanswered_alerts=bindparam("unanswered", type_=ARRAY(Text)))
)


async def register(
    acting: Acting,
    event_id: UUID | None,
    accepted: Collection[VitalEventAlert] = (),
    named: UUID | None = None,
    *,
    four_eyes: bool = False,
) -> None:
    """Give a declaration its registration number. Rules C6 and C8a.

    The child of a birth becomes a person. A death marks the one whom the registrar named, or else
    the only person whom it can be about. Who is limited is refused for nothing that they do not
    see: it is left to those who do (rule R3). With `four_eyes` nobody registers what they have
    declared themselves (C16). Raises what `lock_record` raises, InputIsInvalid,
    AlertsNeedAnAnswer where an alert is not among the accepted ones, RecordIsAssigned or
    SecondPersonIsNeeded.
    """
    async with act_on(acting, event_id, VitalEventAction.REGISTER) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.REGISTER)
        known = await _evidence(connection, acting, record.kind, record.id, named)
        evidence, seen = known.everything, known.seen
        person = whom(seen, EDITS)
        _check_person(seen, person, named)
        answered = check_alerts(alerts(seen, EDITS), accepted)
        check_assignee(record, acting)
        if four_eyes and record.declared_by_user_id == acting.user_id:
            raise SecondPersonIsNeeded
        if acting.is_limited:
            person = whom_in_reach(seen, evidence, EDITS)
        person_id = None
        if evidence.kind is VitalEventKind.BIRTH:
            person_id = await _make_person(connection, record.id, evidence)
        elif person is not None:
            person_id = person.standing_id
            await _mark(connection, record.id, known, person)
        values = {"event": record.id, "person": person_id, "accepted": answered or None}
        if not acting.is_limited:
            await REGISTER.rows(connection, **values)
            return
        await reach.defer_duplicates(connection, acting, record.id)
        left = unanswered_alerts(evidence, person, answered, EDITS)
        await REGISTER_IN_REACH.rows(connection, **values, unanswered=left or None)


async def _mark(connection: Connection, event_id: UUID, known: Known, person: KnownPerson) -> None:
    """Mark whom a death is about with its day, and note whom it would be about without merges."""
    evidence = known.everything
    died = evidence.day
    await MARK_DEATH.rows(
        connection, person=person.standing_id, died=died.exact, died_about=died.partial
    )
    own = whom_in_reach(known.seen.apart(), evidence.apart(), EDITS)
    await recorded_deaths.note_registered(connection, event_id, evidence, person, own)


async def _evidence(
    connection: Connection,
    acting: Acting,
    kind: VitalEventKind,
    event_id: UUID,
    named: UUID | None,
) -> Known:
    """Return what is on record of those concerned, as it stays to the end of the act.

    Nobody comes on record meanwhile; whoever a death may mark is locked as merges lock them.
    """
    await connection.execute(LOCK_BIRTHS if kind is VitalEventKind.BIRTH else LOCK_OTHERS)
    known = await evidence_of(connection, acting, event_id, named)
    if kind is not VitalEventKind.DEATH:
        return known
    found = known.everything
    persons = [*found.holders, *([found.named] if found.named else [])]
    await merges.lock_persons(connection, {each.id for each in persons})
    return await evidence_of(connection, acting, event_id, named)


def _check_person(evidence: Evidence, person: KnownPerson | None, named: UUID | None) -> None:
    """Refuse a person who cannot be the deceased. Raises InputIsInvalid."""
    violations = Violations()
    if named is not None and evidence.kind is not VitalEventKind.DEATH:
        violations.add(["personId"], "death_only", "Only a death is about a person on record")
    elif named is not None and evidence.named is None:
        violations.add(["personId"], "exists", "There is no such person")
    elif person is not None and not may_follow(evidence.day, person.standing_born):
        path = "id" if named is None else "personId"
        violations.add([path], "born_before_the_death", "The person was born after the death")
    violations.refuse()


async def _make_person(connection: Connection, event_id: UUID, evidence: Evidence) -> UUID:
    """Make the child a person, who is dead already where that death was registered first (N6)."""
    assert evidence.subject is not None
    subject, holders = evidence.subject, evidence.holders
    died = day_of_death(subject, evidence.deaths, holders, EDITS)
    own = recorded_deaths.own_day(subject, evidence.deaths, holders)
    made = await MAKE_PERSON.row(
        connection,
        event=event_id,
        died=None if died is None else died.exact,
        died_about=None if died is None else died.partial,
    )
    person_id: UUID = made["id"]
    if own != died:
        await recorded_deaths.note_known(connection, person_id, subject, holders, own, died)
    return person_id
