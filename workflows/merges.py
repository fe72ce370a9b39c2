"""Merges the duplicate of a pair into its master, and settles other pairs with it (rule B11)."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
    union,
    update,
)

from db.merge_requests import (
    manual_merge_candidates,
    merge_candidates,
    merge_requests,
)
from db.persons import persons
from db.statements import Connection, Statement
from rules.merge_requests import (
    OPEN,
    ManualMergeCandidateStatus,
    MergeRequestStatus,
)
from rules.merges import DuplicateIsInactive, MasterIsInactive, ProcessedReason
from rules.persons import PersonStatus
from workflows import shared_deaths

IDS = bindparam("ids", type_=ARRAY(Uuid))

CONCERNED = Statement(
    union(
        select(persons.c.id).where(
            or_(persons.c.id == any_(IDS), persons.c.master_person_id == any_(IDS))
        ),
        select(func.standing_person(persons.c.id)).where(persons.c.id == any_(IDS)),
    )
)
"""The persons named, whom they were merged into, and who was merged into them."""
LOCK_PERSONS = Statement(
    select(persons.c.id)
    .where(persons.c.id == any_(IDS))
    .order_by(persons.c.id)
    .with_for_update(key_share=True)
)
SHARE_PERSONS = Statement(
    select(persons.c.id)
    .where(persons.c.id == any_(IDS))
    .order_by(persons.c.id)
    .with_for_update(read=True)
)
PAIR = Statement(
    select(
        merge_candidates.c.person_id,
        persons.c.master_person_id.label("already_merged_into"),
        func.standing_person(merge_candidates.c.master_person_id).label("master_id"),
    )
    .join_from(merge_candidates, persons, persons.c.id == merge_candidates.c.person_id)
    .where(merge_candidates.c.id == bindparam("merge_candidate", type_=Uuid))
)
STATUS = Statement(select(persons.c.status).where(persons.c.id == bindparam("person", type_=Uuid)))
GIVE_WAY = Statement(
    update(persons)
    .where(
        or_(
            persons.c.id == bindparam("duplicate", type_=Uuid),
            persons.c.master_person_id == bindparam("duplicate", type_=Uuid),
        )
    )
    .values(status=PersonStatus.INACTIVE, master_person_id=bindparam("master", type_=Uuid))
)
DUPLICATE = persons.alias("duplicate")


def _died(rows: FromClause) -> ColumnElement[str]:
    return func.known_date(rows.c.death_date, rows.c.partial_death_date, type_=Text)


def _order_of_death(rows: FromClause) -> ColumnElement[Any]:
    """Return what puts deaths in order, as `rules.deaths.earlier` does."""
    latest = func.latest_day(rows.c.death_date, rows.c.partial_death_date)
    return tuple_(latest, -func.length(_died(rows)))


MOVE_DEATH = Statement(
    update(persons)
    .where(
        persons.c.id == bindparam("master", type_=Uuid),
        DUPLICATE.c.id == bindparam("duplicate", type_=Uuid),
        _died(DUPLICATE).is_not(None),
        or_(_died(persons).is_(None), _order_of_death(persons) > _order_of_death(DUPLICATE)),
    )
    .values(death_date=DUPLICATE.c.death_date, partial_death_date=DUPLICATE.c.partial_death_date)
)
BEGIN = "select begin_merge($1, $2, $3)"
END = "select end_merge($1, $2, $3)"
MOVE_TIES = "select move_ties($1, $2)"
IS_OTHER = and_(
    manual_merge_candidates.c.status == ManualMergeCandidateStatus.NEW,
    or_(
        merge_candidates.c.person_id == bindparam("duplicate", type_=Uuid),
        merge_candidates.c.master_person_id == bindparam("duplicate", type_=Uuid),
    ),
)
OTHERS = (
    select(manual_merge_candidates.c.id)
    .join_from(manual_merge_candidates, merge_candidates)
    .where(IS_OTHER)
)
FIND_OTHERS = Statement(OTHERS)
THIRDS = Statement(
    select(
        case(
            (
                merge_candidates.c.person_id == bindparam("duplicate", type_=Uuid),
                merge_candidates.c.master_person_id,
            ),
            else_=merge_candidates.c.person_id,
        ).label("id")
    )
    .join_from(manual_merge_candidates, merge_candidates)
    .where(IS_OTHER)
)
LOCK_OTHERS = Statement(
    OTHERS.order_by(manual_merge_candidates.c.id).with_for_update(of=manual_merge_candidates)
)
LOCK_CANDIDATES = Statement(
    select(manual_merge_candidates.c.id)
    .where(manual_merge_candidates.c.id == any_(IDS))
    .order_by(manual_merge_candidates.c.id)
    .with_for_update()
)
SETTLE = Statement(
    update(manual_merge_candidates)
    .where(manual_merge_candidates.c.id == any_(IDS))
    .values(
        status=ManualMergeCandidateStatus.PROCESSED,
        decision=bindparam("said", type_=Text),
        reason=bindparam("why", type_=Text),
        assignee_id=None,
    )
)
SUPERSEDE = Statement(
    update(merge_requests)
    .where(
        and_(
            merge_requests.c.manual_merge_candidate_id == any_(IDS),
            or_(*(merge_requests.c.status == status for status in sorted(OPEN))),
            merge_requests.c.superseded_at.is_(None),
        )
    )
    .values(superseded_at=func.now())
)


async def settle(
    connection: Connection,
    candidate_ids: list[UUID],
    decision: MergeRequestStatus | None,
    reason: ProcessedReason,
) -> None:
    """Close candidates once and for ever; who still had them open learns that it was settled.

    Rule B10.
    """
    await SETTLE.rows(connection, ids=candidate_ids, said=decision, why=reason)
    await SUPERSEDE.rows(connection, ids=candidate_ids)


async def lock_persons(
    connection: Connection, person_ids: Iterable[UUID | None], *, shared: bool = False
) -> None:
    """Lock persons, those they were merged into, and those merged into them, ordered by id.

    Locks that are `shared` keep them as they are, and may be held by many at once.
    """
    named = sorted({it for it in person_ids if it is not None})

    async def concerned() -> set[UUID]:
        return {row["id"] for row in await CONCERNED.rows(connection, ids=named)}

    await lock_all(connection, concerned, SHARE_PERSONS if shared else LOCK_PERSONS)


async def lock_for_merge(connection: Connection, duplicate: UUID, master: UUID) -> None:
    """Lock whom a merge may change, and those with whom its master may become a pair (H23).

    Who makes a candidate keeps both its persons from being edited meanwhile (rule B15).
    """

    async def concerned() -> set[UUID]:
        rows = await CONCERNED.rows(connection, ids=[duplicate, master])
        thirds = await THIRDS.rows(connection, duplicate=duplicate)
        return {row["id"] for row in (*rows, *thirds)}

    await lock_all(connection, concerned)


async def lock_all(
    connection: Connection,
    concerned: Callable[[], Awaitable[set[UUID]]],
    lock: Statement = LOCK_PERSONS,
) -> None:
    """Lock whoever is concerned, ordered by id.

    All of them are locked by one statement. Who they are may change until it has them; then all
    locks are released and it is done again, because one more lock would be out of the order, and
    merges in a ring would wait for each other.
    """
    wanted = await concerned()
    while True:
        await connection.execute("savepoint before_locks")
        await lock.rows(connection, ids=sorted(wanted))
        now = await concerned()
        if now <= wanted:
            return
        await connection.execute("rollback to savepoint before_locks")
        wanted = now


async def lock_candidates(connection: Connection, candidate_id: UUID, duplicate: UUID) -> None:
    """Lock a candidate and all others that its merge would settle, in the order of their ids."""
    others = await FIND_OTHERS.rows(connection, duplicate=duplicate)
    ids = sorted({candidate_id, *(row["id"] for row in others)})
    await LOCK_CANDIDATES.rows(connection, ids=ids)


async def merge(connection: Connection, merge_candidate_id: UUID) -> None:
    """Let the duplicate of a pair give way to the master that stands today. Rule B11.

    Whoever was merged into the duplicate follows it, so that masters always stand themselves, and
    every other open pair with the duplicate is settled, its question left to the master (H23). The
    master is dead where either was, since the earlier day, or where a death fits both (rule N6).
    Consents and memberships are the master's from then on (rule R12). The merge is written down
    with all that it changed (H13). `lock_persons` was called before. Raises MasterIsInactive or
    DuplicateIsInactive. Does nothing where the duplicate was merged already, or both records stand
    for one person.
    """
    pair = await PAIR.row(connection, merge_candidate=merge_candidate_id)
    duplicate, master = pair["person_id"], pair["master_id"]
    if pair["already_merged_into"] is not None or duplicate == master:
        return
    if (await STATUS.row(connection, person=master))["status"] != PersonStatus.ACTIVE:
        raise MasterIsInactive
    if (await STATUS.row(connection, person=duplicate))["status"] != PersonStatus.ACTIVE:
        raise DuplicateIsInactive
    both: dict[str, Any] = {"duplicate": duplicate, "master": master}
    others = [row["id"] for row in await LOCK_OTHERS.rows(connection, duplicate=duplicate)]
    await connection.execute(BEGIN, duplicate, master, merge_candidate_id)
    await GIVE_WAY.rows(connection, **both)
    await MOVE_DEATH.rows(connection, **both)
    await shared_deaths.mark(connection, master)
    await connection.execute(MOVE_TIES, duplicate, master)
    await settle(connection, others, None, ProcessedReason.AUTO_MERGE)
    await connection.execute(END, duplicate, master, others)
