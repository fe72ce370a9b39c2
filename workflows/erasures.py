"""How persons are anonymised, for good (rule T3)."""

from uuid import UUID

import orjson

from rules.consents import PersonNotFound
from rules.deletions import check_reason
from rules.erasures import Erased, Erasure
from rules.texts import cleaned
from workflows import merges, places
from workflows.acts import Acting, act
from workflows.deletions import LOCK_USERS

FIND = "select id from persons where id = $1"
SAME = "select id from same_persons(array[$1]::uuid[]) order by id"
ANONYMISE = "select anonymise_persons($1) as gone"
KEEP = "select keep_erasure($1, $2, $3, $4::jsonb, $5) as id"
ERASE_AGAIN = "select coalesce(erase_organisation($1) -> 'counts', '{}')::text"
AGAIN = "Erased again after a restore"


async def anonymise(acting: Acting, person_id: UUID | None, reason: str) -> None:
    """Take away all that is known of a person, and of the records that stand for the same one.

    A row goes with it that no merge, pair or vital event names; vital events keep their own
    people. Of a merge at the same moment one is first, and the other sees it (T6). Rule T3. Raises
    PersonNotFound or InputIsInvalid.
    """
    async with act(acting, "person.anonymised") as connection:
        check_reason(reason)
        await places.keep_tree(connection)
        await connection.fetch(LOCK_USERS, person_id)
        await merges.lock_persons(connection, [person_id])
        if await connection.fetchrow(FIND, person_id) is None:
            raise PersonNotFound
        same = [row["id"] for row in await connection.fetch(SAME, person_id)]
        gone = (await connection.fetchrow(ANONYMISE, same))["gone"]
        counts = orjson.dumps({"persons": len(same), "rows": len(gone)}).decode()
        row = await connection.fetchrow(
            KEEP, None, Erased.PERSON, person_id, counts, cleaned(reason)
        )
        assert person_id is not None
        acting.erased.append(Erasure(row["id"], Erased.PERSON, person_id))


async def again(acting: Acting, erasure: Erasure) -> None:
    """Erase once more what a restored backup has brought back, and list it. Rule T5.

    Of whom or what that backup knows nothing, the line alone is written.
    """
    async with act(acting, "erasure.repeated") as connection:
        counts = "{}"
        if erasure.kind is Erased.ORGANISATION:
            counts = (await connection.fetchrow(ERASE_AGAIN, erasure.erased_id))[0]
        else:
            await places.keep_tree(connection)
            await merges.lock_persons(connection, [erasure.erased_id])
            same = [row["id"] for row in await connection.fetch(SAME, erasure.erased_id)]
            await connection.fetchrow(ANONYMISE, same)
        await connection.fetchrow(KEEP, erasure.id, erasure.kind, erasure.erased_id, counts, AGAIN)
