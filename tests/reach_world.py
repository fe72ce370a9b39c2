"""A random register with organisations, and what each of its callers may see of it (rule R3)."""

from base64 import b64encode
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from rules.access import Role
from tests import reach_rows
from tests.organisations import bound_machine, limit, organisation
from tests.people import id_of, person
from tests.serving import Registry
from workflows.detection_models import ensure_active
from workflows.matching import match_pending

DECLARE = """
mutation ($input: DeclareBirthInput!) {
  declareBirth(input: $input) { vitalEvent { databaseId trackingId } }
}
"""
REGISTER = """
mutation ($input: RegisterVitalEventInput!) {
  registerVitalEvent(input: $input) { vitalEvent { id } }
}
"""
ANNUL = """
mutation ($input: RequestAnnulmentInput!) {
  requestAnnulment(input: $input) { correction { databaseId } }
}
"""
CHILD = {"birthDate": "2026-01-02", "gender": "FEMALE"}
MOTHER = {"firstName": "Mia", "birthDate": "1990-02-03"}
JOIN = """
insert into memberships (person_id, organisation_id, title, ended_on)
values ($1, $2, $3, case when $4 then null else current_date end) returning id
"""
CONSENT = """
insert into consents (person_id, organisation_id, permissions) values ($1, $2, '{VIEW}')
returning id
"""
SETTLE = "update consents set status = $2 where id = $1"
MERGE = """
update persons set status = 'INACTIVE', master_person_id = $2
 where id = $1 and status = 'ACTIVE'
   and not exists (select from persons where master_person_id = $1)
"""
IS_ACTIVE = "select status = 'ACTIVE' from persons where id = $1"
MASTERS = "select distinct master_person_id from persons where master_person_id is not null"
STANDING = "select coalesce(master_person_id, id) from persons where id = $1"
LINK = "update users set person_id = $2 where id = $1"
ABOVE = "select organisation_id, ancestor_id from organisation_paths"
OPENED = "select organisation_id, person_id from opened_persons()"
LIVE = "select id from consents where status in ('OFFERED', 'ACCEPTED')"
READABLE = """
select id, declared_by_client_id, status not in ('DECLARED', 'REJECTED', 'ARCHIVED') as is_open
  from vital_events
"""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks: where they are registrar and steward, or bound, and who they are."""

    who: str | UUID
    registrar: frozenset[UUID]
    steward: frozenset[UUID]
    oneself: UUID | None = None

    @property
    def is_machine(self) -> bool:
        """Whether it speaks for no user."""
        return isinstance(self.who, UUID)


@dataclass(slots=True)
class World:
    """All that is on record, and who asks."""

    registry: Registry
    callers: list[Caller] = field(default_factory=list)
    places: list[UUID] = field(default_factory=list)
    persons: list[UUID] = field(default_factory=list)
    tracking_ids: list[str] = field(default_factory=list)
    rows: list[tuple[str, UUID, UUID | None, UUID | None]] = field(default_factory=list)
    above: dict[UUID, set[UUID]] = field(default_factory=dict)
    opened: dict[UUID, set[UUID]] = field(default_factory=dict)
    live: set[UUID] = field(default_factory=set)
    records: dict[UUID, tuple[UUID, bool]] = field(default_factory=dict)
    declared_in: dict[UUID, UUID | None] = field(default_factory=dict)
    masters: set[UUID] = field(default_factory=set)

    def is_there(self, place: UUID | None, places: frozenset[UUID]) -> bool:
        """Return whether an organisation is one of those or stands below one."""
        return place is not None and not places.isdisjoint(self.above[place])

    def sees_person(self, caller: Caller, who: UUID | None) -> bool:
        """Return whether a person is in reach of a caller, or the caller themselves."""
        places = caller.registrar | caller.steward
        reasons = self.opened.get(who, set()) if who else set()
        is_oneself = who is not None and who == caller.oneself
        return is_oneself or any(self.is_there(it, places) for it in reasons)

    def sees_record(self, caller: Caller, record: UUID, place: UUID | None) -> bool:
        """Return whether a record exists for a caller."""
        declared_by, is_open = self.records[record]
        is_own = caller.is_machine and declared_by == caller.who
        is_there = self.is_there(place, caller.registrar)
        return is_own or (is_there and (is_open or not caller.is_machine))

    def shown(self, caller: Caller) -> set[UUID]:
        """Return the keys of everything that a caller may be shown."""
        found: set[UUID] = set()
        for kind, key, place, subject in self.rows:
            if not self._shows(caller, kind, key, place, subject):
                continue
            found.add(key)
            # Where it is theirs, or was declared, is shown with it; and whose a consent is.
            of_consent = [place] if caller.is_machine else [place, subject]
            with_it = {"Membership": [place], "Consent": of_consent, "VitalEvent": [place]}
            found |= {it for it in with_it.get(kind, []) if it is not None}
        return found

    def _shows(
        self, caller: Caller, kind: str, key: UUID, place: UUID | None, subject: UUID | None
    ) -> bool:
        places = caller.registrar | caller.steward
        is_own = subject is not None and subject == caller.oneself
        if kind in reach_rows.KINDS:
            return reach_rows.shows(self, caller, kind, place, subject)
        if kind == "Person":
            return self.sees_person(caller, key)
        if kind == "VitalEvent":
            return self.sees_record(caller, key, place)
        if kind == "Correction":
            assert subject is not None
            return self.sees_record(caller, subject, self.declared_in[subject])
        if kind == "Consent":
            of_steward = not caller.is_machine and self.is_there(place, caller.steward)
            # A machine is fed what becomes of consents, and whose they are once they are in reach.
            is_fed = caller.is_machine and self.is_there(place, places)
            return is_own or is_fed or (key in self.live and of_steward)
        return (kind == "Membership" and is_own) or self.is_there(place, places)

    def fed(self, caller: Caller) -> set[UUID]:
        """Return the keys that the feed of events may name: with each consent also who gives it.

        Whoever followed a consent learns that it was declined or withdrawn (rule R8). As yet the
        event of a merge names the master by id, who may be out of reach.
        """
        ties = [row for row in self.rows if row[0] in ("Consent", "Membership")]
        own = [row for row in ties if self.is_there(row[2], caller.registrar | caller.steward)]
        named = {key for row in own for key in (row[1], row[3]) if key is not None}
        return named | self.masters

    def hidden(self, caller: Caller, *, by_feed: bool = False) -> dict[str, str]:
        """Return what must not stand in an answer: ids and names of what is out of reach."""
        shown = self.shown(caller) | (self.fed(caller) if by_feed else set())
        found = {}
        for kind, key, _, _ in self.rows:
            if key not in shown:
                found[str(key)] = kind
                found[b64encode(f"{kind}:{key}".encode()).decode()] = kind
        names = enumerate(self.persons)
        return found | {f"'Name{it}'": "name" for it, key in names if key not in shown}


async def world(registry: Registry, chance: Random) -> World:
    """Make a random register."""
    made = World(registry)
    await registry.user("all", Role.REGISTRAR, Role.ADMIN)
    made.places.append(await organisation(registry, "Root"))
    for number in range(7):
        parent = chance.choice([*made.places, None])
        made.places.append(await organisation(registry, f"Place {number}", parent))
    for number in range(12):
        made.persons.append(await person(registry, f"Name{number}", f"Family{number % 5}"))
    await _people_belong(made, chance)
    await _users_come(made, chance)
    await _records_come(made, chance)
    await reach_rows.come(made, chance)
    await _are_found(made)
    await _remember(made)
    return made


async def _people_belong(made: World, chance: Random) -> None:
    async with made.registry.acting("consent.changed") as owner:
        for number, somebody in enumerate(made.persons):
            if number < 5:
                await made.registry.user(f"person{number}", Role.PERSON)
                await owner.execute(LINK, made.registry.users[f"person{number}"], somebody)
            for place in chance.sample(made.places, chance.randint(0, 2)):
                await owner.execute(JOIN, somebody, place, "nurse", chance.random() < 0.8)
            for place in chance.sample(made.places, chance.randint(0, 2)):
                consent = await owner.fetchval(CONSENT, somebody, place)
                for status in chance.choice(
                    [[], ["ACCEPTED"], ["ACCEPTED"], ["DECLINED"], ["ACCEPTED", "WITHDRAWN"]]
                ):
                    await owner.execute(SETTLE, consent, status)
        for _ in range(3):
            duplicate, master = chance.sample(made.persons, 2)
            if await owner.fetchval(IS_ACTIVE, master):
                await owner.execute(MERGE, duplicate, master)


async def _users_come(made: World, chance: Random) -> None:
    registry = made.registry
    for number in range(5):
        somebody = await registry.owner.fetchval(STANDING, made.persons[number])
        stewards: set[UUID] = set()
        if number % 2:
            place = chance.choice(made.places)
            stewards.add(place)
            await limit(registry, f"person{number}", "STEWARD", place)
        made.callers.append(Caller(f"person{number}", frozenset(), frozenset(stewards), somebody))
    for number in range(6):
        name = await registry.user(f"limited{number}")
        held: dict[str, set[UUID]] = {"REGISTRAR": set(), "STEWARD": set()}
        for role in held:
            for place in chance.sample(made.places, chance.randint(0, 2)):
                lasting = chance.choice([None, "1 hour", "-1 hour"])
                await limit(registry, name, role, place, lasting)
                if lasting != "-1 hour":
                    held[role].add(place)
        made.callers.append(Caller(name, frozenset(held["REGISTRAR"]), frozenset(held["STEWARD"])))
    for number in range(2):
        place = chance.choice(made.places)
        machine = await bound_machine(registry, place, f"bound{number}")
        made.callers.append(Caller(machine, frozenset({place}), frozenset({place})))


def _declarant(made: World, chance: Random, number: int) -> tuple[str | UUID, UUID | None]:
    """Choose who declares, and for which organisation: somebody who sees all, or theirs."""
    machines = [it for it in made.callers if it.is_machine]
    offices = [it for it in made.callers if it.registrar and not it.is_machine]
    if number >= 10:
        return machines[number % 2].who, None
    if offices and chance.random() < 0.5:
        caller = chance.choice(offices)
        return caller.who, chance.choice(sorted(caller.registrar))
    return "all", chance.choice(made.places) if chance.random() < 0.8 else None


async def _records_come(made: World, chance: Random) -> None:
    for number in range(12):
        by, place = _declarant(made, chance, number)
        given: dict[str, Any] = {
            "idempotencyKey": f"key {number}",
            "child": CHILD | {"firstName": f"Child{number}", "lastName": f"Family{number % 5}"},
            # Of alike mothers, so that records resemble each other.
            "mother": MOTHER | {"lastName": "Moss" if number % 3 else "Other"},
            "informant": {"relationship": "midwife"},
            "placeOfBirth": "Hospital",
        }
        if place is not None:
            given["organisationId"] = id_of("Organisation", place)
        answer = await made.registry.ask(by, DECLARE, {"input": given})
        found = answer.data["declareBirth"]["vitalEvent"]
        made.tracking_ids.append(found["trackingId"])
        record = id_of("VitalEvent", found["databaseId"])
        registrar = "all" if isinstance(by, UUID) else by
        registered = await made.registry.ask(registrar, REGISTER, {"input": {"id": record}})
        if not registered.errors and chance.random() < 0.6:
            asked = {"idempotencyKey": f"annul {number}", "id": record, "version": 1}
            await made.registry.ask(registrar, ANNUL, {"input": asked | {"reason": "wrong"}})


async def _are_found(made: World) -> None:
    """Make the keys by which similar persons are found."""
    connection = await asyncpg.connect(made.registry.database.app_url)
    await match_pending(connection, await ensure_active(connection))
    await connection.close()


async def _remember(made: World) -> None:
    owner = made.registry.owner
    made.rows = [tuple(row) for row in await owner.fetch(reach_rows.EVERYTHING)]
    for row in await owner.fetch(ABOVE):
        made.above.setdefault(row[0], set()).add(row[1])
    for row in await owner.fetch(OPENED):
        made.opened.setdefault(row[1], set()).add(row[0])
    made.declared_in = {key: place for kind, key, place, _ in made.rows if kind == "VitalEvent"}
    made.masters = {row[0] for row in await owner.fetch(MASTERS)}
    made.live = {row[0] for row in await owner.fetch(LIVE)}
    made.records = {row[0]: (row[1], row[2]) for row in await owner.fetch(READABLE)}


def some_id(made: World, chance: Random, *kinds: str) -> str:
    """Return the id of something on record, or of nothing."""
    known = [(kind, key) for kind, key, _, _ in made.rows if not kinds or kind in kinds]
    kind, key = chance.choice([*known, (chance.choice(kinds or ("Person",)), uuid4())])
    return id_of(kind, key)
