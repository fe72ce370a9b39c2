"""Two registers that the same happens to, one of which also merges records and undoes it (H18)."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from rules.alerts import VitalEventAlert
from rules.declarations import Death, Individual, Informant
from rules.imports import IncomingPerson
from rules.partial_dates import PartialDate
from rules.refusals import Refusal
from tests import parallel_reviews, parallel_ties
from tests.databases import Database
from workflows import (
    correction_requests,
    corrections,
    declarations,
    imports,
    merges,
    registration,
    unmerging,
)
from workflows.acts import Acting, act
from workflows.correction_requests import Asked
from workflows.idempotency import IdempotentCall

BORN = date(1950, 5, 5)
PAIR = """
with pair as (
    insert into merge_candidates (person_id, master_person_id) values ($1, $2)
        on conflict do nothing returning id),
known as (
    select id from pair union all
    select id from merge_candidates
     where least(person_id, master_person_id) = least($1, $2)
       and greatest(person_id, master_person_id) = greatest($1, $2))
insert into manual_merge_candidates (merge_candidate_id, status, decision, reason, round)
select id, 'PROCESSED', 'MERGE', 'QUORUM',
       (select count(*) + 1 from manual_merge_candidates where merge_candidate_id = known.id)
  from known
returning merge_candidate_id
"""
STATES = """
select person.external_id, person.first_name, person.last_name, person.national_id, person.status,
       person.death_date, person.partial_death_date, master.external_id as master
  from persons person left join persons master on master.id = person.master_person_id
 where person.source = $1 order by person.external_id
"""
FACTS = "select returning_facts::text from unmerge_preview($1)"
PARTED = """
select array(select person_id from merged_pairs where id = $1 union
             select id from persons where master_person_id =
                    (select person_id from merged_pairs where id = $1))
"""
DAYS = """
select person.id, fact.name, fact.value
  from persons person
 cross join lateral (values ('death_date', death_date::text),
                            ('partial_death_date', partial_death_date)) fact (name, value)
 where source = $1
 union all
select id, 'person_id', person_id::text from vital_events where id = any ($2)
"""
DEACTIVATE = """
update persons set status = 'INACTIVE'
 where id = $1 and not exists (select from persons where master_person_id = $1)
   and master_person_id is null
"""
DECEASED = """
select person.external_id from vital_events event left join persons person
    on person.id = event.person_id
 where event.id = $1
"""


@dataclass
class Register:
    """A register: a connection, those who act, and what has happened so far."""

    connection: Any
    owner: Any
    client: UUID
    registrars: tuple[UUID, UUID]
    reviewers: tuple[UUID, ...] = ()
    source: str = ""
    deaths: list[UUID] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)
    votes: dict[UUID, str] = field(default_factory=dict)

    @classmethod
    async def of(cls, database: Database) -> "Register":
        """Open the register of a database of its own."""
        owner = await asyncpg.connect(database.owner_url)
        await owner.execute("select begin_act('user.created', null, null, $1)", uuid4())
        async with owner.transaction():
            await owner.execute("select begin_act('user.created', null, null, $1)", uuid4())
            client = await owner.fetchval("select id from clients limit 1") or await owner.fetchval(
                "insert into clients (name, kind, scopes)"
                " values ('parallel', 'USER_INTERFACE', '{}') returning id"
            )
            one, other, *reviewers = [
                await owner.fetchval(
                    "insert into users (username, display_name) values ($1, $1) returning id",
                    uuid4().hex,
                )
                for _ in range(5)
            ]
        connection = await asyncpg.connect(database.app_url)
        await imports.prepare(connection)
        return cls(connection, owner, client, (one, other), tuple(reviewers))

    async def close(self) -> None:
        """Leave the database."""
        await self.connection.close()
        await self.owner.close()

    def begin(self, source: str) -> None:
        """Begin anew, with records of another source."""
        self.source, self.deaths, self.versions, self.votes = source, [], {}, {}

    def acting(self, who: int = 0) -> Acting:
        """Let a registrar act, or the application itself where `who` is negative."""
        if who < 0:
            return Acting(self.connection, uuid4())
        return Acting(self.connection, uuid4(), self.client, self.registrars[who])

    async def key(self, external_id: str) -> UUID | None:
        """Return whom an external id names."""
        found: UUID | None = await self.connection.fetchval(
            "select id from persons where source = $1 and external_id = $2",
            self.source,
            external_id,
        )
        return found

    async def take_in(self, incoming: IncomingPerson) -> None:
        """Import somebody."""
        await imports.import_batch(self.connection, self.source, [(2, incoming)])

    async def die(self, deceased: Individual, day: date, named: str | None) -> None:
        """Declare and register a death, whatever alerts it has."""
        call = IdempotentCall("declareDeath", uuid4().hex, b"")
        declared = await self.done(
            lambda acting: declarations.declare(acting, _death(deceased, day), call)
        )
        assert declared is not None
        self.deaths.append(declared.id)
        self.versions[declared.id] = 1
        await self._settle_duplicates(declared.id)
        person = None if named is None else await self.key(named)
        await self.done(
            lambda acting: registration.register(acting, declared.id, list(VitalEventAlert), person)
        )

    async def correct(self, place: int, deceased: Individual | None, day: date) -> None:
        """Let a death be about somebody else or another day, or be void without a deceased."""
        event = self.deaths[place]
        asked = Asked(self.versions[event], "Wrong", list(VitalEventAlert))
        call = IdempotentCall("requestDeathCorrection", uuid4().hex, b"")
        declaration = None if deceased is None else _death(deceased, day)
        requested = await self.done(
            lambda acting: correction_requests.request(acting, event, asked, call, declaration)
        )
        if requested is None:
            return
        await self._settle_duplicates(event)
        approved = await self.done(lambda acting: corrections.approve(acting, requested), 1)
        if approved is None:
            await self.done(lambda acting: corrections.withdraw(acting, requested))
        else:
            self.versions[event] += deceased is not None

    async def merge(self, duplicate: UUID, master: UUID) -> None:
        """Merge two records, as a quorum of reviewers does."""

        async def merged(acting: Acting) -> None:
            async with act(acting, "merge_request.merged") as connection:
                await merges.lock_persons(connection, [duplicate, master])
                pair = await parallel_reviews.settle_open(connection, duplicate, master)
                if pair is None:
                    decided = await connection.fetchrow(PAIR, duplicate, master)
                    pair = decided["merge_candidate_id"]
                await merges.merge(connection, pair)

        await self.done(merged, -1)

    async def undo(self, merge: UUID) -> None:
        """Undo a merge, which does to deaths what its preview says (H16)."""

        async def undone(acting: Acting) -> None:
            async with act(acting, "unmerge.confirmed") as connection:
                await unmerging.lock_concerned(connection, merge)
                shown = json.loads(await self.connection.fetchval(FACTS, merge))
                before = await self._days()
                await connection.execute(unmerging.UNDO, merge)
                after = await self._days()
            leaving = {str(it) for it in await self.connection.fetchval(PARTED, merge)}
            assert {_said(it) for it in shown} == {
                (*key, before[key], after[key])
                for key in before
                if before[key] != after[key]
                and not (key[0] in leaving and _has_no_day(before, key[0]))
            }

        await self.done(undone, -1)

    async def annul(self, key: UUID) -> None:
        """Let somebody be INACTIVE, as annulling their birth does."""

        async def annulled(acting: Acting) -> None:
            async with act(acting, "birth.annulled") as connection:
                await merges.lock_persons(connection, [key])
                await connection.execute(DEACTIVATE, key)

        await self.done(annulled, -1)

    async def changed(self, action: str, doing: Any) -> None:
        """Change something by statements of the test's own."""

        async def done(acting: Acting) -> None:
            async with act(acting, action):
                await doing()

        await self.done(done, -1)

    async def is_merged(self, key: UUID) -> bool:
        """Return whether somebody is merged, or another into them."""
        found: bool = await self.connection.fetchval(
            "select exists (select from persons where master_person_id is not null"
            " and $1 in (id, master_person_id))",
            key,
        )
        return found

    async def merged(self) -> list[UUID]:
        """List the merges that stand, of records of this source."""
        rows = await self.connection.fetch(
            "select pair.id from merged_pairs pair join persons on persons.id = person_id"
            " where undone_at is null and source = $1 order by pair.id",
            self.source,
        )
        return [row["id"] for row in rows]

    async def states(self) -> list[dict[str, Any]]:
        """Return all records of the source, and whom each death is about."""
        persons = [dict(it) for it in await self.connection.fetch(STATES, self.source)]
        deaths = [
            {"death": await self.connection.fetchval(DECEASED, event)} for event in self.deaths
        ]
        return persons + deaths + await parallel_ties.states(self)

    async def _days(self) -> dict[tuple[str, str], str | None]:
        """Return the days of death of all records, and whom each death is about."""
        rows = await self.connection.fetch(DAYS, self.source, self.deaths)
        return {(str(it["id"]), it["name"]): it["value"] for it in rows}

    async def _settle_duplicates(self, event: UUID) -> None:
        await self.owner.execute(
            f"begin; select begin_act('death.settled', null, null, '{uuid4()}');"
            f"update potential_duplicates set is_settled = true where vital_event_id = '{event}';"
            "commit"
        )

    async def done(self, doing: Any, who: int = 0) -> Any:
        """Do an act; return None where it was refused."""
        acting = self.acting(who)
        try:
            done = await doing(acting)
        except Refusal:
            await acting.roll_back()
            return None
        await acting.commit()
        return True if done is None else done


def _said(fact: dict[str, Any]) -> tuple[Any, ...]:
    """Return a fact of a preview: the row, the column, what it says now and then."""
    return fact["resourceId"], fact["column"], fact["after"], fact["before"]


def _has_no_day(days: dict[tuple[str, str], str | None], person: str) -> bool:
    return all(days.get((person, it)) is None for it in ("death_date", "partial_death_date"))


def _death(deceased: Individual, day: date) -> Death:
    return Death(
        deceased,
        PartialDate.read(str(day)),
        Informant("SON", Individual("Ivan", "Falk")),
        "Lviv",
        late_registration_reason="Found late",
    )


Registers = tuple[Register, Register]
"""One that merges records and undoes it, and one that never does."""
